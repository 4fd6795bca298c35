package value

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// NewID makes a UUID of version 7 (RFC 9562): the millisecond of now, then 74 of the 80 random bits. Ids sort by time.
func NewID(now Instant, random [10]byte) string {
	var b [16]byte
	ms := uint64(max(0, int64(now)/Millisecond))
	binary.BigEndian.PutUint64(b[:8], ms<<16)
	copy(b[6:], random[:])
	return formatID(&b, 7)
}

// DeriveID makes a UUID of version 8 from the SHA-256 of the parts: the same parts always give the same id. Each part
// counts with its length, so that ("ab","c") and ("a","bc") differ.
func DeriveID(parts ...string) string {
	b := digestOf(parts)
	return formatID(&b, 8)
}

// DeriveNear is DeriveID of an id and further parts, which sorts beside the id: it begins with the same 48 bits, the time of
// an id of version 7. So what is made together is written to one place of an index.
func DeriveNear(id string, parts ...string) string {
	b := digestOf(append([]string{id}, parts...))
	if IsID(id) {
		_, _ = hex.Decode(b[0:4], []byte(id[0:8])) // an id is hexadecimal
		_, _ = hex.Decode(b[4:6], []byte(id[9:13]))
	}
	return formatID(&b, 8)
}

func digestOf(parts []string) (b [16]byte) {
	buffer := make([]byte, 0, 128)
	for _, p := range parts {
		buffer = binary.BigEndian.AppendUint64(buffer, uint64(len(p)))
		buffer = append(buffer, p...)
	}
	sum := sha256.Sum256(buffer)
	copy(b[:], sum[:])
	return b
}

func formatID(b *[16]byte, version byte) string {
	b[6] = b[6]&0x0F | version<<4
	b[8] = b[8]&0x3F | 0x80
	var s [36]byte
	hex.Encode(s[0:8], b[0:4])
	hex.Encode(s[9:13], b[4:6])
	hex.Encode(s[14:18], b[6:8])
	hex.Encode(s[19:23], b[8:10])
	hex.Encode(s[24:36], b[10:16])
	s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
	return string(s[:])
}

// IsID reports whether s is an id as NewID and DeriveID make them: 36 characters, lower case, version 7 or 8.
func IsID(s string) bool {
	if len(s) != 36 || s[14] != '7' && s[14] != '8' || s[19] != '8' && s[19] != '9' && s[19] != 'a' && s[19] != 'b' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' }

// IDTime gives the millisecond in which an id of version 7 was made; false for other ids.
func IDTime(id string) (Instant, bool) {
	if !IsID(id) || id[14] != '7' {
		return 0, false
	}
	var b [8]byte
	hex.Decode(b[2:6], []byte(id[0:8]))
	hex.Decode(b[6:8], []byte(id[9:13]))
	return Instant(binary.BigEndian.Uint64(b[:]) * Millisecond), true
}
