package api

import (
	"cmp"
	"slices"
	"strings"

	"jieli/access"
	"jieli/store"
)

// peopleShown bounds the people of one search: whoever is not among them is found by more of the name.
const peopleShown = 50

// Person is somebody who works where the caller does.
type Person struct {
	Account  string `json:"account"`
	Name     string `json:"name"`
	Role     string `json:"role"`
	AreaName string `json:"area_name"`
}

// getPeople answers with who holds a grant within the caller's areas today, by name.
func getPeople(c *call) error {
	q := strings.TrimSpace(c.query.Get("q"))
	out, err := c.peopleOfScope()
	if err != nil {
		return err
	}
	out = slices.DeleteFunc(out, func(p Person) bool { return q != "" && !strings.Contains(p.Name, q) })
	return c.json(out[:min(len(out), peopleShown)])
}

// peopleOfScope gives whoever holds a grant within the caller's areas today, by name, each once.
func (c *call) peopleOfScope() ([]Person, error) {
	grants := c.Catalog.Register(access.GrantRegister)
	today := c.Engine.Today()
	out, seen := []Person{}, map[string]bool{}
	for _, area := range c.actor.Reach() {
		found, err := c.Reader.Find(c.ctx, store.Query{Register: grants, Limit: grantsMost,
			Conds: []store.Cond{{Field: "area", Op: "prefix", Values: []any{area}}}})
		if err != nil {
			return nil, err
		}
		var ids []string
		for _, r := range found {
			ids = append(ids, r.Parent)
		}
		names, err := c.Directory.Names(c.ctx, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			g := access.GrantOf(c.Catalog, r)
			if seen[r.Parent] || !g.Holds(today) {
				continue
			}
			seen[r.Parent] = true
			out = append(out, Person{r.Parent, names[r.Parent], g.Role.Label.In(c.lang), c.Catalog.Areas.Name(g.Area)})
		}
	}
	slices.SortFunc(out, func(a, b Person) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Account, b.Account)) })
	return out, nil
}

// grantsMost bounds how many grants are looked through: those of a city of some hundred villages fit.
const grantsMost = 4000
