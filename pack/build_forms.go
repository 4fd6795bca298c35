package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

// formBuild keeps a form beside what it was made from.
type formBuild struct {
	form      *catalog.Form
	doc       *formDoc
	questions map[string]*catalog.Question // not those inside repeats
	places    map[string]fault.Pos
	saves     map[*catalog.Field]fault.Pos // fields of the subject that a question saves to
	sets      map[*catalog.Field]bool      // fields of the subject that are always set
	adds      map[*catalog.Register]bool
	count     int
}

// own reports whether a question keeps its answer in the form's own register.
func (q *questionDoc) own() bool {
	return q.SaveTo.text == "" && q.Show.text == "" && q.Repeat.text == ""
}

// sections gives the pages of a form; a form without pages is one page.
func (d *formDoc) sections() []*sectionDoc {
	if len(d.Questions) == 0 {
		return d.Sections
	}
	one := &sectionDoc{Section: word{text: d.Form.text, pos: d.Form.pos}, Label: d.Label, Questions: d.Questions}
	return append([]*sectionDoc{one}, d.Sections...)
}

// declareForm makes the skeleton of a form and of the register of its submissions.
func (b *builder) declareForm(d *formDoc) {
	if !b.forms.declare(d.Form) {
		return
	}
	b.checkName(d.Form, namePattern)
	f := &catalog.Form{
		Name: d.Form.text, Label: d.Label.text, Help: d.Help.text, Folder: d.folder, Creates: bool(d.Creates),
	}
	x := &formBuild{
		form: f, doc: d, questions: map[string]*catalog.Question{}, places: map[string]fault.Pos{},
		saves: map[*catalog.Field]fault.Pos{}, adds: map[*catalog.Register]bool{},
		sets: map[*catalog.Field]bool{},
	}
	b.formOf[d] = x
	b.places[f] = d.pos
	b.cat.Forms = append(b.cat.Forms, f)
	if before, taken := b.registers.places[f.Name]; taken {
		b.duplicate("register", d.Form, before)
		return
	}
	if d.step != nil {
		f.Own = b.madeRegister(d.own)
		return
	}
	if d.hasOwn() {
		b.registers.declare(d.Form)
		f.Own = &catalog.Register{
			Name: f.Name, Label: f.Label, Help: f.Help, Folder: f.Folder, As: d.As.text, AreaField: d.Area.text,
			DateField: d.DatedBy.text, Form: f,
		}
		b.adopt(&registerBuild{reg: f.Own, form: d, pos: d.pos})
		b.cat.Registers = append(b.cat.Registers, f.Own)
	}
}

func (d *formDoc) hasOwn() bool {
	for _, s := range d.sections() {
		for _, p := range s.Questions {
			if p.value != nil && p.value.own() {
				return true
			}
		}
	}
	return false
}

// declareForms resolves subjects and makes the fields of the registers of submissions.
func (b *builder) declareForms() {
	for _, d := range b.docs.forms {
		x := b.formOf[d]
		if x == nil {
			continue
		}
		if d.Subject.text != "" {
			x.form.Subject = b.register(d.Subject)
			if x.form.Subject == x.form.Own && x.form.Own != nil {
				b.report(d.Subject.pos, codeParentCycle, "name", x.form.Name)
				x.form.Subject = nil
			}
		}
		if x.form.Own == nil {
			continue
		}
		if d.step == nil {
			x.form.Own.Parent = x.form.Subject
		}
		for _, s := range d.sections() {
			for _, p := range s.Questions {
				if p.value != nil && p.value.own() && (d.step == nil || !d.step.opens()) {
					b.ownField(x, s, p.key, p.value)
				}
			}
		}
		x.form.Own.Index()
	}
}

