package pack

import (
	"jieli/catalog"
	"jieli/fault"
)

func (b *builder) buildRounds() {
	for _, d := range b.docs.rounds {
		if !b.rounds.declare(d.Round) {
			continue
		}
		b.checkName(d.Round, namePattern)
		r := &catalog.Round{
			Name: d.Round.text, Label: d.Label.text, Folder: d.folder, Target: b.register(d.Target),
			CoveredBy: b.register(d.CoveredBy), On: d.On.text,
		}
		b.places[r] = d.pos
		if r.CoveredBy != nil && r.Target != nil && r.CoveredBy.Parent != r.Target {
			b.report(d.CoveredBy.pos, codeCoverNoChild, "name", r.CoveredBy.Name, "target", r.Target.Name)
		}
		b.roundKeys(d)
		b.dateField(r.CoveredBy, d.On)
		if d.Due.text != "" {
			b.standing(r, d)
		} else {
			b.opened(r, d)
			b.sweep(r, d)
		}
		b.later(func() {
			r.Where = b.compile(d.Where, b.recordEnv(r.Target), kindBool)
			b.requireSQL(d.Where, r.Where, codeRoundNoSQL)
		})
		b.cat.Rounds = append(b.cat.Rounds, r)
	}
}

// Keys of the two kinds of rounds beside those that both have.
var (
	openedKeys   = []string{"opened_by", "from", "to", "on"}
	sweepKeys    = []string{"when", "places", "shape", "dwelling"}
	standingKeys = []string{"due", "lead"}
)

// roundKeys reports keys that a round of this kind lacks, and those that it does not take.
func (b *builder) roundKeys(d *roundDoc) {
	needs, not, kind := openedKeys, standingKeys, "opened_by"
	if d.Due.text != "" {
		needs, kind = standingKeys, "due"
		not = append([]string{"opened_by", "from", "to"}, sweepKeys...)
	}
	for _, key := range needs {
		if !d.has(key) {
			b.report(d.pos, codeMissingKey, "key", key)
		}
	}
	for _, key := range not {
		if d.has(key) {
			b.report(d.keyPos(key), codeRoundKey, "key", key, "kind", kind)
		}
	}
}

// opened builds a round that records open, each with its period.
func (b *builder) opened(r *catalog.Round, d *roundDoc) {
	r.Opener, r.From, r.To = b.register(d.OpenedBy), d.From.text, d.To.text
	b.dateField(r.Opener, d.From)
	b.dateField(r.Opener, d.To)
	if r.Opener != nil && r.Opener == r.Target {
		b.report(d.OpenedBy.pos, codeOpenerTarget, "name", r.Opener.Name)
	}
	b.later(func() { r.When = b.compile(d.When, b.recordEnv(r.Opener), kindBool) })
}

// sweep builds the places and the shape of a round.
func (b *builder) sweep(r *catalog.Round, d *roundDoc) {
	if d.Places.text != "" && r.Opener != nil {
		if t := b.target(d.Places, r.Opener.Children, codePlacesElsewhere); t != nil {
			b.mustBeType(d.Places.pos, t.Field, "area")
			r.Places, r.PlaceArea = t.Register, t.Field.Name
		} else if len(r.Opener.Children) == 0 {
			b.report(d.Places.pos, codePlacesElsewhere, "name", d.Places.text, "allowed", "–")
		}
	}
	if d.Shape.text != "" {
		if f := b.field(r.Opener, d.Shape); f != nil {
			b.mustBeType(d.Shape.pos, f, "polygon")
			r.Shape = f.Name
		}
		if !d.has("dwelling") {
			b.report(d.pos, codeMissingKey, "key", "dwelling")
		}
	}
	if d.Dwelling.text == "" {
		return
	}
	if f := b.field(r.Target, d.Dwelling); f != nil {
		b.mustBeType(d.Dwelling.pos, f, "point")
		r.Point = f.Name
	}
	if d.Shape.text == "" {
		b.report(d.keyPos("dwelling"), codeMissingKey, "key", "shape")
	}
}

func (b *builder) mustBeType(pos fault.Pos, f *catalog.Field, name string) {
	if f.Type.Name() != name && !b.poor[f.Name] {
		b.report(pos, codeFieldType, "name", f.Name, "type", f.Type.Name(), "want", name)
	}
}

// standing builds a round without an opener.
func (b *builder) standing(r *catalog.Round, d *roundDoc) {
	r.Lead = int(d.Lead)
	f := b.dateField(r.Target, d.Due)
	if f == nil {
		return
	}
	r.Due = f.Name
	if !f.Filter {
		b.report(d.Due.pos, codeDueNoFilter, "name", f.Name)
	}
}
