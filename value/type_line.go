package value

import "jieli/fault"

var typeLine Type = &lineType{shapeType{kind: Line, meta: meta{
	name: "line", label: fault.Text{Zh: "线路", En: "line"}, column: ColumnText, kind: KindOpaque,
}}}

// lineType is a way on the ground: a road, a pipe, a canal. It may cross itself.
type lineType struct{ shapeType }
