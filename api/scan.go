package api

import (
	"strconv"
	"unicode/utf8"

	"jieli/fault"
	"jieli/value"
)

// maxMembers bounds the keys of one object that is read here: the widest, a bundle, has 13.
const maxMembers = 32

var (
	errBody = fault.Define("body_malformed",
		"发送的内容不是有效的 JSON（第 {at} 个字节处）。", "The body is not valid JSON (at byte {at}).")
	errBodyUnknown = fault.Define("body_unknown_key",
		"不认识字段“{key}”，请更新客户端。", "Unknown key \"{key}\". Update the client.")
	errBodyTwice = fault.Define("body_duplicate_key",
		"字段“{key}”出现了两次。", "The key \"{key}\" stands twice.")
	errBodyType = fault.Define("body_wrong_type",
		"这里应为{want}。", "This should be {want}.")
)

// member takes one member of an object: its key and the bytes of its value, found to be balanced but not yet read.
// known is false for a key that has no place there.
type member func(key string, raw []byte) (known bool, f *fault.Finding)

// scanner walks over a document once without copying; values that another reader takes (answers, fields) are passed
// over by their brackets and quotes only, that reader is strict.
type scanner struct {
	data []byte
	at   int
}

// scanObject reads one object and nothing behind it. Unknown and duplicate keys are findings.
func scanObject(data []byte, each member) *fault.Finding {
	s := scanner{data: data}
	var seen [maxMembers]string
	n := 0
	finding := s.list('{', '}', func() *fault.Finding {
		key, ok := s.key()
		if !ok {
			return s.wrong()
		}
		for _, k := range seen[:n] {
			if k == key {
				return at(errBodyTwice, "", "key", clip(key))
			}
		}
		raw := s.value()
		if raw == nil || n == maxMembers {
			return s.wrong()
		}
		seen[n] = key
		n++
		known, f := each(key, raw)
		if !known {
			return at(errBodyUnknown, "", "key", clip(key))
		}
		return under(f, key)
	})
	return s.end(finding)
}

// scanArray reads one array and nothing behind it.
func scanArray(data []byte, each func(i int, raw []byte) *fault.Finding) *fault.Finding {
	s := scanner{data: data}
	i := -1
	finding := s.list('[', ']', func() *fault.Finding {
		i++
		raw := s.value()
		if raw == nil {
			return s.wrong()
		}
		return under(each(i, raw), "["+strconv.Itoa(i)+"]")
	})
	return s.end(finding)
}

func (s *scanner) end(finding *fault.Finding) *fault.Finding {
	if finding == nil {
		if s.blanks(); s.at < len(s.data) {
			return s.wrong()
		}
	}
	return finding
}

func at(code *fault.Code, path string, pairs ...any) *fault.Finding {
	f := code.At(path, pairs...)
	return &f
}

func under(f *fault.Finding, prefix string) *fault.Finding {
	if f == nil {
		return nil
	}
	u := f.Under(prefix)
	return &u
}

// clip keeps what is said back short.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		return string([]rune(s)[:most]) + "…"
	}
	return s
}

func (s *scanner) wrong() *fault.Finding { return at(errBody, "", "at", s.at+1) }

func (s *scanner) blanks() {
	for s.at < len(s.data) {
		switch s.data[s.at] {
		case ' ', '\t', '\n', '\r':
			s.at++
		default:
			return
		}
	}
}

