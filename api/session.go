package api

import (
	"net/http"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// SignIn is the body of POST /session.
type SignIn struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Device   string `json:"device,omitempty"`
}

// SessionView is an open session.
type SessionView struct {
	Token     string        `json:"token,omitempty" doc:"only in the answer to the sign-in"`
	Account   AccountView   `json:"account"`
	ExpiresAt value.Instant `json:"expires_at"`
	// Those who have a temporary password choose another first; everything else is refused until then.
	MustChange bool          `json:"must_change_password"`
	Viewing    *ViewingView  `json:"viewing,omitempty" doc:"the session sees as this role and only reads"`
	Now        value.Instant `json:"now" doc:"the server's clock, by which a client with a wrong one dates its entries"`
}

// AccountView is who is signed in.
type AccountView struct {
	ID     string      `json:"id"`
	County string      `json:"county"`
	Name   string      `json:"name"`
	Login  string      `json:"login"`
	Grants []GrantView `json:"grants"`
	Powers []string    `json:"powers"`
}

// GrantView is a role in an area.
type GrantView struct {
	Role      string     `json:"role"`
	RoleLabel fault.Text `json:"role_label"`
	Area      string     `json:"area"`
	AreaName  string     `json:"area_name"`
}

// NewPassword is the body of PUT /session/password.
type NewPassword struct {
	Old string `json:"old"`
	New string `json:"new"`
}

// GivenPassword is the body of PUT /accounts/{county}/{id}/password.
type GivenPassword struct {
	Password string `json:"password"`
}

// postSession signs in.
func postSession(c *call) error {
	var in SignIn
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		switch key {
		case "login":
			in.Login, f = readString(raw)
		case "password":
			in.Password, f = readString(raw)
		case "device":
			in.Device, f = readString(raw)
		default:
			return false, nil
		}
		return true, f
	})
	if err != nil {
		return err
	}
	token, session, err := c.Sessions.SignIn(c.ctx, in.Login, in.Password, c.client(in.Device))
	if err != nil {
		return err
	}
	c.setCookie(cookieName, token, int(access.SessionLife.Seconds()))
	c.setCookie(viewCookie, "", -1)
	view := c.sessionView(session)
	view.Token = token
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(view)
}

// client says where the request comes from.
func (c *call) client(device string) access.Client {
	return access.Client{Address: c.address(), Device: device, Agent: c.r.UserAgent()}
}

func (c *call) setCookie(name, token string, age int) {
	http.SetCookie(c.w, &http.Cookie{Name: name, Value: token, Path: "/", MaxAge: age, HttpOnly: true,
		Secure: c.Secure, SameSite: http.SameSiteStrictMode})
}

func (c *call) sessionView(s *access.Session) SessionView {
	a := s.Actor
	view := AccountView{ID: a.Account, County: a.County, Name: a.Name, Login: a.Login, Grants: []GrantView{},
		Powers: []string{}}
	for _, g := range a.Grants {
		view.Grants = append(view.Grants, GrantView{g.Role.Name, g.Role.Label, g.Area, c.Catalog.Areas.Name(g.Area)})
	}
	for _, p := range []catalog.Power{catalog.SeeFigures, catalog.SeeRounds, catalog.SeeJournal, catalog.KeepUsers,
		catalog.KeepSystem, catalog.Import, catalog.RunRules, catalog.Preview} {
		if len(a.Has(p)) > 0 {
			view.Powers = append(view.Powers, string(p))
		}
	}
	return SessionView{Account: view, ExpiresAt: s.ExpiresAt, MustChange: s.Temporary, Viewing: c.viewingView(s.Viewing),
		Now: c.Clock.Now()}
}

// getSession says who is signed in.
func getSession(c *call) error { return c.json(c.sessionView(c.session)) }

// deleteSession signs out, everywhere with all=yes. Whoever sees as a role ends that, and is themselves again.
func deleteSession(c *call) error {
	all, err := c.oneOf("all", "no", "yes", "no")
	if err != nil {
		return err
	}
	if c.session.Viewing != nil && all == "no" {
		if err := c.Sessions.SignOut(c.ctx, c.session.Digest); err != nil {
			return err
		}
		c.setCookie(viewCookie, "", -1)
		return c.done()
	}
	if all == "yes" {
		err = c.Sessions.SignOutAll(c.ctx, c.actor.Account)
	} else {
		err = c.Sessions.SignOut(c.ctx, c.session.Digest)
	}
	if err != nil {
		return err
	}
	c.forgetCookies()
	return c.done()
}

func (c *call) forgetCookies() {
	c.setCookie(cookieName, "", -1)
	c.setCookie(viewCookie, "", -1)
}

// done answers 204.
func (c *call) done() error {
	c.status = http.StatusNoContent
	c.w.WriteHeader(http.StatusNoContent)
	return nil
}

// putOwnPassword changes one's own password; all sessions end.
func putOwnPassword(c *call) error {
	var in NewPassword
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		switch key {
		case "old":
			in.Old, f = readString(raw)
		case "new":
			in.New, f = readString(raw)
		default:
			return false, nil
		}
		return true, f
	})
	if err != nil {
		return err
	}
	if err := c.Sessions.ChangePassword(c.ctx, c.actor, c.client(""), in.Old, in.New); err != nil {
		return err
	}
	c.forgetCookies()
	return c.done()
}

// putPassword gives an account a temporary password that the keeper has thought of.
func putPassword(c *call) error {
	var in GivenPassword
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		if key != "password" {
			return false, nil
		}
		in.Password, f = readString(raw)
		return true, f
	})
	if err != nil {
		return err
	}
	county, id := c.r.PathValue("county"), c.r.PathValue("id")
	if err := c.Sessions.SetPasswordOf(c.ctx, c.actor, county, id, in.Password); err != nil {
		return err
	}
	return c.done()
}

// deleteSessionsOf ends all sessions of an account.
func deleteSessionsOf(c *call) error {
	if err := c.Sessions.SignOutOf(c.ctx, c.actor, c.r.PathValue("county"), c.r.PathValue("id")); err != nil {
		return err
	}
	return c.done()
}

// DemoAccount is an account that anyone may sign in with.
type DemoAccount struct {
	Login     string     `json:"login"`
	Password  string     `json:"password"`
	Name      string     `json:"name"`
	Role      string     `json:"role"`
	RoleLabel fault.Text `json:"role_label"`
	Area      string     `json:"area"`
	AreaName  string     `json:"area_name"`
}

// demoNames gives the accounts with the words for their roles and areas.
func demoNames(c *catalog.Catalog, list []DemoAccount) []DemoAccount {
	out := make([]DemoAccount, len(list))
	for i, a := range list {
		if role := c.Role(a.Role); role != nil {
			a.RoleLabel = role.Label
		}
		a.AreaName = c.Areas.Name(a.Area)
		out[i] = a
	}
	return out
}

// getDemoAccounts lists them in a demonstration; elsewhere there is nothing.
func getDemoAccounts(c *call) error {
	if len(c.Demo) == 0 {
		return nothing()
	}
	return c.json(c.Demo)
}
