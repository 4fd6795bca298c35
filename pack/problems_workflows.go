package pack

import "jieli/fault"

// Problems of workflows.
var (
	codeNoPerson = fault.Define("pack_no_person",
		"“{name}”应当是指向账号的引用（type: reference, register: account），请改正",
		"“{name}” must be a reference to an account (type: reference, register: account); correct it")
	codeHandsFrom = fault.Define("pack_hands_from",
		"hands_over 的 from 必须是事项本身或其主体的字段，“{name}”不是，请改正",
		"from of hands_over is a field of the case or of its subject, which “{name}” is not; correct it")
	codeForNobody = fault.Define("pack_for_nobody",
		"环节“{name}”写了 for 却没有 owner，没有待办可以给人，请补上 owner",
		"The stage “{name}” has for and no owner: there is no task to give anybody; add owner")
	codeForAnswers = fault.Define("pack_for_answers",
		"for 指的“{name}”要写 answers: true，否则离任时这项待办没有人接，请补上",
		"“{name}”, which for names, needs answers: true: else nobody takes the task over; add it")
	codeGather = fault.Define("pack_gather",
		"gather 要写一个以“{workflow}”为主体、hands_over 的 from 是其字段的流程，“{name}”不是，请改正",
		"gather names a workflow about “{workflow}” with hands_over from a field of it, which “{name}” is not; correct it")
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
	codeOpenAlone = fault.Define("pack_open_alone",
		"步骤“{name}”启动的案卷不属于任何台账，没有可以判断的记录，请删除 requires，或给流程写 subject",
		"The step “{name}” opens a case about no record, so that there is nothing to judge; delete requires or give the workflow a subject")
	codeOpenKey = fault.Define("pack_open_key",
		"启动案卷的步骤不能写“{key}”，请删除", "A step that opens a case takes no “{key}”; delete it")
	codePersons = fault.Define("pack_persons",
		"persons 只能是 2（两人同行），请改正", "persons can only be 2 (two go together); correct it")
	codeBackNoTo = fault.Define("pack_back_no_to",
		"退回要写明退到哪个环节，请补上 to", "A return leads to a stage; add to")
	codeClockMoves = fault.Define("pack_clock_moves",
		"延期、暂停和恢复不改变环节，请删除 to 或 clock", "A step that extends, pauses or resumes stays in the stage; delete to or clock")

	codeNoFinal = fault.Define("pack_no_final",
		"流程“{name}”没有终结环节，案卷永远不会办结，请给一个环节写 final: true",
		"The workflow “{name}” has no end; give a stage final: true")
	codeFinalLeft = fault.Define("pack_final_left",
		"步骤“{name}”离开终结环节“{stage}”，办结的案卷不再变动：请去掉 final，或另启动案卷",
		"The step “{name}” leaves the final stage “{stage}”, and a case that is over does not move: delete final, or open another case")
	codeNoWayOut = fault.Define("pack_no_way_out",
		"环节“{name}”没有下一步，案卷会停在这里：请加一个步骤，或写 final: true",
		"No step leads out of the stage “{name}”, so cases end there; add a step, or final: true")
	codeFinalKey = fault.Define("pack_final_key",
		"终结环节“{name}”不用写“{key}”，请删除", "The final stage “{name}” takes no “{key}”; delete it")
	codeGoodNotFinal = fault.Define("pack_good_not_final",
		"good 只用于终结环节，请给“{name}”写上 final: true 或删除 good", "good belongs to final stages; give “{name}” final: true or delete good")
	codeStageNoOwner = fault.Define("pack_stage_no_owner",
		"环节“{name}”有时限却没有 owner，没有人会收到任务，请写上",
		"The stage “{name}” has a clock and no owner: nobody gets the task; add one")
	codeFourEyesFirst = fault.DefineWarning("pack_four_eyes_first",
		"“{name}”是第一个环节，之前没有人办理，four_eyes 没有意义，请删除",
		"“{name}” is the first stage and nobody has acted before, so four_eyes means nothing; delete it")
	codeFourEyesSame = fault.DefineWarning("pack_four_eyes_same",
		"环节“{name}”要求换人办理，而之前各环节也只由同样的角色办理：只有一人时办不下去，请加一个角色",
		"The stage “{name}” wants another person, and the same roles alone take all steps before: where there is one person "+
			"nobody can leave it; add a role")
	codeUnreachable = fault.Define("pack_stage_unreachable",
		"没有步骤通到环节“{name}”，请加一个步骤或删除它", "No step leads to the stage “{name}”; add one or delete it")
	codeTransitionNobody = fault.Define("pack_transition_nobody",
		"没有人可以办理步骤“{name}”：请写 by，或给它的环节写 owner", "Nobody may take the step “{name}”: give by, or an owner to its stage")
	codeToRetired = fault.Define("pack_to_retired",
		"环节“{stage}”已停用，步骤“{name}”不能再进入，请改正", "The stage “{stage}” is retired: the step “{name}” cannot lead there; correct it")
	codeBackForward = fault.Define("pack_back_forward",
		"步骤“{name}”是退回，而“{to}”不在“{from}”之前，请改正 to 或删除 back",
		"The step “{name}” is a return, and “{to}” does not stand before “{from}”; correct to or delete back")
	codePauseForever = fault.Define("pack_pause_forever",
		"环节“{stage}”可以暂停却不能恢复，请加一个 clock: resume 的步骤",
		"A case can be paused in the stage “{stage}” and not resumed; add a step with clock: resume")
	codeLeastOverWithin = fault.Define("pack_least_over_within",
		"环节“{name}”最少要 {least} 天，却只给 {within} 天，请改正",
		"The stage “{name}” takes at least {least} days and has {within}; correct them")
	codeClocksLonger = fault.Define("pack_clocks_longer",
		"流程“{name}”各环节最少要 {least} 天，超过全程的 {whole} 天，请改正",
		"The stages of “{name}” take at least {least} days, more than the {whole} of the whole; correct them")
	codeNeverOpened = fault.DefineWarning("pack_never_opened",
		"没有步骤、规则或表单启动流程“{name}”，请加一个不带 from 的步骤", "Nothing opens cases of “{name}”; add a step without from, a rule or an add")
)
