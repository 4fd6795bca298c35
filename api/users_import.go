package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/exchange"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// importUsersMost bounds the rows of one file, for an answer within seconds.
const importUsersMost = 1000

// The columns of a file of users. A person with several roles has several rows.
var userColumns = []struct {
	name     string
	label    fault.Text
	required bool
}{
	{"login", fault.Text{Zh: "登录名", En: "Login"}, true},
	{"name", fault.Text{Zh: "姓名", En: "Name"}, true},
	{"phone", fault.Text{Zh: "电话", En: "Phone"}, false},
	{"home", fault.Text{Zh: "所在地", En: "Home area"}, true},
	{"role", fault.Text{Zh: "角色", En: "Role"}, false},
	{"area", fault.Text{Zh: "范围", En: "Area"}, false},
	{"from", fault.Text{Zh: "起始日", En: "From"}, false},
	{"until", fault.Text{Zh: "截止日", En: "Until"}, false},
	{"like", fault.Text{Zh: "权限同（登录名）", En: "Roles as (login)"}, false},
}

var (
	errUserHead = fault.Define("users_head_missing",
		"表头缺少“{head}”一列。请使用下载的模板。", "The head lacks the column “{head}”. Use the template.")
	errUserCell = fault.Define("users_cell_missing",
		"缺少“{head}”。", "“{head}” is missing.")
	errUserMany = fault.Define("users_too_many",
		"一个文件最多 {max} 行，请分成几个文件。", "A file has at most {max} rows; split it.")
	errUserRole = fault.Define("users_role_unknown",
		"没有名为“{value}”的角色；请照模板第二行以下的写法，或写角色的名称。", "There is no role “{value}”.")
	errUserArea = fault.Define("users_area_unknown",
		"“{value}”不是您管辖范围内的地区，或有同名的地区；请写全称或代码。",
		"“{value}” is no area of yours, or there are several of that name; write the full name or the code.")
	errUserTwice = fault.Define("users_row_differs",
		"同一登录名在前面的行里姓名或所在地不同。", "An earlier row of this login has another name or home area.")
	errUserOther = fault.Define("users_login_of_other",
		"登录名“{value}”已经是另一个人的账号，请换一个。", "The login “{value}” is somebody else's account; choose another.")
	errUserLike = fault.Define("users_colleague_unknown",
		"没有登录名为“{value}”的同事，或不在您的管辖范围内。", "There is no colleague with the login “{value}” within your areas.")
	errUserNothing = fault.Define("users_no_role",
		"没有角色：请填“角色”和“范围”，或填“权限同”。", "No role: give a role and an area, or whose roles to take.")
	errUserLogin = fault.Define("users_login_form",
		"登录名“{value}”不合格：2–32 位小写字母、数字和 . _ -，以字母或数字开头。",
		"The login “{value}” is not valid: 2 to 32 lower-case letters, digits and . _ -, beginning with a letter or digit.")
)

var loginForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,31}$`)

// UsersImport says what would come, or came, of a file of users.
type UsersImport struct {
	Rows      int               `json:"rows"`
	Users     []ImportedUser    `json:"users"`
	Findings  []UserRowFinding  `json:"findings" doc:"all of them; while there is one, nothing is kept"`
	Applied   bool              `json:"applied"`
	Passwords []ImportedAccount `json:"passwords" doc:"temporary ones of those who have none of their own, shown this once"`
}

// UserRowFinding is what is wrong in a row, in one column.
type UserRowFinding struct {
	Row     int           `json:"row" doc:"as the file's own program counts"`
	Column  string        `json:"column"`
	Finding fault.Finding `json:"finding"`
}

// ImportedUser is one account of the file.
type ImportedUser struct {
	Row    int             `json:"row"`
	Login  string          `json:"login"`
	Name   string          `json:"name"`
	New    bool            `json:"new"`
	Grants []ImportedGrant `json:"grants" doc:"that are added; what it has already is not said again"`
}

// ImportedGrant is a role that a row gives.
type ImportedGrant struct {
	RoleLabel fault.Text  `json:"role_label"`
	AreaName  string      `json:"area_name"`
	From      *value.Date `json:"from"`
	Until     *value.Date `json:"until"`
}

// ImportedAccount is somebody's temporary password.
type ImportedAccount struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Password string `json:"password"`
}

// getUsersTemplate gives the workbook to fill in, with one line per role that shows how it is written.
func getUsersTemplate(c *call) error {
	sheet := exchange.Sheet{Name: fault.Text{Zh: "用户", En: "Users"}.In(c.lang)}
	for _, x := range userColumns {
		head := x.label.In(c.lang)
		if x.required {
			head += "*"
		}
		sheet.Head = append(sheet.Head, head)
	}
	area := c.actor.Has(catalog.KeepUsers)[0]
	cells := []string{"zhangsan", "张三", "", area, c.Catalog.Roles[0].Label.In(c.lang), area, "", "", ""}
	line := make([]exchange.Cell, len(cells))
	for i, text := range cells {
		line[i].Text = text
	}
	sheet.Rows = [][]exchange.Cell{line}
	return c.sheet(sheet, "xlsx")
}

// userRow is a row, read; what could not be read is a finding.
type userRow struct {
	number int
	cells  map[string]string
}

// userFile is a file of users on its way.
type userFile struct {
	*call
	digest  string
	area    func(string) (string, bool)
	out     UsersImport
	people  []*importedPerson
	byLogin map[string]*importedPerson
}

// importedPerson is an account as the rows of the file want it.
type importedPerson struct {
	row                      int // first
	login, name, phone, home string
	stands                   *register.Record
	has, wants               []access.Grant
	wantRows                 []int // of the wants
	bundle                   engine.Bundle
}

func postUsersImport(c *call) error {
	dry, err := c.oneOf("dry", "no", "yes", "no")
	if err != nil {
		return err
	}
	name, err := c.fileName()
	if err != nil {
		return err
	}
	data, err := c.readFile()
	if err != nil {
		return err
	}
	table, err := exchange.Read(name, data)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	f := &userFile{call: c, digest: hex.EncodeToString(sum[:]), byLogin: map[string]*importedPerson{},
		area: exchange.AreaFinder(c.Catalog.Areas, c.actor.Has(catalog.KeepUsers)),
		out:  UsersImport{Users: []ImportedUser{}, Findings: []UserRowFinding{}, Passwords: []ImportedAccount{}}}
	if err := f.judge(table); err != nil {
		return err
	}
	if dry == "no" && len(f.out.Findings) == 0 {
		if err := f.apply(); err != nil {
			return err
		}
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(f.out)
}

func (f *userFile) find(row int, column string, x fault.Finding) {
	label := column
	for _, c := range userColumns {
		if c.name == column {
			label = c.label.In(f.lang)
		}
	}
	f.out.Findings = append(f.out.Findings, UserRowFinding{row, label, x})
}

// judge reads all rows and asks the engine what it would say of each account. Nothing is kept.
func (f *userFile) judge(t *exchange.Table) error {
	head, ok := f.head(t.Rows[0].Cells)
	if !ok {
		return nil
	}
	rows := t.Rows[1:]
	if f.out.Rows = len(rows); len(rows) > importUsersMost {
		f.find(rows[importUsersMost].Number, "", errUserMany.At("", "max", importUsersMost))
		return nil
	}
	for _, r := range rows {
		f.read(r, head)
	}
	for _, p := range f.people {
		if err := f.compare(p); err != nil {
			return err
		}
	}
	slices.SortStableFunc(f.out.Findings, func(a, b UserRowFinding) int { return a.Row - b.Row })
	return nil
}

// head says in which cell each column stands; heads are known in both languages.
func (f *userFile) head(cells []string) (map[string]int, bool) {
	at := map[string]int{}
	for i, text := range cells {
		text = strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), "*＊"))
		for _, c := range userColumns {
			if text == c.label.Zh || strings.EqualFold(text, c.label.En) {
				at[c.name] = i
			}
		}
	}
	ok := true
	for _, c := range userColumns {
		if _, has := at[c.name]; c.required && !has {
			f.find(1, c.name, errUserHead.At("", "head", c.label.In(f.lang)))
			ok = false
		}
	}
	return at, ok
}

// read reads a row and adds it to the account that it is of.
func (f *userFile) read(r exchange.Row, head map[string]int) {
	row := &userRow{number: r.Number, cells: map[string]string{}}
	for _, c := range userColumns {
		if i, has := head[c.name]; has && i < len(r.Cells) {
			row.cells[c.name] = strings.TrimSpace(r.Cells[i])
		}
		if c.required && row.cells[c.name] == "" {
			f.find(r.Number, c.name, errUserCell.At("", "head", c.label.In(f.lang)))
		}
	}
	login := strings.ToLower(row.cells["login"])
	if login == "" {
		return
	}
	if !loginForm.MatchString(login) {
		f.find(r.Number, "login", errUserLogin.At("", "value", clip(login)))
	}
	home := f.areaCell(row, "home")
	p := f.byLogin[login]
	if p == nil {
		p = &importedPerson{row: r.Number, login: login, name: row.cells["name"], phone: row.cells["phone"], home: home}
		f.byLogin[login] = p
		f.people = append(f.people, p)
	} else if p.name != row.cells["name"] || p.home != home {
		f.find(r.Number, "login", errUserTwice.At(""))
	}
	f.grants(p, row)
}

func (f *userFile) areaCell(row *userRow, column string) string {
	text := row.cells[column]
	if text == "" {
		return ""
	}
	code, ok := f.area(text)
	if !ok {
		f.find(row.number, column, errUserArea.At("", "value", clip(text)))
	}
	return code
}

// grants adds the roles of a row: that it names, and those of a colleague.
func (f *userFile) grants(p *importedPerson, row *userRow) {
	if like := strings.ToLower(row.cells["like"]); like != "" {
		list, ok := f.grantsOf(like)
		if !ok {
			f.find(row.number, "like", errUserLike.At("", "value", clip(like)))
		}
		for _, g := range list {
			p.want(row.number, g)
		}
		if row.cells["role"] == "" {
			return
		}
	}
	if row.cells["role"] == "" && row.cells["area"] == "" {
		f.find(row.number, "role", errUserNothing.At(""))
		return
	}
	g := access.Grant{Role: f.role(row.cells["role"]), Area: f.areaCell(row, "area")}
	if g.Role == nil {
		f.find(row.number, "role", errUserRole.At("", "value", clip(row.cells["role"])))
	}
	if row.cells["area"] == "" {
		f.find(row.number, "area", errUserCell.At("", "head", "范围 / Area"))
	}
	g.From, g.Until = f.dateCell(row, "from"), f.dateCell(row, "until")
	p.want(row.number, g)
}

// want adds a role unless an earlier row gives it already.
func (p *importedPerson) want(row int, g access.Grant) {
	if !slices.Contains(p.wants, g) {
		p.wants, p.wantRows = append(p.wants, g), append(p.wantRows, row)
	}
}

// role finds a role by its name or its label in either language.
func (f *userFile) role(text string) *catalog.Role {
	for _, r := range f.Catalog.Roles {
		if text == r.Name || text == r.Label.Zh || strings.EqualFold(text, r.Label.En) {
			return r
		}
	}
	return nil
}

func (f *userFile) dateCell(row *userRow, column string) value.Date {
	text := row.cells[column]
	if text == "" {
		return 0
	}
	field := f.Catalog.Register(access.GrantRegister).Field(column)
	v, bad := field.Type.ParseText(text, &field.Limits)
	if bad != nil {
		f.find(row.number, column, *bad)
	}
	day, _ := v.(value.Date)
	return day
}

// grantsOf gives the roles that a colleague has now or will have, within the caller's areas.
func (f *userFile) grantsOf(login string) ([]access.Grant, bool) {
	r, err := f.account(login)
	if err != nil || r == nil || !access.Covers(f.actor.Has(catalog.KeepUsers), r.Area) {
		return nil, false
	}
	_, grants, err := f.Directory.Account(f.ctx, r.County, r.ID)
	if err != nil {
		return nil, false
	}
	today := f.Engine.Today()
	return slices.DeleteFunc(grants, func(g access.Grant) bool { return g.Role == nil || g.Until != 0 && g.Until < today }), true
}

// account finds an account by its login, in any county.
func (f *userFile) account(login string) (*register.Record, error) {
	list, err := f.Reader.Find(f.ctx, store.Query{Register: f.Catalog.Register(access.AccountRegister), Limit: 1,
		Conds: []store.Cond{{Field: "login", Op: "=", Values: []any{login}}}})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return list[0], nil
}

// compare finds what a person lacks, makes the bundle of it and asks the engine.
func (f *userFile) compare(p *importedPerson) error {
	var err error
	if p.stands, err = f.account(p.login); err != nil {
		return err
	}
	u := ImportedUser{Row: p.row, Login: p.login, Name: p.name, New: p.stands == nil, Grants: []ImportedGrant{}}
	if p.stands != nil {
		name, _ := p.stands.Get("name").(string)
		if name != p.name || !access.Covers(f.actor.Has(catalog.KeepUsers), p.stands.Area) {
			f.find(p.row, "login", errUserOther.At("", "value", clip(p.login)))
			return nil
		}
		if _, p.has, err = f.Directory.Account(f.ctx, p.stands.County, p.stands.ID); err != nil {
			return err
		}
	}
	places := f.fill(p, &u)
	f.out.Users = append(f.out.Users, u)
	if len(p.bundle.Entries) == 0 || len(f.out.Findings) > 0 && p.home == "" {
		return nil
	}
	receipt, err := f.Engine.Check(f.ctx, f.actor, p.bundle)
	if err != nil || receipt.Accepted {
		return err
	}
	for _, x := range receipt.Findings {
		row, column := p.row, x.Path
		if entry, field, ok := entryOf(x.Path); ok && entry < len(places) {
			row, column = places[entry], field
		}
		f.find(row, column, x)
	}
	return nil
}

var entryPath = regexp.MustCompile(`^entries\[(\d+)\](?:\.fields)?\.?([a-z_]*)`)

// entryOf reads the path of a finding: of which entry, of which field.
func entryOf(path string) (entry int, field string, ok bool) {
	m := entryPath.FindStringSubmatch(path)
	if m == nil {
		return 0, "", false
	}
	entry, err := strconv.Atoi(m[1])
	return entry, m[2], err == nil
}

// fill makes the entries that a person lacks, under ids that the file and the login say, so that it can be sent again. It
// gives the row of each.
func (f *userFile) fill(p *importedPerson, u *ImportedUser) (rows []int) {
	account, county := f.idOf(p, "account"), ""
	if p.home != "" {
		county = value.County(p.home)
	}
	if p.stands != nil {
		account, county = p.stands.ID, p.stands.County
	} else {
		fields := map[string]any{"login": p.login, "name": p.name, "home": p.home}
		if p.phone != "" {
			fields["phone"] = p.phone
		}
		p.add(access.AccountRegister, account, "", fields)
		rows = append(rows, p.row)
	}
	for i, g := range p.wants {
		if g.Role == nil || slices.Contains(p.has, g) {
			continue
		}
		view := ImportedGrant{RoleLabel: g.Role.Label, AreaName: f.Catalog.Areas.Name(g.Area)}
		fields := map[string]any{"role": g.Role.Name, "area": g.Area}
		if g.From != 0 {
			fields["from"], view.From = g.From.String(), &p.wants[i].From
		}
		if g.Until != 0 {
			fields["until"], view.Until = g.Until.String(), &p.wants[i].Until
		}
		p.add(access.GrantRegister, f.idOf(p, fmt.Sprint("grant ", fields, len(p.has))), account, fields)
		rows = append(rows, p.wantRows[i])
		u.Grants = append(u.Grants, view)
	}
	entries, _ := json.Marshal(p.bundle.Entries)
	p.bundle.ID, p.bundle.County, p.bundle.Device = f.idOf(p, string(entries)), county, "users-file"
	return rows
}

func (f *userFile) idOf(p *importedPerson, what string) string {
	return value.DeriveID("users", f.actor.Account, f.digest, p.login, what)
}

func (p *importedPerson) add(reg, id, parent string, fields map[string]any) {
	raw, _ := json.Marshal(fields)
	p.bundle.Entries = append(p.bundle.Entries, engine.EntryIn{Register: reg, Record: id, Parent: parent, Action: journal.Create,
		Fields: raw})
}

// apply sends the bundles and gives passwords to those whom the file has made and who have none of their own.
func (f *userFile) apply() error {
	var list []engine.Bundle
	var senders []*importedPerson
	for _, p := range f.people {
		if len(p.bundle.Entries) > 0 {
			list, senders = append(list, p.bundle), append(senders, p)
		}
	}
	receipts, err := f.Engine.AcceptAll(f.ctx, f.actor, list)
	if err != nil {
		return err
	}
	for i, r := range receipts {
		for _, x := range r.Findings {
			if !r.Accepted {
				f.find(senders[i].row, "", x)
			}
		}
	}
	if f.out.Applied = len(f.out.Findings) == 0; !f.out.Applied {
		return nil
	}
	return f.passwords()
}

func (f *userFile) passwords() error {
	for _, p := range f.people {
		account, county := f.idOf(p, "account"), value.County(p.home)
		if p.stands != nil && p.stands.ID != account {
			continue // made by something else
		}
		has, err := f.Sessions.PasswordOf(f.ctx, p.login, account)
		if err != nil {
			return err
		}
		if has == access.OwnPassword {
			continue
		}
		password, err := f.Sessions.GivePassword(f.ctx, f.actor, county, account)
		if err != nil {
			return err
		}
		f.out.Passwords = append(f.out.Passwords, ImportedAccount{p.login, p.name, password})
	}
	return nil
}
