package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
	"jieli/workflow"
)

// Options say who sends what. All but Device are needed.
type Options struct {
	Import  *catalog.FileImport
	Actor   *access.Actor
	Scope   []string // areas in which records are matched and the submissions may lie
	Reader  store.Reader
	Engine  Accepter
	Catalog *catalog.Catalog
	Now     value.Instant
	Device  string
	Dry     bool // nothing is sent; the report says what would be
}

// Accepter is the write path; *engine.Engine is one.
type Accepter interface {
	AcceptAll(ctx context.Context, actor *access.Actor, list []engine.Bundle) ([]engine.Receipt, error)
}

// RowFinding is a problem of one row, in one column.
type RowFinding struct {
	Row     int           `json:"row"`
	Column  string        `json:"column,omitempty"`
	Finding fault.Finding `json:"finding"`
}

// Made is a record that a row has made.
type Made struct {
	Register string `json:"register"`
	County   string `json:"county"`
	Record   string `json:"record"`
}

// Receipt says what became of one row that was kept.
type Receipt struct {
	Row       int    `json:"row"`
	Bundle    string `json:"bundle"`
	Accepted  bool   `json:"accepted"`
	Undecided bool   `json:"undecided" doc:"kept for a person to decide"`
	Entries   []Made `json:"entries"`
}

// Report says what became of a file. Rows = Matched + Undecided + Standing + Broken; Accepted of them have been sent and kept.
type Report struct {
	File      string          `json:"file"`
	Digest    string          `json:"digest" doc:"SHA-256 of the file"`
	Rows      int             `json:"rows"`
	Ready     int             `json:"ready" doc:"rows that can be kept: matched and undecided ones"`
	Matched   int             `json:"matched" doc:"rows about one known record"`
	Undecided int             `json:"undecided" doc:"rows about none, or about several: kept for a person to decide"`
	Standing  int             `json:"standing" doc:"rows about what is in hand already: an open case of the same cause; nothing new is opened"`
	Broken    int             `json:"broken" doc:"rows that cannot be read or were refused; refused ones are kept with their reasons"`
	Accepted  int             `json:"accepted"`
	Repeated  int             `json:"repeated" doc:"rows of a file that was sent before: nothing happens twice"`
	Problems  []fault.Finding `json:"problems" doc:"of the file as a whole: nothing of it was sent"`
	Findings  []RowFinding    `json:"findings"`
	More      int             `json:"more" doc:"findings that are left out"`
	Receipts  []Receipt       `json:"receipts"`
}

var errNoMatch = fault.Define("row_unmatched",
	"没有找到这一行说的农户或人员，或找到不止一个；请核对证件号码、姓名和行政村。",
	"Nobody was found whom this row is about, or more than one; check number, name and village.")

// Bounds of a report, for an answer that a browser shows; batch is how many rows go to the engine at once.
const (
	maxFindings = 1000
	maxReceipts = 1000
	batch       = 200
	// block is how many rows are read and matched at once.
	block = 10 * batch
)

// run is one file on its way.
type run struct {
	Options
	imp    *catalog.FileImport
	reader store.Reader
	scope  []string
	areas  map[string][]string
	broken map[int]bool // rows that could not be read
	report *Report
}

// Run takes a file in. Rows are judged and kept each on its own; the same file sent again changes nothing. The error is
// for what is not about the rows: a file that cannot be read (kind Invalid), a store that is not there.
func Run(ctx context.Context, o Options, name string, data []byte) (*Report, error) {
	t, err := Read(name, data)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	r := &run{Options: o, imp: o.Import, reader: o.Reader, scope: o.Scope, broken: map[int]bool{},
		areas: areaNames(o.Catalog.Areas, o.Scope), report: emptyReport(name)}
	r.report.Digest = hex.EncodeToString(sum[:])
	h, problems := findHead(r.imp, t)
	if len(problems) > 0 {
		r.report.Problems = problems
		return r.report, nil
	}
	rows := t.Rows[h.row+1:]
	r.report.Rows = len(rows)
	for len(rows) > 0 {
		n := min(block, len(rows))
		if err := r.send(ctx, h, rows[:n]); err != nil {
			return nil, err
		}
		rows = rows[n:]
	}
	r.report.Ready = r.report.Matched + r.report.Undecided
	return r.report, nil
}

