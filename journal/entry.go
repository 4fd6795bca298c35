// Package journal is the append-only source of truth: streams of entries, each stream a Merkle tree (RFC 6962), signed
// checkpoints over all streams, proofs and their verification, and the sealing of personal values.
package journal

import (
	"encoding/json"

	"jieli/value"
)

// StreamKey names a stream: the entries of one town, or of a higher area for what belongs to no town.
// County is the six-digit distribution key (padded for higher areas: 4418 → 441800), Stream the area code itself.
type StreamKey struct{ County, Stream string }

// Hash is a SHA-256 hash.
type Hash [32]byte

// Action says what an entry does to its record.
type Action string

const (
	Create  Action = "create"  // the record comes into being
	Change  Action = "change"  // the world has changed: fields take new values
	Correct Action = "correct" // the record was wrong: same effect, another word in its history
	Void    Action = "void"    // the record should never have been; it stays, but counts nowhere
	Erase   Action = "erase"   // the keys of personal values are destroyed; figures and proof stay
	Read    Action = "read"    // somebody unmasked personal values; Fields names them, Reason says why
)

// Entry is one immutable change to one record, made by one person on one device at one time and place.
type Entry struct {
	StreamKey
	Seq        int64  // 1, 2, 3 … in its stream without gaps; given by the engine
	ID         string // UUIDv7, made by the client (or derived from the bundle's)
	Bundle     string // the submission it came in
	Register   string
	Record     string // id of the record, UUIDv7 made by the client
	Area       string // area of the record after this entry
	Action     Action
	Version    int64         // of the record, this entry included: 1, 2, 3 …
	Base       int64         // version the device had seen; 0 for none
	Actor      string        // account id
	Role       string        // the role it was done in
	Device     string        // device id, made by the client
	DeviceSeq  int64         // number of the entry on its device, rising
	MadeAt     value.Instant // by the device's clock, never after ReceivedAt
	ReceivedAt value.Instant
	Place      string // "lon,lat,accuracy m", or ""
	Form       string // the form it came from, or ""
	Pack       string // version of the pack it was checked against
	Reason     string // for correct, void, erase, read
	// Fields holds the new values as Type.JSON gives them (null: cleared), by field name. Values of personal and
	// sensitive fields stand here as Sealed.
	Fields map[string]json.RawMessage
	Prev   Hash // leaf hash of the entry before it in its stream; zero for the first
	// Body is the canonical bytes of all the above: what is hashed and stored. Set by Encode and Decode.
	Body []byte
}

// Day is the business day that the entry counts on: the day of MadeAt in the programme's zone (UTC+8).
func (e *Entry) Day() value.Date { return e.MadeAt.Day() }

// Head is the end of a stream: how many entries it has, the hash of the last, and the roots of the perfect subtrees
// of its tree from the largest to the smallest, from which the tree's root follows and the next entry can be appended.
type Head struct {
	StreamKey
	N        int64
	Last     Hash
	Frontier []Hash
}

// Tile is one interior hash of a stream's tree: the root of 256^Level leaves, Level ≥ 1, number Index from 0. Kept so
// that a proof reads a few hundred hashes, not all leaves.
type Tile struct {
	StreamKey
	Level int
	Index int64
	Hash  Hash
}
