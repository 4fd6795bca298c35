package pack

import "jieli/fault"

// Problems of code lists, areas and parameters.
var (
	codeChoiceCode = fault.Define("pack_choice_code",
		"代码“{name}”不对：请用字母、数字、下划线、点和短横，最多 {max} 个字符",
		"The code “{name}” is wrong: use letters, digits, _ . and -, at most {max} characters")
	codeChoiceWords = fault.Define("pack_choice_words",
		"“{name}”和“{other}”的文字相同，填表人分不清，请改写其中一个",
		"“{name}” and “{other}” have the same words: people cannot tell them apart; reword one")
	codeChoicesAllRetired = fault.Define("pack_choices_retired",
		"代码表“{name}”没有可选的代码，请保留至少一个未停用的",
		"The code list “{name}” has nothing to choose; keep at least one code in use")
	codeAreaHead = fault.Define("pack_area_columns",
		"行政区划文件的列应为 {columns}（name_en 可省略），请改正",
		"The columns of the file of areas are {columns} (name_en may be left out); correct them")
	codeAreaRow = fault.Define("pack_area_row",
		"这一行读不了（{why}），请检查引号和逗号", "This row cannot be read ({why}); check quotes and commas")
	codeOutlines = fault.Define("pack_outlines",
		"区划位置文件读不了（{why}），应为 GeoJSON（WGS 84），每个要素有 code 属性",
		"The file of outlines cannot be read ({why}); it is GeoJSON (WGS 84), each feature with a property code")
	codeAreaLevel = fault.Define("pack_area_level",
		"区划代码“{code}”与层级“{level}”不符：省2位、市4位、县6位、镇9位、村12位",
		"The code “{code}” does not fit the level “{level}”: 2 digits for a province, then 4, 6, 9, 12 for a village")
	codeAreaParent = fault.Define("pack_area_parent",
		"区划“{code}”的上级“{parent}”不存在或不是它的前缀，请改正",
		"The parent “{parent}” of the area “{code}” does not exist or is no prefix of it; correct it")
	codeParameterEmpty = fault.Define("pack_parameter_empty",
		"参数“{name}”没有值，请至少写一个", "The parameter “{name}” has no value; give at least one")
	codeParameterValue = fault.Define("pack_parameter_value",
		"参数的值不对：{why}", "The value of the parameter is wrong: {why}")
	codeNoBasis = fault.Define("pack_no_basis",
		"缺少依据，请写明文件名和文号；没有查到的写明“未查到”及取值理由",
		"The basis is missing: give the document and its number, or say that none was found and why this value")
	codePeriodBackwards = fault.Define("pack_period_backwards",
		"结束日 {to} 早于开始日 {from}，请改正", "The last day {to} is before the first day {from}; correct it")
	codePeriodOverlap = fault.Define("pack_period_overlap",
		"参数“{name}”在 {area} 的时段与从 {from} 开始的值重叠，请给前一个值写上结束日",
		"The parameter “{name}” has two values in {area}: this one overlaps with that from {from}; end that one before")
	codePeriodGap = fault.DefineWarning("pack_period_gap",
		"参数“{name}”在 {area} 从 {from} 到 {to} 没有值，请补上或确认",
		"The parameter “{name}” has no value in {area} from {from} to {to}; add it or make sure")
)

