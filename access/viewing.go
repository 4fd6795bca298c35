package access

import (
	"context"
	"slices"
	"time"

	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
)

// ViewLife is how long somebody sees as a role without asking anew.
const ViewLife = 30 * time.Minute

var errView = fault.Define("view_not_allowed",
	"您不能以这个角色在这里查看：需要“以角色查看”的权限，并且该区划在您的范围内。",
	"You cannot see as this role here: it needs the power to see as roles, and the area must lie within yours.")

// Viewing is what a session sees as.
type Viewing struct {
	Role   *catalog.Role
	Area   string
	Origin string // digest of the session it was opened out of
}

// View opens a session that sees as a role in an area: it ends soon, and with the session it was opened out of. It only
// reads, which the edge holds it to. Errors: Denied (view_not_allowed).
func (s *Sessions) View(ctx context.Context, origin *Session, role, area string, from Client) (string, *Session, error) {
	c := s.directory.programme()
	target := c.Role(role)
	if origin.Viewing != nil || target == nil || !Covers(origin.Actor.Has(catalog.Preview), area) {
		return "", nil, errView.Error(fault.Denied)
	}
	token, session, err := s.open(ctx, origin.Actor, from,
		store.Session{Origin: origin.Digest, AsRole: role, AsArea: area}, ViewLife)
	if err != nil {
		return "", nil, err
	}
	session.Actor = As(origin.Actor, c, target, area)
	session.Viewing = &Viewing{target, area, origin.Digest}
	return token, session, nil
}

// viewing makes the session of a role out of what is kept of it. All is asked anew: who has lost the power, or the session
// they came from, sees nothing more.
func (s *Sessions) viewing(ctx context.Context, session *Session, kept *store.Session) (*Session, error) {
	origin, err := s.find(ctx, kept.Origin)
	if err != nil {
		return nil, err
	}
	c := s.directory.programme()
	role := c.Role(kept.AsRole)
	if origin == nil || origin.ExpiresAt <= s.clock.Now() || role == nil ||
		!Covers(session.Actor.Has(catalog.Preview), kept.AsArea) {
		return nil, errNoSession.Error(fault.Unauthenticated)
	}
	session.Actor = As(session.Actor, c, role, kept.AsArea)
	session.Viewing = &Viewing{role, kept.AsArea, kept.Origin}
	return session, nil
}

// As gives an actor as a role in an area would be, and never more than the actor is: registers and powers that both have
// there, fields that neither hides, and no private value plainly. What the role may write stands, so that its forms and
// steps are seen; nothing is written by such an actor.
func As(a *Actor, c *catalog.Catalog, role *catalog.Role, area string) *Actor {
	seen := &catalog.Role{Name: role.Name, Label: role.Label, Level: role.Level, ReadOnly: role.ReadOnly,
		Can: map[string][]catalog.Right{}, Hides: map[string][]string{}}
	for _, reg := range c.Registers {
		_, reads := a.Allows(reg.Name, reg.BuiltIn, catalog.MayRead, area, "")
		seen.Can[reg.Name] = rightsOf(role, reg.Name, reg.BuiltIn, reads)
		hidden := slices.Clone(role.Hides[reg.Name])
		for i, view := 0, a.View(reg, area); i < len(reg.Fields); i++ {
			if view.Hidden(i) {
				hidden = append(hidden, reg.Fields[i].Name)
			}
		}
		seen.Hides[reg.Name] = hidden
	}
	for _, form := range c.Forms {
		if _, ok := seen.Can[form.Name]; !ok {
			seen.Can[form.Name] = rightsOf(role, form.Name, false, false)
		}
	}
	for _, p := range role.Powers {
		if Covers(a.Has(p), area) {
			seen.Powers = append(seen.Powers, p)
		}
	}
	return &Actor{Account: a.Account, Login: a.Login, Name: a.Name, County: a.County, Viewing: true,
		Grants: []Grant{{Role: seen, Area: area}}}
}

// rightsOf gives a role's rights on a register or form; that to read only where it may be kept.
func rightsOf(role *catalog.Role, name string, builtIn, reads bool) []catalog.Right {
	list := []catalog.Right{}
	for _, right := range []catalog.Right{catalog.MayRead, catalog.MayCreate, catalog.MayChange, catalog.MayCorrect,
		catalog.MayVoid, catalog.MayErase, catalog.MaySubmit} {
		if (right != catalog.MayRead || reads) && role.May(name, right, builtIn) {
			list = append(list, right)
		}
	}
	return list
}