// ownField makes the field of an own question. A required question that is not always asked is not a required field:
// the question keeps the duty, the record may lack the value.
func (b *builder) ownField(x *formBuild, s *sectionDoc, name word, q *questionDoc) {
	if same := x.form.Own.Field(name.text); same != nil {
		b.sharedAnswer(x, same, name, q)
		return // without a step: reported with the questions
	}
	f := b.makeField(name, &q.fieldDoc, x.form.Own)
	f.Required = f.Required && !q.Relevant.set() && !s.Relevant.set() && x.doc.step == nil
	if q.Calculate.set() && q.Relevant.set() {
		b.report(q.Relevant.pos, codeFieldClash, "name", f.Name, "key", "relevant", "with", "calculate")
	}
	x.form.Own.Fields = append(x.form.Own.Fields, f)
	x.form.Own.Index()
}

func (b *builder) buildForms() {
	for _, d := range b.docs.forms {
		if x := b.formOf[d]; x != nil {
			b.buildForm(x)
		}
	}
}

func (b *builder) buildForm(x *formBuild) {
	d, f := x.doc, x.form
	if len(d.Questions) > 0 && len(d.Sections) > 0 {
		b.report(d.keyPos("questions"), codeQuestionsTwice)
	}
	seen := map[string]bool{}
	for _, s := range d.sections() {
		if seen[s.Section.text] && s.Section.text != "" {
			b.duplicate("section", s.Section, d.Form.pos)
		}
		seen[s.Section.text] = true
		b.checkName(s.Section, namePattern)
		f.Sections = append(f.Sections, b.section(x, s))
	}
	switch {
	case x.count == 0 && !bool(d.Creates) && d.step == nil:
		b.report(d.pos, codeNoQuestions, "name", f.Name)
	case x.count > limitQuestions:
		b.report(d.pos, codeTooManyQuestions, "name", f.Name, "max", limitQuestions)
	}
	if d.step == nil {
		b.ownRegister(x)
	}
	b.effects(x)
	f.Leaves = b.personAt(d.Leaves, append([]*catalog.Register{f.Own}, lineOf(f.Subject)...))
	b.checkForm(x)
}

// ownRegister settles what the register of submissions takes from the form.
func (b *builder) ownRegister(x *formBuild) {
	d, f := x.doc, x.form
	if f.Own == nil {
		for key, w := range map[string]word{"dated_by": d.DatedBy, "area": d.Area, "title": d.Title, "as": d.As} {
			if w.text != "" {
				b.report(d.keyPos(key), codeNoOwnQuestions, "key", key)
			}
		}
		return
	}
	if b.dateField(f.Own, d.DatedBy) != nil {
		f.DatedBy = d.DatedBy.text
	}
	if d.Subject.text == "" || d.Area.text != "" {
		b.areaField(f.Own, d.Area, d.pos)
	}
	if d.Creates && d.Subject.text == "" {
		b.report(d.keyPos("creates"), codeCreatesNothing, "name", f.Name)
	}
	f.Own.Title = b.title(f.Own, d.Title)
	if len(f.Own.Title) == 0 {
		f.Own.Title = []catalog.TitlePart{{Text: f.Label.Zh}}
		if f.DatedBy != "" {
			f.Own.Title = append(f.Own.Title, catalog.TitlePart{Text: " "}, catalog.TitlePart{Field: f.DatedBy})
		}
	}
}

func (b *builder) section(x *formBuild, d *sectionDoc) *catalog.Section {
	s := &catalog.Section{Name: d.Section.text, Label: d.Label.text}
	if d.Relevant.set() {
		b.later(func() { s.Relevant = b.compile(d.Relevant, b.formEnv(x.form, nil), kindBool) })
	}
	for _, p := range d.Questions {
		if p.value == nil {
			continue
		}
		if before, dup := x.places[p.key.text]; dup {
			b.duplicate("question", p.key, before)
			continue
		}
		x.places[p.key.text] = p.key.pos
		q := b.question(x, p.key, p.value, nil)
		x.questions[q.Name] = q
		s.Questions = append(s.Questions, q)
	}
	return s
}

// Keys that each kind of question takes; own questions take those of fields.
var (
	savingKeys  = []string{"save_to", "required", "relevant"}
	showingKeys = []string{"show", "relevant"}
	repeatKeys  = []string{"repeat", "add", "pick", "max_rows", "questions", "label", "help", "relevant"}
	onlyRepeat  = []string{"add", "pick", "max_rows", "questions"}
)

