package value

import (
	"encoding/json"
	"unicode/utf8"

	"jieli/fault"
)

// MaxJSONDepth is how deep arrays and objects may nest: our deepest document, a bundle with forms with rows with a
// polygon, has nine levels.
const MaxJSONDepth = 32

// maxNumber bounds the digits of one number; 64-bit integers have 19, coordinates fewer.
const maxNumber = 40

// JSONLimits bounds a document. 0 takes the default behind each.
type JSONLimits struct {
	MaxBytes  int // of the whole document; 8 MiB: a bundle of a day's work without photos is below 1 MiB
	MaxString int // bytes of one string, 1 MiB
	MaxValues int // values in all, keys not counted; 500,000
	MaxDepth  int // MaxJSONDepth
}

func (l JSONLimits) filled() JSONLimits {
	or := func(n, standard int) int {
		if n <= 0 {
			return standard
		}
		return n
	}
	return JSONLimits{
		MaxBytes: or(l.MaxBytes, 8<<20), MaxString: or(l.MaxString, 1<<20),
		MaxValues: or(l.MaxValues, 500_000), MaxDepth: or(l.MaxDepth, MaxJSONDepth),
	}
}

var (
	problemJSON = fault.Define("json_wrong",
		"收到的数据格式有误（第{line}行第{column}个字），请重新发送或联系管理员",
		"The data is not well-formed JSON at line {line}, column {column}; send it again or tell the operator")
	problemJSONTwice = fault.Define("json_duplicate_key",
		"数据里的“{key}”出现了两次，请只保留一个", "The key “{key}” stands twice in one object; keep one")
	problemJSONDeep = fault.Define("json_too_deep",
		"数据嵌套超过{max}层，请简化",
		"The data is nested deeper than {max} levels; make it simpler")
	problemJSONLarge = fault.Define("json_too_large",
		"数据太大，最多{max}，请分几次发送", "The data is too large, the most is {max}; send it in parts")
	problemJSONText = fault.Define("json_not_utf8",
		"数据里有乱码（第{line}行第{column}个字），请用UTF-8编码重新发送",
		"The text is not valid UTF-8 at line {line}, column {column}; send it again as UTF-8")
)

// DecodeStrict reads one JSON document into nil, bool, string, json.Number, []any and map[string]any. Beyond the rules
// of RFC 8259 it refuses duplicate keys, invalid UTF-8, halves of surrogate pairs, anything behind the document, and
// what passes the limits. The finding's Pos says where.
func DecodeStrict(data []byte, limits JSONLimits) (any, *fault.Finding) {
	d := decoder{data: data, limits: limits.filled()}
	if len(data) > d.limits.MaxBytes {
		return nil, found(problemJSONLarge, "max", d.limits.MaxBytes)
	}
	v := d.value(d.limits.MaxDepth)
	d.blanks()
	if d.problem == nil && d.at < len(data) {
		d.fail(problemJSON)
	}
	if d.problem != nil {
		return nil, d.problem
	}
	return v, nil
}

// decoder walks over data once. After the first problem it stands still and every step gives nothing.
type decoder struct {
	data    []byte
	at      int
	values  int
	limits  JSONLimits
	problem *fault.Finding
}

// fail keeps the first problem with its place.
func (d *decoder) fail(c *fault.Code, pairs ...any) {
	if d.problem != nil {
		return
	}
	at := min(d.at, len(d.data))
	pos := fault.Pos{Line: 1, Column: 1}
	for _, c := range d.data[:at] {
		switch {
		case c == '\n':
			pos.Line, pos.Column = pos.Line+1, 1
		case c&0xC0 != 0x80:
			pos.Column++
		}
	}
	f := c.At("", append(pairs, "line", pos.Line, "column", pos.Column)...).In(pos)
	d.problem = &f
}

func (d *decoder) blanks() {
	for d.at < len(d.data) {
		switch d.data[d.at] {
		case ' ', '\t', '\n', '\r':
			d.at++
		default:
			return
		}
	}
}

// peek gives the next byte that is no blank, 0 at the end.
func (d *decoder) peek() byte {
	d.blanks()
	if d.at >= len(d.data) || d.problem != nil {
		return 0
	}
	return d.data[d.at]
}

func (d *decoder) value(depth int) any {
	if d.values++; d.values > d.limits.MaxValues {
		d.fail(problemJSONLarge, "max", d.limits.MaxValues)
		return nil
	}
	switch c := d.peek(); {
	case c == '{':
		return d.object(depth)
	case c == '[':
		return d.array(depth)
	case c == '"':
		return d.text()
	case c == 't':
		d.word("true")
		return true
	case c == 'f':
		d.word("false")
		return false
	case c == 'n':
		d.word("null")
		return nil
	}
	return d.number()
}

func (d *decoder) word(w string) {
	if len(d.data)-d.at < len(w) || string(d.data[d.at:d.at+len(w)]) != w {
		d.fail(problemJSON)
		return
	}
	d.at += len(w)
}

