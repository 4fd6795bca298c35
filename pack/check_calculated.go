package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

// orderCalculated settles in which order the calculated fields of each register are evaluated, and reports fields that
// follow from themselves, within one record or over parents and children.
func (b *builder) orderCalculated() {
	g := calculation{b: b, state: map[*catalog.Field]int{}, reads: map[*catalog.Field][]*catalog.Field{}}
	for _, r := range b.cat.Registers {
		for _, f := range r.Fields {
			if f.Calculate != nil {
				g.reads[f] = b.calculatedReads(r, f)
				b.checkClock(f)
			}
		}
	}
	for _, r := range b.cat.Registers {
		r.Calculated = nil
		for _, f := range r.Fields {
			if f.Calculate != nil {
				g.visit(r, f, nil)
			}
		}
	}
	for _, r := range b.cat.Registers {
		for _, f := range g.order {
			if i, ok := r.FieldIndex(f.Name); ok && r.Fields[i] == f {
				r.Calculated = append(r.Calculated, i)
			}
		}
	}
}

// calculation walks the calculated fields, depth first.
type calculation struct {
	b     *builder
	state map[*catalog.Field]int // 0 new, 1 on the path, 2 done
	reads map[*catalog.Field][]*catalog.Field
	order []*catalog.Field
}

func (g *calculation) visit(r *catalog.Register, f *catalog.Field, path []*catalog.Field) {
	switch g.state[f] {
	case 2:
		return
	case 1:
		names := []string{}
		for _, x := range append(path[slices.Index(path, f):], f) {
			names = append(names, x.Name)
		}
		g.b.report(g.b.placeOfCalculate(f), codeCalculatedCycle, "path", strings.Join(names, " → "))
		return
	}
	g.state[f] = 1
	for _, read := range g.reads[f] {
		g.visit(r, read, append(path, f))
	}
	g.state[f] = 2
	g.order = append(g.order, f)
}

func (b *builder) placeOfCalculate(f *catalog.Field) fault.Pos {
	if pos, ok := b.places[f.Calculate]; ok {
		return pos
	}
	return b.places[f]
}

// calculatedReads gives the calculated fields that a calculated field reads.
func (b *builder) calculatedReads(r *catalog.Register, f *catalog.Field) []*catalog.Field {
	var out []*catalog.Field
	for _, read := range f.Calculate.Reads() {
		parts := strings.Split(read, ".")
		x := b.reg[parts[0]]
		if x == nil {
			continue
		}
		owner := x.reg
		for _, list := range parts[1 : len(parts)-1] {
			i := slices.IndexFunc(owner.Children, func(c *catalog.Register) bool { return c.As == list })
			if i < 0 {
				break
			}
			owner = owner.Children[i]
		}
		if g := owner.Field(parts[len(parts)-1]); g != nil && g.Calculate != nil {
			out = append(out, g)
		}
	}
	return out
}

// checkClock warns of a calculated field that reads the clock: it keeps the value of the day on which the record last
// changed.
func (b *builder) checkClock(f *catalog.Field) {
	if f.Calculate.Timely() {
		b.report(b.placeOfCalculate(f), codeCalculatedClock, "name", f.Name)
	}
}
