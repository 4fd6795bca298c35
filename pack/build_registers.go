package pack

import (
	"regexp"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// declareRegisters makes the skeletons of declared registers, of those that forms make, and of the built-in ones.
func (b *builder) declareRegisters() {
	builtIn := builtInRegisters()
	if r := b.transferRegister(); r != nil {
		builtIn = append(builtIn, r)
	}
	for _, r := range builtIn {
		b.registers.places[r.Name] = fault.Pos{File: "(built in)", Line: 1, Column: 1}
		b.registers.list = append(b.registers.list, r.Name)
		b.adopt(&registerBuild{reg: r})
	}
	for _, d := range b.docs.registers {
		if !b.registers.declare(d.Register) {
			continue
		}
		b.checkName(d.Register, namePattern)
		r := &catalog.Register{
			Name: d.Register.text, Label: d.Label.text, Help: d.Help.text, Folder: d.folder, Key: d.Key.texts(),
			As: d.As.text, AreaField: d.Area.text, DateField: d.Date.text,
		}
		b.adopt(&registerBuild{reg: r, doc: d, pos: d.pos})
		b.ofWorkflow(r, d)
		b.cat.Registers = append(b.cat.Registers, r)
	}
	for _, d := range b.docs.forms {
		b.declareForm(d)
	}
	b.cat.Registers = append(b.cat.Registers, builtIn...)
}

func (b *builder) adopt(x *registerBuild) {
	b.reg[x.reg.Name] = x
	b.regDocs[x.reg] = x
}

// longestNote is the length of what is said when a task is handed on, in characters.
const longestNote = 300

// longestEmail is the length of an address in characters (RFC 5321).
const longestEmail = 254

// emailPattern keeps out what is surely no address; whether letters arrive only sending shows.
const emailPattern = `[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+`

// builtInRegisters gives the registers that the system itself keeps.
func builtInRegisters() []*catalog.Register {
	typed := func(name, typeName, zh, en string, more ...func(*catalog.Field)) *catalog.Field {
		t, _ := value.ByName(typeName)
		f := &catalog.Field{Name: name, Type: t, Label: fault.Text{Zh: zh, En: en}}
		for _, change := range more {
			change(f)
		}
		return f
	}
	required := func(f *catalog.Field) { f.Required = true }
	search := func(f *catalog.Field) { f.Search = true }
	list := func(f *catalog.Field) { f.List = true }
	private := func(p catalog.Privacy) func(*catalog.Field) { return func(f *catalog.Field) { f.Privacy = p } }
	account := &catalog.Register{
		Name: "account", Label: fault.Text{Zh: "账号", En: "Account"}, BuiltIn: true, AreaField: "home",
		Key: []string{"login"}, Title: []catalog.TitlePart{{Field: "name"}},
		Fields: []*catalog.Field{
			typed("login", "text", "登录名", "Login", required, search, list),
			typed("name", "person_name", "姓名", "Name", required, search, list, private(catalog.Personal)),
			typed("phone", "phone", "电话", "Phone", private(catalog.Sensitive)),
			typed("disabled", "yes_no", "停用", "Disabled", list),
			typed("home", "area", "所在地", "Home area", required, list),
			typed("email", "text", "电子邮箱", "E-mail", private(catalog.Personal),
				func(f *catalog.Field) { f.Limits.Pattern, f.Limits.MaxLength = emailPattern, longestEmail }),
			typed("digest", "yes_no", "每日邮件提醒", "Daily digest by e-mail"),
		},
	}
	grant := &catalog.Register{
		Name: "grant", Label: fault.Text{Zh: "授权", En: "Grant"}, BuiltIn: true, As: "grants", Parent: account,
		Title: []catalog.TitlePart{{Field: "role"}, {Text: " · "}, {Field: "area"}},
		Fields: []*catalog.Field{
			typed("role", "text", "角色", "Role", required, list),
			typed("area", "area", "范围", "Area", required, list),
			typed("from", "date", "起始日", "From", list),
			typed("until", "date", "截止日", "Until", list),
		},
	}
	account.Children = []*catalog.Register{grant}
	delegation := &catalog.Register{
		Name: "delegation", Label: fault.Text{Zh: "任务转办", En: "Task handed on"}, BuiltIn: true, AreaField: "area",
		Title: []catalog.TitlePart{{Field: "to_name"}},
		Fields: []*catalog.Field{
			typed("task", "text", "任务", "Task", required),
			typed("to", "text", "转给（账号）", "To (account)", required),
			typed("to_name", "person_name", "转给", "To", list, private(catalog.Personal)),
			typed("note", "text", "说明", "Note", func(f *catalog.Field) { f.Limits.MaxLength = longestNote }),
			typed("area", "area", "所在地", "Area", required, list),
		},
	}
	builtIn := []*catalog.Register{account, grant, delegation}
	for _, r := range builtIn {
		r.Index()
	}
	return builtIn
}

func (b *builder) buildFields() {
	for _, d := range b.docs.registers {
		x := b.reg[d.Register.text]
		if x == nil || x.doc != d {
			continue
		}
		if len(d.Fields) == 0 && d.has("fields") {
			b.report(d.keyPos("fields"), codeNoFields, "name", x.reg.Name)
		}
		if len(d.Fields) > limitFields {
			b.report(d.keyPos("fields"), codeTooManyFields, "name", x.reg.Name, "max", limitFields)
		}
		b.workflowFields(x)
		for i := range d.Fields {
			p := &d.Fields[i]
			if x.reg.Field(p.key.text) != nil {
				b.report(p.key.pos, codeCaseFieldTaken, "name", p.key.text)
				continue
			}
			x.reg.Fields = append(x.reg.Fields, b.makeField(p.key, &p.value, x.reg))
		}
		x.reg.Index()
	}
}

// buildRelations resolves parents, lists of children, keys, titles and the fields for area and date.
func (b *builder) buildRelations() {
	for _, r := range b.cat.Registers {
		x := b.regDocs[r]
		if d := x.doc; d != nil && d.Parent.text != "" {
			r.Parent = b.register(d.Parent)
			b.checkRecordNames(x, d)
		}
	}
	b.cutParentCycles()
	for _, r := range b.cat.Registers {
		if r.Parent != nil && !r.BuiltIn {
			b.adoptChild(r)
		}
	}
	for _, r := range b.cat.Registers {
		if x := b.regDocs[r]; x.doc != nil {
			b.registerFields(r, x.doc)
		}
	}
}

// checkRecordNames reports a register that hangs below a register of the system itself.
func (b *builder) checkRecordNames(x *registerBuild, d *registerDoc) {
	if x.reg.Parent != nil && x.reg.Parent.BuiltIn {
		b.report(d.Parent.pos, codeParentBuiltIn, "name", x.reg.Parent.Name)
	}
}

// cutParentCycles reports registers that are their own ancestors, and lines of parents that are too long; the cycle is
// cut so that the rest can be read.
func (b *builder) cutParentCycles() {
	for _, r := range b.cat.Registers {
		depth := 0
		for p := r.Parent; p != nil && depth <= len(b.cat.Registers); p = p.Parent {
			depth++
			if p == r {
				b.report(b.parentPos(r), codeParentCycle, "name", r.Name)
				r.Parent = nil
			}
		}
		if r.Parent != nil && depth > limitParents && depth <= len(b.cat.Registers) {
			b.report(b.parentPos(r), codeParentsDeep, "name", r.Name, "max", limitParents)
		}
	}
}

func (b *builder) parentPos(r *catalog.Register) fault.Pos {
	switch x := b.regDocs[r]; {
	case x.doc != nil:
		return x.doc.Parent.pos
	case x.form != nil:
		return x.form.Subject.pos
	default:
		return x.pos
	}
}

// adoptChild puts a register into the children of its parent, under a name that is free there.
func (b *builder) adoptChild(r *catalog.Register) {
	x := b.regDocs[r]
	pos := x.pos
	if r.As == "" {
		r.As = r.Name + "s"
	} else if x.doc != nil {
		pos = x.doc.As.pos
		b.checkName(x.doc.As, namePattern)
	} else if x.form != nil {
		pos = x.form.As.pos
		b.checkName(x.form.As, namePattern)
	}
	if r.Parent.Field(r.As) != nil {
		b.report(pos, codeAsTaken, "name", r.As, "register", r.Parent.Name, "by", "field "+r.As)
	}
	for _, other := range r.Parent.Children {
		if other.As == r.As {
			b.report(pos, codeAsTaken, "name", r.As, "register", r.Parent.Name, "by", "register "+other.Name)
		}
	}
	r.Parent.Children = append(r.Parent.Children, r)
}

func (b *builder) registerFields(r *catalog.Register, d *registerDoc) {
	if d.As.text != "" && d.Parent.text == "" {
		b.report(d.As.pos, codeAsWithoutParent, "name", r.Name)
	}
	b.keyFields(r, d.Key)
	b.areaField(r, d.Area, d.pos)
	b.dateField(r, d.Date)
	r.Title = b.title(r, d.Title)
	if len(r.Title) == 0 {
		r.Title = defaultTitle(r)
	}
}

func (b *builder) keyFields(r *catalog.Register, key words) {
	seen := map[string]bool{}
	for _, w := range key {
		f := b.field(r, w)
		if f == nil {
			continue
		}
		switch {
		case seen[w.text]:
			b.report(w.pos, codeKeyTwice, "name", w.text)
		case f.Type.Kind() == value.KindStrings || f.Type.Kind() == value.KindOpaque:
			b.report(w.pos, codeKeyType, "name", w.text, "type", f.Type.Name())
		case f.Retired:
			b.report(w.pos, codeRetiredUsed, "name", w.text)
		case !f.Required:
			b.report(w.pos, codeKeyNotRequired, "name", w.text)
		}
		seen[w.text] = true
	}
}

// areaField checks the field that places the record; without one, a parent must place it.
func (b *builder) areaField(r *catalog.Register, area word, pos fault.Pos) {
	if area.text == "" {
		top := r
		for ; top.Parent != nil; top = top.Parent {
			if top.AreaField != "" {
				return
			}
		}
		x := b.regDocs[top]
		wrongAbove := x.doc != nil && x.doc.Parent.text != "" || x.form != nil && x.form.Subject.text != ""
		if top.AreaField == "" && !wrongAbove && (top == r || x.form == nil && r.Step == nil) {
			b.report(pos, codeNoArea, "name", r.Name)
		}
		return
	}
	f := b.field(r, area)
	switch {
	case f == nil:
	case f.Type.Name() != "area" && !b.poor[f.Name]:
		b.report(area.pos, codeAreaType, "name", area.text, "type", f.Type.Name())
	case f.Retired:
		b.report(area.pos, codeRetiredUsed, "name", area.text)
	case !f.Required && r.Parent == nil:
		b.report(area.pos, codeAreaNotRequired, "name", area.text)
	}
}

// dateField checks a name of a field of type date.
func (b *builder) dateField(r *catalog.Register, w word) *catalog.Field {
	f := b.field(r, w)
	if f != nil && f.Type.Name() != "date" && !b.poor[f.Name] {
		b.report(w.pos, codeNotADate, "name", w.text, "type", f.Type.Name())
		return nil
	}
	return f
}

var titlePart = regexp.MustCompile(`\{([^{}]*)\}`)

// title reads text with {field} in it.
func (b *builder) title(r *catalog.Register, w word) []catalog.TitlePart {
	var out []catalog.TitlePart
	last := 0
	for _, m := range titlePart.FindAllStringSubmatchIndex(w.text, -1) {
		if m[0] > last {
			out = append(out, catalog.TitlePart{Text: w.text[last:m[0]]})
		}
		name := w.text[m[2]:m[3]]
		last = m[1]
		f := b.field(r, word{text: name, pos: w.node.place(1, len([]rune(w.text[:m[2]]))+1)})
		switch {
		case f == nil:
			if name == "" {
				b.report(w.pos, codeTitleForm)
			}
			continue
		case f.Privacy == catalog.Sensitive:
			b.report(w.pos, codeTitleSensitive, "name", name)
		case f.Retired:
			b.report(w.pos, codeRetiredUsed, "name", name)
		}
		out = append(out, catalog.TitlePart{Field: name})
	}
	if last < len(w.text) {
		rest := w.text[last:]
		if strings.ContainsAny(rest, "{}") {
			b.report(w.pos, codeTitleForm)
		}
		out = append(out, catalog.TitlePart{Text: rest})
	}
	return out
}

// defaultTitle is the key, or else the first field that everyone may read; the label when there is none.
func defaultTitle(r *catalog.Register) []catalog.TitlePart {
	switch {
	case r.Case != nil:
		return []catalog.TitlePart{{Text: r.Label.Zh + " "}, {Field: catalog.CaseOpenedOn}}
	case r.Step != nil:
		return []catalog.TitlePart{{Field: catalog.StepDid}, {Text: " "}, {Field: catalog.StepDoneOn}}
	}
	var out []catalog.TitlePart
	for _, name := range r.Key {
		if f := r.Field(name); f != nil && f.Privacy != catalog.Sensitive {
			if len(out) > 0 {
				out = append(out, catalog.TitlePart{Text: " · "})
			}
			out = append(out, catalog.TitlePart{Field: name})
		}
	}
	if len(out) > 0 {
		return out
	}
	i := slices.IndexFunc(r.Fields, func(f *catalog.Field) bool {
		return f.Privacy != catalog.Sensitive && !f.Retired && f.Type.Kind() != value.KindOpaque
	})
	if i < 0 {
		return []catalog.TitlePart{{Text: r.Label.Zh}}
	}
	return []catalog.TitlePart{{Field: r.Fields[i].Name}}
}