// Scope gives the areas in which somebody may send files of a kind: where a role has the power and the form.
func Scope(actor *access.Actor, imp *catalog.FileImport) []string {
	var out []string
	for _, area := range actor.Has(catalog.Import) {
		out = append(out, access.Narrow(actor.Areas(imp.Form.Name, false, catalog.MaySubmit), area)...)
	}
	return access.Minimal(out)
}

// BundleID names what a row of a file is sent as: the same for the same row of the same file from the same account.
func (o *Options) BundleID(digest string, row int) string {
	return value.DeriveID("import", o.Import.Name, digest, o.Actor.Account, strconv.Itoa(row))
}

func emptyReport(name string) *Report {
	return &Report{File: clip(name), Problems: []fault.Finding{}, Findings: []RowFinding{}, Receipts: []Receipt{}}
}

// sending is one row as a bundle.
type sending struct {
	row     Row
	bundle  engine.Bundle
	form    *catalog.Form
	matched bool
}

// send takes in a block of rows.
func (r *run) send(ctx context.Context, h *head, rows []Row) error {
	lines := make([]*line, len(rows))
	for i, row := range rows {
		lines[i] = r.read(h, row)
	}
	if err := r.match(ctx, lines); err != nil {
		return err
	}
	list := make([]sending, 0, len(rows))
	for _, x := range lines {
		s, err := r.sending(x)
		if err != nil {
			return err
		}
		r.sort(x, s)
		if s != nil {
			list = append(list, *s)
		}
	}
	for len(list) > 0 && !r.Dry {
		n := min(batch, len(list))
		if err := r.accept(ctx, list[:n]); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// sort counts a row before it is sent.
func (r *run) sort(x *line, s *sending) {
	for _, f := range x.findings {
		r.find(x.row.Number, f.Path, f)
	}
	switch {
	case len(x.findings) > 0 || s == nil:
		r.broken[x.row.Number] = true
		r.report.Broken++
	case s.matched:
		r.report.Matched++
	default:
		r.report.Undecided++
	}
}

// sending puts the answers of a row into the form that fits; nil when no form takes it. A row that could not be read is
// sent as it stands where the engine is sure to refuse it: refused, it is kept with its reasons.
func (r *run) sending(x *line) (*sending, error) {
	form := r.imp.Form
	if x.found == nil && r.imp.Match != nil {
		form = r.imp.Otherwise
	}
	if form == nil {
		if len(x.findings) == 0 {
			x.findings = append(x.findings, errNoMatch.At(""))
		}
		return nil, nil
	}
	if len(x.findings) > 0 && !refuses(form, x) {
		return nil, nil
	}
	s := &sending{row: x.row, form: form, matched: x.found != nil}
	s.bundle = engine.Bundle{ID: r.BundleID(r.report.Digest, x.row.Number), Device: r.Device, MadeAt: r.Now.String(), Form: form.Name,
		Pack: r.Catalog.Pack.Version}
	s.bundle.Record = value.DeriveID(s.bundle.ID, "record")
	answers := r.answers(form, x)
	r.address(s, x.found, answers)
	var err error
	s.bundle.Answers, err = json.Marshal(answers)
	return s, err
}

// refuses reports whether a form cannot take a row that could not be read: it asks for what is unreadable, or always
// demands what is missing.
func refuses(form *catalog.Form, x *line) bool {
	asks := form.ByName()
	for name := range x.raw {
		if asks[name] != nil {
			return true
		}
	}
	for _, name := range x.lacking {
		if q := asks[name]; q != nil && q.Required && q.Relevant == nil {
			return true
		}
	}
	return false
}

func (r *run) answers(form *catalog.Form, x *line) map[string]any {
	out := map[string]any{}
	for name, q := range form.ByName() {
		if q.Field == nil {
			continue
		}
		if v, ok := x.given[name]; ok {
			out[name] = q.Field.Type.JSON(v, &q.Field.Limits)
		} else if text, ok := x.raw[name]; ok {
			out[name] = text
		}
	}
	return out
}

// address says whom the bundle is about, or where it belongs.
func (r *run) address(s *sending, found *register.Record, answers map[string]any) {
	if found != nil && r.imp.Reference == "" {
		s.bundle.Subject, s.bundle.County, s.bundle.Base = found.ID, found.County, found.Version
		return
	}
	if found != nil {
		answers[r.imp.Reference] = found.ID
		s.bundle.County = found.County
	}
	own := s.form.Own
	if own == nil || own.AreaField == "" {
		return
	}
	area, _ := answers[own.AreaField].(string)
	if value.AreaLevel(area) == "" && area != "" { // unreadable: it is refused where it is sent
		s.bundle.County = value.County(r.scope[0])
		return
	}
	if area == "" {
		area = r.scope[0]
		if found != nil {
			area = found.Area
		}
		answers[own.AreaField] = area
	}
	s.bundle.County = value.County(area)
}

func (r *run) accept(ctx context.Context, list []sending) error {
	bundles := make([]engine.Bundle, len(list))
	for i := range list {
		bundles[i] = list[i].bundle
	}
	receipts, err := r.Engine.AcceptAll(ctx, r.Actor, bundles)
	if err != nil {
		return err
	}
	for i, receipt := range receipts {
		r.note(&list[i], receipt)
	}
	return nil
}

func (s *sending) receipt() Receipt {
	r := Receipt{Row: s.row.Number, Bundle: s.bundle.ID, Accepted: true, Undecided: !s.matched, Entries: []Made{}}
	if s.form.Own != nil {
		r.Entries = append(r.Entries, Made{s.form.Own.Name, s.bundle.County, s.bundle.Record})
	}
	return r
}

// note counts the answer to a row. A row that was read but refused moves from its heap to the broken ones.
func (r *run) note(s *sending, receipt engine.Receipt) {
	if receipt.Accepted {
		r.report.Accepted++
		if receipt.Replayed {
			r.report.Repeated++
		}
		if len(r.report.Receipts) < maxReceipts {
			r.report.Receipts = append(r.report.Receipts, s.receipt())
		}
		return
	}
	if r.broken[s.row.Number] {
		return
	}
	if f, standing := standing(receipt); standing {
		r.report.Standing++
		r.find(s.row.Number, r.imp.Columns[0].Heads[0], f) // it is about whom the row names, not about one cell
	} else {
		r.report.Broken++
		r.findAll(s.row.Number, receipt)
	}
	if s.matched {
		r.report.Matched--
	} else {
		r.report.Undecided--
	}
}

// standing gives what says of a refused row that its matter is in hand already, when nothing else speaks against it.
func standing(receipt engine.Receipt) (found fault.Finding, ok bool) {
	for _, f := range receipt.Findings {
		if f.Severity != fault.Stop {
			continue
		}
		if f.Code != workflow.CaseOpenCode {
			return fault.Finding{}, false
		}
		found, ok = f, true
	}
	found.Severity = fault.Warn
	return found, ok
}

func (r *run) findAll(row int, receipt engine.Receipt) {
	for _, f := range receipt.Findings {
		if f.Severity == fault.Stop {
			r.find(row, f.Path, f)
		}
	}
}

func (r *run) find(row int, column string, f fault.Finding) {
	if len(r.report.Findings) >= maxFindings {
		r.report.More++
		return
	}
	r.report.Findings = append(r.report.Findings, RowFinding{row, column, f})
}
