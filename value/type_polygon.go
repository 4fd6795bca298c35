package value

import "jieli/fault"

var typePolygon Type = &polygonType{shapeType{kind: Polygon, meta: meta{
	name: "polygon", label: fault.Text{Zh: "地块范围", En: "outline"}, column: ColumnText, kind: KindOpaque,
}}}

// polygonType is the outline of a plot, with holes if it has any.
type polygonType struct{ shapeType }
