package main

import (
	"context"
	"fmt"
	"io"

	"github.com/jedib0t/go-pretty/v6/table"

	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/pack"
	"jieli/register"
	"jieli/value"
)

type ruleCmd struct {
	List ruleListCmd `cmd:"" help:"列出规则 / List the rules."`
	Try  ruleTryCmd  `cmd:"" help:"在全部记录和历史上试算一条规则，不写入 / Try a rule on all records and their past; writes nothing."`
	Run  ruleRunCmd  `cmd:"" help:"对全部记录重新评判，开出或关闭任务和线索 / Run the rules over all records; opens and closes what follows."`
}

var (
	ruleUnknown = fault.Define("command_rule_unknown",
		"没有规则“{name}”。用 jieli rule list 查看全部。", "There is no rule “{name}”; jieli rule list lists all.")
	ruleHow = fault.Define("command_rule_how",
		"请给出规则名，或者用 --when 和 --subject 给出条件和台账。", "Name a rule, or give a condition and its register with --when and --subject.")
	ruleSubject = fault.Define("command_rule_subject",
		"没有台账“{name}”。", "There is no register “{name}”.")
)

type ruleListCmd struct{ siteFlags }

// Run lists the rules; it needs no data.
func (c *ruleListCmd) Run(out io.Writer) error {
	cat, err := c.loadPack(out)
	if err != nil {
		return err
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.AppendHeader(table.Row{"规则 / rule", "名称 / label", "台账 / subject", "结果 / raises", "条件 / when"})
	for _, x := range cat.Rules {
		t.AppendRow(table.Row{x.Name, x.Label.Zh, x.Register.Label.Zh, raises(x), x.When.Source()})
	}
	t.Render()
	return nil
}

func raises(x *catalog.Rule) string {
	switch {
	case x.Draft:
		return "草案 / draft"
	case x.Open != nil:
		return x.Open.Workflow.Label.Zh + " (" + x.Open.Workflow.Name + ")"
	case x.Task != nil:
		return x.Task.Label.Zh + " (" + x.Task.Name + ")"
	}
	return ""
}

func ruleNamed(cat *catalog.Catalog, name string) (*catalog.Rule, error) {
	for _, x := range cat.Rules {
		if x.Name == name {
			return x, nil
		}
	}
	return nil, ruleUnknown.Error(fault.NotFound, "name", name)
}

type ruleTryCmd struct {
	siteFlags
	Rule    string `arg:"" optional:"" help:"规则名 / Name of a rule, drafts too."`
	When    string `help:"代替规则的条件 / A condition instead of a rule." placeholder:"CEL"`
	Subject string `help:"条件所针对的台账 / The register that the condition is about." placeholder:"REGISTER"`
	Area    string `help:"区划代码；不填为整个项目 / Area code; the whole programme by default." placeholder:"CODE"`
	Since   string `help:"历史从哪一天的月份算起；不填为一年前 / Day from whose month on the past is asked; a year ago by default." placeholder:"DATE"`
	Samples int    `help:"列出几条记录 / Records to list." default:"10"`
}

// Run tries a rule and prints what it would find.
func (c *ruleTryCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	t, err := c.trial(s, out)
	if err != nil {
		return err
	}
	e, err := s.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	bar := progress(-1, "试算 / trying")
	t.Progress = func(done, total int64) { bar.ChangeMax64(total); bar.Set64(done) }
	report, err := e.TryRule(ctx, t)
	bar.Finish()
	if err != nil {
		return err
	}
	printTrial(out, s.cat, report)
	return nil
}

func (c *ruleTryCmd) trial(s *site, out io.Writer) (t engine.Trial, err error) {
	t.Samples, t.Since = c.Samples, s.clock.Now().Day().AddYears(-1)
	if c.Since != "" {
		if t.Since, err = value.ParseDate(c.Since); err != nil {
			return t, dateWrong.Error(fault.Invalid, "value", c.Since)
		}
	}
	if _, ok := s.cat.Areas.Get(c.Area); c.Area != "" && !ok {
		return t, areaWrong.Error(fault.Invalid, "code", c.Area)
	}
	if c.Area != "" {
		t.Areas = []string{c.Area}
	}
	switch {
	case (c.Rule == "") == (c.When == ""):
		return t, ruleHow.Error(fault.Invalid)
	case c.Rule != "":
		t.Rule, err = ruleNamed(s.cat, c.Rule)
		return t, err
	}
	t.Rule = &catalog.Rule{Name: "trial", Label: fault.Text{Zh: c.When, En: c.When}, Register: s.cat.Register(c.Subject)}
	if t.Rule.Register == nil {
		return t, ruleSubject.Error(fault.NotFound, "name", c.Subject)
	}
	when, problems := pack.Condition(s.cat, t.Rule.Register, c.When)
	if len(problems) > 0 {
		findings := make([]fault.Finding, len(problems))
		for i, p := range problems {
			findings[i] = p.Finding.In(fault.Pos{File: "--when", Line: p.Line, Column: p.Column})
		}
		printFindings(out, findings, fault.Warn)
		return t, errFindings
	}
	t.Rule.When = when
	return t, nil
}

func printTrial(out io.Writer, cat *catalog.Catalog, r *engine.TrialReport) {
	fmt.Fprintf(out, "%d 条记录，用时 %.1f 秒 / %d records in %.1f s\n", r.Records, r.Took.Seconds(), r.Records, r.Took.Seconds())
	fmt.Fprintf(out, "  发现 / found            %d\n  其中已掌握 / known      %d\n  已掌握而未发现 / missed %d\n", r.Found, r.Known, r.Missed)
	for _, m := range r.Months {
		fmt.Fprintf(out, "  %s  %d\n", m.Month, m.Found)
	}
	printSamples(out, cat, "发现 / found", r.Samples)
	printSamples(out, cat, "未发现 / missed", r.MissedSamples)
}

func printSamples(out io.Writer, cat *catalog.Catalog, title string, list []engine.Sample) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s:\n", title)
	for _, x := range list {
		fmt.Fprintf(out, "  %s  %s  %s  %s\n", x.Record.ID, cat.Areas.Name(x.Record.Area), register.OpenTitle(x.Record, cat.Areas), x.Why.Zh)
	}
}

