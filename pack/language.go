package pack

import (
	_ "embed" // the comments of this file are its reference
	"reflect"
	"strings"
)

// The pack language as Go types. A field's tag gives its key; the comment above it is the reference of that key, in
// docs/pack-language.md and in the JSON Schema. Keys of type formula hold CEL, no others do.

// languageSource is this file.
//
//go:embed language.go
var languageSource string

const packFile = "pack.yaml"

// kinds lists the kinds of documents; the first key of a document is one of them.
var kinds = []kind{
	{"pack", func(d *documents) any { return add(&d.packs) }},
	{"mechanism", func(d *documents) any { return add(&d.mechanisms) }},
	{"choices", func(d *documents) any { return add(&d.choices) }},
	{"parameter", func(d *documents) any { return add(&d.parameters) }},
	{"role", func(d *documents) any { return add(&d.roles) }},
	{"rights", func(d *documents) any { return add(&d.rights) }},
	{"register", func(d *documents) any { return add(&d.registers) }},
	{"form", func(d *documents) any { return add(&d.forms) }},
	{"check", func(d *documents) any { return add(&d.checks) }},
	{"rule", func(d *documents) any { return add(&d.rules) }},
	{"round", func(d *documents) any { return add(&d.rounds) }},
	{"indicator", func(d *documents) any { return add(&d.indicators) }},
	{"layer", func(d *documents) any { return add(&d.layers) }},
	{"wall_chart", func(d *documents) any { return add(&d.walls) }},
	{"workspace", func(d *documents) any { return add(&d.workspaces) }},
	{"workflow", func(d *documents) any { return add(&d.workflows) }},
	{"commodity", func(d *documents) any { return add(&d.commodities) }},
	{"account", func(d *documents) any { return add(&d.accounts) }},
	{"transfer", func(d *documents) any { return add(&d.transfers) }},
	{"document", func(d *documents) any { return add(&d.pages) }},
	{"import", func(d *documents) any { return add(&d.imports) }},
	{"match", func(d *documents) any { return add(&d.matches) }},
	{"calendar", func(d *documents) any { return add(&d.calendars) }},
	{"scenario", func(d *documents) any { return add(&d.scenarios) }},
}

type kind struct {
	name string
	make func(*documents) any
}

// documents are all documents of a pack, by kind, in the order of the files.
type documents struct {
	packs      []*packDoc
	mechanisms []*mechanismDoc
	choices    []*choicesDoc
	parameters []*parameterDoc
	roles      []*roleDoc
	rights     []*rightsDoc
	registers  []*registerDoc
	forms      []*formDoc
	checks     []*checkDoc
	rules      []*ruleDoc
	rounds     []*roundDoc
	indicators []*indicatorDoc
	layers     []*layerDoc
	walls      []*wallChartDoc
	workspaces []*workspaceDoc
	workflows  []*workflowDoc

	commodities []*commodityDoc
	accounts    []*accountDoc
	transfers   []*transferDoc

	pages     []*documentDoc
	imports   []*importDoc
	matches   []*fitDoc
	calendars []*calendarDoc
	scenarios []*scenarioDoc
}

func add[T any](list *[]*T) *T {
	x := new(T)
	*list = append(*list, x)
	return x
}

func kindList() []string {
	out := make([]string, 0, len(kinds))
	for _, k := range kinds {
		out = append(out, k.name)
	}
	return out
}

// The programme itself: one document, in pack.yaml.
type packDoc struct {
	at
	// Name of the programme.
	Pack word `key:"pack,required"`
	// Version of the pack, as in 2026.11.1; it is written into every entry.
	Version word `key:"version,required"`
	// Name of the programme for people.
	Label label `key:"label,required"`
	// CSV file of the areas: code, name, level, parent and, where there is one, name_en.
	Areas word `key:"areas,required"`
	// GeoJSON file of the places of areas on the map, WGS 84: outlines, or points where there is no outline, each with the
	// property code.
	Outlines word `key:"outlines"`
	// Code of the programme's own area.
	Root word `key:"root,required"`
}

// What a folder of the pack is for people: one document a folder.
type mechanismDoc struct {
	at
	// Name of the folder in which it stands.
	Mechanism word `key:"mechanism,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What the mechanism does, for people.
	Help label `key:"help"`
	// Its place among the others; the smallest comes first.
	Order count `key:"order,required"`
}

// A code list, for fields of type choice and choices.
type choicesDoc struct {
	at
	// Name of the list; fields speak of it in `choices`.
	Choices word `key:"choices,required"`
	// Name of the list for people.
	Label label `key:"label,required"`
	// Where the codes come from.
	Source word `key:"source"`
	// The codes, in the order in which people see them.
	Values dict[choiceDoc] `key:"values,required"`
}

// One code of a code list.
type choiceDoc struct {
	at
	// Words in Chinese.
	Zh word `key:"zh,required"`
	// Words in English.
	En word `key:"en"`
	// Code of the same thing in the national system.
	Code word `key:"code"`
	// Chosen no more; kept because records hold it. Codes are retired, never deleted.
	Retired truth `key:"retired"`
	// Heading under which long lists show it.
	Group word `key:"group"`
}

// A number of policy: dated, regional, with its legal basis. Rules read it as parameter.name.
type parameterDoc struct {
	at
	// Name; expressions read parameter.name.
	Parameter word `key:"parameter,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Type of the value, with the options of that type.
	Type word `key:"type,required" one:"types"`
	optionsDoc
	// The values, each for an area and a period.
	Values []parameterValueDoc `key:"values,required"`
}

