package engine

import (
	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
)

// stepsOnly refuses to make or void cases and their steps directly: cases go their way by forms, so that clocks, tasks
// and the chain of those who signed stay whole.
func (j *job) stepsOnly(in *intent, path string) {
	flow := in.reg.Case
	if flow == nil {
		flow = in.reg.Step
	}
	if flow == nil || in.action != journal.Create && in.action != journal.Void {
		return
	}
	opening := in.reg.Case != nil && in.action == journal.Create
	j.refuse(caseBySteps.At(path+".action", "workflow", flow.Label, "forms", formsOf(flow, opening)))
}

// formsOf names the forms that open the cases of a workflow, or those that take its further steps.
func formsOf(flow *catalog.Workflow, opening bool) fault.Text {
	var words fault.Text
	for _, t := range flow.Transitions {
		if t.Form == nil || t.Opens() != opening {
			continue
		}
		if words.Zh != "" {
			words.Zh += "、"
			words.En += ", "
		}
		words.Zh += t.Form.Label.Zh
		words.En += t.Form.Label.In("en")
	}
	if words.Zh == "" {
		return fault.Text{Zh: "由系统按规则启动", En: "rules open it"}
	}
	return words
}
