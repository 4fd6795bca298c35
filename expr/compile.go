package expr

import (
	"slices"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/common/ast"

	"jieli/fault"
	"jieli/value"
)

// Compile parses and type-checks an expression. want is the kind that it must give, "" for any. All problems are
// reported at once, in the order of the text; the program is nil when there is one.
func (e *Env) Compile(src string, want value.Kind) (*Program, []Problem) {
	if list := checkText(src); list != nil {
		return nil, list
	}
	tree, errs := e.parse(src)
	if list := syntaxProblems(src, errs); list != nil {
		return nil, list
	}
	b := &builder{env: e, info: tree.SourceInfo(), src: src, reads: map[string]bool{}}
	root := b.root(tree.Expr())
	if root.kind != kNone {
		b.checkWant(root, want)
	}
	if len(b.problems) > 0 {
		slices.SortStableFunc(b.problems, func(x, y Problem) int {
			if x.Line != y.Line {
				return x.Line - y.Line
			}
			return x.Column - y.Column
		})
		return nil, b.problems
	}
	return b.program(root), nil
}

func checkText(src string) []Problem {
	start := place{1, 1}
	switch n := utf8.RuneCountInString(src); {
	case strings.TrimSpace(src) == "":
		return []Problem{problem(start, codeEmpty)}
	case n > MaxLength:
		return []Problem{problem(start, codeLong, "length", n, "max", MaxLength)}
	case !utf8.ValidString(src) || strings.ContainsRune(src, 0):
		return []Problem{problem(start, codeSyntax, "hint",
			words("文字里有乱码，请重新录入", "it holds broken characters; type it again"))}
	}
	return nil
}

// checkWant compares what the expression gives with what its place in the pack needs.
func (b *builder) checkWant(root *node, want value.Kind) {
	got := valueOfKind[root.kind]
	if got != "" && (want == "" || want == got) {
		return
	}
	hint := words("请改写表达式", "rewrite the expression")
	switch {
	case root.kind == kRows:
		hint = words("请写 .size() 得到个数，或 .exists(p, …) 得到是否", "write .size() for a count or .exists(p, …) for a condition")
	case root.kind == kInts:
		hint = words("请写 sum(…) 求和", "write sum(…) to add them up")
	case want == value.KindDouble && root.kind == kInt:
		hint = words("请写 double(…)", "write double(…)")
	case want == value.KindInt && root.kind == kDouble:
		hint = words("请写 int(…) 舍去小数", "write int(…), which drops the decimals")
	case want == value.KindBool:
		hint = words("条件要有比较，如 … > 0", "a condition compares, as in … > 0")
	case want == value.KindDate && root.kind == kInstant:
		hint = words("请写 day(…)", "write day(…)")
	case want == value.KindDate && root.kind == kDays:
		hint = words("请加到一个日期上", "add it to a date")
	}
	wanted := words("一个值", "a value")
	if k, ok := kindOfValue[want]; ok {
		wanted = kindWords[k]
	}
	b.report(root.at, codeWant, "want", wanted, "got", kindWords[root.kind], "hint", hint)
}

// builder turns a parsed tree into checked nodes.
type builder struct {
	env      *Env
	info     *ast.SourceInfo
	src      string
	problems []Problem
	full     bool // too deep or too large: said once

	vars   []variable // variables of list macros in scope, inner last
	slots  int        // row slots given to variables so far, beyond the subjects
	lists  []listUse
	ways   []way
	nodes  int
	depth  int
	reads  map[string]bool
	timely bool
}

// variable is the row of a list macro.
type variable struct {
	name string
	slot int
	list *listInfo
	path string // "household.people"
}

// listUse is a child list that the program reads.
type listUse struct{ subject, list string }

// way is a reference that the program follows.
type way struct {
	from  int // slot of the record that has the reference
	to    int // slot of the record that it names
	field *Field
}

func (b *builder) report(at place, c *fault.Code, pairs ...any) *node {
	b.problems = append(b.problems, problem(at, c, pairs...))
	return &node{at: at}
}

// at gives the place of a tree node.
func (b *builder) at(e ast.Expr) place {
	loc := b.info.GetStartLocation(e.ID())
	return place{line: max(1, loc.Line()), column: loc.Column() + 1}
}

// fieldAt gives the place of the name behind the dot of a.b.
func (b *builder) fieldAt(e ast.Expr, name string) place {
	r, ok := b.info.GetOffsetRange(e.ID())
	if !ok {
		return b.at(e)
	}
	rest := []rune(b.src)[min(int(r.Start), utf8.RuneCountInString(b.src)):]
	i := strings.Index(string(rest), name)
	if i < 0 {
		return b.at(e)
	}
	return b.placeOf(int(r.Start) + utf8.RuneCountInString(string(rest)[:i]))
}

// functionAt gives the place of the name of a global call, which stands before its parenthesis.
func (b *builder) functionAt(e ast.Expr, name string) place {
	r, ok := b.info.GetOffsetRange(e.ID())
	if !ok {
		return b.at(e)
	}
	before := []rune(b.src)[:min(int(r.Start), utf8.RuneCountInString(b.src))]
	i := strings.LastIndex(string(before), name)
	if i < 0 {
		return b.at(e)
	}
	return b.placeOf(utf8.RuneCountInString(string(before)[:i]))
}

func (b *builder) placeOf(offset int) place { return placeOf(b.src, offset) }

// placeOf gives line and column of the character at an offset.
func placeOf(src string, offset int) place {
	p := place{1, 1}
	for _, r := range src {
		if offset == 0 {
			break
		}
		offset--
		p.column++
		if r == '\n' {
			p.line, p.column = p.line+1, 1
		}
	}
	return p
}
