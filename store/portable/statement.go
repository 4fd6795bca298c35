package portable

import (
	"strconv"
	"strings"
	"sync"
)

// Scope says which counties a statement touches.
type Scope string

// Scopes of statements.
const (
	OneCounty Scope = "county"   // every table has county = $n, or the inserted rows carry it
	Counties  Scope = "counties" // a cross-county read
	Registry  Scope = "registry" // tables of no county: settings, credentials, sessions
)

// Statement is one declared statement in the portable subset. {list} in its text stands for placeholders of a list,
// which follow the fixed arguments.
type Statement struct {
	Scope Scope
	Text  string

	once  sync.Once
	texts [len(listSizes)]string // by size class, {list} filled, when first asked for
}

// Sizes of lists and of multi-row inserts: few, so that prepared statements are found again.
var (
	listSizes = [...]int{1, 8, 64, 512}
	rowSizes  = [...]int{1, 2, 4, 8, 16, 64}
)

var (
	declaredMu sync.Mutex
	declared   []*Statement
)

// Declared lists all statements that are known before a catalog is.
func Declared() []*Statement { return declared }

// define makes a statement that is known before a catalog is.
func define(scope Scope, text string) *Statement {
	s := newStatement(scope, text)
	declaredMu.Lock()
	defer declaredMu.Unlock()
	declared = append(declared, s)
	return s
}

func newStatement(scope Scope, text string) *Statement {
	return &Statement{Scope: scope, Text: strings.Join(strings.Fields(text), " ")}
}

func (s *Statement) fill() {
	fixed := countPlaceholders(s.Text)
	for i, size := range listSizes {
		s.texts[i] = strings.ReplaceAll(s.Text, "{list}", placeholders(fixed+1, size))
	}
}

// list gives the text for a list of n values and the size that it has room for.
func (s *Statement) list(n int) (text string, size int) {
	s.once.Do(s.fill)
	for i, size := range listSizes {
		if n <= size {
			return s.texts[i], size
		}
	}
	last := len(listSizes) - 1
	return s.texts[last], listSizes[last]
}

func countPlaceholders(text string) int {
	most := 0
	mapPlaceholders(text, func(_ *strings.Builder, n int) { most = max(most, n) })
	return most
}

// placeholders gives "$first, $first+1 …", count of them.
func placeholders(first, count int) string {
	var b strings.Builder
	for i := range count {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// insert is a multi-row INSERT: its texts are made per number of rows.
type insert struct {
	table   string
	columns []string
	tail    string // "on conflict …", "returning …"
	once    sync.Once
	texts   [len(rowSizes)]string // the first at once, the others when first asked for
}

func newInsert(table, columns, tail string) *insert {
	in := &insert{table: table, columns: splitColumns(columns), tail: tail}
	in.texts[0] = in.text(rowSizes[0])
	return in
}

// sized gives the text of a class of rows.
func (in *insert) sized(class int) string {
	if class == 0 {
		return in.texts[0]
	}
	in.once.Do(func() {
		for i := 1; i < len(rowSizes); i++ {
			in.texts[i] = in.text(rowSizes[i])
		}
	})
	return in.texts[class]
}

func defineInsert(table, columns, tail string) *insert {
	in := newInsert(table, columns, tail)
	declaredMu.Lock()
	defer declaredMu.Unlock()
	declared = append(declared, &Statement{Scope: in.scope(), Text: in.texts[0]})
	return in
}

// scope of an insert: the county comes first in the rows of every table but those of no county.
func (in *insert) scope() Scope {
	if in.columns[0] == "county" {
		return OneCounty
	}
	return Registry
}

func (in *insert) text(rows int) string {
	var b strings.Builder
	b.WriteString("insert into " + in.table + " (" + strings.Join(in.columns, ", ") + ") values ")
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		b.WriteString("(" + placeholders(r*len(in.columns)+1, len(in.columns)) + ")")
	}
	if in.tail != "" {
		b.WriteString(" " + in.tail)
	}
	return b.String()
}

// most is the largest class of rows whose arguments stay within the limits of both databases.
func (in *insert) most() int {
	const maxArgs = 30_000 // SQLite takes 32,766
	class := len(rowSizes) - 1
	for class > 0 && rowSizes[class]*len(in.columns) > maxArgs {
		class--
	}
	return class
}

func splitColumns(s string) []string {
	list := strings.Split(s, ",")
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}
