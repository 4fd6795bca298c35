package pack

import "jieli/fault"

// Problems of roles and workspaces.
var (
	codeRightTwice = fault.Define("pack_right_twice",
		"权限“{name}”写了两次，请只保留一个", "The right “{name}” stands here twice; keep one")
	codeSubmitNoForm = fault.Define("pack_submit_no_form",
		"“{name}”是台账不是表单，不能 submit；请写表单的名称",
		"“{name}” is a register, not a form, and cannot be submitted; name the form")
	codeRightWithoutRead = fault.DefineWarning("pack_right_without_read",
		"对“{name}”有写权限却没有 read，看不到自己写的内容，请补上",
		"There is a right to write “{name}” and none to read it: people cannot see what they write; add read")
	codeRightsAll = fault.Define("pack_rights_all",
		"一个机制只能给自己的台账和表单授权，不能写“*”，请写出名称",
		"A mechanism gives rights for its own registers and forms, not for “*”; name them")
	codeRightsAgain = fault.Define("pack_rights_again",
		"角色“{role}”对“{name}”的权限已在 {before} 写过，请只在一处写全",
		"The rights of the role “{role}” on “{name}” stand at {before} already; write all of them in one place")
	codeRegisterUnread = fault.DefineWarning("pack_register_unread",
		"没有角色可以查看“{name}”，请在角色的 can 里写上 read", "No role may read “{name}”; give read in the can of a role")
	codeWorkspaceNoRight = fault.DefineWarning("pack_workspace_no_right",
		"角色“{role}”对“{name}”没有 {right} 权限，工作台上看不到，请补权限或去掉",
		"The role “{role}” has no right to {right} “{name}”: it will not show; grant it or leave it out")
)

// Problems of rules and rounds.
var (
	codeTaskForm = fault.Define("pack_task_form",
		"表单“{form}”不能回应关于“{register}”的任务：它的 subject 应是该台账或其上级",
		"The form “{form}” cannot answer a task about “{register}”: its subject must be that register or a parent of it")
	codeTaskOwner = fault.DefineWarning("pack_task_owner",
		"角色“{role}”无权提交表单“{form}”，任务无法完成，请补权限或换人",
		"The role “{role}” may not submit the form “{form}”: the task cannot be done; grant it or name another owner")
	codeRaisesTwice = fault.Define("pack_raises_twice",
		"then 只能写 task 或 open 之一，请拆成两条规则", "then has task or open, not both; make two rules")
	codeRaisesKey = fault.Define("pack_raises_key",
		"带 {kind} 的 then 不能写“{key}”，可用的有 {keys}", "A then with {kind} takes no “{key}”; it takes {keys}")
	codeTaskDue = fault.Define("pack_task_due",
		"任务要写 within（几天内）或 due（哪一天）之一", "A task needs within (days) or due (a day), one of them")
	codeOpenSubject = fault.Define("pack_open_subject",
		"流程“{workflow}”的 subject 应是“{register}”或其上级，规则才知道为谁启动，请改正",
		"The subject of the workflow “{workflow}” must be “{register}” or a parent of it, or the rule cannot open a case; correct it")
	codeTemplateForm = fault.Define("pack_template_form",
		"文字里的花括号不成对，请写成 {台账.字段}", "A brace in the text does not close; write {register.field}")
	codeTemplateElsewhere = fault.Define("pack_template_elsewhere",
		"这里的文字只能引用 {allowed} 的字段，不能引用“{name}”", "This text can name fields of {allowed}, none of “{name}”")
	codeTemplateSensitive = fault.Define("pack_template_sensitive",
		"文字里不能有敏感字段“{name}”，请去掉", "The text cannot hold the sensitive field “{name}”; leave it out")
	codeRoundKey = fault.Define("pack_round_key",
		"带 {kind} 的轮次不能写“{key}”，请删除", "A round with {kind} takes no “{key}”; delete it")
	codePlacesElsewhere = fault.Define("pack_places_elsewhere",
		"places 应是 opened_by 的下级台账的区划字段（{allowed}），不能是“{name}”",
		"places is an area field of a child register of opened_by ({allowed}), not of “{name}”")
	codeFieldType = fault.Define("pack_field_type",
		"字段“{name}”是 {type} 类型，这里要 {want} 类型，请换一个", "The field “{name}” is of type {type}; {want} is wanted here; choose another")
	codeDueNoFilter = fault.Define("pack_due_no_filter",
		"到期日字段“{name}”必须写 filter: true，才能按日期查找", "The field “{name}” says when a visit is due: it must have filter: true")
	codeCoverNoChild = fault.Define("pack_cover_no_child",
		"“{name}”不是“{target}”的下级台账，不能表示走访，请改正",
		"“{name}” is no child register of “{target}” and cannot cover it; correct it")
	codeOpenerTarget = fault.Define("pack_opener_target",
		"轮次“{name}”不能走访自己，请改正 opened_by 或 target",
		"“{name}” cannot both open a round and be visited; correct opened_by or target")
	codeRoundNoSQL = fault.Define("pack_round_no_sql",
		"轮次的 where 必须能在数据库里查询：{why}", "The where of a round must run in the database: {why}")
)

