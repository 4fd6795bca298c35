// Package storetest is the contract of store.Store as tests: every back end passes them.
package storetest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Run holds a back end to the contract. open gives an empty store and closes it at the end of the test.
func Run(t *testing.T, open func(t *testing.T) store.Store) {
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"migrate", migrateTests}, {"write", writeTests}, {"journal", journalTests}, {"records", recordTests},
		{"find", findTests}, {"order", orderTests}, {"ways", waysTests}, {"figures", figureTests}, {"tasks", taskTests},
		{"covers", coverTests}, {"targets", targetTests}, {"search", searchTests}, {"settings", settingTests},
		{"attachments", attachmentTests}, {"ledger", ledgerTests}, {"near", nearTests},
		{"tiles", tileTests},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, x := range group.tests {
				t.Run(x.name, func(t *testing.T) { x.run(newBench(t, open)) })
			}
		})
	}
}

// test is one sentence of the contract.
type test struct {
	name string
	run  func(*bench)
}

// Places of the tests: a city, two counties, three towns, villages.
const (
	city     = "4418"
	cityKey  = "441800"
	county   = "441823"
	town     = "441823105"
	village  = "441823105201"
	village2 = "441823105202"
	town2    = "441823107"
	village3 = "441823107201"
	county2  = "441881"
	town3    = "441881104"
	village4 = "441881104201"
)

var ctx = context.Background()

// bench is a store under test, migrated to a small programme.
type bench struct {
	*testing.T
	store.Store
	cat     *catalog.Catalog
	house   *catalog.Register
	person  *catalog.Register
	open    func(*testing.T) store.Store
	counter int
}

func newBench(t *testing.T, open func(*testing.T) store.Store) *bench {
	t.Helper()
	b := &bench{T: t, Store: open(t), cat: Programme(), open: open}
	b.house, b.person = b.cat.Registers[0], b.cat.Registers[1]
	b.ok(b.Migrate(ctx, b.cat))
	return b
}

// ok ends the test when err is not nil.
func (b *bench) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// fails ends the test when err is not of the kind.
func (b *bench) fails(err error, kind fault.Kind, code string) {
	b.Helper()
	e, ok := err.(*fault.Error)
	if !ok || e.Kind != kind || len(e.Findings) != 1 || e.Findings[0].Code != code {
		b.Fatalf("error %v, want kind %d code %s", err, kind, code)
	}
}

// same ends the test when got, printed, is not want.
func (b *bench) same(got any, want string) {
	b.Helper()
	if text := fmt.Sprint(got); text != want {
		b.Fatalf("got  %s\nwant %s", text, want)
	}
}

func (b *bench) write(do func(tx store.Tx) error) {
	b.Helper()
	b.ok(b.Write(ctx, do))
}

// id gives the nth id of a test; ids sort by n.
func id(n int) string { return fmt.Sprintf("01964c1e-7d3a-7000-8000-%012d", n) }

// Programme is a small catalog with every type of column.
func Programme() *catalog.Catalog {
	house := &catalog.Register{Name: "household", Key: []string{"household_no"}, AreaField: "village", Fields: []*catalog.Field{
		field("household_no", "text", func(f *catalog.Field) { f.Required, f.Filter = true, true }),
		field("head_name", "person_name", func(f *catalog.Field) { f.Privacy = catalog.Personal }),
		field("village", "area", nil),
		field("members", "integer", func(f *catalog.Field) { f.Filter = true }),
		field("income", "money", func(f *catalog.Field) { f.Filter = true }),
		field("category", "choice", func(f *catalog.Field) { f.Filter = true }),
		field("visited_on", "date", func(f *catalog.Field) { f.Filter = true }),
		field("has_labour", "yes_no", func(f *catalog.Field) { f.Filter = true }),
		field("needs", "choices", nil),
		field("dwelling", "point", nil),
		field("land", "number", nil),
		field("told_at", "instant", nil),
		field("national_id", "national_id", func(f *catalog.Field) { f.Privacy, f.Filter = catalog.Sensitive, true }),
		field("debt", "money", func(f *catalog.Field) { f.Privacy = catalog.Sensitive }),
		field("disabled", "yes_no", func(f *catalog.Field) { f.Privacy = catalog.Sensitive }),
		field("order", "text", nil), // a reserved word of SQL
	}}
	person := &catalog.Register{Name: "person", Parent: house, As: "people", Fields: []*catalog.Field{
		field("name", "person_name", nil),
		field("born_on", "date", func(f *catalog.Field) { f.Filter = true }),
	}}
	house.Children = []*catalog.Register{person}
	plot := &catalog.Register{Name: "field_plot", AreaField: "village", Fields: []*catalog.Field{
		field("village", "area", nil),
		field("outline", "polygon", func(f *catalog.Field) { f.Apart = true }),
		field("lent", "yes_no", nil),
	}}
	c := &catalog.Catalog{Pack: catalog.Pack{Name: "test", Version: "2026.1"},
		Registers: []*catalog.Register{house, person, plot}}
	c.Index()
	return c
}

