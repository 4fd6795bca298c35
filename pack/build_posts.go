package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

// ledgerEffects builds what a form enters in the ledger and what it posts back.
func (b *builder) ledgerEffects(x *formBuild) {
	for _, d := range x.doc.Post {
		if p := b.post(x, d); p != nil {
			x.form.Posts = append(x.form.Posts, p)
		}
	}
	for _, d := range x.doc.Reverse {
		if r := b.reverse(x, d); r != nil {
			x.form.Reverses = append(x.form.Reverses, r)
		}
	}
	if len(x.form.Posts) > 0 {
		x.form.Poster = poster(x)
		if x.form.Poster == nil {
			b.report(x.doc.pos, codePostNobody, "name", x.form.Name)
		}
	}
}

// poster is the register whose record the postings of a form belong to: the case of a step; else the form's own, else
// its subject.
func poster(x *formBuild) *catalog.Register {
	step := x.doc.step != nil && !x.doc.step.opens()
	if x.form.Own != nil && !step {
		return x.form.Own
	}
	return x.form.Subject
}

func (b *builder) post(x *formBuild, d *postDoc) *catalog.Post {
	if !b.transfers.known(d.Transfer) {
		return nil
	}
	k := declared(b.cat.TransferKinds, func(k *catalog.TransferKind) bool { return k.Name == d.Transfer.text })
	if k == nil || k.From == nil || k.To == nil || k.From.Commodity == nil || k.To.Commodity == nil {
		return nil // reported where the kind stands
	}
	p := &catalog.Post{Kind: k, Rows: d.Rows.text}
	row, ok := b.postRow(x, d)
	if !ok {
		return nil
	}
	line := b.scopeOf(x.form, row)
	p.From = b.side(d, d.From, "from", k.From, line)
	p.To = b.side(d, d.To, "to", k.To, line)
	b.postGoods(d, k.From.Commodity)
	b.later(func() { b.postExpressions(p, d, b.formEnv(x.form, row), line) })
	return p
}

// scopeOf lists the registers in scope of a form.
func (b *builder) scopeOf(f *catalog.Form, row *catalog.Register) []*catalog.Register {
	var line []*catalog.Register
	if row != nil {
		line = append(line, row)
	}
	if f.Own != nil {
		line = append(line, f.Own)
	}
	return append(line, lineOf(f.Subject)...)
}

// postRow gives the register of the rows of a posting, nil when it is made once.
func (b *builder) postRow(x *formBuild, d *postDoc) (row *catalog.Register, ok bool) {
	if d.Rows.text == "" {
		return nil, true
	}
	q := x.questions[d.Rows.text]
	switch {
	case q == nil:
		var known []string
		for name := range x.questions {
			known = append(known, name)
		}
		b.reportUnknown(d.Rows, codeUnknownQuestion, sorted(known), "form", x.form.Name)
	case q.Repeat == nil:
		b.report(d.Rows.pos, codePostRows, "name", d.Rows.text)
	default:
		return q.Repeat.Register, true
	}
	return nil, false
}

// side resolves whose account one side of a posting is.
func (b *builder) side(d *postDoc, s *sideDoc, key string, k *catalog.AccountKind, line []*catalog.Register) catalog.Side {
	of, each, pos := word{}, false, d.keyPos(key)
	if s != nil {
		of, each = s.Of, s.Each.set()
	}
	switch {
	case k.Of == nil && of.text != "":
		b.report(of.pos, codePostCounty, "account", k.Name)
		return catalog.Side{}
	case k.Of != nil && of.text == "":
		b.report(pos, codePostOf, "account", k.Name, "register", k.Of.Name, "key", key)
		return catalog.Side{}
	case (k.Each != nil) != each:
		b.postEach(pos, k, key)
	}
	if k.Of == nil {
		return catalog.Side{}
	}
	return b.owner(of, k, line)
}

func (b *builder) postEach(pos fault.Pos, k *catalog.AccountKind, key string) {
	if k.Each == nil {
		b.report(pos, codePostNoEach, "account", k.Name, "key", key)
		return
	}
	b.report(pos, codePostEach, "account", k.Name, "choices", k.Each.Name, "key", key)
}

// owner resolves a register of the line, or register.field of a reference in it.
func (b *builder) owner(of word, k *catalog.AccountKind, line []*catalog.Register) catalog.Side {
	if strings.Contains(of.text, ".") {
		t := b.target(of, line, codePostElsewhere)
		switch {
		case t == nil:
			return catalog.Side{}
		case t.Field.Type.Name() != "reference":
			b.report(of.pos, codeNotAReference, "name", of.text)
		case t.Field.Limits.Register != k.Of.Name:
			b.report(of.pos, codePostOwner, "name", of.text, "register", t.Field.Limits.Register, "account", k.Name, "of", k.Of.Name)
		}
		return catalog.Side{In: t.Register, Field: t.Field}
	}
	r := b.inLine(of, line)
	if r != nil && r != k.Of {
		b.report(of.pos, codePostOwner, "name", of.text, "register", r.Name, "account", k.Name, "of", k.Of.Name)
	}
	return catalog.Side{In: r}
}

