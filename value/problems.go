package value

import "jieli/fault"

// Problems of values. Each sentence says what is wrong and what to do about it.
var (
	problemShape = fault.Define("value_shape",
		"这里应填{want}，收到的是{got}，请检查填报程序或文件格式", "{want} is wanted here, but {got} came; check the sending program")
	problemTooLong = fault.Define("text_too_long",
		"文字有{length}个字，最多{max}个字，请缩短", "The text has {length} characters, at most {max} are allowed; shorten it")
	problemTooShort = fault.Define("text_too_short",
		"文字只有{length}个字，至少要{min}个字，请补充", "The text has {length} characters, at least {min} are needed; add to it")
	problemPattern = fault.Define("text_pattern",
		"填写的格式不对，请按该项要求的格式（{pattern}）填写", "The text does not have the form {pattern}; write it in that form")
	problemCharacters = fault.Define("text_characters",
		"文字里有看不见的控制字符或乱码，请删除后重新录入",
		"The text holds control characters or broken characters; delete them and type it again")
	problemInteger = fault.Define("integer_wrong",
		"“{text}”不是整数，请只填整数，如 12", "“{text}” is not a whole number; write one such as 12")
	problemNumber = fault.Define("number_wrong",
		"“{text}”不是数，请只填数字，如 12.5", "“{text}” is not a number; write one such as 12.5")
	problemMoney = fault.Define("money_wrong",
		"“{text}”不是金额，请填如 1200.50 或 1.2万元", "“{text}” is not an amount of money; write one such as 1200.50")
	problemFine = fault.Define("number_too_fine",
		"“{text}”的小数位太多，最多保留{decimals}位小数", "“{text}” has too many decimals; at most {decimals} are kept")
	problemSmall = fault.Define("value_too_small",
		"{value}太小，不能小于{min}，请核对", "{value} is too small, the least is {min}; check it")
	problemLarge = fault.Define("value_too_large",
		"{value}太大，不能大于{max}，请核对", "{value} is too large, the most is {max}; check it")
	problemDate = fault.Define("date_wrong",
		"“{text}”不是日期，请填年月日，如 2022-06-14", "“{text}” is not a date; write year, month and day as in 2022-06-14")
	problemEarly = fault.Define("date_too_early",
		"日期{value}太早，不能早于{min}，请核对", "The date {value} is too early, the earliest is {min}; check it")
	problemLate = fault.Define("date_too_late",
		"日期{value}太晚，不能晚于{max}，请核对", "The date {value} is too late, the latest is {max}; check it")
	problemInstant = fault.Define("instant_wrong",
		"“{text}”不是时间，请填如 2022-06-14 08:30", "“{text}” is not a time; write one such as 2022-06-14 08:30")
	problemYesNo = fault.Define("yes_no_wrong",
		"“{text}”看不出是“是”还是“否”，请填是或否", "“{text}” is neither yes nor no; write yes or no")
	problemChoice = fault.Define("choice_unknown",
		"选项里没有“{text}”，请从所列选项中选择", "“{text}” is not among the choices; take one of the list")
	problemRetired = fault.Define("choice_retired",
		"选项“{text}”已停用，请改选现行的选项", "The choice “{text}” is no longer in use; take a current one")
	problemTwice = fault.Define("list_twice",
		"“{text}”重复了，请只保留一个", "“{text}” stands here twice; keep one")
	problemMany = fault.Define("list_too_many",
		"有{count}项，最多{max}项，请减少", "There are {count} items, at most {max} are allowed; take some away")
	problemArea = fault.Define("area_wrong",
		"“{text}”不是行政区划代码，应为2、4、6、9或12位数字", "“{text}” is not an area code; it has 2, 4, 6, 9 or 12 digits")
	problemAreaLevel = fault.Define("area_level",
		"“{text}”不是{level}的区划代码，请选到{level}", "“{text}” is not the code of a {level}; choose a {level}")
	problemReference = fault.Define("reference_wrong",
		"“{text}”不是记录编号，请从列表中选择记录", "“{text}” is not the id of a record; choose the record from the list")
	problemFile = fault.Define("file_wrong",
		"“{text}”不是已上传的照片或附件，请重新上传", "“{text}” is not an uploaded photo or file; upload it again")
	problemName = fault.Define("name_wrong",
		"“{text}”不像姓名，姓名里不能有数字和标点，请核对", "“{text}” is not a person's name: no digits or signs stand in names; check it")
	problemID = fault.Define("national_id_wrong",
		"证件号码不对：应为18位身份证号，或20、22位残疾人证号，请核对",
		"The id number is wrong: it has 18 digits, or 20 or 22 on a disability card; check it")
	problemIDCheck = fault.Define("national_id_check",
		"证件号码校验位不对，可能有数字抄错，请对照证件核对",
		"The check digit of the id number does not fit: a digit is wrong; compare it with the card")
	problemIDBirth = fault.Define("national_id_birth",
		"证件号码里的出生日期不存在，请对照证件核对", "The birth date within the id number does not exist; compare it with the card")
	problemIDOld = fault.Define("national_id_old",
		"这是15位旧身份证号，请填18位的新号码", "This is an old id number of 15 digits; enter the new one of 18")
	problemLost = fault.Define("digits_lost",
		"“{text}”是表格软件改写过的长号码，尾数已丢失，请把该列设为文本后重新填写",
		"“{text}” is a long number that the spreadsheet has shortened; set the column to text and enter it again")
	problemPhone = fault.Define("phone_wrong",
		"“{text}”不是电话号码，请填11位手机号，或带区号的座机号如 0763-3366123",
		"“{text}” is not a phone number; write a mobile number of 11 digits, or a landline with area code")
	problemBank = fault.Define("bank_account_wrong",
		"银行账号应为{min}到{max}位数字，请对照存折或银行卡核对", "A bank account has {min} to {max} digits; compare it with the card")
	problemUnit = fault.Define("unit_unknown",
		"不认识单位“{text}”，请用{want}", "The unit “{text}” is not known; use {want}")
	problemUnitKind = fault.Define("unit_mismatch",
		"单位“{from}”不能换算成“{to}”，请改用“{to}”填写", "The unit {from} cannot become {to}; write the number in {to}")
	problemInexact = fault.Define("unit_inexact",
		"换算成{to}后除不尽，请直接按{to}填写", "The number cannot be given exactly in {to}; write it in {to}")
)

// found makes a finding at no path, as the methods of types return it.
func found(c *fault.Code, pairs ...any) *fault.Finding {
	f := c.At("", pairs...)
	return &f
}

// shown cuts a text that is quoted in a finding, so that a pasted page does not become the message.
func shown(s string) string {
	const most = 40 // characters: a finding stays one line on a phone
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
