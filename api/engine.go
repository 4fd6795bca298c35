package api

import (
	"context"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/register"
	"jieli/round"
	"jieli/store"
	"jieli/value"
)

var _ Engine = (*engine.Engine)(nil)

// Engine is what the edge needs of the write path; *engine.Engine is one.
type Engine interface {
	// Accept takes one bundle. A refused one has its findings in the receipt and no error.
	Accept(ctx context.Context, actor *access.Actor, b engine.Bundle) (engine.Receipt, error)
	// Check runs a bundle through all stages and keeps nothing.
	Check(ctx context.Context, actor *access.Actor, b engine.Bundle) (engine.Receipt, error)
	// AcceptAll takes many bundles, each on its own; receipts stand in their order.
	AcceptAll(ctx context.Context, actor *access.Actor, list []engine.Bundle) ([]engine.Receipt, error)
	// Unmask gives the plain values of masked fields in JSON form and keeps an entry that says who asked and why.
	Unmask(ctx context.Context, actor *access.Actor, reg *catalog.Register, county, id string, fields []string,
		purpose string) (map[string]any, error)
	// NoteExport keeps in the access journal that a list was given as a file.
	NoteExport(ctx context.Context, actor *access.Actor, reg *catalog.Register, area string, fields []string, words string) error
	// NoteAct keeps in the access journal what somebody did by a power that is about no record.
	NoteAct(ctx context.Context, actor *access.Actor, power catalog.Power, reg *catalog.Register, area, words string) error
	// StateOn gives a record as it stood at the end of a business day, nil when it was not there yet.
	StateOn(ctx context.Context, reg *catalog.Register, county, id string, day value.Date) (*register.Record, error)
	// Behind gives the records that contribute to a stored indicator on a day, by id after the id given.
	Behind(ctx context.Context, ind *catalog.Indicator, day value.Date, areas []string, after string,
		limit int) ([]engine.Behind, error)
	// Opener opens the sealed values of records of one county; values whose key was destroyed stay closed.
	Opener(ctx context.Context, county string, records []string) (register.Opener, error)
	// Rounds gives all rounds of the programme, in order of their beginning.
	Rounds(ctx context.Context) ([]round.Open, error)
	// Read loads a record's line of parents, for documents.
	Read(ctx context.Context, r *register.Record) (*engine.Reading, error)
	// CaseOutlook says how a case stands today and which steps can be taken.
	CaseOutlook(ctx context.Context, actor *access.Actor, flow *catalog.Workflow, r *register.Record) (*engine.Outlook, error)
	// Matches lists what fits a record, for who sees all that the match reads.
	Matches(ctx context.Context, actor *access.Actor, m *catalog.Match, r *register.Record) (*engine.Matches, error)
	// TryRule asks a rule of all records and writes nothing.
	TryRule(ctx context.Context, t engine.Trial) (*engine.TrialReport, error)
	// Follow calls f after each commit; f must be quick and must not call the engine.
	Follow(f func(engine.Commit))
	// FormsOf names the forms that answer a task.
	FormsOf(task *store.Task) []string
	// Today is the programme's business day.
	Today() value.Date
}
