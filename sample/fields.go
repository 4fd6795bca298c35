package sample

import (
	"encoding/json"
	"slices"
	"strconv"

	"jieli/value"
)

// fields writes a JSON object of field values. Names and codes are plain; texts come from our own tables and need no
// escapes, which quote sees to.
type fields struct {
	b    []byte
	omit []string // names that are left out: what somebody forgot to fill
	only []string // when set, all others are left out
}

func newFields(size int) *fields { return &fields{b: append(make([]byte, 0, size), '{')} }

func (f *fields) key(name string) bool {
	if slices.Contains(f.omit, name) || f.only != nil && !slices.Contains(f.only, name) {
		return false
	}
	if n := len(f.b); f.b[n-1] != '{' {
		f.b = append(f.b, ',')
	}
	f.b = append(f.b, '"')
	f.b = append(f.b, name...)
	f.b = append(f.b, '"', ':')
	return true
}

// text writes a text, choice, area or id; an empty one is left out.
func (f *fields) text(name, v string) {
	if v != "" && f.key(name) {
		f.b = quote(f.b, v)
	}
}

func quote(b []byte, s string) []byte {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == '"' || s[i] == '\\' {
			q, _ := json.Marshal(s) // cannot fail for a string
			return append(b, q...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func (f *fields) flag(name string, v bool) {
	if f.key(name) {
		f.b = strconv.AppendBool(f.b, v)
	}
}

// yes writes true and leaves false out: nobody ticks a no.
func (f *fields) yes(name string, v bool) {
	if v {
		f.flag(name, true)
	}
}

func (f *fields) whole(name string, n int) {
	if f.key(name) {
		f.b = strconv.AppendInt(f.b, int64(n), 10)
	}
}

// yuan writes whole yuan as money; 0 is left out.
func (f *fields) yuan(name string, yuan int) {
	if yuan != 0 {
		f.whole(name, yuan*100)
	}
}

// tenths writes a number of tenths of its unit.
func (f *fields) tenths(name string, n int) {
	if !f.key(name) {
		return
	}
	f.b = strconv.AppendInt(f.b, int64(n/10), 10)
	if n%10 != 0 {
		f.b = append(f.b, '.', byte('0'+n%10))
	}
}

// number writes a decimal number as it is spelt; an empty one is left out.
func (f *fields) number(name, spelt string) {
	if spelt != "" && f.key(name) {
		f.b = append(f.b, spelt...)
	}
}

func (f *fields) date(name string, d value.Date) {
	if d != 0 && f.key(name) {
		f.b = append(f.b, '"')
		f.b = d.Append(f.b)
		f.b = append(f.b, '"')
	}
}

func (f *fields) list(name string, items ...string) {
	if len(items) == 0 || !f.key(name) {
		return
	}
	f.b = append(f.b, '[')
	for i, x := range items {
		if i > 0 {
			f.b = append(f.b, ',')
		}
		f.b = quote(f.b, x)
	}
	f.b = append(f.b, ']')
}

func (f *fields) point(name string, p position) {
	if !f.key(name) {
		return
	}
	f.b = append(f.b, `{"type":"Point","coordinates":[`...)
	f.b = strconv.AppendFloat(f.b, p.lon, 'f', 6, 64)
	f.b = append(f.b, ',')
	f.b = strconv.AppendFloat(f.b, p.lat, 'f', 6, 64)
	f.b = append(f.b, "]}"...)
}

// null writes that a value is taken away.
func (f *fields) null(name string) {
	if f.key(name) {
		f.b = append(f.b, "null"...)
	}
}

// rows writes a list of objects.
func (f *fields) rows(name string, n int, row func(i int)) {
	if n == 0 || !f.key(name) {
		return
	}
	f.b = append(f.b, '[')
	for i := range n {
		if i > 0 {
			f.b = append(f.b, ',')
		}
		f.b = append(f.b, '{')
		row(i)
		f.b = append(f.b, '}')
	}
	f.b = append(f.b, ']')
}

func (f *fields) done() json.RawMessage { return append(f.b, '}') }

// position is a place in degrees, WGS 84.
type position struct{ lon, lat float64 }
