package api

import (
	"cmp"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/exchange"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

const (
	// usersMost bounds the accounts that are looked through: those of a city.
	usersMost = 5000
	// usersShown bounds one answer: whoever is not among them is found by a name, a role or an area.
	usersShown = 300
)

// UserView is an account as those who keep accounts see it.
type UserView struct {
	County    string          `json:"county"`
	ID        string          `json:"id"`
	Version   int64           `json:"version"`
	Login     string          `json:"login"`
	Name      string          `json:"name"`
	Area      string          `json:"area"`
	AreaName  string          `json:"area_name"`
	Disabled  bool            `json:"disabled"`
	Keeps     bool            `json:"keeps" doc:"the caller may set its password and end its sessions"`
	Password  string          `json:"password" doc:"none, temporary, or own: chosen by its owner"`
	Sessions  int             `json:"sessions" doc:"open ones"`
	SeenAt    *value.Instant  `json:"seen_at" doc:"last use of an open session"`
	CreatedAt value.Instant   `json:"created_at"`
	Grants    []UserGrantView `json:"grants"`
}

// UserGrantView is a role that an account is granted, was or will be.
type UserGrantView struct {
	ID        string      `json:"id"`
	Version   int64       `json:"version"`
	Role      string      `json:"role"`
	RoleLabel fault.Text  `json:"role_label"`
	Area      string      `json:"area"`
	AreaName  string      `json:"area_name"`
	From      *value.Date `json:"from"`
	Until     *value.Date `json:"until"`
	Holds     bool        `json:"holds" doc:"today"`
}

// UsersView answers GET /users.
type UsersView struct {
	Users []UserView     `json:"users"`
	Total int            `json:"total"`
	Roles []ViewableRole `json:"roles" doc:"those that can be granted"`
}

// OncePassword is a temporary password, which is shown this once.
type OncePassword struct {
	Password string `json:"password"`
}

func userRoutes() []*route {
	return []*route{
		{method: get, path: "/users", id: "users", doc: "Accounts within the caller's areas, by name", who: powered,
			power: catalog.KeepUsers, answer: UsersView{}, handle: getUsers,
			query: []param{paramArea, {name: "q", kind: "string", doc: "part of a name or a login"},
				{name: "role", kind: "string", doc: "who is granted this role, now or later"},
				{name: "state", kind: "string", doc: "active when missing", enum: []string{"active", "disabled", "all"}}}},
		{method: post, path: "/accounts/{county}/{id}/temporary-password", id: "givePassword", who: powered,
			power: catalog.KeepUsers, answer: OncePassword{}, refusals: []int{409}, handle: postPassword,
			doc: "Give an account a password made by chance, shown this once: its owner chooses another at the next sign-in; all " +
				"its sessions end"},
		{method: get, path: "/users/template", id: "usersTemplate", who: powered, power: catalog.KeepUsers,
			doc: "A workbook to fill in with people and their roles", answer: sheetBody{}, handle: getUsersTemplate},
		{method: post, path: "/users/import", id: "importUsers", who: powered, power: catalog.KeepUsers, body: fileBody{},
			limit: exchange.MaxFile, answer: UsersImport{}, refusals: []int{422}, handle: postUsersImport,
			doc: "Send people and their roles as CSV or XLSX. All is judged first, and nothing is kept while anything is wrong; the " +
				"same file sent again changes nothing. Its name stands in the header X-File-Name, percent-escaped",
			query: []param{{name: "dry", kind: "string", doc: "yes: say what would be, and keep nothing",
				enum: []string{"yes", "no"}}}},
	}
}

// userQuery is what is asked for among the accounts.
type userQuery struct{ q, role, area, state string }

func getUsers(c *call) error {
	state, err := c.oneOf("state", "active", "active", "disabled", "all")
	if err != nil {
		return err
	}
	area, err := c.area("area")
	if err != nil {
		return err
	}
	list, err := c.users(userQuery{strings.ToLower(strings.TrimSpace(c.query.Get("q"))), c.query.Get("role"), area, state})
	if err != nil {
		return err
	}
	v := UsersView{Total: len(list), Users: list[:min(len(list), usersShown)], Roles: []ViewableRole{}}
	for _, r := range c.Catalog.Roles {
		v.Roles = append(v.Roles, ViewableRole{r.Name, r.Label, r.Level})
	}
	if err := c.howTheySignIn(v.Users); err != nil {
		return err
	}
	return c.json(v)
}

// users gives the accounts of the caller's areas with their grants, by name.
func (c *call) users(want userQuery) ([]UserView, error) {
	accounts, grants := c.Catalog.Register(access.AccountRegister), c.Catalog.Register(access.GrantRegister)
	found, err := c.Reader.Find(c.ctx, store.Query{Register: accounts, Areas: c.actor.Has(catalog.KeepUsers), Limit: usersMost})
	if err != nil {
		return nil, err
	}
	places := make([]store.Place, len(found))
	for i, r := range found {
		places[i] = store.Place{County: r.County, ID: r.ID}
	}
	children, err := c.Reader.ChildrenOf(c.ctx, grants, places)
	if err != nil {
		return nil, err
	}
	out := []UserView{}
	for i, r := range found {
		if v := c.userView(r, children[places[i]]); v.fits(want) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, func(a, b UserView) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Login, b.Login)) })
	return out, nil
}