// question builds one question; row is the child register inside a repeat, nil outside.
func (b *builder) question(x *formBuild, name word, d *questionDoc, row *catalog.Register) *catalog.Question {
	x.count++
	q := &catalog.Question{Name: name.text, Required: bool(d.Required)}
	b.places[q] = name.pos
	kinds := 0
	for _, w := range []word{d.SaveTo, d.Show, d.Repeat} {
		if w.text != "" {
			kinds++
		}
	}
	if kinds > 1 {
		b.report(name.pos, codeQuestionKinds, "name", name.text)
	}
	switch {
	case d.SaveTo.text != "":
		b.onlyKeys(d, savingKeys, "save_to")
		b.savingQuestion(x, q, d, row)
	case d.Show.text != "":
		b.onlyKeys(d, showingKeys, "show")
		q.ReadOnly = true
		q.SaveTo = b.target(d.Show, b.readable(x.form, row), codeShowElsewhere)
	case d.Repeat.text != "":
		b.onlyKeys(d, repeatKeys, "repeat")
		b.repeatQuestion(x, q, d, row)
	default:
		b.ownQuestion(x, q, name, d, row)
	}
	if q.SaveTo != nil {
		q.Field = q.SaveTo.Field
		b.checkName(name, namePattern)
	}
	if d.Relevant.set() {
		b.later(func() { q.Relevant = b.compile(d.Relevant, b.formEnv(x.form, row), kindBool) })
	}
	return q
}

func (b *builder) ownQuestion(x *formBuild, q *catalog.Question, name word, d *questionDoc, row *catalog.Register) {
	if row != nil {
		b.report(name.pos, codeRowQuestion, "name", name.text, "register", row.Name)
		return
	}
	for _, key := range onlyRepeat {
		if d.has(key) {
			b.report(d.keyPos(key), codeKeyNeedsRepeat, "key", key)
		}
	}
	if x.form.Own == nil {
		return
	}
	if x.doc.step != nil && x.doc.step.opens() {
		b.report(name.pos, codeOpeningQuestion, "name", name.text, "register", x.form.Own.Name)
		return
	}
	q.Field = x.form.Own.Field(name.text)
	if d.Calculate.set() {
		q.ReadOnly = true
	}
	if q.Field != nil {
		b.asked[q.Field] = true
	}
}

// onlyKeys reports keys that a question of this kind does not take.
func (b *builder) onlyKeys(d *questionDoc, allowed []string, kind string) {
	if d.node == nil {
		return
	}
	for _, e := range d.node.entries {
		if !slices.Contains(allowed, e.key) {
			b.report(e.pos, codeQuestionKey, "key", e.key, "kind", kind, "keys", strings.Join(allowed, " "))
		}
	}
}

func (b *builder) savingQuestion(x *formBuild, q *catalog.Question, d *questionDoc, row *catalog.Register) {
	into := b.savable(x, row)
	if len(into) == 0 {
		if x.doc.Subject.text == "" {
			b.report(d.SaveTo.pos, codeSaveNoSubject, "name", q.Name)
		}
		return
	}
	t := b.target(d.SaveTo, into, codeSaveElsewhere)
	if t == nil {
		return
	}
	f := t.Field
	b.asked[f] = true
	b.written[t.Register] = true
	switch before, dup := x.saves[f]; {
	case dup:
		b.report(d.SaveTo.pos, codeSavedTwice, "name", d.SaveTo.text, "before", before.String())
	case f.Retired:
		b.report(d.SaveTo.pos, codeRetiredUsed, "name", f.Name)
	default:
		x.saves[f] = d.SaveTo.pos
	}
	b.mustBeWritable(d.SaveTo.pos, t.Register, f)
	if t.Register == x.form.Own {
		b.openingQuestion(q, d, t)
		return
	}
	q.SaveTo = t
}

// savable lists the registers that answers of a form may be saved to: its subject; for a step of a case the subject's
// parents too, and for one that opens a case the case, which is its own register.
func (b *builder) savable(x *formBuild, row *catalog.Register) []*catalog.Register {
	s := x.form.Subject
	switch {
	case row != nil:
		return []*catalog.Register{row}
	case x.doc.step != nil && x.doc.step.opens():
		return lineOf(x.form.Own)
	case x.doc.step != nil:
		return lineOf(s)
	case s == nil:
		return nil
	}
	return []*catalog.Register{s}
}

