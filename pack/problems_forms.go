package pack

import "jieli/fault"

// Problems of forms and their questions.
var (
	codeQuestionsTwice = fault.Define("pack_questions_twice",
		"questions 和 sections 只能用一个，请合并", "A form has questions or sections, not both; join them")
	codeNoQuestions = fault.Define("pack_no_questions",
		"表单“{name}”没有问题，请至少写一个", "The form “{name}” asks nothing; add a question")
	codeTooManyQuestions = fault.Define("pack_questions_many",
		"表单“{name}”的问题超过 {max} 个，请拆成几个表单", "The form “{name}” has more than {max} questions; split it")
	codeNoOwnQuestions = fault.Define("pack_no_own_questions",
		"表单没有自己的问题，{key} 没有意义，请删除", "The form has no question of its own, so {key} means nothing; delete it")
	codeCreatesNothing = fault.Define("pack_creates_nothing",
		"表单“{name}”写了 creates 却没有 subject，请写上要新建的台账",
		"The form “{name}” has creates and no subject; name the register whose record it makes")
	codeCreatesLacks = fault.Define("pack_creates_lacks",
		"表单新建“{register}”，却没有填写必填字段“{name}”，请加一个 save_to 的问题",
		"The form makes a “{register}” and leaves out its required field “{name}”; add a question with save_to")
	codeFormWritesNothing = fault.Define("pack_form_writes_nothing",
		"表单“{name}”提交后什么也不保存，请加上自己的问题或 save_to",
		"The form “{name}” keeps nothing; add a question of its own or one with save_to")
	codeFormNobody = fault.DefineWarning("pack_form_nobody",
		"没有角色可以提交表单“{name}”，请在角色的 can 里写上 submit",
		"No role may submit the form “{name}”; give submit in the can of a role")
	codeQuestionKinds = fault.Define("pack_question_kinds",
		"问题“{name}”的 save_to、show、repeat 只能用一个",
		"The question “{name}” can have one of save_to, show and repeat")
	codeQuestionKey = fault.Define("pack_question_key",
		"带 {kind} 的问题不能写“{key}”：文字、类型和限制来自台账；可用的有 {keys}",
		"A question with {kind} takes no “{key}”: words, type and limits come from the register; keys are {keys}")
	codeKeyNeedsRepeat = fault.Define("pack_key_needs_repeat",
		"“{key}”只用于带 repeat 的问题，请删除或写上 repeat", "“{key}” belongs to questions with repeat; delete it or add repeat")
	codePathForm = fault.Define("pack_path_form",
		"“{path}”应写成 台账.字段，如 household.members", "“{path}” must be register.field, as in household.members")
	codeSaveNoSubject = fault.Define("pack_no_subject",
		"表单没有 subject，“{name}”无处保存，请写上 subject",
		"The form has no subject, so “{name}” has nowhere to go; name the subject")
	codeSaveElsewhere = fault.Define("pack_save_elsewhere",
		"这里只能保存到 {allowed}，不能保存到“{name}”；别的台账请用 set、add 或 repeat",
		"Answers here save to {allowed}, not to “{name}”; use set, add or repeat for other registers")
	codeSetValue = fault.Define("pack_set_value",
		"写入“{name}”要么写 value，要么写 clear: true，二选一", "An effect on “{name}” has value or clear: true, one of them")
	codeClearRequired = fault.Define("pack_clear_required",
		"“{name}”是必填字段，不能清空；请改写 value", "“{name}” is required and cannot be emptied; write a value")
	codeSetElsewhere = fault.Define("pack_set_elsewhere",
		"这里只能写入 {allowed}，不能写入“{name}”；别的记录请用 on 指定引用问题",
		"This writes to {allowed}, not to “{name}”; name a question of type reference in on for other records")
	codeShowElsewhere = fault.Define("pack_show_elsewhere",
		"这里只能显示 {allowed} 的字段，不能显示“{name}”", "Only fields of {allowed} can be shown here, none of “{name}”")
	codeSavedTwice = fault.Define("pack_saved_twice",
		"“{name}”在 {before} 已经填写过，同一件事只问一次，请删除一个",
		"“{name}” is filled at {before} already; ask once and delete one")
	codeWritesCalculated = fault.Define("pack_writes_calculated",
		"“{name}”由公式算出，不能填写，请改为 show 或删除",
		"“{name}” is calculated and cannot be written; show it or delete this")
	codeRowQuestion = fault.Define("pack_row_question",
		"repeat 里的问题“{name}”必须用 save_to 保存到“{register}”",
		"The question “{name}” within repeat must save to “{register}” with save_to")
	codeRepeatInRepeat = fault.Define("pack_repeat_in_repeat",
		"repeat 里不能再有 repeat，请另设表单", "A repeat cannot hold a repeat; make a form of its own")
	codeRepeatNoChild = fault.Define("pack_repeat_no_child",
		"“{name}”不是“{subject}”的下级台账{hint}，不能 repeat",
		"“{name}” is no child register of “{subject}”{hint}: it cannot be repeated")
	codeRepeatEmpty = fault.Define("pack_repeat_empty",
		"repeat 没有问题，请写上 questions，或用 pick: true 只选择记录",
		"The repeat asks nothing; add questions, or pick: true to choose records only")
	codeRowsMax = fault.Define("pack_rows_max",
		"max_rows 最多 {max}，请减少", "max_rows is at most {max}; lower it")
	codePickAsks = fault.Define("pack_pick_asks",
		"pick 只选择已有记录，不能同时写 add", "pick only chooses present records: it cannot have add")
	codePickUnused = fault.Define("pack_pick_unused",
		"选出的记录“{name}”没有用途，请在 move 里使用", "Nothing is done with the records picked in “{name}”; use them in move")
)

// Problems of what a form does at submission.
var (
	codeNotAReference = fault.Define("pack_not_a_reference",
		"问题“{name}”不是 reference 类型，请改用引用问题", "The question “{name}” is not of type reference; name one that is")
	codeAddElsewhere = fault.Define("pack_add_elsewhere",
		"add 只能新建“{subject}”、它的下级或它上级的下级，不能新建“{name}”；别的记录请用 on 指明上级",
		"add makes records of “{subject}”, of its children or of its parents' children, not of “{name}”; name another parent in on")
	codeAddLacks = fault.Define("pack_add_lacks",
		"新建“{register}”时缺少必填字段“{name}”，请补上", "A new “{register}” lacks its required field “{name}”; add it")
	codeMoveNoPick = fault.Define("pack_move_no_pick",
		"“{name}”不是带 pick: true 的 repeat 问题，请改正", "“{name}” is not a repeat question with pick: true; correct it")
	codeMoveNoNew = fault.Define("pack_move_no_new",
		"to: new 需要在 add 里新建一个“{subject}”，请补上", "to: new needs a new “{subject}” in add; add it")
	codeMoveElsewhere = fault.Define("pack_move_elsewhere",
		"引用问题指向“{name}”，移动的目标应是“{subject}”", "The question points to “{name}”; records move to a “{subject}”")
	codeOtherShape = fault.Define("pack_other_shape",
		"“{name}”是{want}，表达式得到的不是这种图形，请用 centre(…) 或改字段类型",
		"“{name}” is of type {want}, which the expression does not give; use centre(…) or another type of field")
	codeFollowPrivacy = fault.Define("pack_follow_privacy",
		"“{from}”是 privacy: {privacy}，不能写入隐私级别更低的“{name}”，请提高它的 privacy，或只写入是否判断",
		"“{from}” has privacy: {privacy} and cannot be copied into “{name}”, which has less; raise its privacy, or keep only a yes or no")
)
