package register

import (
	"strings"

	"jieli/catalog"
)

// OpenTitle gives the title of a record without its personal values, which stand as ＊: for logs, terminals and people
// who may not see them.
func OpenTitle(r *Record, areas *catalog.Areas) string {
	return Title(r, areas, "zh", func(f *catalog.Field) bool { return f.Privacy == catalog.Open })
}

// Title gives the words for a record in lang; fields for which shown is false stand as ＊.
func Title(r *Record, areas *catalog.Areas, lang string, shown func(*catalog.Field) bool) string {
	var b strings.Builder
	for _, part := range r.Register.Title {
		f := r.Register.Field(part.Field)
		switch {
		case f == nil:
			b.WriteString(part.Text)
		case !shown(f):
			b.WriteString("＊")
		default:
			b.WriteString(fieldWords(r, f, areas, lang))
		}
	}
	return b.String()
}

func fieldWords(r *Record, f *catalog.Field, areas *catalog.Areas, lang string) string {
	v := r.Get(f.Name)
	if code, ok := v.(string); ok && f.Type.Name() == "area" {
		return areas.Name(code)
	}
	return f.Type.Display(v, &f.Limits, lang)
}