func (d *decoder) object(depth int) any {
	m := map[string]any{}
	d.inside('}', depth, func() {
		if d.peek() != '"' {
			d.fail(problemJSON)
			return
		}
		start := d.at
		key := d.text()
		if _, twice := m[key]; twice {
			d.at = start
			d.fail(problemJSONTwice, "key", shown(key))
		}
		if d.peek() != ':' {
			d.fail(problemJSON)
			return
		}
		d.at++
		m[key] = d.value(depth - 1)
	})
	return m
}

func (d *decoder) array(depth int) any {
	list := []any{}
	d.inside(']', depth, func() { list = append(list, d.value(depth-1)) })
	return list
}

// inside reads what stands between brackets, parted by commas.
func (d *decoder) inside(end byte, depth int, item func()) {
	if depth <= 0 {
		d.fail(problemJSONDeep, "max", d.limits.MaxDepth)
		return
	}
	d.at++
	if d.peek() == end {
		d.at++
		return
	}
	for d.problem == nil {
		item()
		switch d.peek() {
		case ',':
			d.at++
		case end:
			d.at++
			return
		default:
			d.fail(problemJSON)
		}
	}
}

func (d *decoder) number() any {
	rest := d.data[d.at:]
	rest = rest[:min(len(rest), maxNumber+1)]
	n := scanNumber(rest)
	if n == 0 || n > maxNumber {
		d.fail(problemJSON)
		return nil
	}
	d.at += n
	return json.Number(rest[:n])
}

// scanNumber gives the length of the JSON number that s begins with, 0 for none.
func scanNumber[T string | []byte](s T) int {
	i := 0
	run := func() bool {
		start := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i > start
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++
	} else if !run() {
		return 0
	}
	if i < len(s) && s[i] == '.' {
		i++
		if !run() {
			return 0
		}
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if !run() {
			return 0
		}
	}
	return i
}

// text reads a string; d.at stands on its opening quote.
func (d *decoder) text() string {
	d.at++
	start := d.at
	for d.at < len(d.data) {
		switch c := d.data[d.at]; {
		case c == '"':
			s := string(d.data[start:d.at])
			d.at++
			d.checkLength(len(s))
			return s
		case c == '\\':
			return d.escaped(start)
		case c < ' ':
			d.fail(problemJSON)
			return ""
		case c < utf8.RuneSelf:
			d.at++
		default:
			if !d.character() {
				return ""
			}
		}
	}
	d.fail(problemJSON)
	return ""
}

func (d *decoder) checkLength(n int) {
	if n > d.limits.MaxString {
		d.fail(problemJSONLarge, "max", d.limits.MaxString)
	}
}

// character steps over one character beyond ASCII.
func (d *decoder) character() bool {
	r, size := utf8.DecodeRune(d.data[d.at:])
	if r == utf8.RuneError && size == 1 {
		d.fail(problemJSONText)
		return false
	}
	d.at += size
	return true
}

// escaped goes on with a string in which an escape was met.
func (d *decoder) escaped(start int) string {
	b := append(make([]byte, 0, d.at-start+32), d.data[start:d.at]...)
	for d.at < len(d.data) && d.problem == nil {
		c := d.data[d.at]
		switch {
		case c == '"':
			d.at++
			d.checkLength(len(b))
			return string(b)
		case c == '\\':
			b = d.escape(b)
		case c < ' ':
			d.fail(problemJSON)
		case c < utf8.RuneSelf:
			b = append(b, c)
			d.at++
		default:
			from := d.at
			if d.character() {
				b = append(b, d.data[from:d.at]...)
			}
		}
	}
	d.fail(problemJSON)
	return ""
}

// escape reads one escape and adds what it stands for.
func (d *decoder) escape(b []byte) []byte {
	if d.at+1 >= len(d.data) {
		d.fail(problemJSON)
		return b
	}
	c := d.data[d.at+1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		return d.unicodeEscape(b)
	default:
		d.fail(problemJSON)
		return b
	}
	d.at += 2
	return append(b, c)
}

func (d *decoder) unicodeEscape(b []byte) []byte {
	r, ok := d.fourHex()
	if ok && r >= 0xD800 && r < 0xDC00 {
		var low rune
		low, ok = d.fourHex()
		ok = ok && low >= 0xDC00 && low < 0xE000
		r = 0x10000 + (r-0xD800)<<10 + (low - 0xDC00)
	} else if r >= 0xDC00 && r < 0xE000 {
		ok = false
	}
	if !ok {
		d.fail(problemJSON)
		return b
	}
	return utf8.AppendRune(b, r)
}

// fourHex reads \uXXXX.
func (d *decoder) fourHex() (rune, bool) {
	if len(d.data)-d.at < 6 || d.data[d.at] != '\\' || d.data[d.at+1] != 'u' {
		return 0, false
	}
	r := rune(0)
	for _, c := range d.data[d.at+2 : d.at+6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	d.at += 6
	return r, true
}