// Problems of indicators.
var (
	codeIndicatorNoKind = fault.Define("pack_indicator_no_kind",
		"请写明指标的 kind：{kinds}", "Say the kind of the indicator: {kinds}")
	codeIndicatorKey = fault.Define("pack_indicator_key",
		"{kind} 指标不用“{key}”，可用的有 {keys}", "An indicator of kind {kind} has no “{key}”; it takes {keys}")
	codeCountAndSum = fault.Define("pack_count_and_sum",
		"count 和 sum 只能用一个，请删除一个", "An indicator has count or sum, not both; delete one")
	codeCountsNothing = fault.Define("pack_counts_nothing",
		"指标“{name}”没有 count 或 sum，请写明统计什么", "The indicator “{name}” has no count and no sum; say what is counted")
	codeFlowDate = fault.Define("pack_flow_date",
		"flow 指标“{name}”要有 date：按哪一天统计", "The flow “{name}” needs date: the field that says on which day it counts")
	codeDistinctWhat = fault.Define("pack_distinct_what",
		"distinct 指标“{name}”要写明 distinct：按哪个字段去重",
		"The indicator “{name}” of kind distinct needs distinct: the field whose values are counted")
	codeDistinctType = fault.Define("pack_distinct_type",
		"{type} 类型的字段“{name}”不能去重统计，请换一个",
		"The values of the field “{name}” of type {type} cannot be counted; choose another")
	codeSumKind = fault.Define("pack_sum_kind",
		"sum 的结果应是整数、金额或数，请改正", "sum must give a whole number, money or a number; correct it")
	codeMoneyUnit = fault.DefineWarning("pack_money_unit",
		"指标“{name}”合计金额（分），单位却是“{unit}”，请用 元、万元、亿元 或写 factor",
		"The indicator “{name}” sums money in fen, its unit is “{unit}”; use 元, 万元 or 亿元, or give factor")
	codeIndicatorReads = fault.Define("pack_indicator_reads",
		"指标只能用“{register}”自己的字段，不能用“{name}”：否则记录不变而数字会变；请用计算字段或赋值把它存入记录",
		"An indicator reads only fields of “{register}”, not “{name}”: its figure would change without an entry; "+
			"keep the value in a field of the record")
	codeIndicatorTimely = fault.Define("pack_indicator_timely",
		"指标不能用 today 和 now：否则记录不变而数字会变；请用 from、until 的日期字段",
		"An indicator cannot read today or now: its figure would change without an entry; use date fields in from, until")
	codeIndicatorNoSQL = fault.Define("pack_indicator_no_sql",
		"指标的条件必须能在数据库里查询，否则数字点不开：{why}",
		"The condition must run in the database, or the figure cannot be opened: {why}")
	codeBreakdowns = fault.Define("pack_breakdowns_many",
		"by 最多 {max} 个字段，请减少", "by has at most {max} fields; take some away")
	codeBreakdownType = fault.Define("pack_breakdown_type",
		"by 的字段“{name}”是 {type} 类型，应为 choice 或 yes_no",
		"The field “{name}” in by is of type {type}; it must be choice or yes_no")
	codeBreakdownPrivate = fault.Define("pack_breakdown_private",
		"by 不能用敏感字段“{name}”，请换一个", "by cannot hold the sensitive field “{name}”; choose another")
	codeBreakdownLong = fault.Define("pack_breakdown_long",
		"字段“{name}”的代码超过 {max} 个，不宜分组统计，请换一个",
		"The field “{name}” has more than {max} codes, too many for a breakdown; choose another")
	codeRatioParts = fault.Define("pack_ratio_parts",
		"指标“{name}”要有 numerator 和 denominator", "The indicator “{name}” needs numerator and denominator")
	codePartKind = fault.Define("pack_part_kind",
		"分子分母不能是 {kind}，请用 stock、flow 或 distinct", "A part cannot be {kind}; use stock, flow or distinct")
	codePlanUnit = fault.Define("pack_plan_unit",
		"“{plan}”与指标“{name}”单位不同，不能作为它的计划；请用同单位的另一个指标，或整数、金额参数",
		"“{plan}” has another unit than “{name}” and cannot be its plan; use another indicator of the same unit, "+
			"or a parameter that is a whole number or money")
	codeGrowthOf = fault.Define("pack_growth_of",
		"growth 指标“{name}”要写 of：与哪个指标的上年比较", "The growth “{name}” needs of: the indicator that is compared")
	codeGrowthOfGrowth = fault.Define("pack_growth_of_growth",
		"“{name}”本身是 growth，不能再求增长，请换一个", "“{name}” is a growth itself; choose another indicator")
	codeStepExact = fault.Define("pack_step_exact",
		"指标“{name}”有 step 却是 exact，请写 precision 或删除 step",
		"The indicator “{name}” has a step and is exact; give precision or delete the step")
)

