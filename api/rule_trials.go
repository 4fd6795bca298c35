package api

import (
	"math"
	"net/http"
	"slices"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/fault"
	"jieli/pack"
	"jieli/value"
)

// sampleMost is how many records of a trial are named, of those found and of those missed.
const sampleMost = 20

// RuleTrialInput is the body of POST /rules/try: a rule of the pack, or a condition about a register, or a rule with
// another condition.
type RuleTrialInput struct {
	Rule    string `json:"rule,omitempty"`
	When    string `json:"when,omitempty"`
	Subject string `json:"subject,omitempty" doc:"register that when is about; of a rule its own"`
	Area    string `json:"area,omitempty" doc:"an area and everything below it"`
	Since   string `json:"since,omitempty" doc:"a day: also what it would have found at the end of each month since"`
}

// RuleTrial says what a rule would find, and would have found.
type RuleTrial struct {
	Seconds       float64       `json:"seconds"`
	Records       int64         `json:"records"`
	Found         int64         `json:"found"`
	Known         int64         `json:"known" doc:"found, and a case is open or has proved true"`
	Missed        int64         `json:"missed" doc:"records with such a case that it does not find"`
	Samples       []TrialSample `json:"samples" doc:"none of records of which the caller does not see what the rule reads"`
	MissedSamples []TrialSample `json:"missed_samples"`
	Months        []TrialMonth  `json:"months"`
}

// TrialSample is one record of a trial.
type TrialSample struct {
	RecordLink
	AreaName string     `json:"area_name"`
	Why      fault.Text `json:"why"`
}

// TrialMonth is what a rule would have found at the end of a month.
type TrialMonth struct {
	Month string `json:"month"`
	Found int64  `json:"found"`
}

var (
	errTrialRule = fault.Define("rule_unknown",
		"没有这条规则或这个登记表，请检查 rule 与 subject。", "There is no such rule or register. Check rule and subject.")
	errTrialBusy = fault.Define("rule_trial_busy",
		"正在试算另一条规则，请稍后再试。", "Another rule is being tried. Try again in a moment.")
	errTrialMasked = fault.Define("rule_reads_masked",
		"条件用到了您看不到的“{name}”，不能试算。", "The condition reads \"{name}\", which you do not see; it cannot be tried.")
)

// postTrial tries a rule on all records of the caller's areas and writes nothing. A condition that the caller made up
// may read only what the caller sees plainly: its counts would tell the rest. One trial runs at a time, it reads
// everything.
func postTrial(c *call) error {
	in, err := c.readTrial()
	if err != nil {
		return err
	}
	trial, err := c.trialOf(in)
	if err != nil {
		return err
	}
	if !c.trying.TryLock() {
		return errTrialBusy.Error(fault.Busy)
	}
	defer c.trying.Unlock()
	report, err := c.Engine.TryRule(c.ctx, *trial)
	if err != nil {
		return err
	}
	shown, _ := c.seesReads(c.actor.Areas(trial.Rule.Register.Name, false, catalog.MayRead), readsOfRule(trial.Rule))
	out := RuleTrial{Seconds: math.Round(report.Took.Seconds()*100) / 100, Records: report.Records, Found: report.Found,
		Known: report.Known, Missed: report.Missed, Months: []TrialMonth{},
		Samples: c.samples(report.Samples, shown), MissedSamples: c.samples(report.MissedSamples, shown)}
	for _, m := range report.Months {
		out.Months = append(out.Months, TrialMonth{m.Month, m.Found})
	}
	return c.json(out)
}

// readsOfRule names what a rule reads and says of a record.
func readsOfRule(r *catalog.Rule) []string {
	reads := slices.Clone(r.When.Reads())
	for _, p := range slices.Concat(r.Because.Zh, r.Because.En) {
		if p.Field != nil && p.Field.Privacy == catalog.Open { // others are left out of the words
			reads = append(reads, p.Register.Name+"."+p.Field.Name)
		}
	}
	return reads
}

func (c *call) readTrial() (*RuleTrialInput, error) {
	in := &RuleTrialInput{}
	members := map[string]*string{"rule": &in.Rule, "when": &in.When, "subject": &in.Subject, "area": &in.Area,
		"since": &in.Since}
	err := c.readObject(func(key string, raw []byte) (bool, *fault.Finding) {
		to := members[key]
		if to == nil {
			return false, nil
		}
		var f *fault.Finding
		*to, f = readString(raw)
		return true, f
	})
	return in, err
}

// trialOf makes the question to the engine: which rule, where, since when.
func (c *call) trialOf(in *RuleTrialInput) (*engine.Trial, error) {
	t := &engine.Trial{Areas: access.Narrow(c.actor.Has(catalog.RunRules), in.Area), Samples: sampleMost}
	if _, known := c.Catalog.Areas.Get(in.Area); in.Area != "" && !known {
		return nil, badParameter("area", "本系统的区划代码", "the code of an area of this programme")
	}
	if in.Since != "" {
		var err error
		if t.Since, err = value.ParseDate(in.Since); err != nil || t.Since > c.Engine.Today() {
			return nil, badParameter("since", "今天或以前的日期，如 2022-06-14", "a date like 2022-06-14, not after today")
		}
	}
	rule, err := c.ruleOf(in)
	if err != nil {
		return nil, err
	}
	if t.Rule = rule; in.When != "" {
		hidden := ""
		if t.Areas, hidden = c.seesReads(t.Areas, rule.When.Reads()); hidden != "" {
			return nil, errorOf(http.StatusForbidden, errTrialMasked.At("when", "name", hidden))
		}
	}
	if len(t.Areas) == 0 {
		return nil, errPower.Error(fault.Denied)
	}
	return t, nil
}

// ruleOf gives the rule that is asked for, with the condition of the question when there is one.
func (c *call) ruleOf(in *RuleTrialInput) (*catalog.Rule, error) {
	rule := &catalog.Rule{Register: c.Catalog.Register(in.Subject)}
	for _, r := range c.Catalog.Rules {
		if r.Name == in.Rule {
			copied := *r
			rule = &copied
		}
	}
	if in.Rule != "" && rule.Name == "" || rule.Register == nil || rule.Register.BuiltIn || rule.When == nil && in.When == "" {
		return nil, unreadable(errTrialRule.At("rule"))
	}
	if in.When == "" {
		return rule, nil
	}
	program, problems := pack.Condition(c.Catalog, rule.Register, in.When)
	if len(problems) > 0 {
		err := &fault.Error{Kind: fault.Invalid}
		for _, p := range problems {
			err.Findings = append(err.Findings, p.Finding.Under("when"))
		}
		return nil, err
	}
	rule.When = program
	return rule, nil
}

// samples names records of a trial, where the caller may.
func (c *call) samples(list []engine.Sample, areas []string) []TrialSample {
	p := c.presenter()
	out := []TrialSample{}
	for _, s := range list {
		if access.Covers(areas, s.Record.Area) {
			out = append(out, TrialSample{p.link(s.Record), c.Catalog.Areas.Name(s.Record.Area), s.Why})
		}
	}
	return out
}
