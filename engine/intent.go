package engine

import (
	"jieli/catalog"
	"jieli/journal"
)

// intent is what a bundle wants done to one record. There is one intent for each record that a bundle touches.
type intent struct {
	entryID string
	reg     *catalog.Register
	record  string
	action  journal.Action
	base    int64
	parent  string
	reason  string
	fields  map[string]any    // new values in memory; nil clears
	paths   map[string]string // field → where it stood in what was sent
	path    string            // where the record stood in what was sent
	effects map[string]any    // values that the system sets: form effects and calculated fields
	direct  bool              // sent as an entry, not through a form: field rights of the role apply
	review  bool              // nothing is sent: the record is judged anew
}

func newIntent(reg *catalog.Register, record string, action journal.Action, path string) *intent {
	return &intent{reg: reg, record: record, action: action, path: path,
		fields: map[string]any{}, paths: map[string]string{}, effects: map[string]any{}}
}

// pathOf gives the place of a field in what was sent, for findings.
func (in *intent) pathOf(field string) string {
	if p, ok := in.paths[field]; ok {
		return p
	}
	if in.path == "" {
		return field
	}
	return in.path + "." + field
}

// answers is a decoded form submission.
type answers struct {
	form *catalog.Form
	own  *intent           // the form's own record, or nil
	on   *intent           // the subject, or nil
	line []*intent         // parents of the subject that are asked about; they are found when it is
	rows map[string][]*row // by name of the repeat question
	sent map[string]bool   // names of the questions that were answered
}

// row is one child record in a repeat.
type row struct {
	question *catalog.Question
	in       *intent
	picked   bool
	isNew    bool
}
