package pack

import "jieli/catalog"

// roundTargets gives every kind of round the hidden stock that counts its targets, so that coverage of any day and area
// is read from cells. Sweeps keep a list of theirs instead, and standing rounds have no coverage.
func (b *builder) roundTargets() {
	for _, r := range b.cat.Rounds {
		if r.Target == nil || r.Sweep() || r.Standing() {
			continue
		}
		r.Targets = &catalog.Indicator{Name: r.Name + "/targets", Label: r.Label, Folder: r.Folder, Factor: 1,
			Kind: catalog.Stock, Precision: catalog.Exact, Register: r.Target, Where: r.Where, Hidden: true}
		b.cat.Indicators = append(b.cat.Indicators, r.Targets)
	}
}
