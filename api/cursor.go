package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"math"

	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

const (
	// macSize is the length of a cursor's signature: nobody guesses 128 bits.
	macSize = 16
	// maxCursor bounds a cursor in bytes before decoding; sort columns are short texts and numbers.
	maxCursor = 2048
)

var errCursor = fault.Define("cursor_invalid",
	"翻页标记无效或已过期，请从第一页重新开始。", "The page marker is invalid or out of date. Start again from the first page.")

// sealCursor makes the opaque text that names the row after which the next page begins. It is signed, and holds only
// for the list that it was made for.
func (s *Server) sealCursor(list string, after []any) string {
	var b []byte
	for _, v := range after {
		b = appendCursorValue(b, v)
	}
	return base64.RawURLEncoding.EncodeToString(append(s.cursorMAC(list, b), b...))
}

func (s *Server) cursorMAC(list string, b []byte) []byte {
	mac := hmac.New(sha256.New, s.CursorKey)
	mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(list))))
	mac.Write([]byte(list))
	mac.Write(b)
	return mac.Sum(nil)[:macSize]
}

// openCursor gives the row of a cursor made for the same list; nil for "". Anything else is an error.
func (s *Server) openCursor(list, text string, columns int) ([]any, error) {
	if text == "" {
		return nil, nil
	}
	wrong := unreadable(errCursor.At("after"))
	if len(text) > maxCursor {
		return nil, wrong
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil || len(b) < macSize || !hmac.Equal(b[:macSize], s.cursorMAC(list, b[macSize:])) {
		return nil, wrong
	}
	var out []any
	for b = b[macSize:]; len(b) > 0; {
		v, rest, ok := readCursorValue(b)
		if !ok {
			return nil, wrong
		}
		out, b = append(out, v), rest
	}
	if len(out) != columns {
		return nil, wrong
	}
	return out, nil
}

// appendCursorValue writes a value in memory: one letter for its type, then the value.
func appendCursorValue(b []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(b, '0')
	case string:
		b = binary.AppendUvarint(append(b, 's'), uint64(len(x)))
		return append(b, x...)
	case int64:
		return binary.AppendVarint(append(b, 'i'), x)
	case value.Date:
		return binary.AppendVarint(append(b, 'd'), int64(x))
	case value.Instant:
		return binary.AppendVarint(append(b, 't'), int64(x))
	case bool:
		if x {
			return append(b, 'y')
		}
		return append(b, 'n')
	}
	return append(b, '0') // lists and geometry are never sorted by
}

func readCursorValue(b []byte) (v any, rest []byte, ok bool) {
	kind, b := b[0], b[1:]
	switch kind {
	case '0':
		return nil, b, true
	case 'y', 'n':
		return kind == 'y', b, true
	case 's':
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)-size) {
			return nil, nil, false
		}
		return string(b[size : size+int(n)]), b[size+int(n):], true
	}
	n, size := binary.Varint(b)
	if size <= 0 {
		return nil, nil, false
	}
	switch kind {
	case 'i':
		return n, b[size:], true
	case 'd':
		return value.Date(n), b[size:], n >= math.MinInt32 && n <= math.MaxInt32
	case 't':
		return value.Instant(n), b[size:], true
	}
	return nil, nil, false
}

// rowOf gives the values of the sort columns of a record, and its id.
func rowOf(r *register.Record, order []store.Sort) []any {
	row := make([]any, 0, len(order)+1)
	for _, s := range order {
		switch s.Field {
		case "updated_at":
			row = append(row, r.UpdatedAt)
		case "created_at":
			row = append(row, r.CreatedAt)
		case "area":
			row = append(row, r.Area)
		default:
			row = append(row, r.Get(s.Field))
		}
	}
	return append(row, r.ID)
}

// orderName names a list for its cursors: another order is another list.
func orderName(reg string, order []store.Sort) string {
	name := reg
	for _, s := range order {
		name += " " + s.Field
		if s.Desc {
			name += " desc"
		}
	}
	return name
}
