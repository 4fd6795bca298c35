package portable

import (
	"context"
	"database/sql"
	"fmt"

	"jieli/store"
)

// reader has the reads that one statement answers; it works in a transaction as well as outside.
type reader struct{ *session }

// writer is one write transaction.
type writer struct {
	reader
	args   []any // of the statement in hand, kept for the next
	failed error // the first statement that failed: the transaction is not committed any more
}

var _ store.Tx = (*writer)(nil)

// exec runs a statement and remembers a failure.
func (w *writer) exec(ctx context.Context, text string, args []any) error {
	err := w.session.exec(ctx, text, args)
	if len(w.waiting) > 0 {
		w.args = nil // they wait with the statement
	}
	if w.failed == nil {
		w.failed = err
	}
	return err
}

// rows writes n rows by an insert; row appends the values of row i.
func (w *writer) rows(ctx context.Context, in *insert, n int, row func(i int, args []any) []any) error {
	return in.each(n, &w.args, row, func(text string, args []any) error { return w.exec(ctx, text, args) })
}

// each cuts n rows into statements of the sizes that there are, the largest first; row appends the values of row i,
// and buffer holds those of one statement.
func (in *insert) each(n int, buffer *[]any, row func(i int, args []any) []any, run func(text string, args []any) error) error {
	for at := 0; at < n; {
		class := in.most()
		for class > 0 && rowSizes[class] > n-at {
			class--
		}
		args := (*buffer)[:0]
		for i := range rowSizes[class] {
			args = row(at+i, args)
		}
		if len(args) != rowSizes[class]*len(in.columns) {
			return internal(fmt.Errorf("insert into %s: %d values for %d rows", in.table, len(args), rowSizes[class]))
		}
		*buffer = args
		if err := run(in.sized(class), args); err != nil {
			return err
		}
		at += rowSizes[class]
	}
	return nil
}

// drop runs a deleting statement with a {list}.
func (w *writer) drop(ctx context.Context, s *Statement, fixed []any, list []string) error {
	return eachList(s, fixed, list, func(text string, args []any) error { return w.exec(ctx, text, args) })
}

// dropIDs is drop with ids for a column of type UUID.
func (w *writer) dropIDs(ctx context.Context, s *Statement, fixed []any, list []string) error {
	return eachList(s, fixed, w.s.ids(list), func(text string, args []any) error { return w.exec(ctx, text, args) })
}

// listed runs a query with a {list}.
func (r reader) listed(
	ctx context.Context, s *Statement, fixed []any, list []string, scan func(*sql.Rows) error,
) error {
	return eachList(s, fixed, list, func(text string, args []any) error { return r.query(ctx, text, args, scan) })
}

// eachList cuts a list into statements of at most 512 values; short lists are filled up with their last value.
func eachList[T any](s *Statement, fixed []any, list []T, run func(text string, args []any) error) error {
	for len(list) > 0 {
		text, size := s.list(len(list))
		args := append(make([]any, 0, len(fixed)+size), fixed...)
		for i := range size {
			args = append(args, list[min(i, len(list)-1)])
		}
		list = list[min(size, len(list)):]
		if err := run(text, args); err != nil {
			return err
		}
	}
	return nil
}
