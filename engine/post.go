package engine

import (
	"strconv"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/journal"
	"jieli/ledger"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

var (
	postUnknown = fault.Define("ledger_amount_unknown",
		"“{transfer}”的数额还不知道，无法入账，请先填写。", "The amount of “{transfer}” is not known and cannot be entered; fill it in first.")
	postNegative = fault.Define("ledger_amount_negative",
		"“{transfer}”的数额不能小于零；退回或更正请办理冲销。", "The amount of “{transfer}” cannot be below zero; to take something back, reverse it.")
	postOwner = fault.Define("ledger_owner_unknown",
		"“{transfer}”要记入“{account}”，但不知道是哪一条“{register}”的账户，请先选定。",
		"“{transfer}” is to be entered in “{account}”, and it is not known of which “{register}”; choose it first.")
	postEach = fault.Define("ledger_each_unknown",
		"“{transfer}”要记入“{account}”，但不知道是哪一项分账，请先选定。",
		"“{transfer}” is to be entered in “{account}”, and it is not known in which part; choose it first.")
	postGoods = fault.Define("ledger_goods_unknown",
		"“{transfer}”没有写明是哪一种“{commodity}”，请先选定。", "“{transfer}” does not say which “{commodity}”; choose it first.")
	postSame = fault.Define("ledger_same_account",
		"“{transfer}”的转出和转入是同一个账户，请核对。", "“{transfer}” goes from an account to itself; check it.")
	postAhead = fault.Define("ledger_day_ahead",
		"“{transfer}”的日期 {day} 还没有到，不能提前入账，请更正日期。", "“{transfer}” is dated {day}, which is still to come; correct the day.")
)

// posting is a movement being entered.
type posting struct {
	p    *catalog.Post
	s    expr.Vars
	row  *register.Record // of the repeat, or nil
	by   *touch           // whose posting it is
	name string           // tells it apart within the bundle
	path string
}

// post enters what a form moves in the ledger and posts back what it reverses.
func (d *draft) post() {
	a := d.j.answers
	if a == nil || len(a.form.Posts)+len(a.form.Reverses) == 0 {
		return
	}
	s := d.settledScope(a)
	for i, r := range a.form.Reverses {
		d.reverse(a, r, s, strconv.Itoa(i))
	}
	for i, p := range a.form.Posts {
		for _, x := range d.postings(a, p, s, strconv.Itoa(i)) {
			if holdsOrNone(p.When, x.s) {
				d.enterTransfer(a, x)
			}
		}
	}
	d.holdFloors()
}

// poster is the record whose postings those of a form are: the case of a step; else the form's own, else its subject.
func (d *draft) poster(a *answers) *touch {
	step := a.form.Transition != nil && !a.form.Transition.Opens()
	if a.own != nil && !step {
		return d.touched[a.own.record]
	}
	return d.touched[a.on.record]
}

// postings gives the times that a posting is made: once, or once for each row of a repeat.
func (d *draft) postings(a *answers, p *catalog.Post, s *scope, name string) []posting {
	by := d.poster(a)
	if p.Rows == "" {
		return []posting{{p: p, s: s, by: by, name: name, path: "answers"}}
	}
	var out []posting
	for i, r := range a.rows[p.Rows] {
		row := d.record(r.in.reg, r.in.record)
		if row == nil {
			continue
		}
		if t := d.touched[row.ID]; t != nil {
			d.calculate(t)
		}
		out = append(out, posting{p: p, s: &rowScope{scope: s, row: row}, row: row, by: by,
			name: name + "." + strconv.Itoa(i), path: r.in.path})
	}
	return out
}

// rowScope is what expressions about a row of a repeat see: the row beside all that the form sees.
type rowScope struct {
	*scope
	row *register.Record
}

// Subject gives the row, or what the form sees.
func (s *rowScope) Subject(name string) expr.Row {
	if name == s.row.Register.Name {
		return s.row
	}
	return s.scope.Subject(name)
}

// List gives the child records of the row, or what the form sees.
func (s *rowScope) List(subject, list string) []expr.Row {
	if subject == s.row.Register.Name {
		return (&scope{d: s.d, rec: s.row}).List(subject, list)
	}
	return s.scope.List(subject, list)
}

func (d *draft) enterTransfer(a *answers, x posting) {
	t, ok := d.transferOf(a, x)
	if ok {
		d.putTransfer(t, value.DeriveID(d.j.bundle.ID, "post", x.name))
	}
}

// transferOf works out a movement; ok is false when there is nothing to move, or something is wrong with it.
func (d *draft) transferOf(a *answers, x posting) (ledger.Transfer, bool) {
	k := x.p.Kind
	c := k.From.Commodity
	t := ledger.Transfer{County: d.county(), Area: x.by.after.Area, Kind: k.Name, Commodity: c.Name, Money: c.Money,
		Register: x.by.reg.Name, Record: x.by.after.ID, Form: a.form.Name, Day: d.postDay(x.p.On, x.s)}
	var fine bool
	if t.Amount, fine = d.postAmount(x); !fine || t.Amount == 0 {
		return t, false
	}
	if c.Apart() {
		goods, _ := x.p.Goods.Eval(x.s)
		t.From.Goods, _ = goods.(string)
		if t.From.Goods == "" {
			d.add(postGoods.At(x.path, "transfer", k.Label, "commodity", c.Label))
			return t, false
		}
		t.To.Goods = t.From.Goods
	}
	if !d.postSide(a, x, k.From, x.p.From, &t.From) || !d.postSide(a, x, k.To, x.p.To, &t.To) {
		return t, false
	}
	switch {
	case t.From == t.To:
		d.add(postSame.At(x.path, "transfer", k.Label))
	case t.Day > d.today:
		d.add(postAhead.At(x.path, "transfer", k.Label, "day", t.Day))
	default:
		return t, true
	}
	return t, false
}

// postDay is the business day of a posting: the one that it names, else that of the submission.
func (d *draft) postDay(on *expr.Program, s expr.Vars) value.Date {
	if on != nil {
		if v, known := on.Eval(s); known {
			if day, ok := v.(value.Date); ok {
				return day
			}
		}
	}
	return d.today
}

func (d *draft) postAmount(x posting) (int64, bool) {
	v, known := x.p.Amount.Eval(x.s)
	if !known {
		d.add(postUnknown.At(x.path, "transfer", x.p.Kind.Label))
		return 0, false
	}
	n, wrong := ledger.Kept(x.p, v)
	if wrong != nil {
		d.add(wrong.Under(x.path))
		return 0, false
	}
	if n < 0 {
		d.add(postNegative.At(x.path, "transfer", x.p.Kind.Label))
		return 0, false
	}
	return n, true
}

// postSide finds the account of one side of a posting.
func (d *draft) postSide(a *answers, x posting, k *catalog.AccountKind, side catalog.Side, into *ledger.Account) bool {
	into.Kind = k.Name
	if k.Each != nil {
		v, _ := side.Each.Eval(x.s)
		into.Each, _ = v.(string)
		if _, ok := k.Each.Label(into.Each); !ok {
			d.add(postEach.At(x.path, "transfer", x.p.Kind.Label, "account", k.Label))
			return false
		}
	}
	if k.Of == nil {
		return true
	}
	into.Owner = d.postOwner(a, x, side)
	owner := d.owner(k.Of, into.Owner)
	switch {
	case owner == nil:
		d.add(postOwner.At(x.path, "transfer", x.p.Kind.Label, "account", k.Label, "register", k.Of.Label))
	case owner.State == register.StateVoid:
		d.add(recordVoid.At(x.path))
	default:
		return true
	}
	return false
}

// postOwner names the record whose account it is: one of the form's line, or the one that it points to.
func (d *draft) postOwner(a *answers, x posting, side catalog.Side) string {
	id := ""
	switch {
	case x.row != nil && side.In == x.row.Register:
		id = x.row.ID
	case a.own != nil && side.In == a.form.Own:
		id = a.own.record
	default:
		id = d.inLine(a, side.In)
	}
	if side.Field == nil || id == "" {
		return id
	}
	if r := d.record(side.In, id); r != nil {
		id, _ = r.Get(side.Field.Name).(string)
		return id
	}
	return ""
}

// owner finds the record that owns an account where references point: in the county, else at the programme's own level.
func (d *draft) owner(reg *catalog.Register, id string) *register.Record {
	if !value.IsID(id) {
		return nil
	}
	if r := d.record(reg, id); r != nil {
		return r
	}
	return d.u.rootRecord(reg, id)
}

// reverse posts back what a record of the form's line has posted and nobody has posted back.
func (d *draft) reverse(a *answers, r *catalog.Reverse, s *scope, name string) {
	if !holdsOrNone(r.When, s) {
		return
	}
	id := ""
	if a.own != nil && r.Of == a.form.Own {
		id = a.own.record
	} else {
		id = d.inLine(a, r.Of)
	}
	day := d.postDay(r.On, s)
	for i, x := range d.standing(id) {
		back := ledger.Read(x).Reversal(day)
		back.Form = a.form.Name
		if day > d.today {
			d.add(postAhead.At("answers", "transfer", d.u.e.cat.TransferKind(back.Kind).Label, "day", day))
			return
		}
		d.putTransfer(back, value.DeriveID(d.j.bundle.ID, "reverse", name, strconv.Itoa(i)))
	}
}

// standing gives the transfers of a record that nobody has posted back.
func (d *draft) standing(record string) []*register.Record {
	reg := d.u.e.cat.Transfers()
	if reg == nil || record == "" {
		return nil
	}
	return ledger.Standing(d.children(reg, record))
}

// putTransfer makes the record of a movement.
func (d *draft) putTransfer(t ledger.Transfer, id string) {
	reg := d.u.e.cat.Transfers()
	in := newIntent(reg, id, journal.Create, "")
	in.entryID, in.parent = value.DeriveNear(d.j.bundle.ID, "entry", id), t.Record
	in.fields[catalog.TransferArea] = t.Area
	if at := (recordKey{reg, d.county(), id}); d.u.records[at] == nil {
		d.u.records[at] = nil // its id follows from the bundle's, which was not accepted before
	}
	made := d.touch(in)
	if made == nil {
		return
	}
	made.derived = true
	d.settleArea(made)
	d.fill(made)
	d.putKept(made, t.Fields())
	k := childKey{reg.Name, t.Record}
	d.newIDs[k] = append(d.newIDs[k], id)
	d.moves = append(d.moves, t.Movements()...)
}

// holdFloors refuses a bundle that would take an account below its floor.
func (d *draft) holdFloors() {
	changes := ledger.Changes(d.moves)
	d.u.loadBalances(d.county(), changes)
	balance := func(account string) int64 { return d.u.balances[store.Place{County: d.county(), ID: account}] }
	for _, x := range ledger.Shortages(d.u.e.cat, changes, balance) {
		d.add(x.Finding("answers", d.ownerWords(x)))
	}
}

// ownerWords says whose account it is.
func (d *draft) ownerWords(x ledger.Shortage) fault.Text {
	var words fault.Text
	if x.Kind.Of == nil {
		name := d.u.e.cat.Areas.Words(d.county())
		words = fault.Text{Zh: name.Zh, En: name.In("en")}
	} else if r := d.owner(x.Kind.Of, x.Account.Owner); r != nil {
		words = d.titleOf(r)
	}
	if x.Kind.Each != nil {
		each, _ := x.Kind.Each.Label(x.Account.Each)
		words.Zh, words.En = words.Zh+" · "+each.Zh, words.En+" · "+each.In("en")
	}
	return words
}
