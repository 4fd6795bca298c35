package engine

import (
	"context"
	"fmt"
	"sort"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/indicator"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// Problems that verification finds beside those of the journal itself.
var (
	recordDiffers = fault.Define("verify_record_differs",
		"台账“{register}”记录 {record} 的“{part}”与日志不符：表中为 {stored}，按第 {seq} 条日志应为 {want}。",
		"Record {record} of “{register}”: “{part}” is {stored} in the table, entry {seq} of the journal makes it {want}.")
	recordLost = fault.Define("verify_record_missing",
		"台账“{register}”缺少记录 {record}，日志第 {seq} 条写过它。",
		"Record {record} of “{register}” is missing; entry {seq} of the journal wrote it.")
	recordAlien = fault.Define("verify_record_unknown",
		"台账“{register}”中的记录 {record} 没有任何日志。",
		"Record {record} of “{register}” has no entry in the journal.")
	streamMisplaced = fault.Define("verify_stream_misplaced",
		"日志流 {stream} 不可能属于 {county}：编号被改过。",
		"Stream {stream} cannot belong to {county}: its name was changed.")
	recordUnread = fault.Define("verify_record_unreadable",
		"台账“{register}”记录 {record} 无法读取：{why}",
		"Record {record} of “{register}” cannot be read: {why}")
	cellDiffers = fault.Define("verify_cell_differs",
		"指标“{indicator}”在 {area}、{period} 的存量为 {stored}，按日志重算为 {want}。",
		"Indicator “{indicator}” in {area}, {period} holds {stored}; recounted from the journal it is {want}.")
	entryRegister = fault.Define("verify_register_unknown",
		"日志第 {seq} 条写的台账“{register}”不在现行定义中。",
		"Entry {seq} writes register “{register}”, which the pack does not have.")
)

// Report is what a verification went through and found. No findings: everything fits.
type Report struct {
	Streams, Entries, Records, Cells, Accounts, Attachments, Tasks int64

	Findings []fault.Finding
	Broken   bool // the journal itself does not fit: what is made from it proves nothing
}

// maxVerifyFindings bounds a report; what is broken in more places than that needs a restore, not a list.
const maxVerifyFindings = 100

// verifyPage is how many entries or records are read at once.
const verifyPage = 1000

// Verifier replays the whole journal and compares everything that was made from it: hashes, links, checkpoints, records,
// cells, balances, tasks of cases. It writes nothing. Memory grows with the largest county.
type Verifier struct {
	Store       store.Store
	Catalog     *catalog.Catalog
	Vault       *journal.Vault
	Digest      func(string) string
	Checkpoints []*journal.Checkpoint
	Progress    func(entries int64) // may be nil

	report     Report
	indicators *indicator.Set
}

// Run verifies all counties. err is for what kept it from looking, not for what it found.
func (v *Verifier) Run(ctx context.Context) (*Report, error) {
	v.begin()
	heads, err := v.Store.Streams(ctx)
	if err != nil {
		return nil, err
	}
	for _, county := range counties(heads) {
		if err := v.county(ctx, county, heads); err != nil {
			return nil, err
		}
	}
	if err := v.tasks(ctx); err != nil {
		return nil, err
	}
	return &v.report, v.attachments(ctx)
}

func (v *Verifier) begin() {
	v.report = Report{}
	v.indicators = indicator.NewSet(v.Catalog)
}

func counties(heads map[journal.StreamKey]*journal.Head) []string {
	seen := map[string]bool{}
	var list []string
	for k := range heads {
		if !seen[k.County] {
			seen[k.County] = true
			list = append(list, k.County)
		}
	}
	sort.Strings(list)
	return list
}

func (v *Verifier) find(f fault.Finding) {
	if len(v.report.Findings) < maxVerifyFindings {
		v.report.Findings = append(v.report.Findings, f)
	}
}

// findInJournal is find for what is wrong with the journal itself.
func (v *Verifier) findInJournal(f fault.Finding) {
	v.report.Broken = true
	v.find(f)
}

// replayed is what the journal makes of one county.
type replayed struct {
	county  string
	entries map[string][]*journal.Entry // by record, in order of arrival
	keys    map[string]*journal.RecordKey
	deltas  indicator.Deltas
	books   books
}

func (v *Verifier) county(ctx context.Context, county string, heads map[journal.StreamKey]*journal.Head) error {
	w, err := v.replay(ctx, county, heads)
	if err != nil {
		return err
	}
	if err := v.records(ctx, w); err != nil {
		return err
	}
	if err := v.cells(ctx, w); err != nil {
		return err
	}
	return v.balances(ctx, w)
}

// replay reads all entries of a county, verifies its streams, and has the keys at hand.
func (v *Verifier) replay(ctx context.Context, county string, heads map[journal.StreamKey]*journal.Head) (*replayed, error) {
	w := &replayed{county: county, entries: map[string][]*journal.Entry{}, deltas: indicator.Deltas{}, books: books{}}
	for _, key := range streamsOf(heads, county) {
		if err := v.stream(ctx, key, heads[key], w); err != nil {
			return nil, err
		}
	}
	return w, v.loadKeys(ctx, w)
}

func streamsOf(heads map[journal.StreamKey]*journal.Head, county string) []journal.StreamKey {
	var list []journal.StreamKey
	for k := range heads {
		if k.County == county {
			list = append(list, k)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Stream < list[j].Stream })
	return list
}

func (v *Verifier) stream(ctx context.Context, key journal.StreamKey, head *journal.Head, w *replayed) error {
	v.report.Streams++
	area, _, _ := strings.Cut(key.Stream, "-")
	if county, stream := value.StreamOf(area); county != key.County || stream != area {
		v.findInJournal(streamMisplaced.At(key.String(), "stream", key.Stream, "county", key.County))
	}
	check := journal.NewVerifier(key, v.marks(key)...)
	for from := int64(1); ; {
		rows, err := v.Store.Rows(ctx, key, from, verifyPage)
		if err != nil {
			return err
		}
		for _, row := range rows {
			e, f := check.Add(row)
			if f != nil {
				v.findInJournal(*f)
				return nil
			}
			v.report.Entries++
			if e.Action != journal.Read {
				w.entries[e.Record] = append(w.entries[e.Record], e)
			}
		}
		if v.Progress != nil {
			v.Progress(v.report.Entries)
		}
		if len(rows) < verifyPage {
			break
		}
		from = rows[len(rows)-1].Seq + 1
	}
	return v.finish(ctx, check, key, head)
}

func (v *Verifier) marks(key journal.StreamKey) []journal.Mark {
	var list []journal.Mark
	for _, c := range v.Checkpoints {
		if s, ok := c.Stream(key); ok {
			list = append(list, journal.Mark{N: s.N, Root: s.Root, From: c.At.String()})
		}
	}
	return list
}

func (v *Verifier) finish(ctx context.Context, check *journal.Verifier, key journal.StreamKey, head *journal.Head) error {
	var tiles []journal.Tile
	for level := 1; ; level++ {
		list, err := v.Store.Tiles(ctx, key, level, 0, head.N+1)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			break
		}
		tiles = append(tiles, list...)
	}
	if f := check.Finish(head, tiles); f != nil {
		v.findInJournal(*f)
	}
	return nil
}

