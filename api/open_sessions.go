package api

import (
	"net/http"
	"slices"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

// OpenSessionView is a session that has not ended.
type OpenSessionView struct {
	ID        string        `json:"id" doc:"names it; opens nothing"`
	Account   string        `json:"account"`
	County    string        `json:"county" doc:"where the account is kept"`
	Person    string        `json:"person"`
	CreatedAt value.Instant `json:"created_at"`
	SeenAt    value.Instant `json:"seen_at" doc:"last use, to five minutes"`
	ExpiresAt value.Instant `json:"expires_at"`
	Device    string        `json:"device"`
	Agent     string        `json:"agent" doc:"what the browser calls itself"`
	Address   string        `json:"address"`
	This      bool          `json:"this" doc:"the one that asks"`
	Viewing   *ViewingView  `json:"viewing,omitempty" doc:"it sees as this role"`
}

func openSessionRoutes() []*route {
	return []*route{
		{method: get, path: "/sessions", id: "ownSessions", doc: "One's own open sessions, used last first", who: signedIn,
			answer: []OpenSessionView{}, handle: getOwnSessions},
		{method: get, path: "/users/sessions", id: "keptSessions", who: powered, power: catalog.KeepUsers,
			doc:    "Open sessions of the people whose accounts the caller keeps, used last first",
			answer: []OpenSessionView{}, handle: getKeptSessions},
		{method: remove, path: "/sessions/{session}", id: "endSession", who: signedIn, status: http.StatusNoContent,
			doc:    "End one session: one's own, or of an account that one keeps",
			handle: deleteOneSession},
	}
}

func getOwnSessions(c *call) error {
	list, err := c.Sessions.Of(c.ctx, c.actor.Account)
	if err != nil {
		return err
	}
	return c.openSessions(list)
}

func getKeptSessions(c *call) error {
	list, err := c.Sessions.In(c.ctx, c.actor)
	if err != nil {
		return err
	}
	return c.openSessions(list)
}

func (c *call) openSessions(list []store.Session) error {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].Account
	}
	names, err := c.Directory.Names(c.ctx, ids)
	if err != nil {
		return err
	}
	out := []OpenSessionView{}
	for _, s := range list {
		v := OpenSessionView{ID: s.Digest, Account: s.Account, County: s.County, Person: names[s.Account], CreatedAt: s.CreatedAt,
			SeenAt: max(s.SeenAt, s.CreatedAt), ExpiresAt: s.ExpiresAt, Device: s.Device, Agent: s.Agent, Address: s.Address,
			This: s.Digest == c.session.Digest}
		if s.Origin != "" {
			label := fault.Text{Zh: s.AsRole, En: s.AsRole}
			if role := c.Catalog.Role(s.AsRole); role != nil {
				label = role.Label
			}
			v.Viewing = &ViewingView{s.AsRole, label, s.AsArea, c.Catalog.Areas.Name(s.AsArea)}
		}
		out = append(out, v)
	}
	slices.SortStableFunc(out, func(a, b OpenSessionView) int { return int(min(max(b.SeenAt-a.SeenAt, -1), 1)) })
	return c.json(out)
}

// deleteOneSession ends a session. What does not exist and what is somebody else's are one answer.
func deleteOneSession(c *call) error {
	id := c.r.PathValue("session")
	if err := c.Sessions.End(c.ctx, c.actor, id); err != nil {
		return err
	}
	if id == c.session.Digest {
		c.forgetCookies()
	}
	return c.done()
}
