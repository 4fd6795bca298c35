package catalog

import (
	"jieli/expr"
	"jieli/fault"
)

// WallChart is a map that hangs in an office: layers, figures, and who answers for what.
type WallChart struct {
	Name    string
	Label   fault.Text
	Folder  string
	Title   fault.Text // behind the name of the area
	Levels  []string   // of the areas for which it is printed
	Layers  []*Layer
	Figures []*Indicator
	Tables  []*WallTable
	Source  fault.Text // where what stands on it comes from
}

// WallTable is a table on a wall chart: a row for each record in the area.
type WallTable struct {
	Label    fault.Text
	Levels   []string // of the areas on whose chart it stands; none: all
	Register *Register
	Where    *expr.Program // which of its records; nil: all
	Columns  []Target      // fields of the record, or of those above it
}

// WallChart gives a chart by name, or nil.
func (c *Catalog) WallChart(name string) *WallChart {
	for _, w := range c.WallCharts {
		if w.Name == name {
			return w
		}
	}
	return nil
}
