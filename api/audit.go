package api

import (
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/exchange"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

const (
	// auditShown bounds one answer: the latest. A file holds auditFile.
	auditShown = 500
	auditFile  = 20_000
	// auditBlock is how many entries of a stream are read at once, auditStream how many in all: some years of a town.
	auditBlock  = 500
	auditStream = 20_000
	// auditDays is how far back an answer looks that is not told since when.
	auditDays = 30
)

// Kinds of looks.
const (
	lookUnmask = "unmask" // at private values of a record
	lookExport = "export" // a list or the book of the door was taken as a file
	lookView   = "view"   // somebody saw as another role
)

// LookView is one line of the access journal: who saw what of whom, when and why.
type LookView struct {
	At            value.Instant `json:"at"`
	Kind          string        `json:"kind" doc:"unmask, export or view"`
	Actor         string        `json:"actor"`
	ActorName     string        `json:"actor_name"`
	RoleLabel     fault.Text    `json:"role_label"`
	Register      string        `json:"register"`
	RegisterLabel fault.Text    `json:"register_label"`
	County        string        `json:"county"`
	Record        string        `json:"record,omitempty"`
	Title         string        `json:"title,omitempty" doc:"of the record, where the caller may read it, with the caller's masks"`
	Area          string        `json:"area"`
	AreaName      string        `json:"area_name"`
	Fields        []FieldLabel  `json:"fields"`
	Why           string        `json:"why"`
	Stream        string        `json:"stream"`
	Seq           int64         `json:"seq" doc:"where it stands in the journal"`
}

// FieldLabel is a field by name and label.
type FieldLabel struct {
	Name  string     `json:"name"`
	Label fault.Text `json:"label"`
}

// LooksView answers GET /audit/looks.
type LooksView struct {
	Looks []LookView `json:"looks"`
	More  bool       `json:"more" doc:"there are more than are shown"`
}

// DoorView is one thing that happened at the door.
type DoorView struct {
	At      value.Instant `json:"at"`
	What    string        `json:"what"`
	Account string        `json:"account,omitempty"`
	Name    string        `json:"name" doc:"empty: of an unknown login, which is not kept"`
	ByName  string        `json:"by_name,omitempty" doc:"who did it to the account"`
	Address string        `json:"address"`
	Agent   string        `json:"agent"`
}

// DoorsView answers GET /audit/sign-ins.
type DoorsView struct {
	SignIns []DoorView `json:"sign_ins"`
	More    bool       `json:"more"`
}

func auditRoutes() []*route {
	file := param{name: "format", kind: "string", doc: "xlsx when missing", enum: []string{"xlsx", "csv"}}
	when := []param{{name: "from", kind: "date", doc: "30 days ago when missing"}, {name: "to", kind: "date", doc: "today when missing"},
		{name: "q", kind: "string", doc: "part of the name of who did it"}}
	looks := append([]param{{name: "kind", kind: "string", enum: []string{lookUnmask, lookExport, lookView}},
		{name: "record", kind: "string", doc: "id of the record that was looked at"},
		{name: "register", kind: "string"}, {name: "field", kind: "string", doc: "part of the name or label of a field"}, paramArea}, when...)
	doors := append([]param{{name: "account", kind: "string"}, {name: "what", kind: "string", enum: access.DoorEvents}}, when...)
	one := func(method, path, id, doc string, query []param, answer any, handle func(*call) error) *route {
		return &route{method: method, path: path, id: id, doc: doc, who: powered, power: catalog.SeeJournal, query: query,
			answer: answer, handle: handle}
	}
	return []*route{
		one(get, "/audit/looks", "looks", "Who saw which private field of whom, when and why; who took lists; who saw as another "+
			"role; latest first", looks, LooksView{}, getLooks),
		one(post, "/audit/looks/export", "exportLooks", "The same as a file, which is itself kept in the access journal",
			append([]param{file}, looks...), sheetBody{}, postLooksFile),
		one(get, "/audit/sign-ins", "signIns", "Who signed in or was turned away, who was given a password or put out; latest first",
			doors, DoorsView{}, getSignIns),
		one(post, "/audit/sign-ins/export", "exportSignIns", "The same as a file, which is itself kept in the access journal",
			append([]param{file}, doors...), sheetBody{}, postSignInsFile),
	}
}

// auditPeriod reads from when until when, both days included.
func (c *call) auditPeriod() (from, before value.Instant, err error) {
	today := c.Engine.Today()
	last, err := c.day("to", today)
	if err != nil {
		return 0, 0, err
	}
	first, err := c.day("from", last.AddDays(-auditDays))
	return first.Start(), last.AddDays(1).Start(), err
}

// lookQuery is what is asked for in the access journal.
type lookQuery struct {
	from, before           value.Instant
	kind, record, register string
	field, q, area         string
}

func (c *call) lookQuery() (l lookQuery, err error) {
	if l.from, l.before, err = c.auditPeriod(); err != nil {
		return l, err
	}
	if l.area, err = c.area("area"); err != nil {
		return l, err
	}
	l.kind, err = c.oneOf("kind", "", lookUnmask, lookExport, lookView)
	l.record, l.register, l.q = c.query.Get("record"), c.query.Get("register"), strings.TrimSpace(c.query.Get("q"))
	l.field = strings.ToLower(strings.TrimSpace(c.query.Get("field")))
	return l, err
}

func kindOf(e *journal.Entry) string {
	switch {
	case e.Record != e.ID:
		return lookUnmask
	case strings.HasPrefix(e.Reason, engine.ViewedAs):
		return lookView
	}
	return lookExport
}

// fits reports whether an entry is asked for; names are asked for later.
func (l *lookQuery) fits(e *journal.Entry, reg *catalog.Register) bool {
	if e.Action != journal.Read || e.ReceivedAt < l.from || e.ReceivedAt >= l.before ||
		l.kind != "" && kindOf(e) != l.kind || l.record != "" && e.Record != l.record ||
		l.register != "" && e.Register != l.register || l.area != "" && !value.Within(e.Area, l.area) {
		return false
	}
	if l.field == "" {
		return true
	}
	for name := range e.Fields {
		label := ""
		if reg != nil && reg.Field(name) != nil {
			label = reg.Field(name).Label.Zh + " " + reg.Field(name).Label.En
		}
		if strings.Contains(strings.ToLower(name+" "+label), l.field) {
			return true
		}
	}
	return false
}

// looks gives the lines of the access journal within the caller's areas, latest first.
func (c *call) looks(l lookQuery, most int) ([]LookView, bool, error) {
	heads, err := c.Reader.Streams(c.ctx)
	if err != nil {
		return nil, false, err
	}
	var found []*journal.Entry
	for key, head := range heads {
		if strings.HasSuffix(key.Stream, engine.AccessSuffix) && c.auditsStream(key) {
			part, err := c.looksOf(key, head.N, l)
			if err != nil {
				return nil, false, err
			}
			found = append(found, part...)
		}
	}
	slices.SortFunc(found, func(a, b *journal.Entry) int {
		if a.ReceivedAt != b.ReceivedAt {
			return int(min(max(b.ReceivedAt-a.ReceivedAt, -1), 1))
		}
		return strings.Compare(b.ID, a.ID)
	})
	ids := make([]string, len(found))
	for i, e := range found {
		ids[i] = e.Actor
	}
	names, err := c.Directory.Names(c.ctx, ids)
	if err != nil {
		return nil, false, err
	}
	found = slices.DeleteFunc(found, func(e *journal.Entry) bool { return l.q != "" && !strings.Contains(names[e.Actor], l.q) })
	more := len(found) > most
	out, err := c.lookViews(found[:min(len(found), most)], names)
	return out, more, err
}

// looksOf reads a stream from its end back to the first day.
func (c *call) looksOf(key journal.StreamKey, n int64, l lookQuery) (found []*journal.Entry, err error) {
	for end := n; end > 0 && n-end < auditStream; end -= auditBlock {
		start := max(1, end-auditBlock+1)
		list, err := c.Reader.Entries(c.ctx, key, start, int(end-start+1))
		if err != nil {
			return nil, err
		}
		for _, e := range list {
			if l.fits(e, c.Catalog.Register(e.Register)) {
				found = append(found, e)
			}
		}
		if len(list) > 0 && list[0].ReceivedAt < l.from {
			break
		}
	}
	return found, nil
}

func (c *call) lookViews(list []*journal.Entry, names map[string]string) ([]LookView, error) {
	titles, err := c.lookTitles(list)
	if err != nil {
		return nil, err
	}
	out := []LookView{}
	for _, e := range list {
		v := LookView{At: e.ReceivedAt, Kind: kindOf(e), Actor: e.Actor, ActorName: names[e.Actor],
			RoleLabel: fault.Text{Zh: e.Role, En: e.Role}, Register: e.Register, RegisterLabel: fault.Text{Zh: e.Register, En: e.Register},
			County: e.County, Area: e.Area, AreaName: c.Catalog.Areas.Name(e.Area), Fields: []FieldLabel{}, Why: e.Reason,
			Stream: e.Stream, Seq: e.Seq}
		if role := c.Catalog.Role(e.Role); role != nil {
			v.RoleLabel = role.Label
		}
		if v.Kind == lookUnmask {
			v.Record, v.Title = e.Record, titles[e.Record]
		}
		if reg := c.Catalog.Register(e.Register); reg != nil {
			v.RegisterLabel = reg.Label
			for _, f := range reg.Fields {
				if _, named := e.Fields[f.Name]; named {
					v.Fields = append(v.Fields, FieldLabel{f.Name, f.Label})
				}
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// lookTitles names the records that were looked at, where the caller may read them, with the caller's masks: whoever audits
// looks at looks, not at households.
func (c *call) lookTitles(list []*journal.Entry) (map[string]string, error) {
	out, wanted := map[string]string{}, map[string][]string{}
	for _, e := range list {
		reg := c.Catalog.Register(e.Register)
		if reg == nil || kindOf(e) != lookUnmask || slices.Contains(wanted[reg.Name], e.Record) {
			continue
		}
		if _, may := c.actor.Allows(reg.Name, reg.BuiltIn, catalog.MayRead, e.Area, ""); may {
			wanted[reg.Name] = append(wanted[reg.Name], e.Record)
		}
	}
	p := c.presenter()
	for name, ids := range wanted {
		reg := c.Catalog.Register(name)
		found, err := c.Reader.Find(c.ctx, store.Query{Register: reg, Areas: c.actor.Areas(name, reg.BuiltIn, catalog.MayRead),
			IDs: ids, Limit: len(ids), Void: true})
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			out[r.ID] = p.title(r, p.view(r))
		}
	}
	return out, nil
}

func getLooks(c *call) error {
	l, err := c.lookQuery()
	if err != nil {
		return err
	}
	list, more, err := c.looks(l, auditShown)
	if err != nil {
		return err
	}
	return c.json(LooksView{list, more})
}

// postLooksFile gives the looks as a file, and keeps that it did.
func postLooksFile(c *call) error {
	format, err := c.oneOf("format", "xlsx", "xlsx", "csv")
	if err != nil {
		return err
	}
	l, err := c.lookQuery()
	if err != nil {
		return err
	}
	list, _, err := c.looks(l, auditFile)
	if err != nil {
		return err
	}
	sheet := exchange.Sheet{Name: fault.Text{Zh: "查看记录", En: "Looks"}.In(c.lang), Head: inLang(c.lang, "时间", "At", "种类", "Kind",
		"人员", "Who", "角色", "Role", "登记表", "Register", "地区", "Area", "记录", "Record", "字段", "Fields", "用途", "Why", "凭证", "Entry")}
	for _, v := range list {
		fields := make([]string, len(v.Fields))
		for i, f := range v.Fields {
			fields[i] = f.Label.In(c.lang)
		}
		sheet.Rows = append(sheet.Rows, cellsOf(v.At.String(), v.Kind, v.ActorName, v.RoleLabel.In(c.lang), v.RegisterLabel.In(c.lang),
			v.AreaName, v.Title, strings.Join(fields, "、"), v.Why, v.County+"/"+v.Stream+"/"+strconv.FormatInt(v.Seq, 10)))
	}
	return c.auditSheet(sheet, format)
}

// auditSheet notes that the file is taken and gives it.
func (c *call) auditSheet(sheet exchange.Sheet, format string) error {
	c.query.Del("format")
	note := "导出" + sheet.Name + " " + strconv.Itoa(len(sheet.Rows)) + " 条"
	if text := c.query.Encode(); text != "" {
		note += "：" + clip(text)
	}
	area := c.actor.Has(catalog.SeeJournal)[0]
	reg := c.Catalog.Register(access.AccountRegister)
	if err := c.Engine.NoteAct(c.ctx, c.actor, catalog.SeeJournal, reg, area, note); err != nil {
		return err
	}
	return c.sheet(sheet, format)
}

// inLang takes the one language of pairs.
func inLang(lang string, pairs ...string) (out []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, fault.Text{Zh: pairs[i], En: pairs[i+1]}.In(lang))
	}
	return out
}

func cellsOf(texts ...string) []exchange.Cell {
	line := make([]exchange.Cell, len(texts))
	for i, text := range texts {
		line[i].Text = text
	}
	return line
}

// signIns reads the book of the door.
func (c *call) signIns(most int) ([]DoorView, bool, error) {
	from, before, err := c.auditPeriod()
	if err != nil {
		return nil, false, err
	}
	what, err := c.oneOf("what", "", access.DoorEvents...)
	if err != nil {
		return nil, false, err
	}
	list, err := c.Sessions.DoorBook(c.ctx, c.actor, c.query.Get("account"), from, before, auditFile)
	if err != nil {
		return nil, false, err
	}
	var ids []string
	for _, s := range list {
		ids = append(ids, s.Account, s.By)
	}
	names, err := c.Directory.Names(c.ctx, ids)
	if err != nil {
		return nil, false, err
	}
	out, q := []DoorView{}, strings.TrimSpace(c.query.Get("q"))
	for _, s := range list {
		if what != "" && s.What != what || q != "" && !strings.Contains(names[s.Account]+" "+names[s.By], q) {
			continue
		}
		out = append(out, DoorView{s.At, s.What, s.Account, names[s.Account], names[s.By], s.Address, s.Agent})
	}
	return out[:min(len(out), most)], len(out) > most, nil
}

func getSignIns(c *call) error {
	list, more, err := c.signIns(auditShown)
	if err != nil {
		return err
	}
	return c.json(DoorsView{list, more})
}

func postSignInsFile(c *call) error {
	format, err := c.oneOf("format", "xlsx", "xlsx", "csv")
	if err != nil {
		return err
	}
	list, _, err := c.signIns(auditFile)
	if err != nil {
		return err
	}
	sheet := exchange.Sheet{Name: fault.Text{Zh: "登录记录", En: "Sign-ins"}.In(c.lang), Head: inLang(c.lang, "时间", "At", "事项", "What",
		"账号", "Account", "经手人", "By", "地址", "Address", "浏览器", "Browser")}
	for _, v := range list {
		sheet.Rows = append(sheet.Rows, cellsOf(v.At.String(), v.What, v.Name, v.ByName, v.Address, v.Agent))
	}
	return c.auditSheet(sheet, format)
}