func (c *call) userView(r *register.Record, children []*register.Record) UserView {
	today := c.Engine.Today()
	v := UserView{County: r.County, ID: r.ID, Version: r.Version, Area: r.Area, AreaName: c.Catalog.Areas.Name(r.Area),
		Disabled: r.Get("disabled") == true, Grants: []UserGrantView{}, CreatedAt: r.CreatedAt, Password: "none"}
	v.Login, _ = r.Get("login").(string)
	v.Name, _ = r.Get("name").(string)
	var grants []access.Grant
	for _, x := range children {
		if x.State != register.StateActive {
			continue
		}
		g := access.GrantOf(c.Catalog, x)
		grants = append(grants, g)
		v.Grants = append(v.Grants, c.userGrant(x, g, today))
	}
	v.Keeps = access.Keeps(c.actor, r.Area, grants, today)
	return v
}

func (c *call) userGrant(r *register.Record, g access.Grant, today value.Date) UserGrantView {
	role, _ := r.Get("role").(string)
	v := UserGrantView{ID: r.ID, Version: r.Version, Role: role, RoleLabel: fault.Text{Zh: role, En: role}, Area: g.Area,
		AreaName: c.Catalog.Areas.Name(g.Area), Holds: g.Holds(today)}
	if g.Role != nil {
		v.RoleLabel = g.Role.Label
	}
	if g.From != 0 {
		v.From = &g.From
	}
	if g.Until != 0 {
		v.Until = &g.Until
	}
	return v
}

// fits reports whether an account is asked for. A role and an area must stand in one grant.
func (v *UserView) fits(want userQuery) bool {
	if want.state == "active" && v.Disabled || want.state == "disabled" && !v.Disabled {
		return false
	}
	if want.q != "" && !strings.Contains(strings.ToLower(v.Name), want.q) && !strings.Contains(v.Login, want.q) {
		return false
	}
	if want.role == "" && want.area == "" {
		return true
	}
	if want.role == "" && value.Within(v.Area, want.area) {
		return true
	}
	return slices.ContainsFunc(v.Grants, func(g UserGrantView) bool {
		return (want.role == "" || g.Role == want.role) && (want.area == "" || value.Within(g.Area, want.area))
	})
}

// howTheySignIn says of accounts whether they have a password of their own, and when they were last here.
func (c *call) howTheySignIn(list []UserView) error {
	open, err := c.Sessions.In(c.ctx, c.actor)
	if err != nil {
		return err
	}
	at := map[string]*UserView{}
	for i := range list {
		at[list[i].ID] = &list[i]
		if list[i].Password, err = c.Sessions.PasswordOf(c.ctx, list[i].Login, list[i].ID); err != nil {
			return err
		}
	}
	for _, s := range open {
		if v := at[s.Account]; v != nil && s.Origin == "" {
			v.Sessions++
			if seen := max(s.SeenAt, s.CreatedAt); v.SeenAt == nil || *v.SeenAt < seen {
				v.SeenAt = &seen
			}
		}
	}
	return nil
}

// postPassword gives a password made by chance. It is in this answer and nowhere else.
func postPassword(c *call) error {
	password, err := c.Sessions.GivePassword(c.ctx, c.actor, c.r.PathValue("county"), c.r.PathValue("id"))
	if err != nil {
		return err
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(OncePassword{password})
}
