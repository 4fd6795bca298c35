package pack

import "jieli/fault"

// Problems of matches.
var (
	codeUnknownMatch = unknown("match", "匹配（match）", "match")
	codeMatchSelf    = fault.Define("pack_match_self",
		"匹配要在两个不同的台账之间，不能都是“{name}”，请改正", "A match is between two registers, not “{name}” and itself; correct it")
	codeMatchPoint = fault.Define("pack_match_point",
		"距离只能在位置（point）之间计算，“{name}”不是，请换一个字段", "Distance is between points, and “{name}” is none; choose another field")
	codeMatchOrder = fault.Define("pack_match_order",
		"不能按“{name}”排序：{type} 类型没有先后，请换一个字段", "Nothing can be ordered by “{name}”: values of type {type} have no order; choose another field")
)
