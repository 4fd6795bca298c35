package portable

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"sync"

	"jieli/store"
)

// placed is a query for rows of any counties, each named by its county and one more column. Whatever the number of
// counties, it is one statement: a group of bundles concerns many.
type placed struct {
	before, column, after string // column with its alias
	county                string
	shortIDs              bool // the column is of type UUID
	once                  sync.Once
	texts                 [len(listSizes)]string
}

// definePlaced makes a query that is known before a catalog is. alias is that of the table, "" for none.
func definePlaced(before, alias, column, after string) *placed {
	p := newPlaced(before, alias, column, after)
	declaredMu.Lock()
	defer declaredMu.Unlock()
	declared = append(declared, p.statements()...)
	return p
}

func newPlaced(before, alias, column, after string) *placed {
	if alias != "" {
		alias += "."
	}
	return &placed{before: before, county: alias + "county", column: alias + column, after: after}
}

// sized gives the text of a class of lists; they are made when first asked for.
func (p *placed) sized(class int) string {
	p.once.Do(func() {
		for i, size := range listSizes {
			condition := p.county + " = $1 and " + p.column + " = $2"
			if size > 1 {
				condition = "(" + p.county + ", " + p.column + ") in (values " + pairs(size) + ")"
			}
			p.texts[i] = strings.TrimSpace(p.before + " where " + condition + " " + p.after)
		}
	})
	return p.texts[class]
}

// short says that the column is of type UUID.
func (p *placed) short() *placed {
	p.shortIDs = true
	return p
}

// pairs gives "($1, $2), ($3, $4) …".
func pairs(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("($" + strconv.Itoa(2*i+1) + ", $" + strconv.Itoa(2*i+2) + ")")
	}
	return b.String()
}

// statements are the two shapes of the query, for the tests of the subset.
func (p *placed) statements() []*Statement {
	return []*Statement{{Scope: OneCounty, Text: p.sized(0)}, {Scope: Counties, Text: p.sized(1)}}
}

// placedRows runs a query for places, at most 512 in one statement; short lists are filled up with their last one.
func (r reader) placedRows(ctx context.Context, p *placed, list []store.Place, scan func(*sql.Rows) error) error {
	list = unique(list)
	for len(list) > 0 {
		class := 0
		for class < len(listSizes)-1 && listSizes[class] < len(list) {
			class++
		}
		size := listSizes[class]
		args := make([]any, 0, 2*size)
		for i := range size {
			at := &list[min(i, len(list)-1)]
			if p.shortIDs {
				args = append(args, at.County, r.s.id(at.ID))
			} else {
				args = append(args, at.County, at.ID)
			}
		}
		list = list[min(size, len(list)):]
		if err := r.query(ctx, p.sized(class), args, scan); err != nil {
			return err
		}
	}
	return nil
}
