package engine

import (
	"math"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// sliver is the part of the smaller outline that two may have in common: lines drawn by hand along one ridge never meet
// quite.
const sliver = 0.01

// validateApart refuses an outline that lies over that of another record of the county, where the field keeps them
// apart. The county is this unit's alone until it commits, so that of two who draw at once the second is refused.
func (d *draft) validateApart(t *touch) {
	for _, i := range t.plan.apart {
		f := t.reg.Fields[i]
		g, _ := t.after.Fields[i].(value.Geometry)
		if g == "" || t.before != nil && t.before.State == t.after.State && register.SameValue(t.before.Fields[i], g) {
			continue
		}
		mine := value.OutlineOf(g)
		for _, other := range d.neighbours(t, f, g) {
			theirs, _ := other.Fields[i].(value.Geometry)
			if o := value.OutlineOf(theirs); mine != nil && o != nil {
				if share := mine.Overlap(o); share >= sliver {
					d.add(overlaps.At(t.in.pathOf(f.Name), "label", f.Label, "other", d.openTitle(other), "share", math.Round(share*100)))
				}
			}
		}
	}
}

// neighbours gives the other active records whose outline may meet a shape, as the draft would leave them: those that
// the store files there, and those that this unit has changed since.
func (d *draft) neighbours(t *touch, f *catalog.Field, g value.Geometry) []*register.Record {
	near, err := d.u.tx.Near(d.u.ctx, t.reg, f, d.county(), g)
	d.u.fail(err)
	ids := make([]string, 0, len(near))
	for _, r := range near {
		ids = append(ids, r.ID)
		k := recordKey{t.reg, r.County, r.ID}
		if _, known := d.u.records[k]; !known {
			d.u.records[k] = r
		}
	}
	for at := range d.u.dirty[t.reg] {
		if at.County == d.county() {
			ids = append(ids, at.ID)
		}
	}
	for _, x := range d.order {
		if x.reg == t.reg {
			ids = append(ids, x.after.ID)
		}
	}
	slices.Sort(ids)
	out := make([]*register.Record, 0, len(ids))
	for _, id := range slices.Compact(ids) {
		if r := d.record(t.reg, id); r != nil && id != t.after.ID && !isOver(r) {
			out = append(out, r)
		}
	}
	return out
}

// openTitle names another record for a sentence, without what not everybody sees.
func (d *draft) openTitle(r *register.Record) fault.Text {
	areas := d.u.e.cat.Areas
	words := func(lang string) string {
		text := register.Title(r, areas, lang, func(f *catalog.Field) bool { return f.Privacy == catalog.Open })
		if strings.Trim(text, "＊ ·") == "" {
			return r.Register.Label.In(lang)
		}
		return text
	}
	return fault.Text{Zh: words("zh"), En: words("en")}
}
