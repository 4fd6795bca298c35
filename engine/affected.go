package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/register"
	"jieli/value"
)

// watch is what the result of a program about a record depends on.
type watch struct {
	always bool                // on more than the record and its child records: days, parameters, parents
	own    []int               // places of own fields
	lists  []*catalog.Register // child registers
}

// watchOf reads off a program what it depends on.
func watchOf(reg *catalog.Register, p *expr.Program) watch {
	w := watch{always: p.Timely()}
	for _, name := range p.Reads() {
		rest, own := strings.CutPrefix(name, reg.Name+".")
		first, _, further := strings.Cut(rest, ".")
		i, isField := reg.FieldIndex(first)
		child := slices.IndexFunc(reg.Children, func(c *catalog.Register) bool { return c.As == first })
		switch {
		case own && child >= 0:
			w.lists = append(w.lists, reg.Children[child])
		case own && isField && !further: // what a reference names changes without this record
			w.own = append(w.own, i)
		default:
			w.always = true
		}
	}
	return w
}

// changesOf is what a rule's program depends on besides the day and the numbers of policy: RunRules asks all rules anew
// each morning, so that a submission need only see what it changes itself.
func changesOf(reg *catalog.Register, p *expr.Program) watch {
	w := watchOf(reg, p)
	w.always = slices.ContainsFunc(p.Reads(), func(name string) bool {
		subject, _, _ := strings.Cut(name, ".")
		return subject != reg.Name && subject != "parameter"
	})
	return w
}

// stands reports whether what a program said of the record before the touch is what it would say after: nothing that
// it reads has changed since it was last asked. Programs are asked of a record at each of its changes, and of a parent
// at each change of its children.
func (d *draft) stands(w *watch, t *touch) bool {
	if w.always || t.in.review || t.before == nil || t.before.State != t.after.State || t.before.UpdatedAt < d.u.e.judgedSince {
		return false
	}
	for _, i := range w.own {
		if !register.SameValue(t.before.Fields[i], t.after.Fields[i]) {
			return false
		}
	}
	return len(w.lists) == 0 || !d.childTouched(w.lists, t.after.ID)
}

// childTouched reports whether the draft makes, changes or moves a child record of one of the registers.
func (d *draft) childTouched(lists []*catalog.Register, parent string) bool {
	for _, t := range d.order {
		if slices.Contains(lists, t.reg) && (t.after.Parent == parent || t.before != nil && t.before.Parent == parent) {
			return true
		}
	}
	return false
}

// mayAffect guesses before a bundle is worked on whether it can change what a program says of a record that stands:
// by the values that are sent, and by the fields that its form sets. A wrong guess costs a statement, nothing else.
func (u *unit) mayAffect(w *watch, r *register.Record, j *job, in *intent) bool {
	if w.always || in.review || r == nil || r.UpdatedAt < u.e.judgedSince {
		return true
	}
	for _, i := range w.own {
		f := r.Register.Fields[i]
		if v, sent := in.fields[f.Name]; sent && !register.SameValue(v, r.Fields[i]) || j.sets(f) {
			return true
		}
	}
	return j.addsTo(w.lists)
}

// addsTo reports whether the form of a bundle makes child records of one of the registers by itself.
func (j *job) addsTo(lists []*catalog.Register) bool {
	if j.answers == nil {
		return false
	}
	for _, x := range j.answers.form.Adds {
		if slices.Contains(lists, x.Register) {
			return true
		}
	}
	return false
}

// sets reports whether the form of a bundle writes a field by itself.
func (j *job) sets(f *catalog.Field) bool {
	if j.answers == nil {
		return false
	}
	for _, x := range j.answers.form.Sets {
		if x.Field == f {
			return true
		}
	}
	return false
}

// judgedSetting holds what the checks, rules and calculated fields of the pack are, and since when.
const judgedSetting = "judged"

// loadJudged finds since when the programs of the pack are what they are: a record that was last changed before has
// not been asked by them.
func (e *Engine) loadJudged(ctx context.Context) error {
	print := judgement(e.cat)
	have, err := e.store.Setting(ctx, judgedSetting)
	if err != nil {
		return err
	}
	if known, at, ok := strings.Cut(have, " "); ok && known == print {
		since, err := strconv.ParseInt(at, 10, 64)
		if err == nil {
			e.judgedSince = value.Instant(since)
			return nil
		}
	}
	e.judgedSince = e.clock.Now()
	return e.store.SaveSetting(ctx, judgedSetting, print+" "+strconv.FormatInt(int64(e.judgedSince), 10))
}

// judgement is a digest of all programs that are asked of records.
func judgement(c *catalog.Catalog) string {
	h := sha256.New()
	put := func(parts ...string) {
		for _, p := range parts {
			h.Write([]byte(strconv.Itoa(len(p)) + " " + p))
		}
	}
	for _, x := range c.Checks {
		put("check", x.Name, x.Register.Name, string(x.Severity), x.When.Source())
	}
	for _, x := range c.Rules {
		put("rule", x.Name, x.Register.Name, x.When.Source(), strconv.FormatBool(x.Draft))
	}
	for _, reg := range c.Registers {
		for _, i := range reg.Calculated {
			put("calculated", reg.Name, reg.Fields[i].Name, reg.Fields[i].Calculate.Source())
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}
