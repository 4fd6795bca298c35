package pack

import (
	"strings"

	"jieli/fault"
)

// Problems of files and of YAML.
var (
	codeMechanismElsewhere = fault.Define("pack_mechanism_elsewhere",
		"机制“{name}”的说明应放在同名的文件夹里，不能放在“{folder}”里，请移动或改名",
		"The mechanism “{name}” is described in the folder of that name, not in “{folder}”; move or rename it")
	codeNoPack = fault.Define("pack_none",
		"没有找到 pack.yaml，请在方案文件夹的根目录建立它，第一行写 pack: 名称",
		"There is no pack.yaml; make it in the root of the pack, with the first line pack: name")
	codeSecondPack = fault.Define("pack_second",
		"一个方案只能有一个 pack 文档（已在 {before}），请删除这一个",
		"A pack has one document pack (at {before}); delete this one")
	codePackElsewhere = fault.Define("pack_elsewhere",
		"pack 文档应放在根目录的 pack.yaml 中，请移过去",
		"The document pack belongs in pack.yaml in the root; move it there")
	codeVersion = fault.Define("pack_version",
		"版本号“{version}”不对，请写成 2026.11.1 这样由点分开的数字",
		"The version “{version}” is wrong; write numbers with points, as in 2026.11.1")
	codeFileYml = fault.DefineWarning("pack_file_yml",
		"文件 {file} 不会被读取：请把扩展名改为 .yaml",
		"The file {file} is not read: change its ending to .yaml")
	codeFileUnreadable = fault.Define("pack_file_unreadable",
		"读不了文件 {file}（{why}），请检查文件名和权限",
		"The file {file} cannot be read ({why}); check its name and rights")
	codeFileTooLarge = fault.Define("pack_file_too_large",
		"文件超过 {max} KB，请分成几个文件", "The file is larger than {max} KB; split it into several")
	codeTooManyFiles = fault.Define("pack_files_many",
		"文件超过 {max} 个，请合并一些", "There are more than {max} files; join some")
	codeTooManyDocuments = fault.Define("pack_documents_many",
		"一个文件里的文档超过 {max} 个，请分成几个文件",
		"The file has more than {max} documents; split it into several")
	codeNotUTF8 = fault.Define("pack_not_utf8",
		"这一行不是 UTF-8 编码，请用 UTF-8 保存文件（不要用 GBK）",
		"This line is not UTF-8; save the file as UTF-8 (not GBK)")
	codeTab = fault.Define("pack_tab",
		"这里有制表符，请改用空格缩进", "There is a tab here; use blanks")
	codeControl = fault.Define("pack_control_character",
		"这里有看不见的控制字符（编号 {char}），请删除",
		"There is an invisible control character (number {char}); delete it")
	codeLineTooLong = fault.Define("pack_line_long",
		"这一行超过 {max} 个字符，请换行", "The line has more than {max} characters; break it")
	codeNesting = fault.Define("pack_nesting",
		"嵌套超过 {max} 层，请检查缩进和括号是否成对",
		"The nesting is deeper than {max} levels; check indentation and that brackets close")
	codeTooManyEntries = fault.Define("pack_entries_many",
		"这里超过 {max} 项，请分开", "There are more than {max} entries here; split them")
	codeSyntax = fault.Define("pack_syntax",
		"YAML 写法有误（{why}），请检查这一行的缩进、引号和冒号",
		"This is not YAML ({why}); check indentation, quotes and colons of this line")
	codeAnchor = fault.Define("pack_anchor",
		"不能用锚点、别名和合并键（& * <<），请把内容写出来",
		"Anchors, aliases and merge keys (& * <<) are not used here; write the content out")
	codeTag = fault.Define("pack_tag",
		"不能用标签（!），请删除", "Tags (!) are not used here; delete it")
	codeDuplicateKey = fault.Define("pack_duplicate_key",
		"键“{key}”在第 {line} 行已经写过，请只保留一个",
		"The key “{key}” stands in line {line} already; keep one")
	codeKeyKind = fault.Define("pack_key_kind",
		"键必须是一个词，请改写", "A key must be one word; rewrite it")
)

// Problems of the shape of documents.
var (
	codeNoKind = fault.Define("pack_no_kind",
		"文档的第一行应写明种类和名称，如 register: household；种类有 {kinds}",
		"The first line of a document names its kind and its name, as in register: household; kinds are {kinds}")
	codeUnknownKind = fault.Define("pack_unknown_kind",
		"没有“{name}”这种文档{hint}，种类有 {kinds}",
		"There is no kind of document “{name}”{hint}; kinds are {kinds}")
	codeKindNotFirst = fault.Define("pack_kind_not_first",
		"“{kind}”应是文档的第一个键，请移到最前", "“{kind}” must be the first key of the document; move it up")
	codeUnknownKey = fault.Define("pack_unknown_key",
		"这里没有“{key}”这个键{hint}，可用的有 {keys}", "There is no key “{key}” here{hint}; keys are {keys}")
	codeCommaInText = fault.Define("pack_comma_in_text",
		"花括号里的逗号把文字切断了，请给整段文字加引号",
		"A comma within braces cuts the text in two; put the whole text in quotes")
	codeMissingKey = fault.Define("pack_missing_key",
		"缺少“{key}”，请补上", "“{key}” is missing; add it")
	codeEmptyValue = fault.Define("pack_empty_value",
		"“{key}”后面没有值，请填写或删除这一行", "“{key}” has no value; fill it in or delete the line")
	codeShape = fault.Define("pack_shape",
		"这里应写{want}，请改写", "Wanted here: {want}; rewrite it")
	codeTextEmpty = fault.Define("pack_text_empty",
		"文字是空的，请填写", "The text is empty; fill it in")
	codeTextTooLong = fault.Define("pack_text_long",
		"文字超过 {max} 个字，请缩短", "The text has more than {max} characters; shorten it")
	codeNoEnglish = fault.DefineWarning("pack_no_english",
		"缺少英文，请写成 {zh: …, en: …}", "The English text is missing; write {zh: …, en: …}")
)