// One value of a parameter. The closest area wins, then the latest `from`.
type parameterValueDoc struct {
	at
	// Code of the area for which the value holds, and everything below it.
	Area word `key:"area,required"`
	// First day.
	From day `key:"from,required"`
	// Last day; open when it is left out.
	To day `key:"to"`
	// The value, as in 6500 元.
	Value raw `key:"value,required"`
	// Document and number that set the value.
	Basis citation `key:"basis,required"`
	// Address of that document, or "assumption".
	Source word `key:"source"`
}

// A set of rights, granted to a person for one area and everything below.
type roleDoc struct {
	at
	// Name of the role.
	Role word `key:"role,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Level of the areas for which the role is granted: province, city, county, town or village.
	Level word `key:"level,required" one:"province city county town village"`
	// Rights by register or form: read create change correct void erase submit. "*" is every register and form that has
	// no line of its own.
	Can dict[words] `key:"can"`
	// Classes of privacy shown without a mask: personal, sensitive.
	Sees words `key:"sees" one:"personal sensitive"`
	// Classes of privacy that may be unmasked with a purpose.
	Unmask words `key:"unmask" one:"personal sensitive"`
	// Fields never shown, by register.
	Hides dict[words] `key:"hides"`
	// Fields never written, by register.
	ReadOnly dict[words] `key:"read_only"`
	// Powers that are about no register: figures rounds journal accounts system import rules.
	Powers words `key:"powers" one:"figures rounds journal accounts system import rules preview"`
}

// What a mechanism adds to a role and to its workspace; it stands in the folder of the mechanism.
type rightsDoc struct {
	at
	// The role.
	Rights word `key:"rights,required"`
	// Rights by register or form, as in a role. Each stands in one place only.
	Can dict[words] `key:"can"`
	// Fields never shown, by register.
	Hides dict[words] `key:"hides"`
	// Fields never written, by register.
	ReadOnly dict[words] `key:"read_only"`
	// Registers, behind those of the role's workspace.
	Registers words `key:"registers"`
	// Forms.
	Forms words `key:"forms"`
	// Kinds of rounds.
	Rounds words `key:"rounds"`
	// Indicators.
	Indicators words `key:"indicators"`
}

// A kind of record with typed fields.
type registerDoc struct {
	at
	// Name; expressions read register.field.
	Register word `key:"register,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What a record is, for people.
	Help label `key:"help"`
	// Field, or fields, that name a record for people; unique together within the county.
	Key words `key:"key"`
	// Register whose records these belong to.
	Parent word `key:"parent"`
	// Name of the list of these records in the parent's expressions; the register's name with s without it.
	As word `key:"as"`
	// Field of type area that places the record; without it the parent's place.
	Area word `key:"area"`
	// Field of type date that is the record's business date.
	Date word `key:"date"`
	// Words for a record: text with {field} in it.
	Title word `key:"title"`
	// The fields.
	Fields dict[fieldDoc] `key:"fields,required"`

	cases, steps *workflowDoc // made by a workflow: its cases, or their steps
}

// One typed value of a register.
type fieldDoc struct {
	at
	// Name for people.
	Label label `key:"label"`
	// Explanation for people.
	Help label `key:"help"`
	// Type of the value.
	Type word `key:"type" one:"types"`
	// A record without the value is refused.
	Required truth `key:"required"`
	// personal: masked but for roles that see it. sensitive: encrypted in its column too. open: for all, as without it.
	Privacy word `key:"privacy" one:"open personal sensitive"`
	// Value of new records.
	Default raw `key:"default"`
	// The value follows from others; nobody writes it.
	Calculate formula `key:"calculate"`
	// Must hold when the value is known.
	Constraint formula `key:"constraint"`
	// What people read when the constraint does not hold.
	Message label `key:"message"`
	// Records are found by the value.
	Search truth `key:"search"`
	// polygon: no two active records of a county overlap there by more than a hundredth of the smaller.
	Apart truth `key:"apart"`
	// Lists are filtered and sorted by the value.
	Filter truth `key:"filter"`
	// A column of lists.
	List truth `key:"list"`
	// Asked no more; kept and shown in history.
	Retired truth `key:"retired"`
	// reference to account: that person answers for the record, and hands it over before leaving.
	Answers truth `key:"answers"`
	// answers: how long; of the record's own fields. A case is answered for until it closes, without it a record for good.
	AnswersWhile formula `key:"answers_while"`
	// Legal basis or source of the field.
	Basis citation `key:"basis"`
	optionsDoc
}

