package catalog

import (
	"jieli/expr"
	"jieli/fault"
)

// Layer is a layer of the map: records of a register, drawn where they are, or counted where their areas are.
type Layer struct {
	Name     string
	Label    fault.Text
	Folder   string
	Register *Register
	Geometry *Field        // of type point, line or polygon; nil: they are counted where their towns are
	Where    *expr.Program // which of its records; nil: all
	Color    *Field        // of type choice or yes_no, by which they are coloured; nil: all alike
	Shows    []*Field      // said of a record when it is pointed at
	From     *Field        // day from which a record is drawn; nil: always
	Until    *Field        // day from which it is drawn no more; nil: never
	MinZoom  int           // zoom from which single records are drawn; below they are counted
	Snap     int           // metres: places are moved to a grid of that size for roles not in ExactFor; 0: never
	ExactFor []string      // roles
}

// Layer gives a layer by name, or nil.
func (c *Catalog) Layer(name string) *Layer {
	for _, l := range c.Layers {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// Filed reports whether a field has a column that says where on the map its shape lies.
func (f *Field) Filed() bool { return f.Apart || f.Drawn }
