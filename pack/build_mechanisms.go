package pack

import (
	"cmp"
	"slices"

	"jieli/catalog"
)

// buildMechanisms says what the folders of the pack are for people.
func (b *builder) buildMechanisms() {
	seen := b.newNames("mechanism", codeMechanismElsewhere)
	for _, d := range b.docs.mechanisms {
		if !seen.declare(d.Mechanism) {
			continue
		}
		if d.Mechanism.text != d.folder {
			b.report(d.Mechanism.pos, codeMechanismElsewhere, "name", d.Mechanism.text, "folder", d.folder)
			continue
		}
		b.cat.Mechanisms = append(b.cat.Mechanisms, &catalog.Mechanism{Name: d.folder, Label: d.Label.text, Help: d.Help.text,
			Order: int(d.Order)})
	}
	slices.SortStableFunc(b.cat.Mechanisms, func(x, y *catalog.Mechanism) int { return cmp.Compare(x.Order, y.Order) })
}