// Options of types; each type takes some of them.
type optionsDoc struct {
	// text: fewest characters.
	MinLength count `key:"min_length"`
	// text: most characters.
	MaxLength count `key:"max_length"`
	// text: pattern (RE2) that the whole value matches.
	Pattern word `key:"pattern"`
	// Smallest value, in the type's own spelling.
	Min raw `key:"min"`
	// Largest value, in the type's own spelling.
	Max raw `key:"max"`
	// number: unit of the value.
	Unit word `key:"unit"`
	// number: digits behind the point, 0 to 6.
	Decimals count `key:"decimals"`
	// money, number: the time it is for: year, month, day.
	Per word `key:"per"`
	// choice, choices: name of the code list.
	Choices word `key:"choices"`
	// area: level that is chosen.
	Level word `key:"level" one:"province city county town village"`
	// choices, photo, file: most values.
	MaxCount count `key:"max_count"`
	// reference: register that is pointed to.
	References word `key:"register"`
}

// Questions put to a person. Its own questions are the fields of a register with the form's name.
type formDoc struct {
	at
	// Name of the form, and of the register of its submissions.
	Form word `key:"form,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What the form is for.
	Help label `key:"help"`
	// Register that the form is about; the parent of the form's own register.
	Subject word `key:"subject"`
	// The submission makes the subject instead of being about one.
	Creates truth `key:"creates"`
	// Own question that says on which day it happened; without it the day of the submission.
	DatedBy word `key:"dated_by"`
	// Name of the list of submissions in the subject's expressions; the form's name with s without it.
	As word `key:"as"`
	// Own question of type area that places the submission; without it the subject's place.
	Area word `key:"area"`
	// Words for a submission: text with {question} in it.
	Title word `key:"title"`
	// Pages of questions.
	Sections []*sectionDoc `key:"sections"`
	// Questions of a form of one page.
	Questions dict[*questionDoc] `key:"questions"`
	// Values written into the subject or one of its parents when the form is submitted.
	Set setsDoc `key:"set"`
	// Records made besides.
	Add []*addDoc `key:"add"`
	// Child records that get another parent.
	Move []*moveDoc `key:"move"`
	// Movements of money or goods that are entered in the ledger.
	Post []*postDoc `key:"post"`
	// Records whose movements are posted back.
	Reverse []*reverseDoc `key:"reverse"`
	// Who leaves with it: a reference to an account, as register.field, of what the form makes or is about. Refused while
	// that person answers for anything.
	Leaves word `key:"leaves"`

	step *transitionDoc // made by a workflow
	own  word           // the register of step, which other forms share
}

// A page of a form.
type sectionDoc struct {
	at
	// Name of the page.
	Section word `key:"section,required"`
	// Name for people.
	Label label `key:"label,required"`
	// The page is shown when this holds.
	Relevant formula `key:"relevant"`
	// The questions of the page.
	Questions dict[*questionDoc] `key:"questions,required"`
}

// A question: its own (label and type), one that saves to a field (save_to), a shown value (show), or rows of child
// records (repeat).
type questionDoc struct {
	fieldDoc
	// The question is asked when this holds.
	Relevant formula `key:"relevant"`
	// Field that the answer is saved to, as in household.members; label, type, limits and privacy come from there.
	SaveTo word `key:"save_to"`
	// Field that is shown, not asked.
	Show word `key:"show"`
	// Child register of the subject whose records are the rows.
	Repeat word `key:"repeat"`
	// repeat: new rows may be added.
	Add truth `key:"add"`
	// repeat: rows are chosen from the present ones, for `move`.
	Pick truth `key:"pick"`
	// repeat: most rows.
	MaxRows count `key:"max_rows"`
	// repeat: questions of one row; each saves to the child register.
	Questions dict[*questionDoc] `key:"questions"`
}

// Effects: {register.field: value}, or a list of {on, field, value, when}.
type setsDoc []*setDoc

// One value written when the form is submitted.
type setDoc struct {
	at
	// Question of type reference, or field of the subject as register.field, whose record is written; without it what
	// the form makes, the subject or a record above it.
	On word `key:"on"`
	// The field, as in person.left_on.
	Field word `key:"field,required"`
	// The value. What is not known changes nothing.
	Value formula `key:"value"`
	// Instead of a value: the field is emptied.
	Clear truth `key:"clear"`
	// Only when this holds.
	When formula `key:"when"`
}

func (s *setsDoc) decode(l *loader, n *node) {
	if n.kind == nodeList {
		l.slice(n, reflect.ValueOf((*[]*setDoc)(s)).Elem())
		return
	}
	var values dict[formula]
	values.decode(l, n)
	for _, p := range values {
		d := &setDoc{Field: p.key, Value: p.value}
		d.stand(n)
		d.pos = p.key.pos
		*s = append(*s, d)
	}
}

// A record made when the form is submitted: a child of the subject or of one of its parents, or a further record of
// its register. A new record of a workflow opens a case.
type addDoc struct {
	at
	// Question of type reference, or field of the subject as register.field, whose record becomes the parent.
	On word `key:"on"`
	// The register.
	Register word `key:"register,required"`
	// Its values, each an expression.
	Fields dict[formula] `key:"fields,required"`
	// Only when this holds.
	When formula `key:"when"`
}

// Child records that get another parent, within one town.
type moveDoc struct {
	at
	// The repeat question in which they are picked.
	People word `key:"people,required"`
	// new: the record made by `add`. Or a question of type reference.
	To word `key:"to,required"`
}

// A data-quality rule: a finding on a record when the condition holds.
type checkDoc struct {
	at
	// Code of the rule, as in "5_12_014".
	Check word `key:"check,required"`
	// The sentence that people read.
	Label label `key:"label,required"`
	// The register.
	Subject word `key:"subject,required"`
	// Field that the finding points to.
	Field word `key:"field"`
	// When there is a finding.
	When formula `key:"when,required"`
	// warning, kept with the record; or error, which refuses the change. warning without it.
	Severity word `key:"severity" one:"warning error"`
	// Where the rule comes from.
	Source word `key:"source"`
}

// A condition over records, and what it raises when it starts to hold: a task, or a case of a workflow.
type ruleDoc struct {
	at
	// Name of the rule.
	Rule word `key:"rule,required"`
	// Name for people.
	Label label `key:"label,required"`
	// The register; its parents are in scope too.
	Subject word `key:"subject,required"`
	// The condition.
	When formula `key:"when,required"`
	// Why it fired, in words: text with {register.field} and {parameter.name} in it.
	Because label `key:"because"`
	// It never fires; it can be tried on all records.
	Draft truth `key:"draft"`
	// What it raises.
	Then *thenDoc `key:"then"`
}

// What a rule raises: a task (task, label, owner, within or due), open while the condition holds; or a case (open).
type thenDoc struct {
	at
	// Name of the kind of task.
	Task word `key:"task"`
	// What is to be done.
	Label label `key:"label"`
	// Role that does it.
	Owner word `key:"owner"`
	// Time for it, as in 5 days.
	Within span `key:"within"`
	// Day on which it is due; follows the record.
	Due formula `key:"due"`
	// Day from which it is shown.
	From formula `key:"from"`
	// Form that answers it.
	Form word `key:"form"`
	// Workflow of which it opens a case, about the record or one of its parents.
	Open word `key:"open"`
	// open: values of fields of the case.
	Fields dict[formula] `key:"fields"`
}

// A kind of round: a set of records to be visited. Opened by a record with its period; or standing (due), where each
// target falls due on a day of its own.
type roundDoc struct {
	at
	// Name of the kind.
	Round word `key:"round,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Register whose records are the single rounds.
	OpenedBy word `key:"opened_by"`
	// Which of them.
	When formula `key:"when"`
	// Its date field of the first day.
	From word `key:"from"`
	// Its date field of the last day.
	To word `key:"to"`
	// Register to be visited.
	Target word `key:"target,required"`
	// Which of its records.
	Where formula `key:"where"`
	// Register of the visits, a child of the target.
	CoveredBy word `key:"covered_by,required"`
	// Its date field.
	On word `key:"on"`
	// Sweep: area field of a child register of the opener, as in disaster_place.village: what lies there is visited.
	Places word `key:"places"`
	// Sweep: polygon field of the opener: what lies in it is visited.
	Shape word `key:"shape"`
	// Sweep: point field of the target, for shape.
	Dwelling word `key:"dwelling"`
	// Standing round: date field of the target by which the visit is due.
	Due word `key:"due"`
	// Standing round: days before that day from which it is a task, as in 7 days.
	Lead span `key:"lead"`
}

