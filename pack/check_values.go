package pack

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"jieli/catalog"
)

// checkPeriods reports values of one area that overlap, and warns of days between them that have none.
func (b *builder) checkPeriods(p *catalog.Parameter, d *parameterDoc) {
	byArea := map[string][]parameterValueDoc{}
	var order []string
	for _, v := range d.Values {
		if !v.From.set || v.To.set && v.To.date < v.From.date {
			continue
		}
		if byArea[v.Area.text] == nil {
			order = append(order, v.Area.text)
		}
		byArea[v.Area.text] = append(byArea[v.Area.text], v)
	}
	for _, area := range order {
		list := byArea[area]
		sort.SliceStable(list, func(i, j int) bool { return list[i].From.date < list[j].From.date })
		for i := 1; i < len(list); i++ {
			before, next := list[i-1], list[i]
			switch {
			case !before.To.set || before.To.date >= next.From.date:
				b.report(next.From.pos, codePeriodOverlap, "name", p.Name, "area", area, "from", before.From.date)
			case before.To.date.AddDays(1) < next.From.date:
				b.report(next.From.pos, codePeriodGap,
					"name", p.Name, "area", area, "from", before.To.date.AddDays(1), "to", next.From.date.AddDays(-1))
			}
		}
	}
}

var (
	comparedField   = regexp.MustCompile(`\b([a-z_]\w*)\.([a-z_]\w*)\s*(?:==|!=)\s*(?:"([^"]*)"|'([^']*)')`)
	comparedLiteral = regexp.MustCompile(`(?:"([^"]*)"|'([^']*)')\s*(?:==|!=|in)\s*([a-z_]\w*)\.([a-z_]\w*)\b`)
	comparedList    = regexp.MustCompile(`\b([a-z_]\w*)\.([a-z_]\w*)\s+in\s*\[([^\]]*)\]`)
	literal         = regexp.MustCompile(`"([^"]*)"|'([^']*)'`)
	macroVariable   = regexp.MustCompile(`\b(\w+)\.(\w+)\s*\.\s*(?:all|exists|exists_one|filter|map)\(\s*(\w+)\s*,`)
	branchLiteral   = regexp.MustCompile(`(?:^|[?:])\s*(?:"([^"]*)"|'([^']*)')`)
	branchEnd       = regexp.MustCompile(`^\s*(?:$|[:)])`)
)

// checkLiterals reports codes that stand beside a field of type choice and are not in its list: a condition on them
// would never hold, and nobody would see why.
func (b *builder) checkLiterals(f formula) {
	if !strings.ContainsAny(f.text, `"'`) {
		return
	}
	variables := b.macroVariables(f.text)
	for _, m := range comparedField.FindAllStringSubmatchIndex(f.text, -1) {
		b.checkCodeAt(f, variables, [2]int{m[2], m[3]}, [2]int{m[4], m[5]}, firstGroup(m, 6, 8))
	}
	for _, m := range comparedLiteral.FindAllStringSubmatchIndex(f.text, -1) {
		b.checkCodeAt(f, variables, [2]int{m[6], m[7]}, [2]int{m[8], m[9]}, firstGroup(m, 2, 4))
	}
	for _, m := range comparedList.FindAllStringSubmatchIndex(f.text, -1) {
		for _, x := range literal.FindAllStringSubmatchIndex(f.text[m[6]:m[7]], -1) {
			g := firstGroup(x, 2, 4)
			b.checkCodeAt(f, variables, [2]int{m[2], m[3]}, [2]int{m[4], m[5]}, [2]int{m[6] + g[0], m[6] + g[1]})
		}
	}
}

// firstGroup gives whichever of two alternative groups of a match is there.
func firstGroup(m []int, i, j int) [2]int {
	if m[i] >= 0 {
		return [2]int{m[i], m[i+1]}
	}
	return [2]int{m[j], m[j+1]}
}

// macroVariables gives the register behind each variable of a list macro; nil where one name stands for two.
func (b *builder) macroVariables(src string) map[string]*catalog.Register {
	out := map[string]*catalog.Register{}
	for _, m := range macroVariable.FindAllStringSubmatch(src, -1) {
		owner := out[m[1]]
		if x := b.reg[m[1]]; owner == nil && x != nil {
			owner = x.reg
		}
		if owner == nil {
			continue
		}
		i := slices.IndexFunc(owner.Children, func(c *catalog.Register) bool { return c.As == m[2] })
		if i < 0 {
			continue
		}
		if before, twice := out[m[3]]; twice && before != owner.Children[i] {
			out[m[3]] = nil
			continue
		}
		out[m[3]] = owner.Children[i]
	}
	return out
}

func (b *builder) checkCodeAt(f formula, variables map[string]*catalog.Register, subject, field, code [2]int) {
	name := f.text[subject[0]:subject[1]]
	r, isVariable := variables[name]
	if x := b.reg[name]; !isVariable && x != nil {
		r = x.reg
	}
	if r == nil {
		return
	}
	if x := r.Field(f.text[field[0]:field[1]]); x != nil {
		b.checkCode(f, x, code)
	}
}

// checkCode reports the code that stands at text[code[0]:code[1]] of f when the list of the field has none such.
func (b *builder) checkCode(f formula, field *catalog.Field, code [2]int) {
	l, ok := field.Limits.Choices.(*catalog.ChoiceList)
	if !ok || l == nil {
		return
	}
	text := f.text[code[0]:code[1]]
	if _, known := l.Label(text); known {
		return
	}
	before := f.text[:code[0]]
	line, column := 1, 1
	for _, c := range before {
		column++
		if c == '\n' {
			line, column = line+1, 1
		}
	}
	b.reportUnknown(word{text: text, pos: f.node.place(line, column)}, codeUnknownChoice, codesOf(l), "choices", l.Name)
}

func codesOf(l *catalog.ChoiceList) []string {
	out := make([]string, 0, len(l.Values))
	for _, v := range l.Values {
		out = append(out, v.Code)
	}
	return out
}

// checkLiteral reports codes that are written into a field of type choice and are not in its list.
func (b *builder) checkLiteral(f formula, field *catalog.Field) {
	if field.Type.Name() != "choice" {
		return
	}
	for _, m := range branchLiteral.FindAllStringSubmatchIndex(f.text, -1) {
		if branchEnd.MatchString(f.text[m[1]:]) {
			b.checkCode(f, field, firstGroup(m, 2, 4))
		}
	}
}