// inLine gives a register of the line by name; nil when there is none, which is reported.
func (b *builder) inLine(w word, line []*catalog.Register) *catalog.Register {
	r := b.register(w)
	if r != nil && !slices.Contains(line, r) {
		b.report(w.pos, codePostElsewhere, "name", w.text, "allowed", registerNames(line))
		return nil
	}
	return r
}

// postGoods reports goods that are named and cannot be, or the other way about.
func (b *builder) postGoods(d *postDoc, c *catalog.Commodity) {
	switch {
	case c.Apart() && !d.Goods.set():
		b.report(d.pos, codePostGoods, "commodity", c.Name)
	case !c.Apart() && d.Goods.set():
		b.report(d.keyPos("goods"), codePostNoGoods, "commodity", c.Name)
	}
	if d.Unit.text != "" && c.Money {
		b.report(d.Unit.pos, codePostMoneyUnit)
	}
}

func (b *builder) postExpressions(p *catalog.Post, d *postDoc, env *expr.Env, line []*catalog.Register) {
	if p.Amount = b.compile(d.Amount, env, ""); p.Amount != nil {
		b.postAmount(p, d, line)
	}
	text := func(f formula) *expr.Program { return b.compile(f, env, value.KindString) }
	p.Goods = text(d.Goods)
	if d.From != nil {
		p.From.Each = text(d.From.Each)
	}
	if d.To != nil {
		p.To.Each = text(d.To.Each)
	}
	p.On = b.compile(d.On, env, value.KindDate)
	p.When = b.compile(d.When, env, kindBool)
}

// postAmount settles whether an amount is money, and in which unit a number is.
func (b *builder) postAmount(p *catalog.Post, d *postDoc, line []*catalog.Register) {
	c, kind := p.Kind.From.Commodity, p.Amount.Kind()
	read := b.amountsRead(p.Amount, line)
	money := slices.ContainsFunc(read, func(a amountRead) bool { return a.money })
	switch {
	case c.Money && (kind != value.KindInt || !money):
		b.report(d.Amount.pos, codePostMoney, "commodity", c.Name)
		return
	case c.Money:
		return
	case money || kind != value.KindInt && kind != value.KindDouble:
		b.report(d.Amount.pos, codePostNumber, "commodity", c.Name)
		return
	}
	p.Unit = d.Unit.text
	for _, f := range read {
		if f.unit == "" || d.Unit.text != "" {
			continue
		}
		if p.Unit != "" && p.Unit != f.unit {
			b.report(d.Amount.pos, codePostUnits, "one", p.Unit, "other", f.unit)
		}
		p.Unit = f.unit
	}
	if p.Unit == "" {
		p.Unit = c.Unit
	}
	from, ok := value.UnitOf(p.Unit)
	to, _ := value.UnitOf(c.Unit)
	switch {
	case !ok:
		b.reportUnknown(d.Unit, codeUnknownUnit, nil)
	case from.Dimension != to.Dimension:
		b.report(d.Amount.pos, codePostUnit, "unit", from.Label, "commodity", c.Name, "kept", to.Label)
	}
}

// amountRead is a value that an amount is made of.
type amountRead struct {
	money bool
	unit  string // of numbers
}

// amountsRead gives the money and the numbers that an expression reads.
func (b *builder) amountsRead(p *expr.Program, line []*catalog.Register) []amountRead {
	var out []amountRead
	for _, name := range p.Reads() {
		t, l := b.typeRead(name, line)
		if t != nil && (t.Name() == "money" || t.Name() == "number") {
			out = append(out, amountRead{money: t.Name() == "money", unit: l.Unit})
		}
	}
	return out
}

// typeRead gives the type of what an expression reads: parameter.x, register.field, or a field behind a list or a
// reference; nil for lists and the like.
func (b *builder) typeRead(name string, line []*catalog.Register) (value.Type, *value.Limits) {
	parts := strings.Split(name, ".")
	if parts[0] == "parameter" {
		p := declared(b.cat.Parameters, func(p *catalog.Parameter) bool { return len(parts) > 1 && p.Name == parts[1] })
		if p == nil {
			return nil, nil
		}
		return p.Type, &p.Limits
	}
	reg := declared(line, func(r *catalog.Register) bool { return r.Name == parts[0] })
	for i := 1; reg != nil && i < len(parts); i++ {
		f := reg.Field(parts[i])
		if f != nil && i == len(parts)-1 {
			return f.Type, &f.Limits
		}
		reg = b.behind(reg, f, parts[i])
	}
	return nil, nil
}

// behind gives the register of a list of children, or that which a reference points to.
func (b *builder) behind(reg *catalog.Register, f *catalog.Field, name string) *catalog.Register {
	if f == nil {
		return declared(reg.Children, func(c *catalog.Register) bool { return c.As == name })
	}
	if x := b.reg[f.Limits.Register]; x != nil {
		return x.reg
	}
	return nil
}

func (b *builder) reverse(x *formBuild, d *reverseDoc) *catalog.Reverse {
	of := b.inLine(d.Of, b.scopeOf(x.form, nil))
	if of == nil {
		return nil
	}
	r := &catalog.Reverse{Of: of}
	b.later(func() {
		env := b.formEnv(x.form, nil)
		r.On, r.When = b.compile(d.On, env, value.KindDate), b.compile(d.When, env, kindBool)
	})
	return r
}