// Problems of names.
var (
	codeNamePattern = fault.Define("pack_name_form",
		"名称“{name}”不对：请用小写英文字母、数字和下划线，以字母开头",
		"The name “{name}” is wrong: use small letters, digits and underscores, beginning with a letter")
	codeNameLong = fault.Define("pack_name_long",
		"名称“{name}”超过 {max} 个字符，请缩短", "The name “{name}” has more than {max} characters; shorten it")
	codeNameReserved = fault.Define("pack_name_reserved",
		"“{name}”是系统保留的词，请换一个名称", "“{name}” is a reserved word; choose another name")
	codeDuplicateName = fault.Define("pack_duplicate_name",
		"{kind}“{name}”已在 {before} 定义过，请改名或合并",
		"The {kind} “{name}” is defined at {before} already; rename or join them")
	codeUnused = fault.DefineWarning("pack_unused",
		"{kind}“{name}”没有被使用，请使用或删除它", "The {kind} “{name}” is used nowhere; use it or delete it")
	codeScope = fault.Define("pack_scope",
		"“{scope}”的表达式范围有误（{why}），请检查重名", "The scope “{scope}” is wrong ({why}); check for equal names")
)

// unknown declares the problem of a name that stands for nothing.
func unknown(kind, zh, en string) *fault.Code {
	return fault.Define("pack_unknown_"+kind,
		"没有名为“{name}”的"+zh+"{hint}，请改正名称或先定义它",
		"There is no "+en+" “{name}”{hint}; correct the name or define it")
}

// unknownOf declares the same for names out of a closed list.
func unknownOf(kind, zh, en, words string) *fault.Code {
	return fault.Define("pack_unknown_"+kind,
		"没有“{name}”这种"+zh+"{hint}，可用的有 "+words, "There is no "+en+" “{name}”{hint}; use one of "+words)
}

var (
	codeUnknownChoices       = unknown("choices", "代码表", "code list")
	codeUnknownParameter     = unknown("parameter", "参数", "parameter")
	codeUnknownRole          = unknown("role", "角色", "role")
	codeUnknownRegister      = unknown("register", "台账", "register")
	codeUnknownForm          = unknown("form", "表单", "form")
	codeUnknownIndicator     = unknown("indicator", "指标", "indicator")
	codeUnknownRound         = unknown("round", "走访轮次", "round")
	codeUnknownTask          = unknown("task", "任务", "task")
	codeUnknownCheck         = unknown("check", "核查规则", "check")
	codeUnknownArea          = unknown("area", "行政区划", "area")
	codeUnknownUnit          = unknown("unit", "计量单位", "unit")
	codeUnknownAlias         = unknown("record", "记录", "record of this scenario")
	codeUnknownPerson        = unknown("person", "人员", "person of this scenario")
	codeUnknownRightOn       = unknown("right_on", "台账或表单", "register or form")
	codeUnknownType          = unknownOf("type", "类型", "type", strings.Join(typeNames(), " "))
	codeUnknownLevel         = unknownOf("level", "层级", "level", "province city county town village")
	codeUnknownPrivacy       = unknownOf("privacy", "隐私级别", "class of privacy", "personal sensitive")
	codeUnknownSeverity      = unknownOf("severity", "严重程度", "severity", "warning error")
	codeUnknownIndicatorKind = unknownOf("indicator_kind", "指标", "kind of indicator", strings.Join(indicatorKinds, " "))
	codeUnknownPrecision     = unknownOf("precision", "修约方式", "precision", "exact over nearly about upto")
	codeUnknownRight         = unknownOf("right", "权限", "right", "read create change correct void erase submit")
	codeUnknownPower         = unknownOf("power", "职权", "power", "figures rounds journal accounts system import rules")
	codeUnknownAction        = unknownOf("action", "操作", "action", "change correct void erase")

	codeUnknownField = fault.Define("pack_unknown_field",
		"台账“{register}”没有字段“{name}”{hint}，请改正名称或先定义它",
		"The register “{register}” has no field “{name}”{hint}; correct the name or define it")
	codeUnknownQuestion = fault.Define("pack_unknown_question",
		"表单“{form}”没有问题“{name}”{hint}，请改正名称",
		"The form “{form}” has no question “{name}”{hint}; correct the name")
	codeUnknownChoice = fault.Define("pack_unknown_choice",
		"代码表“{choices}”没有“{name}”{hint}，条件永远不会成立，请改正代码",
		"The code list “{choices}” has no “{name}”{hint}: the expression can never fit; correct the code")
)
