package expr

import (
	"fmt"

	"jieli/fault"
)

// Limits of one expression. They bound the cost of evaluating it: no loop but over child records, at most two deep.
const (
	MaxLength = 4000 // characters: a screen of text; longer conditions belong in a calculated field
	MaxDepth  = 60   // nesting: far beyond what a reader follows, far below what a stack bears
	MaxNodes  = 600  // names, literals and operators: an income total of fifty items fits
	MaxList   = 100  // elements of a list literal
	MaxMacros = 2    // list macros within list macros: work grows with the power
	MaxRows   = 1000 // child records of one parent, as the proof against overflow of sum() assumes
)

// Problem is one thing wrong with an expression, at a place within it: Line and Column count from 1, Column in
// characters.
type Problem struct {
	Line, Column int
	Finding      fault.Finding
}

// String gives "line:column: code: English sentence", for logs and tests.
func (p Problem) String() string { return fmt.Sprintf("%d:%d: %s", p.Line, p.Column, p.Finding) }

// Problems of expressions. Each sentence says what is wrong and what to do about it.
var (
	codeEmpty = fault.Define("expr_empty",
		"这里没有表达式，请写条件或算式，如 household.members > 3",
		"There is no expression here; write a condition or a calculation, as in household.members > 3")
	codeSyntax = fault.Define("expr_syntax", "表达式写法有误：{hint}", "The expression cannot be read: {hint}")
	codeLong   = fault.Define("expr_too_long",
		"表达式有{length}个字符，最多{max}个，请把一部分写成计算字段",
		"The expression has {length} characters, at most {max} are allowed; move a part of it to a calculated field")
	codeDeep = fault.Define("expr_too_deep",
		"表达式嵌套超过{max}层，请把里层写成计算字段",
		"The expression is nested deeper than {max} levels; move an inner part to a calculated field")
	codeLarge = fault.Define("expr_too_large",
		"表达式超过{max}个名字、数和运算，请把一部分写成计算字段",
		"The expression has more than {max} names, numbers and operators; move a part of it to a calculated field")
	codeName = fault.Define("expr_unknown_name",
		"没有“{name}”这个名字，{hint}", "There is no name “{name}” here; {hint}")
	codeField = fault.Define("expr_unknown_field",
		"“{subject}”没有字段“{name}”，{hint}", "“{subject}” has no field “{name}”; {hint}")
	codeFunction = fault.Define("expr_unknown_function",
		"没有函数“{name}”，{hint}", "There is no function “{name}”; {hint}")
	codeUse = fault.Define("expr_wrong_use",
		"“{what}”不能这样用，{hint}", "“{what}” cannot be used so; {hint}")
	codeCount = fault.Define("expr_argument_count",
		"“{name}”要{want}个参数，这里有{got}个，请写成 {usage}",
		"“{name}” takes {want} arguments, {got} stand here; write {usage}")
	codeType = fault.Define("expr_wrong_type",
		"“{name}”不能用于{left}和{right}，{hint}", "“{name}” does not work on {left} and {right}; {hint}")
	codeArgument = fault.Define("expr_wrong_argument",
		"“{name}”这里要{want}，得到的是{got}，{hint}", "“{name}” wants {want} here and gets {got}; {hint}")
	codeMixed = fault.Define("expr_date_instant",
		"日期和时刻不能混用：日期与 today 比，时刻与 now 比，要把时刻变成日期请写 day(时刻)",
		"A date and an instant do not mix: compare dates with today and instants with now, or write day(instant)")
	codeWant = fault.Define("expr_wrong_result",
		"这里要{want}，表达式得到的是{got}，{hint}", "This place wants {want}, the expression gives {got}; {hint}")
	codeProfile = fault.Define("expr_not_supported",
		"本系统的表达式里没有{what}，{hint}", "Expressions here have no {what}; {hint}")
	codeList = fault.Define("expr_list_too_long",
		"列表有{count}项，最多{max}项，请改用代码表的分组或另设字段",
		"The list has {count} elements, at most {max} are allowed; use a group of the code list or a field of its own")
	codeMacros = fault.Define("expr_lists_too_deep",
		"对名单的遍历最多嵌套{max}层，请把里层写成下级记录的计算字段",
		"Walks over lists nest at most {max} deep; move the inner one to a calculated field of the child register")
	codeTaken = fault.Define("expr_name_taken",
		"“{name}”已经是别的名字，请给这里的变量换一个名字",
		"“{name}” is the name of something else already; choose another name for this variable")
	codePattern = fault.Define("expr_pattern",
		"正则表达式“{pattern}”有误，请核对", "The pattern “{pattern}” is not a regular expression; check it")
	codeFollow = fault.Define("expr_follow_here",
		"这里不能通过“{path}”取关联记录的字段：关联记录以后变了，这里不会重新计算，请在提交时用 set 把值写入自己的字段",
		"Here “{path}” cannot be followed: the record may change later and nothing here would be worked out anew; "+
			"copy the value into an own field with set when it is submitted")
	codeLiteral = fault.Define("expr_literal",
		"“{value}”超出可用范围，{hint}", "“{value}” is outside the range of use; {hint}")

	codeNoColumn = fault.Define("expr_sql_no_column",
		"“{name}”不能在数据库里查询，请去掉它或改用别的字段",
		"“{name}” cannot be queried in the database; leave it out or use another field")
	codeNoTable = fault.Define("expr_sql_no_table",
		"名单“{name}”没有自己的数据表，不能在数据库里查询，请改用计算字段",
		"The list “{name}” has no table of its own and cannot be queried; use a calculated field")
	codeNoMatches = fault.Define("expr_sql_matches",
		"matches 不能在数据库里查询，请改用 startsWith、endsWith、contains 或 in",
		"matches cannot be queried in the database; use startsWith, endsWith, contains or in")
	codeNoMonths = fault.Define("expr_sql_months",
		"数据库里不能给字段加减月数，请把月数移到 today 一边，如 household.built_on <= today - months(6)",
		"The database adds no months to a field; move them to the side of today, as in household.built_on <= today - months(6)")
	codeNoMeasure = fault.Define("expr_sql_measure",
		"{name} 不能在数据库里计算，请在提交时把结果写入字段，再用字段",
		"{name} cannot be worked out in the database; write its result into a field when it is submitted and read that")
	codeNoFollow = fault.Define("expr_sql_follow",
		"数据库里不能通过关联记录取“{name}”，请在提交时把它写入自己的字段",
		"“{name}” cannot be read through a reference in the database; copy it into an own field when it is submitted")
	codeOverflow = fault.Define("expr_sql_overflow",
		"“{name}”的结果可能超出整数范围，请给所用字段设最小值和最大值",
		"The result of “{name}” may be beyond the range of integers; give the fields used a min and a max")
	codeInfinite = fault.Define("expr_sql_range",
		"“{name}”的结果可能超出数值范围，请给所用字段设最小值和最大值，或拆开算式",
		"The result of “{name}” may be beyond the range of numbers; give the fields used a min and a max, or split it")
)

