package pack

import "jieli/fault"

// Problems of workflows.
var (
	codeUnknownWorkflow = unknown("workflow", "流程", "workflow")
	codeUnknownDocument = unknown("document", "打印文书", "document")
	codeUnknownClock    = unknownOf("clock", "时限操作", "clock", "extend pause resume")

	codeUnknownStage = fault.Define("pack_unknown_stage",
		"流程“{workflow}”没有环节“{name}”{hint}，请改正名称或先定义它",
		"The workflow “{workflow}” has no stage “{name}”{hint}; correct the name or define it")
	codeCaseFieldTaken = fault.Define("pack_case_field_taken",
		"“{name}”由系统登记在每个案卷上，请换一个名称", "Every case has the field “{name}” from the system; choose another name")
	codeStepName = fault.Define("pack_step_name",
		"“{name}”由系统提问（同行人写 persons: 2，理由写 reason: true，延长天数写 clock: extend），请删除这个问题",
		"The system asks “{name}” (write persons: 2, reason: true or clock: extend); delete this question")
	codeWritesKept = fault.Define("pack_writes_kept",
		"“{name}”由系统在办理时登记，不能填写，请改为 show 或删除",
		"“{name}” is kept by the system as the case moves and cannot be written; show it or delete this")
	codeOpeningQuestion = fault.Define("pack_opening_question",
		"启动案卷的表单只能填写案卷的字段：请在 fields 里定义“{name}”，这里写 save_to: {register}.{name}",
		"A step that opens a case asks for fields of the case: define “{name}” in fields and write save_to: {register}.{name} here")
	codeOpeningName = fault.Define("pack_opening_name",
		"启动案卷时问题要与字段同名，请把“{name}”改为“{field}”",
		"A question of a step that opens a case has the name of its field; rename “{name}” to “{field}”")
	codeSharedAnswer = fault.Define("pack_shared_answer",
		"问题“{name}”在 {before} 的写法不同，而两处的回答存在同一个字段里：请写成一样，或换一个名称",
		"The question “{name}” is written otherwise at {before}, and both answers are kept in one field; write both alike or rename one")
	codeOneOpenAlone = fault.Define("pack_one_open_alone",
		"流程“{name}”没有 subject，one_open 没有意义，请删除或写上 subject",
		"The workflow “{name}” has no subject, so one_open means nothing; delete it or give a subject")
	codeOneOpenKept = fault.Define("pack_one_open_kept",
		"one_open 只能用 fields 里的字段或 rule，不能用“{name}”，请换一个",
		"one_open takes fields of the case or rule, not “{name}”; choose another")
	codeClockForm = fault.Define("pack_clock_form",
		"时限请写 days（自然日）或 workdays（工作日）之一", "Give days or workdays, one of them")
	codeClimbOrder = fault.Define("pack_climb_order",
		"after 比上一条的 {last} 天还早，请按先后排列", "after is earlier than the {last} days above; order them by time")
	codeOpenNoTo = fault.Define("pack_open_no_to",
		"步骤“{name}”没有 from，用来启动案卷，请用 to 写明从哪个环节开始",
		"The step “{name}” has no from and opens a case; say in to at which stage it begins")
	codeOpenNoBy = fault.Define("pack_open_no_by",
		"步骤“{name}”启动案卷，请用 by 写明由谁启动", "The step “{name}” opens a case; say in by who may")
	codeOpenKey = fault.Define("pack_open_key",
		"启动案卷的步骤不能写“{key}”，请删除", "A step that opens a case takes no “{key}”; delete it")
	codePersons = fault.Define("pack_persons",
		"persons 只能是 2（两人同行），请改正", "persons can only be 2 (two go together); correct it")
	codeBackNoTo = fault.Define("pack_back_no_to",
		"退回要写明退到哪个环节，请补上 to", "A return leads to a stage; add to")
	codeClockMoves = fault.Define("pack_clock_moves",
		"延期、暂停和恢复不改变环节，请删除 to 或 clock", "A step that extends, pauses or resumes stays in the stage; delete to or clock")
)
