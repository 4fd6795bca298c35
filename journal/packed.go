package journal

import (
	"bytes"
	"errors"

	"jieli/compact"
	"jieli/value"
)

// A store keeps the body of an entry packed beside the columns that repeat parts of it: those parts are not kept twice.
// What is hashed is the body, so a changed column makes another body and is found by its leaf hash.

var errNotPacked = errors.New("journal: not a packed entry")

// The texts around the object of fields in a body. Quotes within texts are escaped, so neither stands anywhere else.
const (
	beforeFields = `,"fields":`
	behindFields = `,"form":"`
)

// Pack gives the packed form of an entry's body without what its columns say; false when the body must be kept as it is.
func Pack(e *Entry, w *compact.Words) ([]byte, bool) {
	from, to := bytes.Index(e.Body, []byte(beforeFields)), bytes.LastIndex(e.Body, []byte(behindFields))
	if from < 0 || to < from {
		return nil, false
	}
	out := make([]byte, 0, len(e.Body)/2)
	for _, s := range [...]string{e.Area, e.Bundle, e.Device, e.Form, e.Pack, e.Place, e.Reason, e.Role} {
		out = compact.AppendText(out, s, w)
	}
	for _, n := range [...]int64{e.Base, e.DeviceSeq, int64(e.ReceivedAt - e.MadeAt)} {
		out = compact.AppendNumber(out, n)
	}
	out = append(out, e.Prev[:]...)
	out, ok := compact.AppendValue(out, e.Body[from+len(beforeFields):to], w)
	if !ok {
		return nil, false
	}
	back := *e
	err := back.Unpack(out, w)
	return out, err == nil && bytes.Equal(back.Body, e.Body)
}

// Unpack completes an entry of which all parts are known that stand in columns (stream, number, id, register, record,
// version, action, actor, time of arrival): sets Body, and every other part but Fields. Errors: compact.ErrWord when
// the list of words is too short; others say that the bytes are no packed entry.
func (e *Entry) Unpack(packed []byte, w *compact.Words) error {
	r := compact.Reader{Packed: packed, Words: w}
	var err error
	text := func() (s string) {
		if err == nil {
			s, err = r.Text()
		}
		return s
	}
	number := func() (n int64) {
		if err == nil {
			n, err = r.Number()
		}
		return n
	}
	e.Area, e.Bundle, e.Device, e.Form = text(), text(), text(), text()
	e.Pack, e.Place, e.Reason, e.Role = text(), text(), text(), text()
	e.Base, e.DeviceSeq, e.MadeAt = number(), number(), e.ReceivedAt-value.Instant(number())
	if err != nil {
		return err
	}
	prev, err := r.Take(len(e.Prev))
	if err != nil {
		return err
	}
	e.Prev = Hash(prev)
	body := e.appendHead(make([]byte, 0, 3*len(packed)+fixedSize))
	if body, err = r.Value(body); err != nil {
		return err
	}
	if len(r.Packed) > 0 {
		return errNotPacked
	}
	e.Body = e.appendTail(body)
	return nil
}