// A number with a definition, unit and period.
type indicatorDoc struct {
	at
	// Name of the indicator.
	Indicator word `key:"indicator,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What is counted, where, when, and what is left out.
	Definition label `key:"definition,required"`
	// Unit: one of the units of numbers, as in 户 or percent; or words of your own.
	Unit unitWords `key:"unit,required"`
	countedDoc
	// Fields of type choice or yes_no by which the figure is broken down.
	By words `key:"by"`
	// ratio, mean: what stands above the line.
	Numerator *partDoc `key:"numerator"`
	// ratio, mean: what stands below the line.
	Denominator *partDoc `key:"denominator"`
	// growth: the indicator that is compared with its value a year before.
	Of word `key:"of"`
	// What the figure is held against: an indicator of the same unit, or parameter.NAME.
	Plan word `key:"plan"`
	// How a newspaper prints it: exact, over (余), nearly (近), about (约), upto (达).
	Precision word `key:"precision" one:"exact over nearly about upto"`
	// The printed value is a multiple of this.
	Step step `key:"step"`
	// The value is the sum divided by this; for money it follows from the unit 元, 万元 or 亿元.
	Factor step `key:"factor"`
	// Digits behind the point.
	Decimals count `key:"decimals"`
}

// What is counted or summed.
type countedDoc struct {
	// stock, flow, distinct, ratio, mean or growth.
	Kind word `key:"kind" one:"stock flow distinct ratio mean growth"`
	// Register whose records are counted.
	Count word `key:"count"`
	// Field whose values are summed, as in household.members; or {of: register, value: expression}.
	Sum sumDoc `key:"sum"`
	// Which records; reads only the record's own fields.
	Where formula `key:"where"`
	// flow: date field that says on which day it counts.
	Date word `key:"date"`
	// stock: date field from which a record counts.
	From word `key:"from"`
	// stock: date field until which a record counts.
	Until word `key:"until"`
	// distinct: field whose different values are counted; or county, town, village of the record's area.
	Distinct word `key:"distinct"`
}

// A part of a ratio or a mean.
type partDoc struct {
	at
	countedDoc
}

// What is summed: register.field alone, or {of: register, value: expression}.
type sumDoc struct {
	at
	// The register.
	Of word `key:"of,required"`
	// A whole number, money or number of one record.
	Value formula `key:"value,required"`
}

func (s *sumDoc) decode(l *loader, n *node) {
	if n.kind != nodeScalar {
		l.structure(n, reflect.ValueOf(s).Elem())
		return
	}
	register, _, _ := strings.Cut(n.text, ".")
	s.Of = word{text: strings.TrimSpace(register), pos: n.pos, node: n}
	s.Value.decode(l, n)
}

// A layer of the map: records of a register, drawn where they are; those that have no place are counted by town.
type layerDoc struct {
	at
	// Name of the layer.
	Layer word `key:"layer,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Register whose records are drawn.
	Subject word `key:"subject,required"`
	// Its field of type point, line or polygon. Without it the records are counted where their towns are.
	Geometry word `key:"geometry"`
	// Which of its records.
	Where formula `key:"where"`
	// Field of type choice or yes_no that gives the colour.
	Color word `key:"color"`
	// Fields that are said of a record when it is pointed at.
	Shows words `key:"shows"`
	// Date field from which a record is drawn.
	From word `key:"from"`
	// Date field from which it is drawn no more.
	Until word `key:"until"`
	// Zoom of the map, 0 to 18, from which single records are drawn; below they are counted.
	MinZoom count `key:"minzoom"`
	// Who sees places as they are.
	Privacy *layerPrivacyDoc `key:"privacy"`
}

