package exchange

import (
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

var (
	errCell = fault.Define("cell_missing", "第 {row} 行缺少“{head}”。", "Row {row} lacks “{head}”.")
	errArea = fault.Define("cell_area",
		"“{value}”不是所辖范围内的地区，或有同名的地区；请写全称（如“小江镇沙寮村”）或代码。",
		"“{value}” is no area of your scope, or there are several of that name; write the full name or the code.")
)

// line is one row, read.
type line struct {
	row      Row
	given    map[string]any    // question → value in memory
	raw      map[string]string // question → text, of cells that could not be read
	findings []fault.Finding
	lacking  []string         // questions whose required cells are empty
	found    *register.Record // the one that the row is about
}

// question gives the question of an import's column, of the one form or the other.
func (r *run) question(name string) *catalog.Question {
	for _, f := range []*catalog.Form{r.imp.Form, r.imp.Otherwise} {
		if f == nil {
			continue
		}
		if q := f.ByName()[name]; q != nil {
			return q
		}
	}
	return nil
}

// read reads the cells of a row. What cannot be read is a finding at the row and its column.
func (r *run) read(h *head, row Row) *line {
	x := &line{row: row, given: map[string]any{}, raw: map[string]string{}}
	for _, c := range r.imp.Columns {
		text := ""
		if i, has := h.columns[c.Question]; has && i < len(row.Cells) {
			text = row.Cells[i]
		}
		if text == "" {
			if c.Required {
				x.add(c, errCell.At("", "row", row.Number, "head", c.Heads[0]))
				x.lacking = append(x.lacking, c.Question)
			}
			continue
		}
		v, finding := r.cell(c.Question, text)
		if finding != nil {
			x.add(c, *finding)
			x.raw[c.Question] = text
		} else if v != nil {
			x.given[c.Question] = v
		}
	}
	return x
}

func (x *line) add(c catalog.ImportColumn, f fault.Finding) {
	f.Path = c.Heads[0]
	x.findings = append(x.findings, f)
}

func (r *run) cell(question, text string) (any, *fault.Finding) {
	q := r.question(question)
	if q == nil || q.Field == nil {
		return nil, nil
	}
	if q.Field.Type.Name() == "area" && value.AreaLevel(text) == "" {
		return r.area(text)
	}
	return q.Field.Type.ParseText(text, &q.Field.Limits)
}

// area finds an area of the sender's scope by its name, with the names above it before it if need be.
func (r *run) area(text string) (any, *fault.Finding) {
	codes := r.areas[plainArea(strings.NewReplacer(" ", "", "　", "").Replace(text))]
	if len(codes) == 1 {
		return codes[0], nil
	}
	f := errArea.At("", "value", clip(text))
	return nil, &f
}

// AreaFinder gives the one area of a scope that a text names, by its code or as people write it; false when there is none,
// or more than one.
func AreaFinder(areas *catalog.Areas, scope []string) func(text string) (code string, ok bool) {
	names := areaNames(areas, scope)
	return func(text string) (string, bool) {
		if _, known := areas.Get(text); known {
			return text, access.Covers(scope, text)
		}
		codes := names[plainArea(strings.NewReplacer(" ", "", "　", "").Replace(text))]
		if len(codes) != 1 {
			return "", false
		}
		return codes[0], true
	}
}

// areaNames gives the codes of the areas in scope by each way to write their names: 沙寮村, 小江镇沙寮村 and so on.
func areaNames(areas *catalog.Areas, scope []string) map[string][]string {
	out := map[string][]string{}
	for _, top := range scope {
		for _, a := range areas.Below(top, "") {
			name := a.Name
			out[plainArea(name)] = append(out[plainArea(name)], a.Code)
			for at := a; ; {
				above, ok := areas.Get(at.Parent)
				if !ok {
					break
				}
				name = above.Name + name
				out[plainArea(name)] = append(out[plainArea(name)], a.Code)
				at = above
			}
		}
	}
	return out
}

// committees are the ways to write the lowest areas: by their committees, in full or short, or by themselves.
var committees = []struct{ ending, plain string }{
	{"村民委员会", "村"}, {"村委会", "村"},
	{"社区居民委员会", "居委会"}, {"居民委员会", "居委会"}, {"社区居委会", "居委会"}, {"社区", "居委会"},
}

// plainArea gives the one form in which names of areas are compared: 芙蓉村 for 芙蓉村委会, 潭村 for 潭村村委会.
func plainArea(name string) string {
	for _, c := range committees {
		if stem, ok := strings.CutSuffix(name, c.ending); ok {
			name = stem + c.plain
			break
		}
	}
	if strings.HasSuffix(name, "村村") {
		name = strings.TrimSuffix(name, "村")
	}
	return name
}