// words is a text of both languages as a part of a sentence.
func words(zh, en string) fault.Text { return fault.Text{Zh: zh, En: en} }

// finding fills a code; values of type fault.Text are filled each in its language.
func finding(c *fault.Code, pairs ...any) fault.Finding {
	zh, en := make([]any, len(pairs)), make([]any, len(pairs))
	for i, p := range pairs {
		zh[i], en[i] = p, p
		if t, ok := p.(fault.Text); ok {
			zh[i], en[i] = t.Zh, t.En
		}
	}
	f := c.At("", zh...)
	f.Text.En = c.At("", en...).Text.En
	return f
}

func problem(at place, c *fault.Code, pairs ...any) Problem {
	return Problem{Line: at.line, Column: at.column, Finding: finding(c, pairs...)}
}

var kindWords = map[kind]fault.Text{
	kBool:     words("是否值", "a yes or no"),
	kInt:      words("整数", "a whole number"),
	kDouble:   words("小数", "a number with decimals"),
	kString:   words("文字", "a text"),
	kDate:     words("日期", "a date"),
	kInstant:  words("时刻", "an instant"),
	kDays:     words("天数", "a number of days"),
	kDuration: words("时长", "a span of time"),
	kStrings:  words("多选列表", "a list of texts"),
	kOpaque:   words("位置图形", "a geometry"),
	kRows:     words("下级记录名单", "a list of records"),
	kInts:     words("整数列表", "a list of whole numbers"),
}