// Places of people are moved to a grid, but for some roles.
type layerPrivacyDoc struct {
	at
	// Size of the grid in metres, 50 to 5000.
	Snap count `key:"snap,required"`
	// Roles that see the places as they are, when they see the field.
	ExactFor words `key:"exact_for"`
}

// A map to hang on the wall of an office, printed by the server: layers, figures, and tables of who answers for what. Only
// what everybody may see stands on it, and names of people who work with the system.
type wallChartDoc struct {
	at
	// Name of the chart.
	WallChart word `key:"wall_chart,required"`
	// What lists of charts call it.
	Label label `key:"label,required"`
	// Heading, behind the name of the area.
	Title label `key:"title,required"`
	// Levels of the areas for which it is printed.
	Levels words `key:"levels,required"`
	// Layers that are drawn. Places of people are drawn as counts by village.
	Layers words `key:"layers,required"`
	// Indicators whose figures for the area stand beside the map.
	Figures words `key:"figures"`
	// Tables beside the map.
	Tables []*wallTableDoc `key:"tables"`
	// Where what stands on it comes from, in a line at the foot.
	Source label `key:"source"`
}

// A table of a wall chart: records in the area, by area.
type wallTableDoc struct {
	at
	// Heading.
	Label label `key:"label,required"`
	// Levels of the areas on whose charts it stands; all when left out.
	Levels words `key:"levels"`
	// Register whose records are its rows.
	Subject word `key:"subject,required"`
	// Which of its records.
	Where formula `key:"where"`
	// Fields of the record, or register.field of its parents: open ones, and references to accounts.
	Columns words `key:"columns,required"`
}

// What a role sees first.
type workspaceDoc struct {
	at
	// The role.
	Workspace word `key:"workspace,required"`
	// Registers, in order.
	Registers words `key:"registers"`
	// Forms, in order.
	Forms words `key:"forms"`
	// Kinds of rounds.
	Rounds words `key:"rounds"`
	// Indicators.
	Indicators words `key:"indicators"`
}

// A test of the programme: people, records, and what follows from what they do.
type scenarioDoc struct {
	at
	// What is tested, as a sentence.
	Scenario word `key:"scenario,required"`
	// Day 0.
	Start day `key:"start,required"`
	// Area whose figures and tasks are compared.
	Area word `key:"area,required"`
	// People: name: role@area.
	People dict[word] `key:"people"`
	// Records that stand at the beginning.
	Given []*givenDoc `key:"given"`
	// What happens, in order.
	Steps []*stepDoc `key:"steps,required"`
}

// A record that stands at the beginning of a scenario.
type givenDoc struct {
	at
	// The register.
	Record word `key:"record,required"`
	// Name by which steps speak of it.
	As word `key:"as"`
	// Name of the parent record.
	Of word `key:"of"`
	// Its values.
	Fields dict[raw] `key:"fields,required"`
}

