// Package access says who may do what, where: actors with their grants, the scope of a read as area prefixes, what of a
// record a person sees, masks, passwords, sign-in and sessions. Accounts and grants are records of the built-in
// registers account and grant and change only through engine.Accept; this package reads them.
package access

import (
	"sort"

	"jieli/catalog"
	"jieli/value"
)

// Grant is a role given to an account for one area and everything below it. From and Until are the days it holds,
// both included; 0 is open.
type Grant struct {
	Role        *catalog.Role
	Area        string
	From, Until value.Date
}

// Holds reports whether the grant holds on a day. A grant without area reaches nothing and never holds.
func (g *Grant) Holds(day value.Date) bool {
	return g.Role != nil && g.Area != "" && (g.From == 0 || day >= g.From) && (g.Until == 0 || day <= g.Until)
}

// Actor is a signed-in person. Grants holds only those of today: Directory leaves out the ended and the coming ones.
// An actor is not changed once made, so that requests share it.
type Actor struct {
	Account string // id of the account record
	Login   string
	Name    string
	County  string // where the account record is kept
	Grants  []Grant
	Viewing bool // sees as a role that is not the person's own, and only reads
}

// Allows reports whether the actor may do right with the register or form name in area, and the role it is done in:
// that of the first grant that may. role restricts the choice; "" takes any. builtIn says that name is a register that
// the system itself keeps, which "*" never reaches. An empty area is reached by nobody.
func (a *Actor) Allows(name string, builtIn bool, right catalog.Right, area, role string) (*catalog.Role, bool) {
	for i := range a.Grants {
		g := &a.Grants[i]
		if (role == "" || g.Role.Name == role) && g.reaches(area) && g.Role.May(name, right, builtIn) {
			return g.Role, true
		}
	}
	return nil, false
}

// Areas gives the areas in which the actor may do right with a register or form: the shortest list of prefixes that
// says it, sorted. Empty means nowhere; take care that store.Query reads an empty list as everywhere.
func (a *Actor) Areas(name string, builtIn bool, right catalog.Right) []string {
	return a.areas(func(r *catalog.Role) bool { return r.May(name, right, builtIn) })
}

// Has gives the areas in which the actor has a power, as Areas does.
func (a *Actor) Has(p catalog.Power) []string {
	return a.areas(func(r *catalog.Role) bool { return r.Has(p) })
}

// Reach gives all areas of the actor's grants, as Areas does.
func (a *Actor) Reach() []string {
	return a.areas(func(*catalog.Role) bool { return true })
}

// Roles gives the names of the actor's roles, each once, in the order of the grants.
func (a *Actor) Roles() []string {
	var names []string
	for i := range a.Grants {
		if name := a.Grants[i].Role.Name; !contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (a *Actor) areas(may func(*catalog.Role) bool) []string {
	var list []string
	for i := range a.Grants {
		if g := &a.Grants[i]; g.Area != "" && may(g.Role) {
			list = append(list, g.Area)
		}
	}
	return Minimal(list)
}

func (g *Grant) reaches(area string) bool {
	return g.Area != "" && area != "" && value.Within(area, g.Area)
}

// Minimal gives the shortest sorted list of prefixes that covers the same areas. It may reuse list.
func Minimal(list []string) []string {
	sort.Strings(list)
	kept := list[:0]
	for _, area := range list {
		if n := len(kept); n == 0 || !value.Within(area, kept[n-1]) {
			kept = append(kept, area)
		}
	}
	return kept
}

// Narrow restricts a scope to one area: area itself where the scope covers it, the parts of the scope that lie below
// it otherwise, and nothing when they do not meet. An empty area restricts nothing.
func Narrow(scope []string, area string) []string {
	if area == "" {
		return scope
	}
	var parts []string
	for _, s := range scope {
		if value.Within(area, s) {
			return []string{area}
		}
		if value.Within(s, area) {
			parts = append(parts, s)
		}
	}
	return parts
}

// Covers reports whether a scope covers an area.
func Covers(scope []string, area string) bool {
	for _, s := range scope {
		if s != "" && area != "" && value.Within(area, s) {
			return true
		}
	}
	return false
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if y == x {
			return true
		}
	}
	return false
}

// Seeing gives the areas in which the actor may read a register and sees the plain values of the fields (by place in
// reg.Fields), as Areas does. A list may be filtered and sorted by a field only there: it would tell what a mask hides.
func (a *Actor) Seeing(reg *catalog.Register, fields []int) []string {
	var list []string
	for i := range a.Grants {
		g := &a.Grants[i]
		if g.Area == "" || !g.Role.May(reg.Name, catalog.MayRead, reg.BuiltIn) {
			continue
		}
		if v := a.View(reg, g.Area); v.ShowsAll(fields) {
			list = append(list, g.Area)
		}
	}
	return Minimal(list)
}
