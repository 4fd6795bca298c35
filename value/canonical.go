package value

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Canonical writes a JSON value in the one form that is hashed: keys sorted, no blanks, no escapes but those that JSON
// asks for, numbers as plain decimals without needless zeros. It is RFC 8785 for all it accepts. It takes nil, bool,
// string, int, int64, json.Number, Date, Instant, Geometry, json.RawMessage, []any, []string and maps of string to any,
// string or json.RawMessage; floats, numbers with an exponent, invalid UTF-8 and all other types are errors.
func Canonical(v any) ([]byte, error) { return AppendCanonical(nil, v) }

// AppendCanonical adds the canonical form of v to dst. On an error dst's new end is of no use.
func AppendCanonical(dst []byte, v any) ([]byte, error) {
	return appendCanonical(dst, v, MaxJSONDepth)
}

func appendCanonical(dst []byte, v any, depth int) ([]byte, error) {
	if depth < 0 {
		return dst, fmt.Errorf("value: canonical JSON nested deeper than %d", MaxJSONDepth)
	}
	switch x := v.(type) {
	case nil:
		return append(dst, "null"...), nil
	case bool:
		return strconv.AppendBool(dst, x), nil
	case string:
		return appendString(dst, x)
	case int64:
		return strconv.AppendInt(dst, x, 10), nil
	case int:
		return strconv.AppendInt(dst, int64(x), 10), nil
	case json.Number:
		return appendNumber(dst, string(x))
	case Date:
		return append(x.Append(append(dst, '"')), '"'), nil
	case Instant:
		return append(x.Append(append(dst, '"')), '"'), nil
	case Geometry:
		if x.Kind() == "" {
			return dst, errGeometry
		}
		return append(dst, x...), nil
	case json.RawMessage:
		return appendRaw(dst, x, depth)
	case []any:
		return appendList(dst, x, depth)
	case []string:
		return appendList(dst, x, depth)
	case map[string]any:
		return appendObject(dst, x, depth)
	case map[string]json.RawMessage:
		return appendObject(dst, x, depth)
	case map[string]string:
		return appendObject(dst, x, depth)
	}
	return dst, fmt.Errorf("value: %T has no canonical JSON", v)
}

func appendList[T any](dst []byte, list []T, depth int) (_ []byte, err error) {
	dst = append(dst, '[')
	for i, item := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendCanonical(dst, item, depth-1); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject[T any](dst []byte, m map[string]T, depth int) (_ []byte, err error) {
	var few [32]string
	keys := few[:0]
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, compareKeys)
	dst = append(dst, '{')
	for i, k := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendString(dst, k); err != nil {
			return dst, err
		}
		if dst, err = appendCanonical(append(dst, ':'), m[k], depth-1); err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}

// compareKeys orders by UTF-16 code units, as RFC 8785 (and JavaScript) do: characters beyond U+FFFF come before
// U+E000 to U+FFFF.
func compareKeys(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i < len(a) && i < len(b) && a[i] >= 0xEE && b[i] >= 0xEE { // both at U+E000 or above
		aHigh, bHigh := a[i] >= 0xF0, b[i] >= 0xF0
		if aHigh != bHigh {
			if aHigh {
				return -1
			}
			return 1
		}
	}
	return strings.Compare(a[i:], b[i:])
}

// appendRaw adds JSON text in canonical form. A string without escapes, the common case, is copied.
func appendRaw(dst []byte, raw json.RawMessage, depth int) ([]byte, error) {
	if n := len(raw); n >= 2 && raw[0] == '"' && isPlain(raw[1:n-1]) && raw[n-1] == '"' {
		return append(dst, raw...), nil
	}
	v, finding := DecodeStrict(raw, JSONLimits{MaxBytes: len(raw)})
	if finding != nil {
		return dst, fmt.Errorf("value: %s", finding.String())
	}
	return appendCanonical(dst, v, depth)
}

func isPlain(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendNumber adds a JSON number as a plain decimal: 1.50 as 1.5, -0 as 0.
func appendNumber(dst []byte, s string) ([]byte, error) {
	end := scanNumber(s)
	if end != len(s) || len(s) == 0 || len(s) > maxNumber || strings.ContainsAny(s, "eE") {
		return dst, fmt.Errorf("value: number %q has no canonical form", shown(s))
	}
	if strings.IndexByte(s, '.') >= 0 {
		s = strings.TrimRight(s, "0")
		s = strings.TrimSuffix(s, ".")
	}
	if s == "-0" {
		s = "0"
	}
	return append(dst, s...), nil
}

const hexDigits = "0123456789abcdef"

// appendString adds a JSON string with the escapes that RFC 8785 asks for.
func appendString(dst []byte, s string) ([]byte, error) {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return dst, fmt.Errorf("value: text is not valid UTF-8")
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[from:i]...)
		dst = AppendEscape(dst, c)
		i++
		from = i
	}
	return append(append(dst, s[from:]...), '"'), nil
}

// AppendEscape writes a control character, a quote or a backslash as canonical JSON escapes it (RFC 8785, 3.2.2.2).
func AppendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