// One act of one person on one day.
type stepDoc struct {
	at
	// Days after the start.
	Day count `key:"day,required"`
	// The person.
	By word `key:"by"`
	// Form that is submitted.
	Submit word `key:"submit"`
	// Or the record that is changed directly.
	Change word `key:"change"`
	// Or the open task that is handed on, written as in `tasks`.
	Delegate word `key:"delegate"`
	// delegate: the person to whom.
	To word `key:"to"`
	// change: change, correct, void or erase.
	Action word `key:"action" one:"change correct void erase"`
	// Name of the record that the form is about.
	On word `key:"on"`
	// Name for the record that the step makes.
	As word `key:"as"`
	// Answers by question.
	Answers dict[raw] `key:"answers"`
	// change: values by field.
	Fields dict[raw] `key:"fields"`
	// Names for records that came about by themselves: cases that a rule or a form opened.
	Find dict[*findDoc] `key:"find"`
	// What must hold afterwards.
	Expect *expectDoc `key:"expect"`
}

// The newest record of a register, below a parent, after the step.
type findDoc struct {
	at
	// The register.
	Record word `key:"record,required"`
	// Name of the parent record.
	Of word `key:"of"`
	// Values that it has.
	Fields dict[raw] `key:"fields"`
}

// What must hold after a step.
type expectDoc struct {
	at
	// Code of the finding that refuses it.
	Refused word `key:"refused"`
	// Codes of the warnings, all of them.
	Warnings *words `key:"warnings"`
	// Values by record and field.
	Records dict[dict[raw]] `key:"records"`
	// Values of indicators.
	Figures dict[raw] `key:"figures"`
	// Open tasks of the area that are shown by then, all of them: of a rule by their name, of a case as workflow/stage, one
	// that climbed as workflow/stage@role.
	Tasks *words `key:"tasks"`
	// Coverage by round record, as in 1/3.
	Coverage dict[word] `key:"coverage"`
	// Balances by record (county: those of the county itself) and kind of account, as in project_money or, where they are
	// kept apart, project_money/central; of goods that are kept apart harvest@plum.
	Balances dict[dict[raw]] `key:"balances"`
}

