package catalog

import (
	"sort"

	"jieli/fault"
	"jieli/value"
)

// Area is an administrative division; its code is hierarchical.
type Area struct {
	Code, Name, NameEn, Level, Parent string
}

// Areas is the tree of areas, fixed with the pack.
type Areas struct {
	list   []Area // sorted by code
	byCode map[string]int
	Shapes []AreaShape // where areas lie on the map, as far as the pack says it; sorted by code
}

// AreaShape is where an area lies on the map: within outlines, or at a point.
type AreaShape struct {
	Code  string
	Rings [][]value.Position // outer edges; none: only At is known
	At    value.Position     // a place within it
}

// NewAreas builds the tree; the list is sorted by code, codes must be unique.
func NewAreas(list []Area) *Areas {
	sorted := append([]Area(nil), list...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].Code < sorted[j].Code })
	a := &Areas{list: sorted, byCode: make(map[string]int, len(sorted))}
	for i, x := range sorted {
		a.byCode[x.Code] = i
	}
	return a
}

// Get gives an area by code.
func (a *Areas) Get(code string) (Area, bool) {
	i, ok := a.byCode[code]
	if !ok {
		return Area{}, false
	}
	return a.list[i], true
}

// Name gives the name of an area, or its code when it is unknown.
func (a *Areas) Name(code string) string {
	if x, ok := a.Get(code); ok {
		return x.Name
	}
	return code
}

// Words gives the name of an area in both languages, or its code when it is unknown.
func (a *Areas) Words(code string) fault.Text {
	if x, ok := a.Get(code); ok {
		return fault.Text{Zh: x.Name, En: x.NameEn}
	}
	return fault.Text{Zh: code}
}

// Below gives all areas of a level at or below a code, by code; level "" gives all levels.
func (a *Areas) Below(code, level string) []Area {
	from := sort.Search(len(a.list), func(i int) bool { return a.list[i].Code >= code })
	var out []Area
	for _, x := range a.list[from:] {
		if !value.Within(x.Code, code) {
			break
		}
		if level == "" || x.Level == level {
			out = append(out, x)
		}
	}
	return out
}

// Children gives the areas whose parent is code.
func (a *Areas) Children(code string) []Area {
	var out []Area
	for _, x := range a.list {
		if x.Parent == code {
			out = append(out, x)
		}
	}
	return out
}

// Shape gives where an area lies on the map; false when the pack does not say it.
func (a *Areas) Shape(code string) (AreaShape, bool) {
	i := sort.Search(len(a.Shapes), func(i int) bool { return a.Shapes[i].Code >= code })
	if i < len(a.Shapes) && a.Shapes[i].Code == code {
		return a.Shapes[i], true
	}
	return AreaShape{}, false
}