func (s *scanner) take(c byte) bool {
	s.blanks()
	if s.at < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

// list walks over the items between two brackets.
func (s *scanner) list(open, end byte, item func() *fault.Finding) *fault.Finding {
	if !s.take(open) {
		if open == '{' {
			return wrongType("一个对象", "an object")
		}
		return wrongType("一个列表", "a list")
	}
	if s.take(end) {
		return nil
	}
	for {
		if f := item(); f != nil {
			return f
		}
		if s.take(end) {
			return nil
		}
		if !s.take(',') {
			return s.wrong()
		}
	}
}

func (s *scanner) key() (string, bool) {
	s.blanks()
	start := s.at
	if !s.skipString() {
		return "", false
	}
	key, f := readString(s.data[start:s.at])
	return key, f == nil && s.take(':')
}

// value gives the bytes of the next value, nil when there is none. Brackets are balanced, nesting is bounded.
func (s *scanner) value() []byte {
	s.blanks()
	start, depth := s.at, 0
	for s.at < len(s.data) {
		switch c := s.data[s.at]; c {
		case '"':
			if !s.skipString() {
				return nil
			}
		case '{', '[':
			depth++
			s.at++
			if depth > value.MaxJSONDepth {
				return nil
			}
		case '}', ']', ',':
			if depth == 0 {
				return some(s.data[start:s.at])
			}
			if c != ',' {
				depth--
			}
			s.at++
		case ' ', '\t', '\n', '\r':
			if depth == 0 {
				return some(s.data[start:s.at])
			}
			s.at++
		default:
			s.at++
		}
		if depth == 0 && s.closed() {
			return some(s.data[start:s.at])
		}
	}
	return nil
}

// closed reports whether the byte before ends a string, an object or an array.
func (s *scanner) closed() bool {
	switch s.data[s.at-1] {
	case '"', '}', ']':
		return true
	}
	return false
}

func some(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}

func (s *scanner) skipString() bool {
	if s.at >= len(s.data) || s.data[s.at] != '"' {
		return false
	}
	for i := s.at + 1; i < len(s.data); i++ {
		switch s.data[i] {
		case '\\':
			i++
		case '"':
			s.at = i + 1
			return true
		}
	}
	return false
}

func wrongType(zh, en string) *fault.Finding {
	f := errBodyType.At("")
	f.Text = fault.Text{Zh: errBodyType.At("", "want", zh).Text.Zh, En: errBodyType.At("", "want", en).Text.En}
	return &f
}

// readString reads one string; null reads as "".
func readString(raw []byte) (string, *fault.Finding) {
	if n := len(raw); n >= 2 && raw[0] == '"' && isPlain(raw[1:n-1]) {
		return string(raw[1 : n-1]), nil
	}
	v, f := value.DecodeStrict(raw, value.JSONLimits{})
	if f != nil {
		return "", f
	}
	text, ok := v.(string)
	if !ok && v != nil {
		return "", wrongType("文字", "a text")
	}
	return text, nil
}

// isPlain reports whether the inside of a string needs no decoding.
func isPlain(b []byte) bool {
	for _, c := range b {
		if c < 0x20 || c == '\\' || c == '"' || c >= 0x7f {
			return false
		}
	}
	return true
}

// readInteger reads one whole number between 0 and 2^53-1, what every client can hold; null reads as 0.
func readInteger(raw []byte) (int64, *fault.Finding) {
	if string(raw) == "null" {
		return 0, nil
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil || n < 0 || n > 1<<53-1 || raw[0] == '+' || len(raw) > 1 && raw[0] == '0' || raw[0] == '-' {
		return 0, wrongType("不小于零的整数", "a whole number, zero or more")
	}
	return n, nil
}

// readFloat reads one number; what is not finite is refused.
func readFloat(raw []byte) (float64, *fault.Finding) {
	if v, f := value.DecodeStrict(raw, value.JSONLimits{}); f != nil {
		return 0, f
	} else if _, text := v.(string); text || v == nil {
		return 0, wrongType("一个数", "a number")
	}
	n, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, wrongType("一个数", "a number")
	}
	return n, nil
}

// readStrings reads a list of strings of at most max items.
func readStrings(raw []byte, max int) ([]string, *fault.Finding) {
	var list []string
	f := scanArray(raw, func(i int, raw []byte) *fault.Finding {
		if i >= max {
			return wrongType("不超过 "+strconv.Itoa(max)+" 项的列表", "a list of at most "+strconv.Itoa(max))
		}
		text, f := readString(raw)
		list = append(list, text)
		return f
	})
	return list, f
}
