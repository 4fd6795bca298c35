package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/value"
)

// ViewAs is the body of POST /session/view.
type ViewAs struct {
	Role string `json:"role"`
	Area string `json:"area"`
}

// ViewingView is the role that a session sees as.
type ViewingView struct {
	Role      string     `json:"role"`
	RoleLabel fault.Text `json:"role_label"`
	Area      string     `json:"area"`
	AreaName  string     `json:"area_name"`
}

// ViewableRole is a role that the caller may see as, anywhere within the areas.
type ViewableRole struct {
	Role  string     `json:"role"`
	Label fault.Text `json:"label"`
	Level string     `json:"level" doc:"of the areas it is meant for"`
}

// Viewable answers GET /session/view.
type Viewable struct {
	Roles []ViewableRole  `json:"roles"`
	Areas []AreaNamedView `json:"areas" doc:"and everything below them"`
}

// AreaNamedView is an area by code and name.
type AreaNamedView struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

func viewingRoutes() []*route {
	return []*route{
		{method: get, path: "/session/view", id: "viewable", who: powered, power: catalog.Preview, answer: Viewable{},
			doc: "The roles that the caller may see as, and where", handle: getViewable},
		{method: post, path: "/session/view", id: "viewAs", who: powered, power: catalog.Preview, body: ViewAs{}, limit: bodySmall,
			doc: "See as a role in an area: reading only, never more than oneself, private values masked, for half an hour. It is " +
				"kept in the access journal", answer: SessionView{}, refusals: []int{422}, handle: postView},
	}
}

// getViewable answers with the roles of the pack; what of them is seen, the view itself says.
func getViewable(c *call) error {
	v := Viewable{Roles: []ViewableRole{}, Areas: []AreaNamedView{}}
	for _, r := range c.Catalog.Roles {
		v.Roles = append(v.Roles, ViewableRole{r.Name, r.Label, r.Level})
	}
	for _, area := range c.actor.Has(catalog.Preview) {
		v.Areas = append(v.Areas, AreaNamedView{area, c.Catalog.Areas.Name(area)})
	}
	return c.json(v)
}

// postView opens a session that sees as a role. It is kept before it is given.
func postView(c *call) error {
	var in ViewAs
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		switch key {
		case "role":
			in.Role, f = readString(raw)
		case "area":
			in.Area, f = readString(raw)
		default:
			return false, nil
		}
		return true, f
	})
	if err != nil {
		return err
	}
	if _, known := c.Catalog.Areas.Get(in.Area); !known || value.AreaLevel(in.Area) == "" {
		in.Area = "" // which nobody may see in
	}
	token, session, err := c.Sessions.View(c.ctx, c.session, in.Role, in.Area, c.client(""))
	if err != nil {
		return err
	}
	words := engine.ViewedAs + session.Viewing.Role.Label.In("zh") + "”查看"
	if err := c.Engine.NoteAct(c.ctx, c.actor, catalog.Preview, c.Catalog.Register(access.GrantRegister), in.Area, words); err != nil {
		return err
	}
	c.setCookie(viewCookie, token, int(access.ViewLife.Seconds()))
	view := c.sessionView(session)
	view.Token = token
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(view)
}

func (c *call) viewingView(v *access.Viewing) *ViewingView {
	if v == nil {
		return nil
	}
	return &ViewingView{v.Role.Name, v.Role.Label, v.Area, c.Catalog.Areas.Name(v.Area)}
}
