package api

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"jieli/fault"
)

// written is an answer that writes itself: all figures of all towns are some 7,000 of the same shape, a page of records has
// 2,000 fields, and encoding/json takes as long for them as the database. What is written is what encoding/json would write.
type written interface {
	writeTo(w *jsonWriter)
}

// jsonWriter writes JSON into a buffer.
type jsonWriter struct {
	*bytes.Buffer
}

// key begins the next member of an object; the first is written by the caller.
func (w *jsonWriter) key(name string) {
	w.WriteString(`,"`)
	w.WriteString(name)
	w.WriteString(`":`)
}

// text writes a string.
func (w *jsonWriter) text(s string) {
	if !plainText(s) {
		w.any(s)
		return
	}
	w.WriteByte('"')
	w.WriteString(s)
	w.WriteByte('"')
}

// plainText reports whether a string stands in JSON as it is.
func plainText(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x20, c == '"', c == '\\', c == 0x7f:
			return false
		case c == 0xe2: // U+2028 and U+2029 are escaped; the few others that begin so go the long way too
			return false
		}
	}
	return utf8.ValidString(s)
}

func (w *jsonWriter) optional(s *string) {
	if s == nil {
		w.WriteString("null")
		return
	}
	w.text(*s)
}

func (w *jsonWriter) both(t fault.Text) {
	w.WriteString(`{"zh":`)
	w.text(t.Zh)
	if t.En != "" {
		w.key("en")
		w.text(t.En)
	}
	w.WriteByte('}')
}

// any writes what is rare by encoding/json.
func (w *jsonWriter) any(v any) {
	enc := json.NewEncoder(w.Buffer)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // only for types that JSON does not have
	}
	w.Truncate(w.Len() - 1) // the end of the line
}

func (v FiguresView) writeTo(w *jsonWriter) {
	w.WriteString(`{"as_of":`)
	w.any(v.AsOf)
	if v.Since != nil {
		w.key("since")
		w.any(v.Since)
	}
	w.key("area")
	w.text(v.Area)
	w.key("figures")
	w.WriteByte('[')
	heads := map[string][]byte{} // what all figures of an indicator begin with
	for i := range v.Figures {
		if i > 0 {
			w.WriteByte(',')
		}
		f := &v.Figures[i]
		head, known := heads[f.ID]
		if !known {
			head = f.head()
			heads[f.ID] = head
		}
		w.Write(head)
		f.writeTail(w)
	}
	w.WriteString("]}\n")
}

// head is the part of a figure that its indicator says.
func (f *FigureView) head() []byte {
	w := jsonWriter{Buffer: new(bytes.Buffer)}
	w.WriteString(`{"id":`)
	w.text(f.ID)
	w.key("label")
	w.both(f.Label)
	w.key("unit")
	w.both(f.Unit)
	return w.Bytes()
}

func (f *FigureView) writeTail(w *jsonWriter) {
	w.key("value")
	w.optional(f.Value)
	w.key("shown")
	w.both(f.Shown)
	w.key("area")
	w.text(f.Area)
	w.key("area_name")
	w.text(f.AreaName)
	if len(f.Breakdown) > 0 {
		w.key("breakdown")
		w.any(f.Breakdown)
	}
	for _, x := range []struct {
		name  string
		value *string
	}{{"numerator", f.Numerator}, {"denominator", f.Denominator}, {"before", f.Before}} {
		if x.value != nil {
			w.key(x.name)
			w.text(*x.value)
		}
	}
	if f.Plan != nil {
		w.key("plan")
		w.any(f.Plan)
	}
	w.WriteByte('}')
}

func (p RecordPage) writeTo(w *jsonWriter) {
	w.WriteString(`{"records":`)
	if p.Records == nil {
		w.WriteString("null")
	} else {
		w.WriteByte('[')
		for i := range p.Records {
			if i > 0 {
				w.WriteByte(',')
			}
			p.Records[i].write(w)
		}
		w.WriteByte(']')
	}
	w.key("next")
	w.optional(p.Next)
	w.key("count")
	w.any(p.Count)
	w.WriteString("}\n")
}

func (v *RecordView) write(w *jsonWriter) {
	w.WriteString(`{"register":`)
	w.text(v.Register)
	w.key("county")
	w.text(v.County)
	w.key("id")
	w.text(v.ID)
	w.key("version")
	w.integer(v.Version)
	w.key("state")
	w.text(v.State)
	w.key("area")
	w.text(v.Area)
	w.key("area_name")
	w.text(v.AreaName)
	w.key("parent")
	w.optional(v.Parent)
	w.key("title")
	w.text(v.Title)
	w.key("created_at")
	w.any(v.CreatedAt)
	w.key("updated_at")
	w.any(v.UpdatedAt)
	w.key("updated_by_name")
	w.text(v.UpdatedBy)
	if v.Erased {
		w.key("erased")
		w.WriteString("true")
	}
	w.key("fields")
	w.fields(v.Fields)
	if len(v.Named) > 0 {
		w.key("named")
		w.any(v.Named)
	}
	w.key("warnings")
	w.any(v.Warnings)
	w.key("conflicts")
	w.any(v.Conflicts)
	w.WriteByte('}')
}

// fields writes the values of a record in order of their names.
func (w *jsonWriter) fields(of map[string]any) {
	if of == nil {
		w.WriteString("null")
		return
	}
	w.WriteByte('{')
	for i, name := range slices.Sorted(maps.Keys(of)) {
		if i > 0 {
			w.WriteByte(',')
		}
		w.text(name)
		w.WriteByte(':')
		switch v := of[name].(type) {
		case string:
			w.text(v)
		case int64:
			w.integer(v)
		case bool:
			w.WriteString(strconv.FormatBool(v))
		default:
			w.any(v)
		}
	}
	w.WriteByte('}')
}

func (w *jsonWriter) integer(n int64) { w.Write(strconv.AppendInt(w.AvailableBuffer(), n, 10)) }
