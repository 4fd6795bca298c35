package portable

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"jieli/catalog"
	"jieli/compact"
	"jieli/fault"
)

var (
	allWords = define(Registry, "select text from word order by number")
	// A process that learns at the same time may have taken a number: then this word comes again, behind.
	saveWord = defineInsert("word", "number, text", "on conflict (number) do nothing")
)

// vocabulary is the list of words by which texts are packed, as it stands in the database. It is read when it is first
// needed, and again when a text names a word that another process has added.
type vocabulary struct {
	mu    sync.Mutex
	words atomic.Pointer[compact.Words]
}

// wordsNow gives the list as far as it is known here.
func (s *Store) wordsNow(ctx context.Context, q Query) (*compact.Words, error) {
	if w := s.vocabulary.words.Load(); w != nil {
		return w, nil
	}
	return s.readWords(ctx, q)
}

// readWords reads the list from the database.
func (s *Store) readWords(ctx context.Context, q Query) (*compact.Words, error) {
	var list []string
	err := q(ctx, allWords.Text, nil, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		list = append(list, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.vocabulary.mu.Lock()
	defer s.vocabulary.mu.Unlock()
	w := s.vocabulary.words.Load()
	if w == nil || w.Len() < len(list) {
		w = compact.NewWords(list)
		s.vocabulary.words.Store(w)
	}
	return w, nil
}

// unpacked runs do with the list of words, and once more with a fresh one when a word is missing.
func (r reader) unpacked(ctx context.Context, do func(*compact.Words) error) error {
	w, err := r.s.wordsNow(ctx, r.query)
	if err != nil {
		return err
	}
	if err = do(w); errors.Is(err, compact.ErrWord) {
		if w, err = r.s.readWords(ctx, r.query); err == nil {
			err = do(w)
		}
	}
	return err
}

// learn adds the names of a catalog to the list.
func (s *Store) learn(ctx context.Context, c *catalog.Catalog) error {
	w, err := s.readWords(ctx, s.query)
	if err != nil {
		return err
	}
	for {
		missing := w.Missing(namesOf(c))
		if len(missing) == 0 {
			return nil
		}
		first := w.Len()
		err := s.transact(ctx, false, func(tx *writer) error {
			return tx.rows(ctx, saveWord, len(missing), func(i int, args []any) []any {
				return append(args, int64(first+i), missing[i])
			})
		})
		if err != nil {
			return err
		}
		if w, err = s.readWords(ctx, s.query); err != nil {
			return err
		}
		if w.Len() <= first {
			return internal(errors.New("the table word does not grow"))
		}
	}
}

// ownNames are names of ours in what is packed: of parts of receipts, and of values that are objects.
var ownNames = []string{"bundle", "accepted", "entries", "id", "county", "stream", "seq", "register", "record", "version",
	"count", "findings", "code", "severity", "text", "path", "zh", "en", "error", "warning", "conflicts", "receipt", "sealed", "_parent",
	"type", "coordinates", "Point", "Polygon", "LineString", ""}

// namesOf gives the names of a catalog that stand in entries and receipts again and again.
func namesOf(c *catalog.Catalog) []string {
	names := append(slices.Clone(ownNames), c.Pack.Version)
	for _, r := range c.Registers {
		names = append(names, r.Name)
		for _, f := range r.Fields {
			names = append(names, f.Name)
		}
	}
	for _, f := range c.Forms {
		names = append(names, f.Name)
	}
	for _, r := range c.Roles {
		names = append(names, r.Name)
	}
	for _, l := range c.Choices {
		for _, v := range l.Values {
			names = append(names, v.Code)
		}
	}
	if c.Areas != nil {
		for _, a := range c.Areas.Below(c.Pack.Root, "") {
			names = append(names, a.Code)
		}
	}
	for _, code := range fault.Codes() {
		names = append(names, code.Name)
	}
	for _, x := range c.Checks {
		names = append(names, x.Name)
	}
	return slices.DeleteFunc(names, func(name string) bool { return !isPlain(name) })
}

// isPlain reports whether a name stands between quotes as it is.
func isPlain(name string) bool {
	for i := 0; i < len(name); i++ {
		if c := name[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