func (v *Verifier) loadKeys(ctx context.Context, w *replayed) error {
	ids := make([]string, 0, len(w.entries))
	for id := range w.entries {
		ids = append(ids, id)
	}
	wrapped, err := v.Store.RecordKeys(ctx, w.county, ids)
	if err != nil {
		return err
	}
	w.keys = make(map[string]*journal.RecordKey, len(wrapped))
	for id, x := range wrapped {
		if w.keys[id], err = v.Vault.Unwrap(x); err != nil {
			v.find(recordUnread.At(w.county, "register", w.entries[id][0].Register, "record", id, "why", err.Error()))
		}
	}
	return nil
}

func (v *Verifier) records(ctx context.Context, w *replayed) error {
	byRegister := v.byRegister(w)
	for _, reg := range v.Catalog.Registers {
		if err := v.register(ctx, reg, byRegister[reg], w); err != nil {
			return err
		}
	}
	return nil
}

// byRegister gives the ids of a county's records, sorted.
func (v *Verifier) byRegister(w *replayed) map[*catalog.Register][]string {
	out := map[*catalog.Register][]string{}
	for id, entries := range w.entries {
		reg := v.Catalog.Register(entries[0].Register)
		if reg == nil {
			v.find(entryRegister.At(entries[0].StreamKey.String(), "seq", entries[0].Seq, "register", entries[0].Register))
			continue
		}
		out[reg] = append(out[reg], id)
	}
	for _, ids := range out {
		sort.Strings(ids)
	}
	return out
}

func (v *Verifier) register(ctx context.Context, reg *catalog.Register, ids []string, w *replayed) error {
	for len(ids) > 0 {
		page := ids[:min(len(ids), verifyPage)]
		ids = ids[len(page):]
		rows, err := v.rows(ctx, reg, w.county, page)
		if err != nil {
			return err
		}
		for _, id := range page {
			v.record(reg, w, w.entries[id], rows[id])
		}
		if err := v.digests(ctx, reg, w, page, rows); err != nil {
			return err
		}
	}
	return v.aliens(ctx, reg, w)
}

// digests compares the digests by which sensitive values are found with the values.
func (v *Verifier) digests(ctx context.Context, reg *catalog.Register, w *replayed, ids []string,
	rows map[string]*register.Record) error {
	stored, err := v.Store.Digests(ctx, reg, w.county, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if len(stored[id]) == 0 || rows[id] == nil {
			continue
		}
		n := 0
		for i, f := range reg.Fields {
			if f.Privacy != catalog.Sensitive {
				continue
			}
			if have := stored[id][n]; have != v.digest(f, rows[id].Fields[i]) {
				last := w.entries[id][len(w.entries[id])-1]
				v.find(recordDiffers.At(fmt.Sprintf("%s#%d", last.StreamKey, writer(w.entries[id], f.Name)), "register", reg.Name,
					"record", id, "part", f.DigestColumn(), "stored", have, "want", "***", "seq", last.Seq))
			}
			n++
		}
	}
	return nil
}

