package journal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// String gives the hash as 64 lower-case hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// ParseHash reads what String gives; ok is false for anything else.
func ParseHash(s string) (h Hash, ok bool) { return parseHash(s) }

// LeafHash is the hash of an entry in its stream's tree: SHA-256 of a zero byte and the body (RFC 6962, 2.1).
func LeafHash(body []byte) Hash {
	d := sha256.New()
	d.Write([]byte{0})
	d.Write(body)
	var h Hash
	d.Sum(h[:0])
	return h
}

// nodeHash joins two subtrees: SHA-256 of a one byte, left and right (RFC 6962, 2.1).
func nodeHash(left, right Hash) Hash {
	return Hash(tlog.NodeHash(tlog.Hash(left), tlog.Hash(right)))
}

// emptyRoot is the root of a tree without leaves: SHA-256 of nothing.
var emptyRoot = Hash(sha256.Sum256(nil))

// String gives "county/stream", for logs and findings.
func (k StreamKey) String() string { return k.County + "/" + k.Stream }

// Compare orders streams by county, then by stream: the order of locks and of checkpoints.
func (k StreamKey) Compare(o StreamKey) int {
	if c := cmp.Compare(k.County, o.County); c != 0 {
		return c
	}
	return cmp.Compare(k.Stream, o.Stream)
}

// MarshalText gives the hash as String does, so that JSON has it as text.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText is the inverse of MarshalText.
func (h *Hash) UnmarshalText(text []byte) error {
	parsed, ok := ParseHash(string(text))
	if !ok {
		return errHash
	}
	*h = parsed
	return nil
}

var errHash = errors.New("a hash is 64 lower-case hexadecimal digits")
