package engine

import "jieli/fault"

// The problems of the write path. Codes are stable; sentences may be bettered.
var (
	bundleID = fault.Define("bundle_id_invalid",
		"提交编号“{value}”不是有效的 UUID，请由客户端重新生成。",
		"The bundle id “{value}” is not a UUID; let the client make a new one.")
	bundleTaken = fault.Define("bundle_id_taken",
		"这个提交编号已被另一次提交使用，请由客户端重新生成编号后再提交。",
		"This bundle id was used by another submission; let the client make a new one and send again.")
	bundleEmpty = fault.Define("bundle_empty",
		"提交内容为空：请填写表单或至少一条记录变更。",
		"The bundle is empty: send the answers of a form or at least one entry.")
	bundleBoth = fault.Define("bundle_both",
		"一次提交只能是一份表单或一组记录变更，不能两者都有。",
		"A bundle is either one form or a list of entries, not both.")
	bundleLarge = fault.Define("bundle_too_large",
		"一次提交最多 {max} 条，现有 {n} 条，请分批提交。",
		"A bundle takes at most {max} entries, this one has {n}; send it in parts.")
	bundleMalformed = fault.Define("bundle_malformed",
		"提交内容无法读取：{why}。",
		"The bundle cannot be read: {why}.")
	bundleHead = fault.Define("bundle_head_invalid",
		"提交中的“{name}”无效，请更新到最新版本后再提交。",
		"“{name}” of the bundle is not valid; update to the latest version and send again.")
	findingsLeftOut = fault.DefineWarning("findings_left_out",
		"问题超过 {max} 个，其余没有列出；请先改正已列出的。",
		"There are more than {max} problems; the others are left out. Mend those listed first.")
	reasonLong = fault.Define("reason_too_long",
		"理由最多 {max} 个字。", "A reason takes at most {max} characters.")
	timeInvalid = fault.Define("made_at_invalid",
		"填写时间“{value}”无效，应为 2022-06-14T09:12:00+08:00 这样的格式。",
		"The time “{value}” is not valid; write it as 2022-06-14T09:12:00+08:00.")
	clockAhead = fault.DefineWarning("clock_ahead",
		"本设备的时钟比服务器快，已改用收到的时间。请校准手机时间。",
		"The device's clock is ahead of the server's; the time of receipt was kept. Set the clock.")
	placeInvalid = fault.Define("place_invalid",
		"位置坐标无效：经度应在 -180 到 180 之间，纬度应在 -90 到 90 之间。",
		"The place is not valid: longitude −180 to 180, latitude −90 to 90.")
	countyInvalid = fault.Define("county_invalid",
		"“{value}”不是本项目的县（市、区）代码。",
		"“{value}” is not the code of a county of this programme.")
	formUnknown = fault.Define("form_unknown",
		"没有名为“{name}”的表单；请更新到最新版本。",
		"There is no form “{name}”; update to the latest version.")
	registerUnknown = fault.Define("register_unknown",
		"没有名为“{name}”的台账；请更新到最新版本。",
		"There is no register “{name}”; update to the latest version.")
	questionUnknown = fault.Define("question_unknown",
		"表单中没有“{name}”这个问题；请更新到最新版本后再提交。",
		"The form has no question “{name}”; update to the latest version and send again.")
	fieldUnknown = fault.Define("field_unknown",
		"台账“{register}”没有“{name}”这个字段。",
		"Register “{register}” has no field “{name}”.")
	fieldCalculated = fault.Define("field_calculated",
		"“{label}”由系统计算，不能直接填写。",
		"“{label}” is calculated by the system and cannot be written.")
	fieldKept = fault.Define("field_kept",
		"“{label}”由系统随办理步骤记录，不能直接填写。",
		"“{label}” is kept by the system as steps are taken and cannot be written.")
	caseBySteps = fault.Define("case_by_steps",
		"“{workflow}”只能按步骤办理，不能直接新建或作废；请使用：{forms}。",
		"“{workflow}” goes by its steps; it cannot be made or voided directly. Use: {forms}.")
	fieldRetired = fault.Define("field_retired",
		"“{label}”已停用，不再填写。",
		"“{label}” is retired and no longer written.")
	valueReserved = fault.Define("value_reserved",
		"“{label}”的开头是系统保留的标记，请改写。",
		"“{label}” begins with a mark that the system keeps for itself; write it differently.")
	fieldReadOnly = fault.Define("field_read_only",
		"您的角色不能修改“{label}”。",
		"Your role may not change “{label}”.")
	actionUnknown = fault.Define("action_unknown",
		"“{value}”不是可用的操作；可用：create、change、correct、void、erase。",
		"“{value}” is not an action; use create, change, correct, void or erase.")
	fieldsUnwanted = fault.Define("fields_unwanted",
		"作废或清除不带字段；要改内容请用更正。",
		"Voiding or erasing takes no fields; use a correction to change them.")
	reasonMissing = fault.Define("reason_missing",
		"更正、作废或清除必须写明理由。",
		"Correcting, voiding or erasing needs a reason.")
	recordID = fault.Define("record_id_invalid",
		"记录编号“{value}”不是有效的 UUID。",
		"The record id “{value}” is not a UUID.")
	recordUnknown = fault.Define("record_unknown",
		"找不到“{register}”的这条记录；如果它是在本机离线新建的，请先同步新建的那一次。",
		"There is no such record of “{register}”; if it was made offline on this device, send that first.")
	recordExists = fault.Define("record_exists",
		"这条“{register}”记录已经存在，不能再次新建。",
		"This record of “{register}” exists already and cannot be made again.")
	recordVoid = fault.Define("record_void",
		"这条记录已作废，不能再修改。",
		"This record is void and cannot be changed.")
	recordErased = fault.Define("record_erased",
		"这条记录的个人信息已依法清除，不能再修改。",
		"The personal data of this record has been erased; it cannot be changed.")
	baseAhead = fault.Define("base_ahead",
		"所依据的版本 {base} 不存在（当前为 {version}），请重新同步。",
		"The version {base} it is based on does not exist (the record is at {version}); sync again.")
	overlaps = fault.Define("overlaps",
		"“{label}”与“{other}”重叠约 {share}%，请核对边界后重新标绘；相邻的地块可以共边，不能重叠。",
		"“{label}” overlaps “{other}” by about {share}%; check the border and draw it again. Neighbours may share a border, not ground.")
	keyTaken = fault.Define("key_taken",
		"“{key}”已被另一条“{register}”记录使用，请核对是否重复登记。",
		"“{key}” is already used by another record of “{register}”; check for a double entry.")
	keyMissing = fault.Define("key_missing",
		"“{label}”是这条记录的编号，不能为空。",
		"“{label}” names the record and cannot be empty.")
	parentMissing = fault.Define("parent_missing",
		"新建“{register}”时必须说明它属于哪条“{parent}”记录。",
		"A new record of “{register}” must say to which “{parent}” it belongs.")
	referenceUnknown = fault.Define("reference_unknown",
		"“{label}”指向的“{register}”记录不存在。",
		"“{label}” points to a record of “{register}” that does not exist.")
	areaMissing = fault.Define("area_missing",
		"必须填写“{label}”，才能确定记录属于哪里。",
		"“{label}” is needed to know where the record belongs.")
	areaUnknown = fault.Define("area_unknown",
		"“{value}”不在本项目的区划表中。",
		"“{value}” is not among the areas of this programme.")
	areaCounty = fault.Define("area_other_county",
		"“{area}”不属于本次提交的县 {county}。",
		"“{area}” is not in the county {county} of this bundle.")
	movedTown = fault.Define("moved_between_towns",
		"记录不能直接改到另一个镇；请用迁出、迁入表单办理，使两边的历史都保留。",
		"A record cannot be moved to another town directly; use the forms for moving out and in, so that both keep their history.")
	required = fault.Define("required",
		"“{label}”必须填写。",
		"“{label}” must be filled in.")
	constraintBroken = fault.Define("constraint",
		"“{label}”不符合要求：{why}",
		"“{label}” does not fit: {why}")
	computedOutside = fault.Define("computed_outside_limits",
		"由所填内容算出的“{label}”为 {value}，超出合理范围，请核对。",
		"“{label}” works out as {value}, which is outside its limits; check the values it comes from.")
	derivedMany = fault.Define("derived_too_many",
		"这次修改会牵动 {max} 条以上的其他记录，不能一次完成，请联系管理员。",
		"This change would change more than {max} other records; it cannot be done at once. Ask your administrator.")
	notRelevant = fault.DefineWarning("answer_not_relevant",
		"按已填内容，“{label}”不需要回答，所填的值没有采用。",
		"By the other answers “{label}” is not asked; its value was not taken.")
	rowsTooMany = fault.Define("rows_too_many",
		"“{label}”最多 {max} 行。",
		"“{label}” takes at most {max} rows.")
	rowsNoAdd = fault.Define("rows_no_add",
		"这里不能新增“{label}”。",
		"No “{label}” can be added here.")
	rowForeign = fault.Define("row_foreign",
		"“{label}”中的这一行不属于本记录。",
		"This row of “{label}” does not belong to the record.")
	notAllowed = fault.Define("not_allowed",
		"您的角色不能{what}“{name}”。如确需办理，请联系本级管理员。",
		"Your roles may not {what} “{name}”. Ask your administrator if you need to.")
	outOfArea = fault.Define("out_of_area",
		"“{name}”的这条记录在 {area}，不在您的工作范围内。",
		"This record of “{name}” is in {area}, outside your area.")
	purposeMissing = fault.Define("purpose_missing",
		"查看隐藏的个人信息必须写明用途（至少 4 个字），用途会记入访问日志。",
		"Unmasking personal data needs a purpose (at least 4 characters); it is kept in the access journal.")
	inConflict = fault.DefineWarning("conflict",
		"“{label}”在您离线期间被别人改过，两个值都已保留，等待核定。",
		"“{label}” was changed by somebody else while you were offline; both values are kept until settled.")
	engineClosed = fault.Define("engine_closed",
		"系统正在停止，请稍后重试；本次提交没有保存。",
		"The system is stopping; try again later. Nothing of this was kept.")
	engineBusy = fault.Define("engine_busy",
		"系统正忙，等候的时间已到，本次提交没有保存，请稍后重试。",
		"The system is busy and the time to wait is over; nothing of this was kept. Try again later.")
	engineFailed = fault.Define("internal",
		"系统内部出错，本次提交没有保存。请稍后重试，并告知管理员。",
		"Something went wrong inside; nothing of this was kept. Try again later and tell the administrator.")
)
