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
	{"choices", func(d *documents) any { return add(&d.choices) }},
	{"parameter", func(d *documents) any { return add(&d.parameters) }},
	{"role", func(d *documents) any { return add(&d.roles) }},
	{"register", func(d *documents) any { return add(&d.registers) }},
	{"form", func(d *documents) any { return add(&d.forms) }},
	{"check", func(d *documents) any { return add(&d.checks) }},
	{"rule", func(d *documents) any { return add(&d.rules) }},
	{"round", func(d *documents) any { return add(&d.rounds) }},
	{"indicator", func(d *documents) any { return add(&d.indicators) }},
	{"workspace", func(d *documents) any { return add(&d.workspaces) }},
	{"scenario", func(d *documents) any { return add(&d.scenarios) }},
}

type kind struct {
	name string
	make func(*documents) any
}

// documents are all documents of a pack, by kind, in the order of the files.
type documents struct {
	packs      []*packDoc
	choices    []*choicesDoc
	parameters []*parameterDoc
	roles      []*roleDoc
	registers  []*registerDoc
	forms      []*formDoc
	checks     []*checkDoc
	rules      []*ruleDoc
	rounds     []*roundDoc
	indicators []*indicatorDoc
	workspaces []*workspaceDoc
	scenarios  []*scenarioDoc
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
	// Code of the programme's own area.
	Root word `key:"root,required"`
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
	Powers words `key:"powers" one:"figures rounds journal accounts system import rules"`
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
	// Lists are filtered and sorted by the value.
	Filter truth `key:"filter"`
	// A column of lists.
	List truth `key:"list"`
	// Asked no more; kept and shown in history.
	Retired truth `key:"retired"`
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
	// Values written into the subject when the form is submitted.
	Set setsDoc `key:"set"`
	// Records made besides.
	Add []*addDoc `key:"add"`
	// Child records that get another parent.
	Move []*moveDoc `key:"move"`
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
	// Question of type reference whose record is written; without it the subject.
	On word `key:"on"`
	// The field, as in person.left_on.
	Field word `key:"field,required"`
	// The value.
	Value formula `key:"value,required"`
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

// A record made when the form is submitted: a child of the subject, or a further record of its register.
type addDoc struct {
	at
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

// A condition over records and the task that it opens while it holds.
type ruleDoc struct {
	at
	// Name of the rule.
	Rule word `key:"rule,required"`
	// Name for people.
	Label label `key:"label,required"`
	// The register; its parents are in scope too.
	Subject word `key:"subject,required"`
	// The task is open while this holds.
	When formula `key:"when,required"`
	// The task.
	Then *taskDoc `key:"then,required"`
}

// What is due.
type taskDoc struct {
	at
	// Name of the kind of task.
	Task word `key:"task,required"`
	// What is to be done.
	Label label `key:"label,required"`
	// Role that does it.
	Owner word `key:"owner,required"`
	// Time for it, as in 5 days.
	Within span `key:"within,required"`
	// Form that answers it.
	Form word `key:"form"`
}

// A kind of round: a set of records to be visited in a period.
type roundDoc struct {
	at
	// Name of the kind.
	Round word `key:"round,required"`
	// Name for people.
	Label label `key:"label,required"`
	// Register whose records are the single rounds.
	OpenedBy word `key:"opened_by,required"`
	// Which of them.
	When formula `key:"when"`
	// Its date field of the first day.
	From word `key:"from,required"`
	// Its date field of the last day.
	To word `key:"to,required"`
	// Register to be visited.
	Target word `key:"target,required"`
	// Which of its records.
	Where formula `key:"where"`
	// Register of the visits, a child of the target.
	CoveredBy word `key:"covered_by,required"`
	// Its date field.
	On word `key:"on,required"`
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
	// What must hold afterwards.
	Expect *expectDoc `key:"expect"`
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
	// Open tasks of the area, all of them.
	Tasks *words `key:"tasks"`
	// Coverage by round record, as in 1/3.
	Coverage dict[word] `key:"coverage"`
}