// mustBeWritable reports a field that nobody may write: it follows from others, or the engine keeps it.
func (b *builder) mustBeWritable(pos fault.Pos, r *catalog.Register, f *catalog.Field) {
	switch {
	case f.Kept:
		b.report(pos, codeWritesKept, "name", r.Name+"."+f.Name)
	case b.isCalculated(r, f):
		b.report(pos, codeWritesCalculated, "name", r.Name+"."+f.Name)
	}
}

func (b *builder) repeatQuestion(x *formBuild, q *catalog.Question, d *questionDoc, row *catalog.Register) {
	if row != nil {
		b.report(d.Repeat.pos, codeRepeatInRepeat)
		return
	}
	b.checkName(word{text: q.Name, pos: d.pos}, namePattern)
	child := b.register(d.Repeat)
	if child == nil {
		return
	}
	if x.form.Subject == nil || child.Parent != x.form.Subject {
		if x.form.Subject != nil {
			b.reportUnknown(d.Repeat, codeRepeatNoChild, childNames(x.form.Subject), "subject", x.form.Subject.Name)
		} else if x.doc.Subject.text == "" {
			b.report(d.Repeat.pos, codeSaveNoSubject, "name", q.Name)
		}
		return
	}
	q.Repeat = &catalog.Repeat{
		Register: child, Add: bool(d.Add), Pick: bool(d.Pick), MaxRows: int(d.MaxRows), Label: d.Label.text,
	}
	if q.Repeat.Label.Zh == "" {
		q.Repeat.Label = child.Label
	}
	b.repeatRows(x, q.Repeat, d)
}

func (b *builder) repeatRows(x *formBuild, r *catalog.Repeat, d *questionDoc) {
	switch {
	case r.Pick && r.Add:
		b.report(d.keyPos("pick"), codePickAsks)
	case !r.Pick && len(d.Questions) == 0:
		b.report(d.pos, codeRepeatEmpty)
	}
	if r.MaxRows > limitRepeatRows {
		b.report(d.keyPos("max_rows"), codeRowsMax, "max", limitRepeatRows)
	}
	if r.MaxRows == 0 {
		r.MaxRows = limitRepeatRows
	}
	for _, p := range d.Questions {
		if p.value != nil {
			r.Questions = append(r.Questions, b.question(x, p.key, p.value, r.Register))
		}
	}
	if r.Add {
		b.written[r.Register] = true
	}
}

func childNames(r *catalog.Register) []string {
	var out []string
	for _, c := range r.Children {
		out = append(out, c.Name)
	}
	return out
}

// readable lists the registers whose fields a form may show: the row, the subject and its parents.
func (b *builder) readable(f *catalog.Form, row *catalog.Register) []*catalog.Register {
	var out []*catalog.Register
	if row != nil {
		out = append(out, row)
	}
	for r := f.Subject; r != nil; r = r.Parent {
		out = append(out, r)
	}
	return out
}

// target resolves register.field among the registers that are allowed here.
func (b *builder) target(w word, allowed []*catalog.Register, elsewhere *fault.Code) *catalog.Target {
	name, field, ok := strings.Cut(w.text, ".")
	if !ok || strings.Contains(field, ".") {
		b.report(w.pos, codePathForm, "path", w.text)
		return nil
	}
	r := b.register(word{text: name, pos: w.pos})
	if r == nil {
		return nil
	}
	if !slices.Contains(allowed, r) {
		var known []string
		for _, a := range allowed {
			known = append(known, a.Name)
		}
		if len(known) > 0 {
			b.report(w.pos, elsewhere, "name", name, "allowed", strings.Join(known, " "))
		}
		return nil
	}
	at := w.pos
	at.Column += len([]rune(name)) + 1
	f := b.field(r, word{text: field, pos: at})
	if f == nil {
		return nil
	}
	return &catalog.Target{Register: r, Field: f}
}
