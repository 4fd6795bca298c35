package portable

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// idBytes is the length of a UUID that stands as its bytes.
const idBytes = 16

// packID gives an id as it stands in columns of type UUID where the database keeps them short: a UUID as 16 bytes, any
// other text behind a zero byte, or two where it would have 16 bytes otherwise. The order of UUIDs stays.
func packID(id string) []byte {
	if b := parseUUID(id); b != nil {
		return b
	}
	zeros := 1
	if len(id) == idBytes-1 {
		zeros = 2
	}
	return append(make([]byte, zeros, zeros+len(id)), id...)
}

// parseUUID gives the bytes of a UUID in its one way of writing, nil for any other text.
func parseUUID(id string) []byte {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return nil
	}
	out := make([]byte, 0, idBytes)
	for i := 0; i < len(id); i += 2 {
		if id[i] == '-' {
			i++
		}
		high, low := hexDigit(id[i]), hexDigit(id[i+1])
		if high > 15 || low > 15 {
			return nil
		}
		out = append(out, high<<4|low)
	}
	return out
}

func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 255
}

// unpackID is the way back.
func unpackID(b []byte) string {
	if len(b) != idBytes {
		return string(bytes.TrimLeft(b, "\x00"))
	}
	out := make([]byte, 36)
	hex.Encode(out[0:8], b[0:4])
	hex.Encode(out[9:13], b[4:6])
	hex.Encode(out[14:18], b[6:8])
	hex.Encode(out[19:23], b[8:10])
	hex.Encode(out[24:36], b[10:16])
	out[8], out[13], out[18], out[23] = '-', '-', '-', '-'
	return string(out)
}

// id gives an id as an argument for columns of type UUID.
func (s *Store) id(id string) any {
	if s.dialect.ShortIDs() {
		return packID(id)
	}
	return id
}

func (s *Store) ids(list []string) []any {
	out := make([]any, len(list))
	for i, id := range list {
		out[i] = s.id(id)
	}
	return out
}

// scannedID is the place for an id that a column of type UUID gives.
type scannedID struct{ to *string }

// Scan implements sql.Scanner.
func (x scannedID) Scan(from any) error {
	switch v := from.(type) {
	case []byte:
		*x.to = unpackID(v)
	case string:
		*x.to = v
	default:
		return internal(fmt.Errorf("an id that is %T", from))
	}
	return nil
}