type ruleRunCmd struct {
	siteFlags
	Rule []string `help:"只运行这些规则 / Only these rules." placeholder:"NAME"`
	Area string   `help:"区划代码；不填为整个项目 / Area code; the whole programme by default." placeholder:"CODE"`
	Dry  bool     `help:"只数不写 / Count only; write nothing."`
}

// Run runs rules over all records.
func (c *ruleRunCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	o := engine.RunOptions{Rules: c.Rule, Dry: c.Dry}
	for _, name := range c.Rule {
		if _, err := ruleNamed(s.cat, name); err != nil {
			return err
		}
	}
	if _, ok := s.cat.Areas.Get(c.Area); c.Area != "" && !ok {
		return areaWrong.Error(fault.Invalid, "code", c.Area)
	}
	if c.Area != "" {
		o.Areas = []string{c.Area}
	}
	e, err := s.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	bar := progress(-1, "评判 / judging")
	o.Progress = func(done, total int64) { bar.ChangeMax64(total); bar.Set64(done) }
	r, err := e.RunRules(ctx, engine.SystemActor(s.cat), o)
	bar.Finish()
	fmt.Fprintf(out, "%d 条记录，%d 条重新评判，%d 条因数据有误未能评判，用时 %.1f 秒 / "+
		"%d records, %d judged anew, %d refused for errors in their data, %.1f s\n",
		r.Records, r.Reviewed, r.Refused, r.Took.Seconds(), r.Records, r.Reviewed, r.Refused, r.Took.Seconds())
	return err
}
