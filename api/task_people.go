package api

import (
	"cmp"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// peopleMost bounds the people of one answer: those of one place and of what lies above it, with some roles.
const peopleMost = 500

// delegationsMost bounds how many delegations are looked through for those of the tasks of one answer.
const delegationsMost = 2000

// TaskPerson is somebody to whom a task can be handed.
type TaskPerson struct {
	Account string     `json:"account"`
	Name    string     `json:"name"`
	Role    fault.Text `json:"role"`
}

// assigners gives who handed each of some tasks to whom it is with now: the sender of the latest delegation to that account.
func (c *call) assigners(tasks []store.Task) (map[string]string, error) {
	to, ids := map[string]string{}, []any{}
	for _, t := range tasks {
		if t.Assignee != "" {
			to[t.ID], ids = t.Assignee, append(ids, t.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := c.Reader.Find(c.ctx, store.Query{Register: c.Catalog.Register("delegation"), Limit: delegationsMost,
		Conds: []store.Cond{{Field: "task", Op: "in", Values: ids}}, Sort: []store.Sort{{Field: "created_at", Desc: true}}})
	if err != nil {
		return nil, err
	}
	by := map[string]string{}
	for _, r := range list {
		task, _ := r.Get("task").(string)
		if _, known := by[task]; !known && r.Get("to") == to[task] {
			by[task] = r.CreatedBy
		}
	}
	return by, nil
}

// getTaskPeople answers with who may take a task that the caller sees: holders of its owner's role, or of one that may
// submit a form that answers it, where the task is. The caller is not among them.
func getTaskPeople(c *call) error {
	t, err := c.ownTask()
	if err != nil {
		return err
	}
	grants := c.Catalog.Register(access.GrantRegister)
	roles := c.rolesFor(*t)
	if len(roles) == 0 {
		return c.json([]TaskPerson{})
	}
	found, err := c.Reader.Find(c.ctx, store.Query{Register: grants, Limit: peopleMost, Conds: []store.Cond{
		{Field: "role", Op: "in", Values: roles}, {Field: "area", Op: "in", Values: covering(t.Area)}},
		Sort: []store.Sort{{Field: "created_at"}}})
	if err != nil {
		return err
	}
	people, err := c.holders(found, t)
	if err != nil {
		return err
	}
	return c.json(people)
}

// ownTask gives the task of the path, if it is among those that are shown to the caller.
func (c *call) ownTask() (*store.Task, error) {
	tasks, err := c.tasks()
	if err != nil {
		return nil, err
	}
	county, id := c.r.PathValue("county"), c.r.PathValue("id")
	for i := range tasks {
		if tasks[i].County == county && tasks[i].ID == id {
			return &tasks[i], nil
		}
	}
	return nil, nothing()
}

// rolesFor names the roles that can do a task: its owner, and those that may submit a form that answers it.
func (c *call) rolesFor(t store.Task) []any {
	forms := c.Engine.FormsOf(&t)
	var list []any
	for _, r := range c.Catalog.Roles {
		may := slices.ContainsFunc(forms, func(form string) bool { return r.May(form, catalog.MaySubmit, false) })
		if r.Name == t.Owner || may {
			list = append(list, r.Name)
		}
	}
	return list
}

// covering gives an area and all that it lies in, as grants may name them.
func covering(area string) []any {
	var list []any
	for n := 1; n <= len(area); n++ {
		if value.AreaLevel(area[:n]) != "" {
			list = append(list, area[:n])
		}
	}
	return list
}

// holders gives the people of grants that hold today, each once: those whose role owns it
// first, then those of the closest area.
func (c *call) holders(grants []*register.Record, t *store.Task) ([]TaskPerson, error) {
	today := c.Engine.Today()
	type holder struct {
		account, county, role, area string
		owns                        int
	}
	var list []holder
	for _, g := range grants {
		of, _ := g.Get("area").(string)
		role, _ := g.Get("role").(string)
		from, _ := g.Get("from").(value.Date)
		until, open := g.Get("until").(value.Date)
		if today < from || open && today > until || g.Parent == c.actor.Account {
			continue
		}
		h := holder{account: g.Parent, county: g.County, role: role, area: of}
		if role == t.Owner {
			h.owns = 1
		}
		list = append(list, h)
	}
	slices.SortStableFunc(list, func(a, b holder) int {
		return cmp.Or(cmp.Compare(b.owns, a.owns), cmp.Compare(len(b.area), len(a.area)))
	})
	out, seen := []TaskPerson{}, map[string]bool{}
	for _, h := range list {
		if seen[h.account] {
			continue
		}
		seen[h.account] = true
		a, err := c.Directory.Actor(c.ctx, h.county, h.account)
		if err != nil {
			if fault.KindOf(err) == fault.Unauthenticated {
				continue // disabled
			}
			return nil, err
		}
		out = append(out, TaskPerson{h.account, a.Name, roleLabel(c.Catalog, h.role)})
	}
	return out, nil
}