// A way that records go through: stages with owners and clocks, and the steps between them. Each record on its way is a
// case.
type workflowDoc struct {
	at
	// Name of the workflow, and of the register of its cases. Steps are the register name_step.
	Workflow word `key:"workflow,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What it is for.
	Help label `key:"help"`
	// Register that the cases are about; without it a case stands alone.
	Subject word `key:"subject"`
	// Field, or fields, that name a case for people; unique together within the county.
	Key words `key:"key"`
	// Name of the list of cases in the subject's expressions; the workflow's name with s without it.
	As word `key:"as"`
	// Field of type area that places the case; without it the subject's place.
	Area word `key:"area"`
	// Words for a case: text with {field} in it.
	Title word `key:"title"`
	// At most one open case of a subject with equal values of these fields; [] is one open case of a subject at all.
	OneOpen *words `key:"one_open"`
	// The whole, from opening to a final stage.
	Within *clockDoc `key:"within"`
	// Who is shown a late step too.
	Overdue []*climbDoc `key:"overdue"`
	// Its cases are the items of a handover: each is a thing that one person answers for and hands to another. A case that
	// comes to a good end hands its thing over.
	HandsOver *handsOverDoc `key:"hands_over"`
	// Fields of the case; the engine adds its stage and its days.
	Fields dict[fieldDoc] `key:"fields"`
	// The stages, in the order of the chain.
	Stages dict[*stageDoc] `key:"stages,required"`
	// The steps that people take.
	Transitions []*transitionDoc `key:"transitions,required"`
}

// Who hands over to whom: references to accounts, as register.field, of the case or what it is about.
type handsOverDoc struct {
	at
	// Who leaves.
	From word `key:"from,required"`
	// Who takes over: the first of these that is known.
	To words `key:"to,required"`
}

// A number of days: calendar days or working days, one of them.
type clockDoc struct {
	at
	// Days; a whole number, of the case, its subject and parameters.
	Days formula `key:"days"`
	// Working days, by the calendar of the pack.
	Workdays formula `key:"workdays"`
}

// A further role that is shown a step that is late.
type climbDoc struct {
	at
	// The role.
	Role word `key:"role,required"`
	// How late it is by then, as in 3 days.
	After delay `key:"after,required"`
}

// A state of a case.
type stageDoc struct {
	at
	// Name for people.
	Label label `key:"label,required"`
	// What is to be done, for people.
	Help label `key:"help"`
	// Roles whose task it is.
	Owner words `key:"owner"`
	// Field of the case, a reference to an account: whose of them the task is.
	For word `key:"for"`
	// Time for it.
	Within *clockDoc `key:"within"`
	// Time that must pass in it before the next stage; a return, and an end that is not good, need not wait.
	AtLeast *clockDoc `key:"at_least"`
	// Who leaves it has not done a step out of another stage of the case.
	FourEyes truth `key:"four_eyes"`
	// Document that is printed in this stage.
	Document word `key:"document"`
	// The case is over.
	Final truth `key:"final"`
	// final: the case has led to what it is for.
	Good truth `key:"good"`
	// Entered no more; kept because cases hold it.
	Retired truth `key:"retired"`
}

// A step of a case. It makes the form workflow_do.
type transitionDoc struct {
	at
	// Name of the step.
	Do word `key:"do,required"`
	// Name for people.
	Label label `key:"label,required"`
	// What the step means, for people.
	Help label `key:"help"`
	// Stages that it leaves; without it the step opens a case.
	From words `key:"from"`
	// Stage that it leads to; without it the stage stays.
	To word `key:"to"`
	// Roles that may take it; the owners of the stages in from without it.
	By words `key:"by"`
	// A reference to an account, as register.field, of the case or what it is about: only that person may take the step.
	Only word `key:"only"`
	// The same: that person may not take it.
	Except word `key:"except"`
	// 2: a second person is named, another one than who submits.
	Persons count `key:"persons"`
	// Questions. Own ones are kept with the step; save_to writes the case or, up its line, the subject. A step that opens
	// a case asks for fields of the case.
	Asks dict[*questionDoc] `key:"asks"`
	// Conditions that must hold; each is shown met or not.
	Requires dict[*conditionDoc] `key:"requires"`
	// Values written into the case or one of its parents.
	Set setsDoc `key:"set"`
	// Records made besides.
	Add []*addDoc `key:"add"`
	// Movements of money or goods that are entered in the ledger, as postings of the case.
	Post []*postDoc `key:"post"`
	// Records whose movements are posted back.
	Reverse []*reverseDoc `key:"reverse"`
	// Workflow with hands_over, about cases of this one: an item is made of each thing that who leaves answers for.
	Gather word `key:"gather"`
	// Who leaves with the step, as leaves of a form.
	Leaves word `key:"leaves"`
	// A return to an earlier stage; asks a reason.
	Back truth `key:"back"`
	// Asks a reason.
	Reason truth `key:"reason"`
	// extend: asks days and moves what is due. pause: no clock runs until resume.
	Clock word `key:"clock" one:"extend pause resume"`
	// Taken no more; kept because cases hold it.
	Retired truth `key:"retired"`

	form *formDoc // that it makes
}

// A condition of a step.
type conditionDoc struct {
	at
	// What must hold, as a sentence.
	Label label `key:"label,required"`
	// The condition, of the case and its parents.
	When formula `key:"when,required"`
	// What proves it: fields, as in household.members, or lists, as in household.visits.
	Shows words `key:"shows"`
}

// For a record, records of another register that fit it, nearest first. It is read only; nothing is decided by it.
type fitDoc struct {
	at
	// Name of the match.
	Match word `key:"match,required"`
	// What it lists, for people, as in Posts that fit.
	Label label `key:"label,required"`
	// What makes them fit, for people.
	Help label `key:"help"`
	// Register for whose records it is made.
	Subject word `key:"subject,required"`
	// Register of what is listed; not the subject's own.
	Candidates word `key:"candidates,required"`
	// For which records it is made; it is about the subject alone.
	When formula `key:"when"`
	// When a candidate fits. Both registers are in scope under their names, with their own fields.
	Where formula `key:"where,required"`
	// Points between which it is measured.
	Distance *fitDistanceDoc `key:"distance"`
	// Fields of the candidates that order those equally near, as in job_post.wage; -job_post.wage begins with the highest.
	Order []word `key:"order"`
	// Fields of the candidates that stand beside their titles, as in job_post.wage.
	Shows []word `key:"shows"`
}

// The points of a match.
type fitDistanceDoc struct {
	at
	// Point field of the subject, as in job_seeker.home.
	From word `key:"from,required"`
	// Point field of the candidates, as in job_post.location.
	To word `key:"to,required"`
}

// A page to print, made from a record and its parents.
type documentDoc struct {
	at
	// Name of the document.
	Document word `key:"document,required"`
	// What lists call it.
	Label label `key:"label,required"`
	// Register whose records it is made from.
	Subject word `key:"subject,required"`
	// It hangs in public: only names and what everybody may see can stand in it.
	Public truth `key:"public"`
	// Heading.
	Title label `key:"title,required"`
	// Paragraphs, in which {register.field}, {parameter.name} and {today} stand.
	Text []*paragraphDoc `key:"text"`
	// Tables below them.
	Parts []*documentPartDoc `key:"parts"`
	// Paragraphs below the tables.
	Closing []*paragraphDoc `key:"closing"`
	// Lines to sign.
	Signatures []label `key:"signatures"`
}

// A paragraph: text, or {text, when}.
type paragraphDoc struct {
	at
	// The text.
	Text label `key:"text,required"`
	// Printed only when this holds.
	When formula `key:"when"`
}

func (p *paragraphDoc) decode(l *loader, n *node) {
	if n.kind == nodeMapping && n.get("text") != nil {
		l.structure(n, reflect.ValueOf(p).Elem())
		return
	}
	p.stand(n)
	p.Text.decode(l, n)
}

// A part of a document: fields with their values, or a table of child records.
type documentPartDoc struct {
	at
	// Heading.
	Label label `key:"label,required"`
	// Printed only when this holds.
	When formula `key:"when"`
	// Fields of the record or its parents, as in household.village.
	Fields words `key:"fields"`
	// Or a list of the record or one of its parents, as in household.people.
	List word `key:"list"`
	// list: which of its records.
	Where formula `key:"where"`
	// list: fields that are its columns.
	Columns words `key:"columns"`
}

// Files of rows, each of which becomes a submission of a form.
type importDoc struct {
	at
	// Name of the import.
	Import word `key:"import,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Where the file comes from, for people.
	Help label `key:"help"`
	// Form that is submitted for a row.
	Form word `key:"form,required"`
	// Form for a row that matched nothing, or too much; without it such rows are only reported.
	Otherwise word `key:"otherwise"`
	// Question of the form that takes the matched record; without it the form is about that record.
	Reference word `key:"reference"`
	// Questions and the heads of the columns that answer them.
	Columns dict[*columnDoc] `key:"columns,required"`
	// How the record that a row is about is found.
	Match *matchDoc `key:"match"`
}