// Problems of fields.
var (
	codeFieldLacks = fault.Define("pack_field_lacks",
		"“{name}”缺少 {key}，请补上（保存到台账字段的问题请写 save_to）",
		"“{name}” has no {key}; add it (a question that saves to a field has save_to instead)")
	codeFieldClash = fault.Define("pack_field_clash",
		"“{name}”的 {key} 与 {with} 不能同时用，请去掉一个",
		"“{name}” cannot have {key} together with {with}; leave one out")
	codeOptionNotForType = fault.Define("pack_option_type",
		"类型 {type} 没有选项“{key}”，可用的有 {takes}", "The type {type} has no option “{key}”; it takes {takes}")
	codeOptionMissing = fault.Define("pack_option_missing",
		"类型 {type} 必须写“{key}”，请补上", "The type {type} needs “{key}”; add it")
	codePattern = fault.Define("pack_pattern",
		"正则表达式有误（{why}），请改正", "The pattern is wrong ({why}); correct it")
	codeDecimals = fault.Define("pack_decimals",
		"小数位数应为 0 到 6，请改正", "The decimals are 0 to 6; correct them")
	codeBound = fault.Define("pack_bound",
		"上下限写得不对：{why}", "The limit is wrong: {why}")
	codeLimitsCrossed = fault.Define("pack_limits_crossed",
		"“{name}”的下限大于上限，请改正", "The lower limit of “{name}” is above the upper one; correct them")
	codeDefault = fault.Define("pack_default",
		"默认值不对：{why}", "The default is wrong: {why}")
	codeDefaultRetired = fault.Define("pack_default_retired",
		"默认值是已停用的代码：{why}", "The default is a retired code: {why}")
	codePrivacyTooLow = fault.Define("pack_privacy_low",
		"“{name}”是 {type}，必须写 privacy: sensitive", "“{name}” is of type {type}: it must have privacy: sensitive")
	codePhoneOpen = fault.DefineWarning("pack_phone_open",
		"电话“{name}”没有隐私级别：个人电话请写 privacy: personal，公开的办公电话请写 privacy: open",
		"The phone “{name}” has no privacy: for a person's write privacy: personal, for a public office privacy: open")
	codeNoMessage = fault.DefineWarning("pack_no_message",
		"“{name}”的 constraint 没有 message，填表人不知道错在哪里，请补上",
		"The constraint of “{name}” has no message: people will not know what is wrong; add one")
	codeMessageAlone = fault.Define("pack_message_alone",
		"“{name}”有 message 却没有 constraint，请补上或删除",
		"“{name}” has a message and no constraint; add it, or delete the message")
	codeCalculatedCycle = fault.Define("pack_calculated_cycle",
		"计算字段互相引用：{path}，请断开其中一处",
		"Calculated fields follow from themselves: {path}; break the circle")
	codeCalculatedClock = fault.DefineWarning("pack_calculated_clock",
		"计算字段“{name}”用了 today 或 now，其值只在记录变更时更新，请改在核查规则或指标里计算",
		"The calculated field “{name}” reads today or now: it keeps the value of the last change; "+
			"compute it in a check instead")
	codeFieldUnasked = fault.DefineWarning("pack_field_unasked",
		"台账“{register}”的字段“{name}”没有表单填写，也没有计算或赋值，请加入表单或停用",
		"No form asks the field “{name}” of “{register}” and nothing computes it; ask it or retire it")
	codeAnswersType = fault.Define("pack_answers_type",
		"“{name}”写了 answers，只能用在指向账号的引用上，请写 type: reference, register: account",
		"“{name}” has answers: only a reference to an account takes it; write type: reference, register: account")
	codeAnswersTwice = fault.Define("pack_answers_twice",
		"“{name}”和“{other}”都写了 answers，一条记录只能有一个责任人字段，请去掉一个",
		"Both “{name}” and “{other}” have answers: one person answers for a record; leave one out")
	codeAnswersReads = fault.Define("pack_answers_reads",
		"answers_while 只能读“{register}”本记录的字段，不能读“{name}”，请改写",
		"answers_while reads only the own fields of “{register}”, not “{name}”; rewrite it")
	codeRetiredUsed = fault.Define("pack_retired_used",
		"字段“{name}”已停用，请改用现行字段", "The field “{name}” is retired; use a current one")
)

// Problems of registers.
var (
	codeNoFields = fault.Define("pack_no_fields",
		"台账“{name}”没有字段，请至少写一个", "The register “{name}” has no field; give at least one")
	codeTooManyFields = fault.Define("pack_fields_many",
		"台账“{name}”的字段超过 {max} 个，请拆成几个台账",
		"The register “{name}” has more than {max} fields; split it")
	codeParentBuiltIn = fault.Define("pack_parent_built_in",
		"“{name}”由系统保管，不能作上级台账，请换一个",
		"“{name}” is kept by the system and cannot be a parent; choose another")
	codeParentCycle = fault.Define("pack_parent_cycle",
		"台账“{name}”是自己的上级，请断开循环", "The register “{name}” is its own parent; break the circle")
	codeParentsDeep = fault.Define("pack_parents_deep",
		"台账“{name}”的上级超过 {max} 层，请减少", "The register “{name}” has more than {max} parents above it; flatten them")
	codeAsTaken = fault.Define("pack_as_taken",
		"名单“{name}”在台账“{register}”里与 {by} 重名，请用 as 换一个名称",
		"The list “{name}” has the name of {by} in “{register}”; choose another with as")
	codeAsWithoutParent = fault.Define("pack_as_without_parent",
		"台账“{name}”没有上级，as 没有意义，请删除或写上 parent",
		"The register “{name}” has no parent, so as means nothing; delete it or give a parent")
	codeKeyTwice = fault.Define("pack_listed_twice",
		"“{name}”写了两次，请只保留一个", "“{name}” stands here twice; keep one")
	codeKeyType = fault.Define("pack_key_type",
		"{type} 类型的字段“{name}”不能作主键，请换一个", "The field “{name}” of type {type} cannot be a key; choose another")
	codeKeyNotRequired = fault.Define("pack_key_not_required",
		"主键字段“{name}”必须写 required: true", "The key field “{name}” must have required: true")
	codeNoArea = fault.Define("pack_no_area",
		"“{name}”不知道属于哪个区划：请用 area 指定一个区划字段，或用 parent 指定有区划的上级",
		"“{name}” has no way to an area: name a field of type area in area, or a parent that has one")
	codeAreaType = fault.Define("pack_area_type",
		"area 指定的字段“{name}”是 {type} 类型，应为 area 类型",
		"The field “{name}” named in area is of type {type}; it must be of type area")
	codeAreaNotRequired = fault.Define("pack_area_not_required",
		"确定区划的字段“{name}”必须写 required: true", "The field “{name}” places the record: it must have required: true")
	codeNotADate = fault.Define("pack_not_a_date",
		"字段“{name}”是 {type} 类型，这里要 date 类型", "The field “{name}” is of type {type}; a date is wanted here")
	codeTitleForm = fault.Define("pack_title_form",
		"标题的花括号不成对或是空的，请写成 {字段名}", "A brace of the title does not close or is empty; write {field}")
	codeTitleSensitive = fault.Define("pack_title_sensitive",
		"标题里不能有敏感字段“{name}”，请去掉", "The title cannot hold the sensitive field “{name}”; leave it out")
)