func (v *Verifier) digest(f *catalog.Field, value any) string {
	if value == nil {
		return ""
	}
	text, _ := f.Type.ToColumn(value).(string)
	return v.Digest(text)
}

// rows reads records by id; when the page cannot be read, each is tried alone, so that the broken one is named.
func (v *Verifier) rows(ctx context.Context, reg *catalog.Register, county string, ids []string) (map[string]*register.Record, error) {
	out := make(map[string]*register.Record, len(ids))
	q := store.Query{Register: reg, County: county, IDs: ids, Void: true, Limit: len(ids)}
	list, err := v.Store.Find(ctx, q)
	if err == nil {
		for _, r := range list {
			out[r.ID] = r
		}
		return out, nil
	}
	for _, id := range ids {
		r, err := v.Store.Record(ctx, reg, county, id)
		if fault.KindOf(err) == fault.Unavailable && err != nil {
			return nil, err
		}
		if err != nil {
			v.find(recordUnread.At(county, "register", reg.Name, "record", id, "why", err.Error()))
			continue
		}
		out[id] = r
	}
	return out, nil
}

// record folds one record's entries, compares its row and counts its contributions.
func (v *Verifier) record(reg *catalog.Register, w *replayed, entries []*journal.Entry, row *register.Record) {
	want := v.made(reg, w, entries)
	last := entries[len(entries)-1]
	if row == nil {
		v.find(recordLost.At(last.StreamKey.String(), "register", reg.Name, "record", last.Record, "seq", last.Seq))
		return
	}
	for _, x := range differences(want, row) {
		seq := writer(entries, x.field)
		v.find(recordDiffers.At(fmt.Sprintf("%s#%d", last.StreamKey, seq), "register", reg.Name, "record", last.Record,
			"part", x.part, "stored", x.stored, "want", x.want, "seq", seq))
	}
}

// made folds one record's entries and counts what it contributes.
func (v *Verifier) made(reg *catalog.Register, w *replayed, entries []*journal.Entry) *register.Record {
	v.report.Records++
	newFold := func() *register.Fold { return register.NewFold(reg, openWith(v.Vault, w.keys)) }
	fold := newFold()
	for _, e := range entries {
		fold.Apply(e)
	}
	r := fold.Record()
	if key, missing := register.KeyOf(r, v.Digest); len(reg.Key) > 0 && missing == "" {
		r.Key = key
	}
	v.indicators.Timeline(w.deltas, newFold, entries, 1)
	v.transfers(w, reg, r)
	return r
}

// writer gives the last entry that wrote a field, the last of all for what is no field.
func writer(entries []*journal.Entry, field string) int64 {
	for i := len(entries) - 1; i >= 0; i-- {
		if _, wrote := entries[i].Fields[field]; wrote {
			return entries[i].Seq
		}
	}
	return entries[len(entries)-1].Seq
}

// aliens finds rows that no entry made.
func (v *Verifier) aliens(ctx context.Context, reg *catalog.Register, w *replayed) error {
	q := store.Query{Register: reg, County: w.county, Void: true, Limit: verifyPage, Sort: []store.Sort{{Field: "id"}}}
	for {
		page, err := v.Store.Find(ctx, q)
		if fault.KindOf(err) == fault.Unavailable && err != nil {
			return err
		}
		if err != nil {
			return nil // a row that cannot be read was named before
		}
		for _, r := range page {
			if w.entries[r.ID] == nil {
				v.find(recordAlien.At(w.county, "register", reg.Name, "record", r.ID))
			}
		}
		if len(page) < verifyPage {
			return nil
		}
		q.After = []any{page[len(page)-1].ID}
	}
}

func (v *Verifier) cells(ctx context.Context, w *replayed) error {
	err := v.Store.Cells(ctx, w.county, func(c store.Cell) error {
		v.report.Cells++
		key := indicator.CellKey{County: c.County, Indicator: c.Indicator, Area: c.Area, Grain: c.Grain, Period: c.Period,
			Breakdown: c.Breakdown}
		want := w.deltas[key]
		delete(w.deltas, key)
		v.compareCell(key, indicator.Amount{Sum: c.Sum, Count: c.Count}, want)
		return nil
	})
	if err != nil {
		return err
	}
	for key, want := range w.deltas {
		v.compareCell(key, indicator.Amount{}, want)
	}
	return nil
}

func (v *Verifier) compareCell(key indicator.CellKey, stored, want indicator.Amount) {
	if stored == want || v.Catalog.Indicator(key.Indicator) == nil {
		return
	}
	v.find(cellDiffers.At(key.County, "indicator", key.Indicator, "area", key.Area, "period", key.Period,
		"stored", fmt.Sprint(stored), "want", fmt.Sprint(want)))
}
