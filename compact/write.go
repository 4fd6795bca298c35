package compact

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"jieli/value"
)

// packer walks over a JSON text and writes its packed form. Each method gives false when the text is none.
type packer struct {
	s   string
	i   int
	w   *Words
	out []byte
}

func (p *packer) value(depth int) bool {
	if p.i >= len(p.s) || depth > maxDepth {
		return false
	}
	switch p.s[p.i] {
	case '"':
		return p.text()
	case '{':
		return p.members(codeObject, '}', depth)
	case '[':
		return p.members(codeList, ']', depth)
	case 'n':
		return p.constant("null", codeNull)
	case 't':
		return p.constant("true", codeTrue)
	case 'f':
		return p.constant("false", codeFalse)
	}
	return p.number()
}

func (p *packer) constant(word string, code byte) bool {
	if !strings.HasPrefix(p.s[p.i:], word) {
		return false
	}
	p.i += len(word)
	p.out = append(p.out, code)
	return true
}

// members packs what stands in an object or a list.
func (p *packer) members(code, closing byte, depth int) bool {
	p.i++
	p.out = append(p.out, code)
	for first := true; ; first = false {
		if p.i >= len(p.s) {
			return false
		}
		if p.s[p.i] == closing {
			p.i++
			p.out = append(p.out, codeEnd)
			return true
		}
		if !first && !p.skip(',') {
			return false
		}
		if code == codeObject && (!p.text() || !p.skip(':')) {
			return false
		}
		if !p.value(depth + 1) {
			return false
		}
	}
}

func (p *packer) skip(c byte) bool {
	if p.i >= len(p.s) || p.s[p.i] != c {
		return false
	}
	p.i++
	return true
}

// text packs the text that begins here; what stands between the quotes stays as it is, with its escapes.
func (p *packer) text() bool {
	if !p.skip('"') {
		return false
	}
	end := p.i
	for end < len(p.s) && p.s[end] != '"' {
		if p.s[end] == '\\' {
			end++
		}
		end++
	}
	if end >= len(p.s) {
		return false
	}
	p.out = AppendText(p.out, p.s[p.i:end], p.w)
	p.i = end + 1
	return true
}

func (p *packer) number() bool {
	end := p.i
	for end < len(p.s) && strings.IndexByte("-+.eE0123456789", p.s[end]) >= 0 {
		end++
	}
	text := p.s[p.i:end]
	p.i = end
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || strconv.FormatInt(n, 10) != text {
		p.out = appendBytes(append(p.out, codeNumber), text)
		return text != ""
	}
	p.out = AppendNumber(p.out, n)
	return true
}

// AppendNumber packs a whole number.
func AppendNumber(out []byte, n int64) []byte {
	switch {
	case n >= 0 && n < smallNumbers:
		return append(out, codeSmall+byte(n))
	case n >= 0:
		return binary.AppendUvarint(append(out, codePlus), uint64(n))
	}
	return binary.AppendUvarint(append(out, codeMinus), uint64(-(n + 1)))
}

func appendBytes[T string | []byte](out []byte, b T) []byte {
	return append(binary.AppendUvarint(out, uint64(len(b))), b...)
}

// AppendText packs a text, given as it stands between the quotes.
func AppendText(out []byte, s string, w *Words) []byte {
	if n, ok := w.number[s]; ok {
		return append(out, codeWord+byte(n>>wordBits), byte(n))
	}
	if packed, ok := appendKind(out, s); ok {
		return packed
	}
	if len(s) < shortTexts {
		return append(append(out, codeShort+byte(len(s))), s...)
	}
	return appendBytes(append(out, codeText), s)
}

// appendKind packs texts of the kinds that have a form of their own.
func appendKind(out []byte, s string) ([]byte, bool) {
	switch {
	case len(s) == 36 && s[8] == '-':
		return appendID(out, s)
	case len(s) == 10 && s[4] == '-':
		return appendDay(out, s)
	case strings.HasPrefix(s, "~a1~"):
		return appendSealed(append(out, codeSealed), s[4:])
	case strings.HasPrefix(s, "~s1~"):
		return appendSealed(append(out, codeSealed2), s[4:])
	case len(s) > 3 && strings.Trim(s, "0123456789") == "":
		return appendDigits(out, s), true
	case len(s) == 64:
		return appendHex(append(out, codeHash), s)
	}
	return out, false
}

func appendHex(out []byte, s string) ([]byte, bool) {
	if strings.ContainsAny(s, "ABCDEF") {
		return out, false
	}
	packed, err := hex.AppendDecode(out, []byte(s))
	return packed, err == nil
}

func appendID(out []byte, s string) ([]byte, bool) {
	if s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return out, false
	}
	return appendHex(append(out, codeID), s[:8]+s[9:13]+s[14:18]+s[19:23]+s[24:])
}

func appendDay(out []byte, s string) ([]byte, bool) {
	d, err := value.ParseDate(s)
	n := int64(d) - int64(value.DateOf(epochYear, 1, 1))
	if err != nil || n < 0 || n > lastDay || d.String() != s {
		return out, false
	}
	return append(out, codeDay, byte(n>>8), byte(n)), true
}

func appendSealed(out []byte, s string) ([]byte, bool) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return appendBytes(out, b), err == nil && base64.RawURLEncoding.EncodedLen(len(b)) == len(s)
}

// appendDigits packs digits, two in a byte; a last one alone is followed by 15.
func appendDigits(out []byte, s string) []byte {
	out = binary.AppendUvarint(append(out, codeDigits), uint64(len(s)))
	for i := 0; i < len(s); i += 2 {
		low := byte(15)
		if i+1 < len(s) {
			low = s[i+1] - '0'
		}
		out = append(out, (s[i]-'0')<<4|low)
	}
	return out
}
