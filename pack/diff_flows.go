package pack

import (
	"fmt"
	"strings"

	"jieli/catalog"
)

// Workflows, rules and documents. Registers, code lists and forms that a workflow makes are compared as all others are.

func (d *differ) workflows(old, new *catalog.Catalog) {
	name := func(w *catalog.Workflow) string { return w.Name }
	pairs(old.Workflows, new.Workflows, name, func(name string, a, b *catalog.Workflow) {
		path := "workflow " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增流程", "the workflow is new")
		case b == nil:
			d.add(Forbidden, path, "流程被删除，在办案卷无法办结；请保留并停用其步骤",
				"the workflow is gone, and open cases cannot end; keep it and retire its steps")
		default:
			d.changed(NeedsMigration, path, "全程时限改变，在办案卷保留原到期日",
				"the time of the whole changes: open cases keep the day they are due", spanText(a.Within), spanText(b.Within))
			d.changed(NeedsMigration, path, "one_open 改变，在办案卷可能重复", "one_open changes: open cases may be more than one",
				fmt.Sprint(a.OneOpen, a.OneOpenBy), fmt.Sprint(b.OneOpen, b.OneOpenBy))
			d.changed(Compatible, path, "交接的双方改变", "who hands over to whom changes", handsText(a.HandsOver), handsText(b.HandsOver))
			d.changed(Compatible, path, "超期上报改变", "who sees late steps changes", a.Climbs, b.Climbs)
			d.stages(path, a, b)
			d.transitions(path, a, b)
		}
	})
}

func (d *differ) stages(path string, a, b *catalog.Workflow) {
	for _, s := range a.Stages {
		t := b.Stage(s.Name)
		if t == nil {
			continue // its code is gone: reported with the code list
		}
		at := path + "." + s.Name
		d.changed(NeedsMigration, at, "是否终结改变，已到此环节的案卷不变", "it becomes final, or no more: cases that are there stay as they are",
			s.Final, t.Final)
		d.changed(NeedsMigration, at, "时限改变，在办案卷保留原到期日", "its clock changes: open cases keep the day they are due",
			spanText(s.Within), spanText(t.Within))
		d.changed(Compatible, at, "最少天数改变", "its least days change", spanText(s.AtLeast), spanText(t.AtLeast))
		d.changed(NeedsMigration, at, "承办角色改变，已有任务需重新分派", "its owners change: open tasks are given out again",
			strings.Join(s.Owners, "+"), strings.Join(t.Owners, "+"))
		d.changed(Compatible, at, "换人办理改变", "four eyes change", s.FourEyes, t.FourEyes)
		d.changed(NeedsMigration, at, "由谁承办的字段改变，已有任务需重新分派",
			"the field that says whose it is changes: open tasks are given out again", s.For, t.For)
	}
}

func (d *differ) transitions(path string, a, b *catalog.Workflow) {
	for _, s := range a.Transitions {
		if t := b.Transition(s.Name); t != nil { // one that is gone is reported with its form
			d.changed(Compatible, path+"."+s.Name, "走向或办理人改变", "where it leads or who takes it changes", wayText(s), wayText(t))
		}
	}
}

func spanText(s *catalog.Span) string {
	switch {
	case s == nil:
		return ""
	case s.Workdays:
		return programText(s.Days) + " workdays"
	}
	return programText(s.Days) + " days"
}

func handsText(h *catalog.HandsOver) string {
	if h == nil {
		return ""
	}
	text := targetText(&h.From) + " →"
	for _, to := range h.To {
		text += " " + targetText(to)
	}
	return text
}

func targetText(t *catalog.Target) string {
	if t == nil {
		return ""
	}
	return t.Register.Name + "." + t.Field.Name
}

func wayText(t *catalog.Transition) string {
	var from, requires []string
	for _, s := range t.From {
		from = append(from, s.Name)
	}
	for _, c := range t.Requires {
		requires = append(requires, programText(c.When))
	}
	to := ""
	if t.To != nil {
		to = t.To.Name
	}
	parts := []string{strings.Join(from, "+") + "→" + to, strings.Join(t.By, "+"), string(t.Clock), strings.Join(requires, " && ")}
	if t.Only != nil || t.Except != nil {
		parts = append(parts, "only "+targetText(t.Only)+" except "+targetText(t.Except))
	}
	if t.Persons > 0 {
		parts = append(parts, fmt.Sprint(t.Persons))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func (d *differ) rules(old, new *catalog.Catalog) {
	name := func(r *catalog.Rule) string { return r.Name }
	pairs(old.Rules, new.Rules, name, func(name string, a, b *catalog.Rule) {
		path := "rule " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增规则，启用后需对现有记录运行一次", "the rule is new: run it over the present records")
		case b == nil:
			d.add(NeedsMigration, path, "规则被删除，它打开的任务不再自动关闭", "the rule is gone: tasks that it opened close no more by themselves")
		default:
			d.changed(NeedsMigration, path, "条件改变，需对现有记录重新运行", "its condition changes: it is run over the present records",
				ruleText(a), ruleText(b))
		}
	})
}

func ruleText(r *catalog.Rule) string {
	parts := []string{registerName(r.Register), programText(r.When)}
	if r.Draft {
		parts = append(parts, "draft")
	}
	if r.Open != nil {
		parts = append(parts, "open "+r.Open.Workflow.Name)
	}
	if r.Task != nil {
		parts = append(parts, "task "+r.Task.Name, programText(r.Task.Due))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func (d *differ) documents(old, new *catalog.Catalog) {
	name := func(p *catalog.Document) string { return p.Name }
	pairs(old.Documents, new.Documents, name, func(name string, a, b *catalog.Document) {
		path := "document " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增打印文书", "the document is new")
		case b == nil:
			d.add(NeedsMigration, path, "打印文书被删除，不能再打印", "the document is gone and is printed no more")
		default:
			d.changed(Compatible, path, "是否公开改变", "it becomes public, or no more", a.Public, b.Public)
		}
	})
	byName := func(x *catalog.FileImport) string { return x.Name }
	pairs(old.Imports, new.Imports, byName, func(name string, a, b *catalog.FileImport) {
		switch path := "import " + name; {
		case a == nil:
			d.add(Compatible, path, "新增导入", "the import is new")
		case b == nil:
			d.add(NeedsMigration, path, "导入被删除，原来的文件不能再导入", "the import is gone: its files are taken no more")
		}
	})
	d.matches(old, new)
}

func (d *differ) calendar(old, new *catalog.Catalog) {
	for day := range old.Calendar.Days.Holidays {
		if !new.Calendar.Days.Holidays[day] {
			d.add(NeedsMigration, "calendar "+day.String(), "假日 "+day.String()+" 被删除，按工作日计的到期日会变",
				"the holiday "+day.String()+" is gone: days due by working days change")
		}
	}
	if a, b := len(old.Calendar.Years), len(new.Calendar.Years); b > a {
		d.add(Compatible, "calendar", "新增年份", "years are new")
	}
}

func (d *differ) matches(old, new *catalog.Catalog) {
	name := func(m *catalog.Match) string { return m.Name }
	pairs(old.Matches, new.Matches, name, func(name string, a, b *catalog.Match) {
		switch path := "match " + name; {
		case a == nil:
			d.add(Compatible, path, "新增匹配", "the match is new")
		case b == nil:
			d.add(Compatible, path, "匹配被删除，不再推荐", "the match is gone: nothing is listed by it any more")
		default:
			d.changed(Compatible, path, "匹配条件改变", "what fits changes", programText(a.Where), programText(b.Where))
		}
	})
}
