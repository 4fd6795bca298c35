package pack

import "jieli/catalog"

// roundTargets gives every kind of round the hidden stock that counts its targets, so that coverage of any day and area
// is read from cells.
func (b *builder) roundTargets() {
	for _, r := range b.cat.Rounds {
		if r.Target == nil {
			continue
		}
		r.Targets = &catalog.Indicator{Name: r.Name + "/targets", Label: r.Label, Folder: r.Folder, Factor: 1,
			Kind: catalog.Stock, Precision: catalog.Exact, Register: r.Target, Where: r.Where, Hidden: true}
		b.cat.Indicators = append(b.cat.Indicators, r.Targets)
	}
}