// A column of a file.
type columnDoc struct {
	at
	// Heads that files give it; the first is shown.
	Heads words `key:"heads,required"`
	// A row without it is wrong.
	Required truth `key:"required"`
}

// How a record is found: by the first list of fields that the row fills and that finds exactly one.
type matchDoc struct {
	at
	// Register that is looked through.
	Register word `key:"register,required"`
	// That register, or a parent of it, whose record the row is about.
	Gives word `key:"gives"`
	// Lists of fields of the register or its parents; questions of the same names give the values.
	By []words `key:"by,required"`
}

// Working days and public holidays of the programme; a pack has one calendar.
type calendarDoc struct {
	at
	// Name of the calendar.
	Calendar word `key:"calendar,required"`
	// Name for people.
	Label label `key:"label,required"`
	// The years that are known; other years have weekends only.
	Years []*yearDoc `key:"years,required"`
}

// Holidays of a year, each a date, or first..last.
type yearDoc struct {
	at
	// The year.
	Year count `key:"year,required"`
	// Notice that sets the days.
	Basis citation `key:"basis,required"`
	// Address of that notice.
	Source word `key:"source"`
	// Days off.
	Holidays words `key:"holidays"`
	// Weekend days at work.
	Workdays words `key:"workdays"`
}

// Something that is moved and held: money, or goods in one unit.
type commodityDoc struct {
	at
	// Name.
	Commodity word `key:"commodity,required"`
	// Name for people.
	Label label `key:"label,required"`
	// 元: money, kept in fen. Or a unit of numbers, as in 斤 or 箱.
	Unit word `key:"unit,required"`
	// goods: digits behind the point that are kept, 0 to 3.
	Decimals count `key:"decimals"`
	// Register or code list: every record or code of it is a commodity of its own, never mixed with others.
	Each word `key:"each"`
}

// A kind of account, in which one commodity is held.
type accountDoc struct {
	at
	// Name.
	Account word `key:"account,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Register: each of its records has such an account. Without it there is one for each county.
	Of word `key:"of"`
	// What it holds.
	Commodity word `key:"commodity,required"`
	// Code list: one account for each of its codes, so that sources are kept apart.
	Each word `key:"each"`
	// none: where things come into the books and leave them. Without it no balance goes below zero.
	Floor word `key:"floor" one:"none"`
}

// A kind of movement, always from one kind of account to another. Each movement is a record of the register transfer.
type transferDoc struct {
	at
	// Name; expressions compare it with transfer.kind.
	Transfer word `key:"transfer,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Kind of the accounts from which it goes.
	From word `key:"from,required"`
	// Kind of the accounts to which it goes.
	To word `key:"to,required"`
}

// A movement that is entered in the ledger when the form is submitted, as a posting of the form's own record (without one
// of its subject; for a step of a workflow of the case).
type postDoc struct {
	at
	// The kind of movement.
	Transfer word `key:"transfer,required"`
	// How much: money; or a number, which is converted exactly from the unit of the fields that it reads.
	Amount formula `key:"amount,required"`
	// Unit of the number, where it does not follow from the fields that it reads.
	Unit word `key:"unit"`
	// The account from which it goes; left out for accounts of the county.
	From *sideDoc `key:"from"`
	// The account to which it goes; left out for accounts of the county.
	To *sideDoc `key:"to"`
	// Which record or code, when the commodity has each.
	Goods formula `key:"goods"`
	// Business day; the day of the submission without it.
	On formula `key:"on"`
	// Only when this holds.
	When formula `key:"when"`
	// Repeat question: once for each of its rows; the row is in scope.
	Rows word `key:"rows"`
}

// Whose account it is, among those of a kind.
type sideDoc struct {
	at
	// Register of the form's line (its own, the subject, a parent of it, the row); or a reference field of one of them, as
	// in payment.payee.
	Of word `key:"of"`
	// The code, when the accounts of the kind have each.
	Each formula `key:"each"`
}

// A record whose movements, as far as they were not posted back before, are posted back.
type reverseDoc struct {
	at
	// Register of the form's line whose record has posted them.
	Of word `key:"of,required"`
	// Business day; the day of the submission without it.
	On formula `key:"on"`
	// Only when this holds.
	When formula `key:"when"`
}
