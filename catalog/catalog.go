// Package catalog holds the definitions of a programme as Go types: every name resolved, every expression compiled and
// type-checked. It knows no YAML (package pack reads that) and no database. A catalog is immutable once compiled and
// safe for concurrent use.
package catalog

import (
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

// Catalog is one version of one pack, compiled. Slices stand in the order of the pack's files.
type Catalog struct {
	Pack       Pack
	Mechanisms []*Mechanism // by their order
	Areas      *Areas
	Roles      []*Role
	Choices    []*ChoiceList
	Parameters []*Parameter
	Registers  []*Register // declared ones, then those that forms make, then the built-in ones
	Forms      []*Form
	Checks     []*Check
	Rules      []*Rule
	Rounds     []*Round
	Workflows  []*Workflow
	Documents  []*Document
	Imports    []*FileImport
	Matches    []*Match
	Calendar   *Calendar // never nil: without a calendar document weekends only
	Indicators []*Indicator
	Layers     []*Layer
	WallCharts []*WallChart
	Workspaces []*Workspace
	Scenarios  []*Scenario

	Commodities   []*Commodity
	Accounts      []*AccountKind
	TransferKinds []*TransferKind

	index index
}

// Pack says which programme this is.
type Pack struct {
	Name    string // "guangqing"
	Version string // "2026.11.1"; written into every entry
	Label   fault.Text
	Areas   string // file of areas, relative to the pack
	Root    string // code of the programme's own area: "4418"
	Digest  string // SHA-256 of all files, hex; the ETag of everything derived
}

// Mechanism is what a folder of the pack is for people.
type Mechanism struct {
	Name  string // of the folder
	Label fault.Text
	Help  fault.Text
	Order int
}

// Privacy says who may read a field.
type Privacy string

const (
	Open      Privacy = ""          // all who may read the record
	Personal  Privacy = "personal"  // roles that see it; masked for others; sealed in the journal
	Sensitive Privacy = "sensitive" // as personal, and encrypted in its column; found by keyed digest
)

// Field is one typed value of a register.
type Field struct {
	Name           string
	Label          fault.Text
	Help           fault.Text
	Type           value.Type
	Limits         value.Limits
	Required       bool
	Privacy        Privacy
	Default        any           // value in memory, nil for none
	Calculate      *expr.Program // value follows from other fields; nobody may write it
	Constraint     *expr.Program // must hold when the field is known
	ConstraintText fault.Text
	Search         bool          // found by name, pinyin or number
	Filter         bool          // lists can be filtered and sorted by it: an index is kept
	List           bool          // a column of lists
	Apart          bool          // polygon: no two active records of a county overlap there
	Drawn          bool          // a layer of the map draws it
	Retired        bool          // kept and shown in history, asked no more
	Kept           bool          // written by the engine alone: stages, clocks
	Answers        bool          // reference to an account: that person answers for the record …
	AnswersWhile   *expr.Program // … while this holds; nil: as long as the record, or the case that it is, goes on
	Basis          string        // legal basis or source of the field, for documentation
}

// Register is a kind of record with typed fields (台账).
type Register struct {
	Name      string
	Label     fault.Text
	Help      fault.Text
	Folder    string      // mechanism: "households"
	Key       []string    // fields that name a record for people, unique together within the county; may be empty
	Parent    *Register   // nil for none
	As        string      // name of the list of these records in the parent's expressions: household.people
	AreaField string      // field of type area that places the record; "" takes the parent's area
	Title     []TitlePart // words for a record
	Fields    []*Field
	Children  []*Register
	Form      *Form  // the form that makes these records, or nil
	DateField string // business date of the record, for sorting and flows; ""
	BuiltIn   bool   // account, grant, delegation: kept by the system itself

	Case *Workflow // of which these are the cases, or nil
	Step *Workflow // of whose cases these are the steps, or nil

	// Calculated lists the places in Fields of those that have Calculate, in an order in which each one is evaluated
	// after those of the same record that it reads.
	Calculated []int

	fields   map[string]int
	answerer *Field
}

// TitlePart is literal text or, when Field is not empty, the display of a field.
type TitlePart struct{ Text, Field string }

// FieldIndex gives the place of a field in Fields and in Record.Fields.
func (r *Register) FieldIndex(name string) (int, bool) { i, ok := r.fields[name]; return i, ok }

// Field gives a field by name, or nil.
func (r *Register) Field(name string) *Field {
	if i, ok := r.fields[name]; ok {
		return r.Fields[i]
	}
	return nil
}

// Form is questions put to a person. Its own questions (those without SaveTo and outside repeats) are the fields of
// the register Own, whose records are the submissions; a form without own questions has Own nil.
type Form struct {
	Name     string
	Label    fault.Text
	Help     fault.Text
	Folder   string
	Subject  *Register // what it is about; the parent of Own; nil for a form about nothing recorded yet
	Creates  bool      // the submission makes the subject record instead of being about one
	Own      *Register
	DatedBy  string // own question that says when it happened; "" takes the day of MadeAt
	Sections []*Section
	Sets     []*Set // effects, in order
	Adds     []*Add // records made besides
	Moves    []*Move
	Posts    []*Post    // movements that it enters in the ledger …
	Reverses []*Reverse // … and that it posts back
	Poster   *Register  // whose record they are postings of; nil when it posts nothing
	Gathers  *Workflow  // whose cases are made of all that who leaves answers for; nil: none
	Leaves   *Target    // reference to the account of who leaves with it; nil: nobody does

	Transition *Transition // the step of a workflow that the form takes, or nil; then Own is shared, see Workflow

	byName map[string]*Question
}

// Section is a page of a form.
type Section struct {
	Name      string
	Label     fault.Text
	Relevant  *expr.Program // may read the subject, own questions and earlier answers
	Questions []*Question
}

// Question asks for one value, or for rows of child records when Repeat is set.
type Question struct {
	Name     string
	Field    *Field  // label, type, limits, privacy: its own, or those of the field it saves to
	SaveTo   *Target // nil: an own question
	Relevant *expr.Program
	Required bool
	ReadOnly bool // shown, not asked
	Repeat   *Repeat
}

// Target is a field of a record that a form writes.
type Target struct {
	Register *Register
	Field    *Field
}

// Repeat asks about the child records of the subject: present ones are prefilled, new ones may be added.
type Repeat struct {
	Label     fault.Text  // of the question; the label of Register when the pack gives none
	Register  *Register   // a child register of the subject
	Add       bool        // new rows may be added
	Pick      bool        // rows are chosen from the present ones (for moves)
	Questions []*Question // each saves to Register
	MaxRows   int
}

// Set writes a value into a record when the form is submitted. On is "" for the subject or one of its parents (as
// Register says), else the name of a question of type reference whose record is written.
type Set struct {
	On       string
	Field    *Field
	Register *Register
	Value    *expr.Program // nil: Clear
	Clear    bool
	When     *expr.Program // nil: always
}

// Add makes a new record of Register when the form is submitted: a child of the subject or of one of its parents, or a
// sibling of it when Register is the subject's own register. On names a question of type reference, or a field of the
// subject as "register.field", whose record is the parent. A record of a workflow's case register opens a case.
type Add struct {
	On       string
	Register *Register
	Fields   map[string]*expr.Program
	When     *expr.Program
}

// Move gives the records picked in Repeat another parent: the record made by Adds of the subject's register
// (To == ""), or the one chosen in the reference question To. Within one town only.
type Move struct {
	Repeat string
	To     string
}

// ChoiceList is a code list (value.Choices). Values are retired, never deleted.
type ChoiceList struct {
	Name   string
	Title  fault.Text // name for people; Label is the method that value.Choices asks for
	Source string
	Values []Choice

	byCode map[string]int
	byText map[string]string
}

// Choice is one value of a code list.
type Choice struct {
	Code    string
	Text    fault.Text
	Retired bool
	Group   string // for long lists
	Code2   string // code in the national system, where known
}

// Parameter is a number of policy: dated, regional, with its legal basis. Never a literal in a rule.
type Parameter struct {
	Name   string
	Label  fault.Text
	Type   value.Type
	Limits value.Limits
	Values []ParameterValue
}

// ParameterValue holds in an area and everything below it from a day to a day, both included; To 0 is open.
type ParameterValue struct {
	Area     string
	From, To value.Date
	Value    any
	Basis    fault.Text // document and number
	Source   string     // address, or "assumption"
}

// At gives the value for an area and day: of the values that hold, the one of the closest area, then the latest From.
// nil when none holds.
func (p *Parameter) At(area string, day value.Date) any {
	var best *ParameterValue
	for i := range p.Values {
		v := &p.Values[i]
		if !v.holds(area, day) {
			continue
		}
		if best == nil || len(v.Area) > len(best.Area) || len(v.Area) == len(best.Area) && v.From >= best.From {
			best = v
		}
	}
	if best == nil {
		return nil
	}
	return best.Value
}

func (v *ParameterValue) holds(area string, day value.Date) bool {
	return len(area) >= len(v.Area) && area[:len(v.Area)] == v.Area && day >= v.From && (v.To == 0 || day <= v.To)
}

// Check is a data-quality rule: a finding on Subject when the condition holds.
type Check struct {
	Name     string     // its code, as in "5_12_014"
	Label    fault.Text // the sentence for people
	Register *Register
	Field    string // field path that the finding points to; ""
	When     *expr.Program
	Severity fault.Severity
	Source   string
}

// Rule is a condition over records and what it raises when it starts to hold: a task, or a case of a workflow.
type Rule struct {
	Name     string
	Label    fault.Text
	Register *Register
	When     *expr.Program
	Because  Template  // why it fired, with the values that it fired on
	Task     *TaskSpec // opened when the condition starts to hold, closed when it ends
	Open     *OpenSpec // opens a case when the condition starts to hold, unless one is open for the same cause
	Draft    bool      // never fires; can be tried on all records
	Folder   string
}

// OpenSpec opens a case of a workflow about the record, or about the one of its parents that is the workflow's subject.
type OpenSpec struct {
	Workflow *Workflow
	Fields   map[string]*expr.Program // of the case
}

// TaskSpec says what is due.
type TaskSpec struct {
	Name   string
	Label  fault.Text
	Owner  string        // role
	Within int           // days; 0 when Due says it
	Due    *expr.Program // date, follows the record; nil: Within days after it opened
	From   *expr.Program // date from which it is shown; nil: at once
	Form   string        // form that answers it, or ""
}

// Round is a kind of round: records of Opener are the single rounds, each with its period; its targets are the records
// of Target for which Where holds; a record of CoveredBy (a register with parent Target) dated within the period
// covers its parent.
type Round struct {
	Name      string
	Label     fault.Text
	Opener    *Register
	When      *expr.Program // which records of Opener; nil: all
	From, To  string        // date fields of Opener
	Target    *Register
	Where     *expr.Program
	CoveredBy *Register
	On        string     // date field of CoveredBy
	Places    *Register  // child register of Opener whose areas are the places of a sweep; nil: the opener's own area
	PlaceArea string     // its area field
	Shape     string     // polygon field of Opener: what lies in it belongs to the sweep; ""
	Point     string     // point field of Target
	Due       string     // standing round, without Opener: date field of Target by which a visit is due
	Lead      int        // standing round: days before that day from which it is a task
	Targets   *Indicator // hidden stock "<name>/targets": how many targets there are; nil for sweeps and standing rounds
	Folder    string
}

// Sweep reports whether the targets of a round are kept as a list, because they lie in places or a shape.
func (r *Round) Sweep() bool { return r.Places != nil || r.Shape != "" }

// Standing reports whether a round has no opener: its targets fall due each on a day of its own.
func (r *Round) Standing() bool { return r.Opener == nil }

// Workspace is what a role sees first.
type Workspace struct {
	Role       string
	Registers  []string
	Forms      []string
	Rounds     []string
	Indicators []string
}

// Scenario is a test of the programme; package scenario runs it. Its values stay as decoded YAML: every scalar is the
// text that stands in the file (a date, 9000 元, a code; to be read with Type.ParseText), except true and false, which
// are bool, and null, which is nil; lists are []any, mappings map[string]any.
type Scenario struct {
	Name   string
	File   string
	Start  value.Date
	Area   string
	People map[string]ScenarioPerson
	Given  []ScenarioRecord
	Steps  []ScenarioStep
}

// ScenarioPerson is somebody with a role in an area.
type ScenarioPerson struct{ Role, Area string }

// ScenarioRecord is a record that stands at the beginning: put in by the engine under an account of the importer role.
type ScenarioRecord struct {
	Register string
	Alias    string         // name by which steps speak of it
	Parent   string         // alias
	Fields   map[string]any // spreadsheet text or JSON values
	Line     int
}

// ScenarioStep is one act of one person on one day, and what must follow.
type ScenarioStep struct {
	Day     int
	By      string
	Submit  string // form
	Change  string // or alias of a record whose Fields are changed directly
	Action  string // for Change: change (default), correct, void, erase
	Task    string // or kind of an open task that is handed on
	To      string // for Task: the person
	On      string // alias of the subject
	As      string // alias for the record that it makes
	Answers map[string]any
	Fields  map[string]any // for Change: values by field
	Find    []ScenarioFind
	Expect  ScenarioExpect
	Line    int
}

// ScenarioFind gives an alias to a record that came about by itself: the newest of Register, below Parent when that is
// named.
type ScenarioFind struct {
	Alias    string
	Register string
	Parent   string // alias, or ""
	Fields   map[string]any
}

// ScenarioBalance is what an account must hold: that of the record of an alias, or of the county when Alias is "".
type ScenarioBalance struct {
	Alias string
	Kind  *AccountKind
	Each  string // code; "": all accounts of the kind together
	Goods string // alias or code, of commodities that stand for many
	Text  string // as in 1200 元
}

// ScenarioExpect lists what must hold after the step; what it does not mention must not have changed: records not
// named keep their versions.
type ScenarioExpect struct {
	Refused  string                    // code of a finding; "" expects acceptance
	Warnings []string                  // codes of warnings, all of them; nil is not checked
	Records  map[string]map[string]any // alias → field → value as text
	Figures  map[string]any            // indicator id → value, for the scenario's area
	Tasks    []string                  // open tasks of the scenario's area, "kind", climbed ones "kind@role"; nil is not checked
	Coverage map[string]string         // round record alias → "1/3"
	Balances []ScenarioBalance
}
