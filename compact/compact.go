// Package compact writes JSON texts in a third of their bytes and gives exactly the same bytes back: names that the
// programme uses again and again as numbers of a list of words, ids and hashes and sealed values as the bytes that they
// spell, numbers and days in binary. It packs texts that can be stored as they are as well, so Pack may refuse: then
// the text is not JSON without blanks, or not UTF-8. The form is described in docs/journal-format.md.
package compact

import (
	"bytes"
	"errors"
)

// maxWords is how many words a list can have: a word takes two bytes.
const maxWords = 1 << 15

// maxDepth bounds the nesting of what is packed; the journal allows 32.
const maxDepth = 40

// Words is a list of words by number. It only grows: what was packed with a list is read with any longer one. Safe for
// concurrent use, since it is never changed.
type Words struct {
	list   []string
	number map[string]uint16
}

// NewWords makes a list; a word that stands twice keeps its first number. Words behind the 32,768th are left out.
func NewWords(list []string) *Words {
	list = list[:min(len(list), maxWords):min(len(list), maxWords)]
	w := &Words{list: list, number: make(map[string]uint16, len(list))}
	for i, s := range list {
		if _, twice := w.number[s]; !twice {
			w.number[s] = uint16(i)
		}
	}
	return w
}

// Len is how many words there are.
func (w *Words) Len() int { return len(w.list) }

// Missing gives those of some words that the list does not have, as many as it has room for, each once.
func (w *Words) Missing(words []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range words {
		if _, known := w.number[s]; known || seen[s] || len(w.list)+len(out) >= maxWords {
			continue
		}
		seen[s] = true
		out = append(out, s)
	}
	return out
}

var (
	// ErrWord says that a packed text names a word behind the end of the list: another process has made it longer.
	ErrWord = errors.New("compact: a word that is not in the list")
	// ErrForm says that bytes are no packed text.
	ErrForm = errors.New("compact: not a packed text")
)

// Pack gives the packed form of a JSON text without blanks; false when Restore would not give the same bytes back.
func Pack(text []byte, w *Words) ([]byte, bool) {
	out, ok := AppendValue(make([]byte, 0, len(text)/2+16), text, w)
	if !ok {
		return nil, false
	}
	back, err := Restore(out, w)
	return out, err == nil && bytes.Equal(back, text)
}

// AppendValue appends the packed form of a JSON text without blanks. The caller has to see that it comes back the same.
func AppendValue(out, text []byte, w *Words) ([]byte, bool) {
	p := packer{s: string(text), w: w, out: out}
	ok := p.value(0) && p.i == len(p.s)
	return p.out, ok
}

// Restore gives the text that was packed.
func Restore(packed []byte, w *Words) ([]byte, error) {
	r := Reader{Packed: packed, Words: w}
	out, err := r.Value(make([]byte, 0, 3*len(packed)+64))
	if err == nil && len(r.Packed) > 0 {
		err = ErrForm
	}
	return out, err
}

// The bytes with which things begin. What is below stands for itself, a text of up to 47 bytes and a number of up to 63
// begin with one byte that says so, and a word of the list is two bytes, the first of them from codeWord on.
const (
	codeNull = iota
	codeFalse
	codeTrue
	codeObject // members, each a text and a value, then codeEnd
	codeList   // values, then codeEnd
	codeEnd
	codeID      // 16 bytes: 36 characters of hexadecimal digits and hyphens
	codeHash    // 32 bytes: 64 hexadecimal digits
	codeSealed  // a length and so many bytes: ~a1~ and base64url without padding
	codeSealed2 // the same with ~s1~
	codeDay     // 2 bytes: days since 1900-01-01 as YYYY-MM-DD
	codeDigits  // a count of digits, then two of them in each byte
	codeText    // a length and so many bytes, as they stand between the quotes
	codeNumber  // a length and so many bytes: a number as it is spelt
	codePlus    // a whole number from 64 on
	codeMinus   // a whole number below 0
	codeSmall   // 64 codes: the numbers 0 … 63

	codeShort = codeSmall + smallNumbers // 48 codes: texts of 0 … 47 bytes
	codeWord  = codeShort + shortTexts   // 128 codes: words

	smallNumbers = 64
	shortTexts   = 48
)

// wordBits is how a word's number is split: the code has its upper seven bits.
const wordBits = 8

// epoch is the day 0 of codeDay, and lastDay the last that it can say.
const (
	epochYear = 1900
	lastDay   = 1<<16 - 1
)
