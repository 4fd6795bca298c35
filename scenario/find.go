package scenario

import (
	"slices"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
)

// find gives names to records that came about by themselves: the newest of a register, below a parent.
func (p *play) find(s *catalog.ScenarioStep) {
	for _, x := range s.Find {
		reg := p.cat.Register(x.Register)
		list, err := p.candidates(reg, x)
		if err != nil {
			p.err = err
			return
		}
		list = slices.DeleteFunc(slices.Clone(list), func(r *register.Record) bool { return !p.holds(r, x.Fields) })
		if len(list) == 0 {
			p.fail(s.Line, "there is no record of %s to be called “%s”", reg.Name, x.Alias)
			p.broken = true
			return
		}
		r := slices.MaxFunc(list, older)
		p.records[x.Alias] = ref{reg, r.County, r.ID}
	}
}

// holds reports whether a record has the values that it is to be found by.
func (p *play) holds(r *register.Record, fields map[string]any) bool {
	for name, want := range fields {
		f := r.Register.Field(name)
		if normal(p.wanted(f, want)) != normal(f.Type.JSON(r.Get(name), &f.Limits)) {
			return false
		}
	}
	return true
}

// maxCandidates is more records of one register than a scenario makes.
const maxCandidates = 1000

func (p *play) candidates(reg *catalog.Register, x catalog.ScenarioFind) ([]*register.Record, error) {
	if of, ok := p.records[x.Parent]; ok {
		return p.store.Children(p.ctx, reg, of.county, of.id)
	}
	return p.store.Find(p.ctx, store.Query{Register: reg, Limit: maxCandidates})
}

func older(a, b *register.Record) int {
	switch {
	case a.CreatedAt < b.CreatedAt:
		return -1
	case a.CreatedAt > b.CreatedAt:
		return 1
	}
	return 0
}
