package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

// foundMost bounds the records of a search: a person picks among some dozen, or types on.
const foundMost = 50

// FoundView is a record that a search found.
type FoundView struct {
	Register string `json:"register"`
	County   string `json:"county"`
	ID       string `json:"id"`
	Title    string `json:"title"`
	Area     string `json:"area"`
	AreaName string `json:"area_name"`
}

// SearchView answers a search.
type SearchView struct {
	Found []FoundView `json:"found"`
}

// getSearch finds records by the beginning of a name, its pinyin or initials, or a number. Registers that the caller
// may search in the same areas are asked together.
func getSearch(c *call) error {
	out := SearchView{[]FoundView{}}
	word := searchWord(c.query.Get("q"))
	if word == "" {
		return c.json(out)
	}
	var found []store.Found
	for _, group := range c.searchGroups() {
		part, err := c.Reader.Search(c.ctx, store.SearchQuery{Prefix: word, Registers: group.registers,
			Areas: group.areas, Limit: foundMost})
		if err != nil {
			return err
		}
		found = append(found, part...)
	}
	titled, err := c.titled(found[:min(len(found), foundMost)])
	if err != nil {
		return err
	}
	out.Found = append(out.Found, titled...)
	return c.json(out)
}

type searchGroup struct {
	areas     []string
	registers []string
}

func (c *call) searchGroups() []searchGroup {
	var groups []searchGroup
	at := map[string]int{}
	for _, reg := range c.Catalog.Registers {
		areas := searchable(c.actor, reg)
		if len(areas) == 0 {
			continue
		}
		key := ""
		for _, a := range areas {
			key += a + " "
		}
		i, ok := at[key]
		if !ok {
			i = len(groups)
			at[key] = i
			groups = append(groups, searchGroup{areas: areas})
		}
		groups[i].registers = append(groups[i].registers, reg.Name)
	}
	return groups
}

// titled loads what was found, by register, and gives it words. What is gone or out of reach meanwhile is left out.
func (c *call) titled(found []store.Found) ([]FoundView, error) {
	byRegister := map[string][]string{}
	for _, f := range found {
		byRegister[f.Register] = append(byRegister[f.Register], f.Record)
	}
	p := c.presenter()
	views := map[string]FoundView{}
	for name, ids := range byRegister {
		list, err := c.readable(c.Catalog.Register(name), ids)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			views[name+" "+r.ID] = FoundView{name, r.County, r.ID, p.title(r, p.view(r)), r.Area,
				c.Catalog.Areas.Name(r.Area)}
		}
	}
	var out []FoundView
	for _, f := range found {
		if v, ok := views[f.Register+" "+f.Record]; ok {
			out = append(out, v)
		}
	}
	return out, nil
}

// readable loads records by id, those that the caller may read.
func (c *call) readable(reg *catalog.Register, ids []string) ([]*register.Record, error) {
	if reg == nil || len(ids) == 0 {
		return nil, nil
	}
	areas := c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)
	if len(areas) == 0 {
		return nil, nil
	}
	return c.Reader.Find(c.ctx, store.Query{Register: reg, Areas: areas, IDs: ids, Limit: len(ids)})
}

// recordsOf gives records by id, those that the caller may read.
func (c *call) recordsOf(byRegister map[string][]string) (map[string]*register.Record, error) {
	out := map[string]*register.Record{}
	for name, ids := range byRegister {
		list, err := c.readable(c.Catalog.Register(name), ids)
		if err != nil {
			return nil, err
		}
		for _, r := range list {
			out[r.ID] = r
		}
	}
	return out, nil
}

// overlaps reports whether an area covers, or lies in, a scope.
func overlaps(scope []string, area string) bool { return len(access.Narrow(scope, area)) > 0 }
