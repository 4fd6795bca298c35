package pack

import (
	"strings"

	"jieli/catalog"
	"jieli/value"
)

// accountRegister is where persons who sign in are kept.
const accountRegister = "account"

// fieldAnswers makes a field the one that names who answers for its record. What somebody answers for is looked up by
// the person, so the field is one to filter by.
func (b *builder) fieldAnswers(f *catalog.Field, d *fieldDoc, r *catalog.Register) {
	if !d.Answers {
		if d.AnswersWhile.set() {
			b.report(d.keyPos("answers_while"), codeMissingKey, "key", "answers")
		}
		return
	}
	switch {
	case f.Type.Name() != "reference" || f.Limits.Register != accountRegister:
		b.report(d.keyPos("answers"), codeAnswersType, "name", f.Name)
		return
	case f.Retired:
		b.report(d.keyPos("answers"), codeFieldClash, "name", f.Name, "key", "answers", "with", "retired")
		return
	case f.Privacy != catalog.Open:
		b.report(d.keyPos("answers"), codeFieldClash, "name", f.Name, "key", "answers", "with", "privacy: "+d.Privacy.text)
		return
	}
	f.Answers, f.Filter = true, true
	if r == nil {
		return
	}
	for _, other := range r.Fields {
		if other.Answers {
			b.report(d.keyPos("answers"), codeAnswersTwice, "name", f.Name, "other", other.Name)
		}
	}
	if d.AnswersWhile.set() {
		b.later(func() {
			f.AnswersWhile = b.compile(d.AnswersWhile, b.recordEnv(r), value.KindBool)
			b.ownReads(d.AnswersWhile, f, r)
		})
	}
}

// ownReads reports what else than the record's own fields says how long somebody answers for it: that would end without
// an entry on the record.
func (b *builder) ownReads(at formula, f *catalog.Field, r *catalog.Register) {
	if f.AnswersWhile == nil {
		return
	}
	for _, read := range f.AnswersWhile.Reads() {
		if name, own := strings.CutPrefix(read, r.Name+"."); !own || r.Field(name) == nil {
			b.report(at.pos, codeAnswersReads, "name", read, "register", r.Name)
		}
	}
}
