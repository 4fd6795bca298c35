package engine

import (
	"fmt"
	"sort"
	"strconv"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/value"
)

func sortedNames[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// decodeForm turns the answers of a form into intents: one for the subject, one for the form's own record, one for each
// row of its repeats.
func (e *Engine) decodeForm(j *job) {
	b := j.bundle
	form := e.cat.Form(b.Form)
	if form == nil {
		j.refuse(formUnknown.At("form", "name", clip(b.Form)))
		return
	}
	a := &answers{form: form, rows: map[string][]*row{}, sent: map[string]bool{}}
	j.answers = a
	j.formSubject(a)
	j.formOwn(a)
	a.formLine()
	raw, ok := j.object(b.Answers, "answers")
	if !ok {
		return
	}
	questions := form.ByName()
	for _, name := range sortedNames(raw) {
		q := questions[name]
		if q == nil || q.ReadOnly {
			j.refuse(questionUnknown.At("answers."+clip(name), "name", clip(name)))
			continue
		}
		a.sent[name] = true
		j.answer(a, q, raw[name])
	}
	j.number(a)
}

func (j *job) formSubject(a *answers) {
	if a.form.Subject == nil {
		return
	}
	if !value.IsID(j.bundle.Subject) {
		j.refuse(recordID.At("subject", "value", clip(j.bundle.Subject)))
		return
	}
	action := journal.Change
	if a.form.Creates {
		action = journal.Create
	}
	a.on = newIntent(a.form.Subject, j.bundle.Subject, action, "answers")
	a.on.base = j.bundle.Base
	j.intents = append(j.intents, a.on)
}

func (j *job) formOwn(a *answers) {
	if a.form.Own == nil {
		return
	}
	id := j.bundle.Record
	if id == "" {
		id = value.DeriveID(j.bundle.ID, "own")
	} else if !value.IsID(id) {
		j.refuse(recordID.At("record", "value", clip(id)))
	}
	a.own = newIntent(a.form.Own, id, journal.Create, "answers")
	a.own.parent = j.bundle.Subject
	j.intents = append(j.intents, a.own)
}

func (j *job) answer(a *answers, q *catalog.Question, raw any) {
	path := "answers." + q.Name
	switch {
	case q.Repeat != nil:
		j.answerRows(a, q, raw, path)
	case q.SaveTo == nil && a.own != nil:
		j.put(a.own, q.Field, raw, path)
	case q.SaveTo != nil:
		if in := a.inLine(q.SaveTo.Register); in != nil {
			j.put(in, q.SaveTo.Field, raw, path)
		}
	}
}

// inLine gives the intent for the record of a register that a form saves to: its own record, the subject, or one of the
// subject's parents. nil: the form has no such record.
func (a *answers) inLine(reg *catalog.Register) *intent {
	switch {
	case a.own != nil && reg == a.form.Own:
		return a.own
	case a.on == nil:
		return nil
	case reg == a.form.Subject:
		return a.on
	}
	for _, in := range a.line {
		if in.reg == reg {
			return in
		}
	}
	return nil
}

// formLine makes an intent for each parent of the subject that the form asks about.
func (a *answers) formLine() {
	if a.on == nil || a.form.Creates {
		return
	}
	for _, s := range a.form.Sections {
		for _, q := range s.Questions {
			if q.SaveTo != nil && !q.ReadOnly && a.inLine(q.SaveTo.Register) == nil {
				a.line = append(a.line, newIntent(q.SaveTo.Register, "", journal.Change, "answers"))
			}
		}
	}
}

func (j *job) answerRows(a *answers, q *catalog.Question, raw any, path string) {
	list, ok := raw.([]any)
	if !ok && raw != nil {
		j.refuse(bundleMalformed.At(path, "why", "[]"))
		return
	}
	if most := q.Repeat.MaxRows; most > 0 && len(list) > most || len(list) > maxEntries {
		j.refuse(rowsTooMany.At(path, "label", questionLabel(q), "max", max(most, 1)))
		return
	}
	for i, item := range list {
		m, ok := item.(map[string]any)
		if !ok {
			j.refuse(bundleMalformed.At(fmt.Sprintf("%s[%d]", path, i), "why", "{}"))
			continue
		}
		j.answerRow(a, q, m, fmt.Sprintf("%s[%d]", path, i))
	}
}

func questionLabel(q *catalog.Question) fault.Text {
	if q.Field != nil {
		return q.Field.Label
	}
	if q.Repeat.Label.Zh != "" {
		return q.Repeat.Label
	}
	return q.Repeat.Register.Label
}

// answerRow reads one row: {"record": id, "base": n, "new": true, "picked": true, question: value …}.
func (j *job) answerRow(a *answers, q *catalog.Question, m map[string]any, path string) {
	id, _ := m["record"].(string)
	if !value.IsID(id) {
		j.refuse(recordID.At(path+".record", "value", clip(id)))
		return
	}
	r := &row{question: q, in: newIntent(q.Repeat.Register, id, journal.Change, path)}
	r.in.base = wholeNumber(m["base"])
	r.picked, _ = m["picked"].(bool)
	if isNew, _ := m["new"].(bool); isNew {
		r.isNew = true
		r.in.action, r.in.parent = journal.Create, j.bundle.Subject
		if !q.Repeat.Add {
			j.refuse(rowsNoAdd.At(path, "label", questionLabel(q)))
		}
	}
	j.rowFields(r, m, path)
	a.rows[q.Name] = append(a.rows[q.Name], r)
	if r.isNew || len(r.in.fields) > 0 || r.picked {
		j.intents = append(j.intents, r.in)
	}
}

func (j *job) rowFields(r *row, m map[string]any, path string) {
	for _, name := range sortedNames(m) {
		switch name {
		case "record", "base", "new", "picked":
			continue
		}
		target := rowQuestion(r.question, name)
		if target == nil || target.ReadOnly {
			j.refuse(questionUnknown.At(path+"."+clip(name), "name", clip(name)))
			continue
		}
		j.put(r.in, target.SaveTo.Field, m[name], path+"."+name)
	}
}

func rowQuestion(q *catalog.Question, name string) *catalog.Question {
	for _, x := range q.Repeat.Questions {
		if x.Name == name && x.SaveTo != nil {
			return x
		}
	}
	return nil
}

func wholeNumber(v any) int64 {
	if s, ok := v.(interface{ Int64() (int64, error) }); ok {
		n, err := s.Int64()
		if err == nil && n > 0 {
			return n
		}
	}
	return 0
}

// number gives every intent its entry id, derived from the bundle's id and its place.
func (j *job) number(a *answers) {
	for i, in := range j.intents {
		if in.entryID == "" {
			in.entryID = value.DeriveNear(j.bundle.ID, strconv.Itoa(i))
		}
	}
}
