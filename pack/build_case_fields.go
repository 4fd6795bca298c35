package pack

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// The fields that the engine keeps on cases and steps. They are the same for every workflow, so that code and people
// find them.

const (
	whyLength    = 1000 // words of a rule with its values
	reasonLength = 500
	thingLength  = 36 // characters of an id
	longestDelay = 60 // days of one extension: what takes longer is decided again
)

// kept is one field that the system gives.
type kept struct {
	name, typ    string
	zh, en       string
	filter, list bool
	limits       value.Limits
	privacy      catalog.Privacy
	asked        bool // by a question; else the engine alone writes it
}

func (b *builder) keptField(k kept) *catalog.Field {
	t, _ := value.ByName(k.typ)
	f := &catalog.Field{
		Name: k.name, Label: fault.Text{Zh: k.zh, En: k.en}, Type: t, Limits: k.limits, Privacy: k.privacy,
		Filter: k.filter, List: k.list, Kept: !k.asked,
	}
	b.asked[f] = true
	return f
}

// caseFields gives the fields of every case of a workflow.
func (b *builder) caseFields(d *workflowDoc) []*catalog.Field {
	name := d.Workflow.text
	list := []kept{
		{name: catalog.CaseStage, typ: "choice", zh: "环节", en: "Stage", filter: true, list: true,
			limits: value.Limits{Choices: b.choiceList(name + stageSuffix)}},
		{name: catalog.CaseStageOn, typ: "date", zh: "进入本环节日期", en: "In this stage since"},
		{name: catalog.CaseDueOn, typ: "date", zh: "本环节到期日", en: "Stage due on", filter: true, list: true},
		{name: catalog.CaseDeadline, typ: "date", zh: "全程到期日", en: "Due on as a whole"},
		{name: catalog.CaseOpenedOn, typ: "date", zh: "启动日期", en: "Opened on", filter: true, list: true},
		{name: catalog.CaseClosedOn, typ: "date", zh: "办结日期", en: "Closed on", filter: true},
		{name: catalog.CasePausedOn, typ: "date", zh: "暂停日期", en: "Paused since"},
		{name: catalog.CaseLateDays, typ: "integer", zh: "累计超期天数", en: "Days late in all"},
	}
	if l := b.list[ruleList]; l != nil {
		list = append(list, kept{name: catalog.CaseRule, typ: "choice", zh: "触发规则", en: "Rule",
			limits: value.Limits{Choices: l}})
	}
	if d.HandsOver != nil {
		list = append(list, kept{name: catalog.ThingKind, typ: "choice", zh: "交接内容", en: "What is handed over", filter: true,
			limits: value.Limits{Choices: b.choiceList(thingList)}},
			kept{name: catalog.Thing, typ: "text", zh: "编号", en: "Its id", limits: value.Limits{MaxLength: thingLength}})
	}
	list = append(list, kept{name: catalog.CaseWhy, typ: "text", zh: "触发原因", en: "Why", privacy: catalog.Personal,
		limits: value.Limits{MaxLength: whyLength}})
	return b.keptFields(list)
}

// stepFields gives the fields of every step of a workflow.
func (b *builder) stepFields(name string) []*catalog.Field {
	one, most := int64(1), int64(longestDelay)
	stages := value.Limits{Choices: b.choiceList(name + stageSuffix)}
	return b.keptFields([]kept{
		{name: catalog.StepDid, typ: "choice", zh: "步骤", en: "Step", list: true,
			limits: value.Limits{Choices: b.choiceList(name + actSuffix)}},
		{name: catalog.StepFrom, typ: "choice", zh: "原环节", en: "From", list: true, limits: stages},
		{name: catalog.StepTo, typ: "choice", zh: "新环节", en: "To", list: true, limits: stages},
		{name: catalog.StepDoneOn, typ: "date", zh: "办理日期", en: "Done on", filter: true, list: true},
		{name: catalog.StepDueWas, typ: "date", zh: "应办日期", en: "Was due on"},
		{name: catalog.StepSecond, typ: "person_name", zh: "同行人", en: "Second person", privacy: catalog.Personal, asked: true},
		{name: catalog.StepReason, typ: "text", zh: "理由", en: "Reason", privacy: catalog.Personal, asked: true,
			limits: value.Limits{MaxLength: reasonLength}},
		{name: catalog.StepDays, typ: "integer", zh: "延长天数", en: "Days more", asked: true,
			limits: value.Limits{Min: &one, Max: &most}},
	})
}

func (b *builder) keptFields(list []kept) []*catalog.Field {
	out := make([]*catalog.Field, 0, len(list))
	for _, k := range list {
		out = append(out, b.keptField(k))
	}
	return out
}

// choiceList gives a code list as a type sees it; nil, and not a nil list, when there is none.
func (b *builder) choiceList(name string) value.Choices {
	if l := b.list[name]; l != nil {
		return l
	}
	return nil
}

// workflowFields gives the register of cases or steps the fields of the system, and keeps those of retired steps.
func (b *builder) workflowFields(x *registerBuild) {
	d := x.doc
	switch {
	case d.cases != nil:
		x.reg.Fields = b.caseFields(d.cases)
	case d.steps != nil:
		x.reg.Fields = b.stepFields(d.steps.Workflow.text)
		for _, t := range d.steps.Transitions {
			if t.Retired {
				b.retiredAnswers(x.reg, t)
			}
		}
	}
	x.reg.Index()
}

func (b *builder) retiredAnswers(steps *catalog.Register, t *transitionDoc) {
	for _, p := range t.Asks {
		if p.value == nil || !p.value.own() || stepNames[p.key.text] {
			continue
		}
		f := b.makeField(p.key, &p.value.fieldDoc, steps)
		f.Required, f.Retired = false, true
		steps.Fields = append(steps.Fields, f)
		steps.Index()
	}
}
