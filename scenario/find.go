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
		if len(list) == 0 {
			p.fail(s.Line, "there is no record of %s to be called “%s”", reg.Name, x.Alias)
			p.broken = true
			return
		}
		r := slices.MaxFunc(list, older)
		p.records[x.Alias] = ref{reg, r.County, r.ID}
	}
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
