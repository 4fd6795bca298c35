package value

import (
	"fmt"
	"strings"

	"jieli/fault"
)

var typeYesNo Type = &yesNoType{meta: meta{
	name: "yes_no", label: fault.Text{Zh: "是否", En: "yes or no"}, column: ColumnBoolean, kind: KindBool,
}}

// yesNoType is yes, no, or not known.
type yesNoType struct{ meta }

var yesNoWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields("是 有 对 √ ✓ ✔ ☑ v y yes true t 1 1.0 已 已完成 是的 会 能 享受 o ○ 在") {
		m[w] = true
	}
	for _, w := range strings.Fields("否 无 没有 没 错 × ✗ ✘ ✕ x ☐ □ n no false f 0 0.0 未 未完成 不是 不 不会 不能 未享受 不在") {
		m[w] = false
	}
	return m
}()

func (yesNoType) Parse(raw any, _ *Limits) (any, *fault.Finding) {
	switch x := raw.(type) {
	case nil:
		return nil, nil
	case bool:
		return x, nil
	}
	return nil, wrongShape(raw, "是或否（true或false）", "true or false")
}

// ParseText takes 是 否 有 无 √ × 对 错 Y N 1 0 and the like.
func (yesNoType) ParseText(s string, _ *Limits) (any, *fault.Finding) {
	cell := Fold(tidy(s))
	if isBlank(cell) {
		return nil, nil
	}
	b, ok := yesNoWords[cell]
	if !ok {
		return nil, found(problemYesNo, "text", shown(s))
	}
	return b, nil
}

func (yesNoType) JSON(v any, _ *Limits) any { return v }

func (yesNoType) Display(v any, _ *Limits, lang string) string {
	b, ok := v.(bool)
	switch {
	case !ok:
		return ""
	case lang == "en" && b:
		return "yes"
	case lang == "en":
		return "no"
	case b:
		return "是"
	}
	return "否"
}

func (yesNoType) ToColumn(v any) any { return v }

// FromColumn takes the bool of PostgreSQL and the 0 or 1 of SQLite.
func (yesNoType) FromColumn(v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case bool:
		return x, nil
	case int64:
		if x == 0 || x == 1 {
			return x == 1, nil
		}
	}
	return nil, fmt.Errorf("value: boolean column holds %T %v", v, v)
}
