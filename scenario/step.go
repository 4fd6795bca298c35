package scenario

import (
	"fmt"
	"slices"

	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

// step plays one act and checks what it was to bring about.
func (p *play) step(s *catalog.ScenarioStep) {
	p.moveTo(s.Day)
	before := p.entries()
	var receipt engine.Receipt
	acted := true
	switch {
	case s.Submit != "":
		receipt = p.submit(s)
	case s.Change != "":
		receipt = p.change(s)
	case s.Task != "":
		receipt = p.delegate(s)
	default:
		acted = false
	}
	if p.err != nil || p.broken {
		return
	}
	if acted {
		p.checkAnswer(s, receipt, before)
	}
	p.find(s)
	p.checkExpected(s)
}

// moveTo begins a day. When it is another one, the rules are run over all records, as the system does each morning.
func (p *play) moveTo(day int) {
	t := at(p.s.Start.AddDays(day), 0)
	if t <= p.clock.Now() {
		return
	}
	p.clock.Set(t)
	if _, err := p.engine.RunRules(p.ctx, engine.SystemActor(p.cat), engine.RunOptions{}); err != nil {
		p.err = err
	}
}

// entries counts all entries, to see that a refused act left nothing.
func (p *play) entries() int64 {
	heads, err := p.store.Streams(p.ctx)
	if err != nil {
		p.err = err
	}
	var n int64
	for _, h := range heads {
		n += h.N
	}
	return n
}

func (p *play) submit(s *catalog.ScenarioStep) engine.Receipt {
	form := p.cat.Form(s.Submit)
	b := p.bundle(value.County(p.s.Area))
	b.Form = form.Name
	if on, ok := p.records[s.On]; ok {
		b.Subject, b.County = on.id, on.county
		if r := p.record(s.On); r != nil {
			b.Base = r.Version
		}
	}
	if form.Creates {
		b.Subject = value.DeriveID(b.ID, "subject")
		b.County = p.formCounty(form, s.Answers, b.County)
	}
	b.Record = value.DeriveID(b.ID, "record")
	answers, bad := p.answers(form, s.Answers, b.ID)
	if bad != "" {
		p.fail(s.Line, "%s", bad)
		p.broken = true
		return engine.Receipt{}
	}
	b.Answers = encode(answers)
	r := p.accept(s, b)
	if r.Accepted && s.As != "" {
		p.records[s.As] = made(form, b)
	}
	return r
}

// made is the record that the alias of a submission stands for: the new subject, else the form's own record.
func made(form *catalog.Form, b engine.Bundle) ref {
	if form.Creates {
		return ref{form.Subject, b.County, b.Subject}
	}
	return ref{form.Own, b.County, b.Record}
}

func (p *play) change(s *catalog.ScenarioStep) engine.Receipt {
	x, r := p.records[s.Change], p.record(s.Change)
	if r == nil {
		p.fail(s.Line, "there is no record “%s” by now", s.Change)
		p.broken = true
		return engine.Receipt{}
	}
	fields, bad := p.values(x.reg, s.Fields)
	if bad != "" {
		p.fail(s.Line, "%s", bad)
		p.broken = true
		return engine.Receipt{}
	}
	action := journal.Change
	if s.Action != "" {
		action = journal.Action(s.Action)
	}
	b := p.bundle(x.county)
	b.Entries = []engine.EntryIn{{Register: x.reg.Name, Record: x.id, Action: action, Base: r.Version,
		Reason: "scenario", Fields: encode(fields)}}
	return p.accept(s, b)
}

// delegate hands an open task of a kind on: that of the person's own role, where several roles have one.
func (p *play) delegate(s *catalog.ScenarioStep) engine.Receipt {
	list := slices.DeleteFunc(p.openTasks(), func(t store.Task) bool { return taskName(&t) != s.Task })
	i := max(slices.IndexFunc(list, func(t store.Task) bool { return t.Owner == p.s.People[s.By].Role }), min(0, len(list)-1))
	if i < 0 {
		p.fail(s.Line, "there is no open task %s", s.Task)
		p.broken = true
		return engine.Receipt{}
	}
	b := p.bundle(list[i].County)
	b.Entries = []engine.EntryIn{{Register: "delegation", Record: value.DeriveID(b.ID, "record"), Action: journal.Create,
		Fields: encode(map[string]any{"task": list[i].ID, "to": personID(s.To)})}}
	return p.accept(s, b)
}

func (p *play) accept(s *catalog.ScenarioStep, b engine.Bundle) engine.Receipt {
	r, err := p.engine.Accept(p.ctx, p.actor(s.By), b)
	if err != nil {
		p.err = err
	}
	return r
}

// checkAnswer compares acceptance, refusal and warnings; a refused act must have left no entry anywhere.
func (p *play) checkAnswer(s *catalog.ScenarioStep, r engine.Receipt, before int64) {
	want := s.Expect.Refused
	switch {
	case want == "" && !r.Accepted:
		p.fail(s.Line, "was refused: %s", reasons(r, nil))
		p.broken = true
	case want != "" && r.Accepted:
		p.fail(s.Line, "was accepted, expected to be refused with %s", want)
	case want != "" && !has(r.Findings, want, fault.Stop):
		p.fail(s.Line, "was refused, but not with %s: %s", want, reasons(r, nil))
	}
	if want != "" {
		if after := p.entries(); after != before {
			p.fail(s.Line, "was refused and yet left %d entries", after-before)
		}
	}
	if s.Expect.Warnings != nil && want == "" {
		p.compareLists(s.Line, "warnings", s.Expect.Warnings, codes(r.Findings, fault.Warn))
	}
}

func has(list []fault.Finding, code string, severity fault.Severity) bool {
	for _, f := range list {
		if f.Code == code && f.Severity == severity {
			return true
		}
	}
	return false
}

func codes(list []fault.Finding, severity fault.Severity) []string {
	var out []string
	for _, f := range list {
		if f.Severity == severity {
			out = append(out, f.Code)
		}
	}
	return out
}

// compareLists compares without regard to order; doubles count once.
func (p *play) compareLists(line int, what string, want, have []string) {
	w, h := map[string]bool{}, map[string]bool{}
	for _, x := range want {
		w[x] = true
	}
	for _, x := range have {
		h[x] = true
		if !w[x] {
			w[x] = true
			p.fail(line, "%s: %s was not expected", what, x)
		}
	}
	for _, x := range want {
		if !h[x] {
			p.fail(line, "%s: expected %s, there are %s", what, x, fmt.Sprint(have))
		}
	}
}
