package pack

import "jieli/fault"

// Problems of documents to print.
var (
	codeDocumentEmpty = fault.Define("pack_document_empty",
		"打印文书“{name}”没有内容，请写 text 或 parts", "The document “{name}” is empty; give text or parts")
	codePartForm = fault.Define("pack_document_part",
		"每一部分写 fields（字段）或 list（清单）之一，请改正", "A part has fields or a list, one of them; correct it")
	codeKeyNeedsList = fault.Define("pack_key_needs_list",
		"“{key}”只用于带 list 的部分，请删除或写上 list", "“{key}” belongs to parts with list; delete it or add list")
	codeNotAList = fault.Define("pack_not_a_list",
		"“{name}”是字段不是清单，请写在 fields 里", "“{name}” is a field, not a list; write it in fields")
	codePublicPrivate = fault.Define("pack_public_private",
		"公开的打印文书“{document}”不能出现“{name}”：个人信息只能公开姓名，请去掉",
		"The public document “{document}” cannot show “{name}”: of personal data only names hang in public; leave it out")
	codeStageDocument = fault.Define("pack_stage_document",
		"打印文书“{name}”的 subject 应是“{register}”，请改正", "The subject of the document “{name}” must be “{register}”; correct it")
)

// Problems of calendars.
var (
	codeSecondCalendar = fault.Define("pack_calendar_second",
		"一个方案只能有一个日历（已在 {before}），请合并", "A pack has one calendar (at {before}); join them")
	codeYearTwice = fault.Define("pack_calendar_year_twice",
		"{year} 年已在 {before} 写过，请合并", "The year {year} stands at {before} already; join them")
	codeDayForm = fault.Define("pack_calendar_day",
		"“{text}”不对，请写日期 2022-05-01，或不超过一个月的时段 2022-01-31..2022-02-06",
		"“{text}” is wrong; write a date, as in 2022-05-01, or first..last within a month, as in 2022-01-31..2022-02-06")
	codeDayElsewhere = fault.Define("pack_calendar_day_elsewhere",
		"{day} 不在 {year} 年，请移到它的年份下", "{day} is not in {year}; move it to its year")
	codeHolidayAtWork = fault.Define("pack_calendar_both",
		"{day} 既是假日又是工作日，请只保留一个", "{day} is a holiday and a working day; keep one")
	codeWorkdayPlain = fault.DefineWarning("pack_calendar_plain_workday",
		"{day} 是星期一到星期五，本来就上班，请检查日期", "{day} is a Monday to Friday and a working day anyway; check the date")
)

// Problems of imports.
var (
	codeColumnType = fault.Define("pack_import_column_type",
		"{type} 类型的问题“{name}”不能从表格导入，请去掉", "The question “{name}” of type {type} cannot come from a file of rows; leave it out")
	codeHeadTwice = fault.Define("pack_import_head_twice",
		"表头“{name}”已在 {before} 用过，请只保留一个", "The head “{name}” is used at {before} already; keep one")
	codeImportNoMatch = fault.Define("pack_import_no_match",
		"导入的每一行要对应到一条记录：请用 match 写明怎样查找", "Each row is about a record; say in match how it is found")
	codeMatchGives = fault.Define("pack_import_gives",
		"gives 应是“{register}”或其上级，不能是“{name}”，请改正", "gives is “{register}” or a parent of it, not “{name}”; correct it")
	codeMatchUnasked = fault.Define("pack_import_match_unasked",
		"用“{name}”查找，却没有同名问题的列：请在表单“{form}”里补上问题，并写进 columns",
		"Records are found by “{name}”, and no column answers a question of that name; add the question to “{form}”, and its column")
	codeImportOtherwise = fault.Define("pack_import_otherwise",
		"没有匹配到记录的行用表单“{form}”，它却是关于“{register}”的，请换一个没有 subject 的表单",
		"“{form}” is for rows that matched nothing, and it is about a “{register}”; choose a form without subject")
	codeImportSubject = fault.Define("pack_import_subject",
		"查到的是“{register}”，“{form}”却不是关于它的：请写 reference，或换表单",
		"What is found is a “{register}”, and “{form}” is not about one; give reference, or choose another form")
	codeImportLacks = fault.DefineWarning("pack_import_lacks",
		"表单“{form}”的必答问题“{name}”没有对应的列，每一行都会被拒绝，请补上",
		"No column answers the required question “{name}” of the form “{form}”: every row will be refused; add it")
)
