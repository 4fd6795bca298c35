package compact

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"

	"jieli/value"
)

// Reader reads packed things one behind the other: Packed is what is left. Errors are ErrForm and ErrWord; after one
// nothing that follows means anything. What Pack would spell otherwise is refused where that can be seen cheaply, so
// that a changed byte does not go unseen.
type Reader struct {
	Packed []byte
	Words  *Words
}

// Value appends the JSON text of the next value.
func (r *Reader) Value(out []byte) ([]byte, error) { return r.value(out, 0) }

func (r *Reader) value(out []byte, depth int) ([]byte, error) {
	code, err := r.code()
	if err != nil || depth > maxDepth {
		return out, ErrForm
	}
	switch {
	case code >= codeShort:
		return r.quoted(out, code)
	case code >= codeSmall:
		return strconv.AppendInt(out, int64(code-codeSmall), 10), nil
	}
	switch code {
	case codeNull:
		return append(out, "null"...), nil
	case codeFalse:
		return append(out, "false"...), nil
	case codeTrue:
		return append(out, "true"...), nil
	case codeObject:
		return r.members(append(out, '{'), '}', depth)
	case codeList:
		return r.members(append(out, '['), ']', depth)
	case codeNumber:
		b, err := r.bytes()
		return append(out, b...), err
	case codePlus, codeMinus:
		n, err := r.whole(code)
		return strconv.AppendInt(out, n, 10), err
	}
	return r.quoted(out, code)
}

func (r *Reader) members(out []byte, closing byte, depth int) ([]byte, error) {
	for first := true; ; first = false {
		if len(r.Packed) == 0 {
			return out, ErrForm
		}
		if r.Packed[0] == codeEnd {
			r.Packed = r.Packed[1:]
			return append(out, closing), nil
		}
		if !first {
			out = append(out, ',')
		}
		var err error
		if closing == '}' {
			var code byte
			if code, err = r.code(); err != nil {
				return out, err
			}
			if out, err = r.quoted(out, code); err != nil {
				return out, err
			}
			out = append(out, ':')
		}
		if out, err = r.value(out, depth+1); err != nil {
			return out, err
		}
	}
}

// quoted appends the text that a code begins, between quotes.
func (r *Reader) quoted(out []byte, code byte) ([]byte, error) {
	out, err := r.text(append(out, '"'), code)
	return append(out, '"'), err
}

// Text gives the next text, as it stands between quotes.
func (r *Reader) Text() (string, error) {
	code, err := r.code()
	if err != nil {
		return "", err
	}
	if code >= codeWord {
		return r.word(code)
	}
	b, err := r.text(nil, code)
	return string(b), err
}

// Number gives the next whole number.
func (r *Reader) Number() (int64, error) {
	code, err := r.code()
	if err == nil && code >= codeSmall && code < codeShort {
		return int64(code - codeSmall), nil
	}
	if err == nil && (code == codePlus || code == codeMinus) {
		return r.whole(code)
	}
	return 0, ErrForm
}

// Take gives the next n bytes.
func (r *Reader) Take(n int) ([]byte, error) {
	if n < 0 || n > len(r.Packed) {
		return nil, ErrForm
	}
	b := r.Packed[:n]
	r.Packed = r.Packed[n:]
	return b, nil
}

func (r *Reader) code() (byte, error) {
	b, err := r.Take(1)
	if err != nil {
		return 0, err
	}
	return b[0], nil
}

// length reads a number in the one shortest form.
func (r *Reader) length() (uint64, error) {
	n, size := binary.Uvarint(r.Packed)
	if size <= 0 || size > 1 && r.Packed[size-1] == 0 {
		return 0, ErrForm
	}
	r.Packed = r.Packed[size:]
	return n, nil
}

func (r *Reader) bytes() ([]byte, error) {
	n, err := r.length()
	if err != nil || n > uint64(len(r.Packed)) {
		return nil, ErrForm
	}
	return r.Take(int(n))
}

func (r *Reader) whole(code byte) (int64, error) {
	n, err := r.length()
	switch {
	case err != nil, n > math.MaxInt64, code == codePlus && n < smallNumbers:
		return 0, ErrForm
	case code == codeMinus:
		return -int64(n) - 1, nil
	}
	return int64(n), nil
}

func (r *Reader) word(code byte) (string, error) {
	low, err := r.code()
	n := int(code-codeWord)<<wordBits | int(low)
	switch {
	case err != nil:
		return "", err
	case n >= len(r.Words.list):
		return "", ErrWord
	}
	return r.Words.list[n], nil
}

// text appends the text that a code begins.
func (r *Reader) text(out []byte, code byte) ([]byte, error) {
	if code >= codeWord {
		s, err := r.word(code)
		return append(out, s...), err
	}
	if code >= codeShort {
		b, err := r.Take(int(code - codeShort))
		return append(out, b...), err
	}
	switch code {
	case codeID:
		return r.id(out)
	case codeHash:
		b, err := r.Take(32)
		return hex.AppendEncode(out, b), err
	case codeSealed, codeSealed2:
		b, err := r.bytes()
		mark := "~a1~"
		if code == codeSealed2 {
			mark = "~s1~"
		}
		return base64.RawURLEncoding.AppendEncode(append(out, mark...), b), err
	case codeDay:
		return r.day(out)
	case codeDigits:
		return r.digits(out)
	case codeText:
		b, err := r.bytes()
		return append(out, b...), err
	}
	return out, ErrForm
}

func (r *Reader) id(out []byte) ([]byte, error) {
	b, err := r.Take(16)
	if err != nil {
		return out, err
	}
	for i, part := range [...][]byte{b[:4], b[4:6], b[6:8], b[8:10], b[10:]} {
		if i > 0 {
			out = append(out, '-')
		}
		out = hex.AppendEncode(out, part)
	}
	return out, nil
}

func (r *Reader) day(out []byte) ([]byte, error) {
	b, err := r.Take(2)
	if err != nil {
		return out, err
	}
	d := value.DateOf(epochYear, 1, 1).AddDays(int(b[0])<<8 | int(b[1]))
	return append(out, d.String()...), nil
}

func (r *Reader) digits(out []byte) ([]byte, error) {
	n, err := r.length()
	if err != nil || n > 2*uint64(len(r.Packed)) {
		return out, ErrForm
	}
	b, err := r.Take(int(n+1) / 2)
	for i := range int(n) {
		digit := b[i/2] >> 4
		if i%2 == 1 {
			digit = b[i/2] & 15
		}
		if digit > 9 {
			return out, ErrForm
		}
		out = append(out, '0'+digit)
	}
	if n%2 == 1 && b[n/2]&15 != 15 {
		return out, ErrForm
	}
	return out, err
}