// Problems of scenarios.
var (
	codePersonForm = fault.Define("pack_person_form",
		"“{text}”应写成 角色@区划，如 team_member@441823111", "“{text}” must be role@area, as in team_member@441823111")
	codePersonLevel = fault.Define("pack_person_level",
		"角色“{role}”按 {level} 授予，区划“{area}”不是这一级，请改正",
		"The role “{role}” is granted for a {level}; the area “{area}” is not one; correct it")
	codeAlias = fault.Define("pack_alias",
		"“{name}”不能作代号，请用字母开头的字母、数字和下划线",
		"“{name}” cannot be a name here; use letters, digits and underscores, beginning with a letter")
	codeGivenParent = fault.Define("pack_given_parent",
		"“{register}”的记录要用 of 指明所属的“{parent}”", "A record of “{register}” needs of: the “{parent}” it belongs to")
	codeGivenParentKind = fault.Define("pack_given_parent_kind",
		"“{name}”不能作“{register}”的上级，请改正", "“{name}” cannot be the parent of a “{register}”; correct it")
	codeScenarioValue = fault.DefineWarning("pack_scenario_value",
		"“{name}”的值会被拒绝：{why}", "The value of “{name}” will be refused: {why}")
	codeStepBackwards = fault.Define("pack_step_backwards",
		"第 {day} 天早于上一步的第 {last} 天，请按时间排列", "Day {day} is before day {last} of the step above; order them by time")
	codeStepBoth = fault.Define("pack_step_both",
		"一步只做一件事：submit、change 或 delegate，请拆成两步",
		"A step does one thing: submit, change or delegate; make two")
	codeStepDelegate = fault.Define("pack_step_delegate",
		"转交任务要同时写 delegate（哪项任务）和 to（交给谁）", "A task is handed on with delegate (which one) and to (to whom); give both")
	codeStepNobody = fault.Define("pack_step_nobody",
		"请用 by 写明是谁做的", "Say with by who does it")
	codeStepNothing = fault.Define("pack_step_nothing",
		"这一步什么也没有，请写 submit、change、delegate 或 expect", "The step does nothing; give submit, change, delegate or expect")
	codeStepNoSubject = fault.Define("pack_step_no_subject",
		"表单“{form}”是关于“{subject}”的，请用 on 指明哪一条记录",
		"The form “{form}” is about a “{subject}”; name the record with on")
	codeStepSubject = fault.Define("pack_step_subject",
		"“{name}”不是“{subject}”，不能用表单“{form}”", "“{name}” is no “{subject}”: the form “{form}” is not about it")
	codeStepFields = fault.Define("pack_step_fields",
		"submit 用 answers，不用 fields，请改正", "submit takes answers, not fields; correct it")
	codeStepAnswers = fault.Define("pack_step_answers",
		"change 用 fields，不用 answers，请改正", "change takes fields, not answers; correct it")
	codeCoverageForm = fault.Define("pack_coverage_form",
		"“{text}”应写成 已走访/应走访，如 1/3", "“{text}” must be covered/all, as in 1/3")
)

// Problems of layers of the map.
var (
	codeUnknownLayer = fault.Define("pack_unknown_layer",
		"没有名为“{name}”的图层{hint}，请改正名称或先定义它", "There is no layer “{name}”{hint}; correct the name or define it")
	codeLayerZoom = fault.Define("pack_layer_zoom",
		"minzoom 是地图级别，最大 {max}，请改小", "minzoom is a zoom of the map, at most {max}; lower it")
	codeUnknownWallChart = fault.Define("pack_unknown_wall_chart",
		"没有名为“{name}”的挂图{hint}，请改正名称或先定义它", "There is no wall chart “{name}”{hint}; correct the name or define it")
	codeWallPrivate = fault.Define("pack_wall_private",
		"挂图上只能写公开字段和使用本系统人员的姓名，“{name}”不行，请去掉",
		"On a wall stand open fields and names of people who work with the system, not “{name}”; leave it out")
	codeWallElsewhere = fault.Define("pack_wall_elsewhere",
		"“{name}”不是这张表的台账或其上级（{allowed}），请改正", "“{name}” is neither the table's register nor above it ({allowed}); correct it")
	codeWallNoSQL = fault.Define("pack_wall_no_sql",
		"挂图表格的 where 必须能在数据库里执行：{why}", "The where of a table on a wall chart must run in the database: {why}")
	codeLayerSensitive = fault.Define("pack_layer_sensitive",
		"敏感字段“{name}”不能上图，请去掉", "The sensitive field “{name}” cannot be on the map; leave it out")
	codeLayerNoSQL = fault.Define("pack_layer_no_sql",
		"图层的 where 必须能在数据库里执行：{why}", "The where of a layer must run in the database: {why}")
	codeLayerSnap = fault.Define("pack_layer_snap",
		"snap 是位置取整的网格大小（米），应在 {min} 到 {max} 之间", "snap is the size of a grid in metres, {min} to {max}; correct it")
	codeLayerSnapPoint = fault.Define("pack_layer_snap_point",
		"只有点可以取整，“{name}”不是点，请去掉 privacy", "Only points are moved to a grid; “{name}” is none; leave privacy out")
)
