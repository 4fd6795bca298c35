package api

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Bounds of the records that a question may be answered with: of those kept above the caller, which are few (the products
// of a county, the sending units of a city), and of one answer.
const (
	aboveMost      = 500
	referableShown = 20
)

// Referable is a record that a reference may name.
type Referable struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	AreaName string `json:"area_name"`
}

// getReferable answers with the records that a question of the caller may be answered with: those of the list that the
// caller reads, and those kept above, at the caller's own county or the programme, of which only open words are told.
func getReferable(c *call) error {
	reg := c.register()
	l, ok, err := c.readList(reg)
	if err != nil {
		return err
	}
	var found []*register.Record
	if ok && len(l.q.Areas) > 0 {
		l.q.Limit = referableShown
		if found, err = c.Reader.Find(c.ctx, l.q); err != nil {
			return err
		}
	}
	above, err := c.keptAbove(reg)
	if err != nil {
		return err
	}
	p, q := c.presenter(), strings.ToLower(strings.TrimSpace(c.query.Get("q")))
	out := []Referable{}
	for i, r := range append(found, above...) {
		title := p.title(r, p.view(r))
		if i < len(found) || strings.Contains(strings.ToLower(title), q) {
			out = append(out, Referable{r.ID, title, c.Catalog.Areas.Name(r.Area)})
		}
	}
	return c.json(out[:min(len(out), referableShown)])
}

// keptAbove gives the records whose place is one of those in which the caller's areas lie.
func (c *call) keptAbove(reg *catalog.Register) ([]*register.Record, error) {
	places := c.placesAbove(reg)
	if reg.AreaField == "" || len(places) == 0 {
		return nil, nil
	}
	values := make([]any, len(places))
	for i, place := range places {
		values[i] = place
	}
	return c.Reader.Find(c.ctx, store.Query{Register: reg, Areas: places, Limit: aboveMost,
		Conds: []store.Cond{{Field: reg.AreaField, Op: "in", Values: values}}})
}

func (c *call) placesAbove(reg *catalog.Register) []string {
	var out []string
	for _, area := range c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead) {
		for n := 1; n < len(area); n++ {
			place := area[:n]
			if value.Within(place, c.Catalog.Pack.Root) && value.AreaLevel(place) != "" && !slices.Contains(out, place) {
				out = append(out, place)
			}
		}
	}
	return out
}
