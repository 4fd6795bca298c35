package register

import (
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/value"
)

// KeyOf gives the key of a record as one text: its key fields joined with "|", their digest when one of them is
// personal. When a key field is absent, missing names it and key is "".
func KeyOf(r *Record, digest func(string) string) (key, missing string) {
	parts := make([]string, len(r.Register.Key))
	hide := false
	for i, name := range r.Register.Key {
		f := r.Register.Field(name)
		parts[i] = plainText(r.Get(name))
		if parts[i] == "" {
			return "", name
		}
		hide = hide || f.Privacy != catalog.Open
	}
	key = strings.Join(parts, "|")
	if hide {
		key = digest(key)
	}
	return key, ""
}

func plainText(v any) string {
	switch x := v.(type) {
	case string:
		return x
	case int64:
		return strconv.FormatInt(x, 10)
	case value.Date:
		return x.String()
	case bool:
		return strconv.FormatBool(x)
	}
	return ""
}