func field(name, kind string, more func(*catalog.Field)) *catalog.Field {
	t, ok := value.ByName(kind)
	if !ok {
		panic("no type " + kind)
	}
	f := &catalog.Field{Name: name, Type: t}
	if more != nil {
		more(f)
	}
	return f
}

// Cipher is a column cipher for tests: it can be read, and differs every time.
type Cipher struct{ n int }

// Seal implements store.ColumnCipher.
func (c *Cipher) Seal(plain string) string {
	c.n++
	return fmt.Sprintf("~%d~%s", c.n, base64.StdEncoding.EncodeToString([]byte(plain)))
}

// Open implements store.ColumnCipher.
func (c *Cipher) Open(sealed string) (string, error) {
	var n int
	var text string
	if _, err := fmt.Sscanf(sealed, "~%d~%s", &n, &text); err != nil && text != "" {
		return "", err
	}
	plain, err := base64.StdEncoding.DecodeString(text)
	return string(plain), err
}

// Digest implements store.ColumnCipher.
func (c *Cipher) Digest(plain string) string { return "digest of " + plain }

// record makes a household in an area; fields are name, value, name, value …
func (b *bench) record(n int, area string, fields ...any) *register.Record {
	return newRecord(b.house, n, area, fields...)
}

func newRecord(reg *catalog.Register, n int, area string, fields ...any) *register.Record {
	in, stream := value.StreamOf(area)
	r := &register.Record{Register: reg, County: in, ID: id(n), Stream: stream, Area: area, Version: 1,
		State: register.StateActive, CreatedAt: value.Instant(1_000_000 + n), CreatedBy: id(9001),
		UpdatedAt: value.Instant(2_000_000 + n), UpdatedBy: id(9002), LastDay: value.DateOf(2026, 11, 1),
		Fields: make([]any, len(reg.Fields))}
	for i := 0; i+1 < len(fields); i += 2 {
		name, _ := fields[i].(string)
		r.Set(name, fields[i+1])
	}
	return r
}

// save locks the streams of the records, as the engine does, and writes them.
func (b *bench) save(records ...*register.Record) {
	b.Helper()
	b.write(func(tx store.Tx) error { return saveAll(tx, records) })
}

func saveAll(tx store.Tx, records []*register.Record) error {
	var keys []journal.StreamKey
	byRegister := map[*catalog.Register][]*register.Record{}
	for _, r := range records {
		keys = append(keys, journal.StreamKey{County: r.County, Stream: r.Stream})
		byRegister[r.Register] = append(byRegister[r.Register], r)
	}
	if _, err := tx.Lock(ctx, keys); err != nil {
		return err
	}
	for reg, list := range byRegister {
		if err := tx.SaveRecords(ctx, reg, list); err != nil {
			return err
		}
	}
	return nil
}

// numbers gives the numbers of records made by record, in order.
func numbers(records []*register.Record) []int {
	out := make([]int, len(records))
	for i, r := range records {
		_, _ = fmt.Sscanf(r.ID[len(r.ID)-12:], "%d", &out[i])
	}
	return out
}

// SealBytes implements store.ColumnCipher.
func (c *Cipher) SealBytes(name string, plain []byte) []byte {
	return []byte(name + " " + c.Seal(string(plain)))
}

// OpenBytes implements store.ColumnCipher.
func (c *Cipher) OpenBytes(name string, sealed []byte) ([]byte, error) {
	text, ok := strings.CutPrefix(string(sealed), name+" ")
	if !ok {
		return nil, errors.New("sealed under another name")
	}
	plain, err := c.Open(text)
	return []byte(plain), err
}
