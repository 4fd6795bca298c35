package pack

import (
	"regexp"
	"slices"
	"strings"

	"jieli/fault"
)

var (
	namePattern = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	ruleName    = regexp.MustCompile(`^[a-z0-9][a-z0-9_]*$`)         // checks carry the numbers of their source
	choiceCode  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]*$`) // no "|": lists are stored as |a|b|
)

// reservedWords can name nothing: expressions give them a meaning.
var reservedWords = map[string]bool{
	"parameter": true, "today": true, "now": true, "true": true, "false": true, "null": true, "in": true, "as": true,
	"break": true, "const": true, "continue": true, "else": true, "for": true, "function": true, "if": true,
	"import": true, "let": true, "loop": true, "package": true, "namespace": true, "return": true, "var": true,
	"void": true, "while": true, "has": true, "all": true, "exists": true, "exists_one": true, "map": true,
	"filter": true,
}

// reservedFields are columns of every record that queries name beside its fields.
var reservedFields = map[string]bool{
	"id": true, "area": true, "parent": true, "key": true, "created_at": true, "updated_at": true,
}

// checkName reports a name that is not in snake case, too long or reserved.
func (l *loader) checkName(w word, pattern *regexp.Regexp) bool {
	switch {
	case w.text == "":
		return false
	case !pattern.MatchString(w.text):
		l.report(w.pos, codeNamePattern, "name", w.text)
	case len(w.text) > limitNameLength:
		l.report(w.pos, codeNameLong, "name", w.text, "max", limitNameLength)
	case reservedWords[w.text]:
		l.report(w.pos, codeNameReserved, "name", w.text)
	default:
		return true
	}
	return false
}

// names finds what is declared under a name, within one kind of definition.
type names struct {
	*loader
	kind    string
	unknown *fault.Code
	places  map[string]fault.Pos
	list    []string
}

func (l *loader) newNames(kind string, unknown *fault.Code) *names {
	return &names{loader: l, kind: kind, unknown: unknown, places: map[string]fault.Pos{}}
}

// declare takes a name; a second one is reported at its place.
func (n *names) declare(w word) bool {
	if w.text == "" {
		return false
	}
	if before, dup := n.places[w.text]; dup {
		n.duplicate(n.kind, w, before)
		return false
	}
	n.places[w.text] = w.pos
	n.list = append(n.list, w.text)
	return true
}

// duplicate reports a name that was given before.
func (l *loader) duplicate(kind string, w word, before fault.Pos) {
	l.report(w.pos, codeDuplicateName, "kind", kindWords(kind), "name", w.text, "before", before.String())
}

// known reports whether a name is declared; when it is not, and no broken document declares it, that is reported.
func (n *names) known(w word) bool {
	if w.text == "" {
		return false
	}
	if _, ok := n.places[w.text]; ok {
		return true
	}
	if !n.isBroken(n.kind, w.text) {
		n.reportUnknown(w, n.unknown, n.list)
	}
	return false
}

// isBroken reports whether a name belongs to a document that could not be read.
func (l *loader) isBroken(kind, name string) bool {
	return l.broken[kind+" "+name] || kind == "register" && l.broken["form "+name] || l.ofBrokenWorkflow(kind, name)
}

// ofBrokenWorkflow reports whether a workflow that could not be read would have made a register or form of that name.
func (l *loader) ofBrokenWorkflow(kind, name string) bool {
	if kind != "register" && kind != "form" && kind != "choices" {
		return false
	}
	for what := range l.broken {
		if flow, ok := strings.CutPrefix(what, "workflow "); ok && (name == flow || strings.HasPrefix(name, flow+"_")) {
			return true
		}
	}
	return false
}

// reportUnknown reports a name with the nearest known one.
func (l *loader) reportUnknown(w word, c *fault.Code, known []string, pairs ...any) {
	l.report(w.pos, c, append([]any{"name", w.text, "hint", hint(w.text, known)}, pairs...)...)
}

// hint words the nearest name; empty when none is near.
func hint(name string, known []string) fault.Text {
	best := nearest(name, known)
	if best == "" {
		return fault.Text{}
	}
	return fault.Text{Zh: "（是不是“" + best + "”？）", En: " (did you mean “" + best + "”?)"}
}

// nearest gives the known name that is nearest by typing mistakes: one for each three letters, or one that goes on
// where the name ends. "" when none is near.
func nearest(name string, known []string) string {
	best, distance := "", min(len(name)/3, 3)+1
	for _, k := range known {
		d := editDistance(name, k, distance)
		if len(name) >= 3 && (strings.HasPrefix(k, name) || strings.HasPrefix(name, k) && len(k) >= 3) {
			d = min(d, 1)
		}
		if d < distance {
			best, distance = k, d
		}
	}
	return best
}

// editDistance counts the insertions, deletions, replacements and swaps of neighbours between two names; it stops at
// limit. O(len(a)·len(b)).
func editDistance(a, b string, limit int) int {
	if abs(len(a)-len(b)) >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		if slices.Min(row) >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }

// wordsOfKinds are the kinds of definitions for people.
var wordsOfKinds = map[string]fault.Text{
	"choices": {Zh: "代码表", En: "code list"}, "parameter": {Zh: "参数", En: "parameter"},
	"mechanism": {Zh: "机制", En: "mechanism"},
	"role":      {Zh: "角色", En: "role"}, "register": {Zh: "台账", En: "register"}, "form": {Zh: "表单", En: "form"},
	"indicator": {Zh: "指标", En: "indicator"}, "round": {Zh: "轮次", En: "round"}, "task": {Zh: "任务", En: "task"},
	"rule": {Zh: "规则", En: "rule"}, "check": {Zh: "核查规则", En: "check"}, "area": {Zh: "区划", En: "area"},
	"section": {Zh: "页", En: "section"}, "question": {Zh: "问题", En: "question"}, "record": {Zh: "记录", En: "record"},
	"workflow": {Zh: "流程", En: "workflow"}, "transition": {Zh: "步骤", En: "step"},
	"document": {Zh: "打印文书", En: "document"}, "import": {Zh: "导入", En: "import"},
	"match":     {Zh: "匹配", En: "match"},
	"commodity": {Zh: "资金或物资", En: "commodity"}, "account": {Zh: "账户种类", En: "kind of account"},
	"transfer":   {Zh: "往来种类", En: "kind of transfer"},
	"layer":      {Zh: "图层", En: "layer"},
	"wall_chart": {Zh: "挂图", En: "wall chart"},
	"workspace":  {Zh: "工作台", En: "workspace of"}, "scenario": {Zh: "场景", En: "scenario"},
}

func kindWords(kind string) fault.Text { return wordsOfKinds[kind] }

func kindNames() string { return strings.Join(kindList(), " ") }
