package workflow

import "jieli/fault"

// CaseOpenCode is the code of the finding that a case of the same cause is open.
const CaseOpenCode = "case_open"

// What stands in the way of a step.
var (
	stageMoved = fault.Define("stage_moved",
		"这件事已经走到“{stage}”（{who}于 {on} 办理），这一步不能再办；请刷新后查看现在该办什么。",
		"This case is at “{stage}” by now ({who}, on {on}); this step can no longer be taken. Reload to see what is next.")
	casePaused = fault.Define("case_paused",
		"这件事自 {since} 起暂停计时，须先恢复才能办理。",
		"This case has been paused since {since}; resume it first.")
	caseNotPaused = fault.Define("case_not_paused",
		"这件事没有暂停，不需要恢复。", "This case is not paused; there is nothing to resume.")
	stepBefore = fault.Define("step_before",
		"本设备的日期是 {day}，而这件事 {since} 才进入本环节；请校准设备的日期和时间后再提交。",
		"By this device it is {day}, but the case came into its stage on {since}; set the device's clock and send again.")
	tooEarly = fault.Define("too_early",
		"“{stage}”自 {since} 起须满规定天数，最早 {first} 可以办理下一步；按提交的日期，今天是 {day}。",
		"“{stage}” must last some days from {since}; the first day for the next step is {first}, and it was sent as of {day}.")
	fourEyes = fault.Define("four_eyes",
		"{name}已于 {on} 办理过这件事的“{stage}”，本环节须由另一人办理，请交给同岗位的其他同志。",
		"{name} took the step out of “{stage}” in this case on {on}; another person must take this one. Hand it to a colleague.")
	onlyPerson = fault.Define("only_person",
		"这一步只能由{field}（{who}）本人办理，请由本人登录后办理。",
		"Only the person named as “{field}” ({who}) may take this step; let them sign in and take it.")
	exceptPerson = fault.Define("except_person",
		"您就是“{field}”本人，这一步不能由本人办理，请交给其他同志。",
		"You are the person named as “{field}” and cannot take this step yourself; let somebody else take it.")
	samePerson = fault.Define("same_person",
		"这一步须两人同办，第二人不能是您自己，请填写另一位同志的姓名。",
		"This step takes two people; the second cannot be yourself. Give the name of the other one.")
	conditionUnmet = fault.Define("condition_unmet",
		"条件“{label}”没有满足，请先补齐再办理。", "The condition “{label}” is not met; see to it first.")
	caseOpen = fault.Define(CaseOpenCode,
		"已有一件同样事由的“{workflow}”自 {since} 起在办，请在那一件里继续办理。",
		"A case of “{workflow}” for the same cause has been open since {since}; go on in that one.")

	somebody = fault.Text{Zh: "另一位同志", En: "somebody else"} // whose name is not known
)
