package journal

import (
	"fmt"
	"slices"
	"strconv"

	"jieli/fault"
)

// Row is one entry as a store keeps it, before anything is trusted.
type Row struct {
	Seq     int64    // the number in its key
	Leaf    Hash     // the leaf hash beside the body
	Columns []Column // all other columns that repeat a part of the body
	Body    []byte
}

// Column is one stored column under the name that its part has in the body ("register", "version", "made_at" …).
type Column struct {
	Name  string
	Value any // string, int64, or Hash for prev
}

// Mark is what a checkpoint says of a stream: with N entries it had this root.
type Mark struct {
	N    int64
	Root Hash
	From string // words for people: when the checkpoint was made, or the name of its file
}

// Verifier replays one stream: entries go in one by one, everything else that is kept about the stream is compared at
// the end. It stops at the first problem; nothing after a break can be trusted to be a problem of its own. It keeps
// the tiles (0.13 byte an entry) and no entries. Not safe for concurrent use.
type Verifier struct {
	head  Head
	tiles []Tile
	marks []Mark // by N, those not yet met
	first *fault.Finding
}

// NewVerifier begins a stream; marks are what checkpoints say of it.
func NewVerifier(key StreamKey, marks ...Mark) *Verifier {
	marks = slices.Clone(marks)
	slices.SortStableFunc(marks, func(a, b Mark) int { return int(min(max(a.N-b.N, -1), 1)) })
	v := &Verifier{head: Head{StreamKey: key}, marks: marks}
	v.meetMarks()
	return v
}

// Head gives the head that the entries so far make.
func (v *Verifier) Head() *Head { return v.head.Clone() }

// Add takes the next row and gives its entry, decoded, for further checks; the finding is the first problem of the
// stream and stays the same after it was found.
func (v *Verifier) Add(row Row) (*Entry, *fault.Finding) {
	if v.first != nil {
		return nil, v.first
	}
	if want := v.head.N + 1; row.Seq != want {
		return nil, v.find(codeSeq, row.Seq, "want", want)
	}
	e, bad := decode(row.Body)
	if bad != nil {
		return nil, v.badBody(row, bad)
	}
	leaf := LeafHash(row.Body)
	if row.Leaf != leaf {
		return nil, v.find(codeLeaf, row.Seq, "stored", row.Leaf, "want", leaf)
	}
	if f := v.compare(row, e); f != nil {
		return nil, f
	}
	if e.Prev != v.head.Last {
		return nil, v.find(codePrev, row.Seq, "stored", e.Prev, "want", v.head.Last)
	}
	v.tiles = append(v.tiles, v.head.Append(leaf)...)
	v.meetMarks()
	return e, v.first
}

// find keeps the first problem. Pairs fill the sentence; stream and seq are always there.
func (v *Verifier) find(code *fault.Code, seq int64, pairs ...any) *fault.Finding {
	path := v.head.StreamKey.String()
	if seq > 0 {
		path += "#" + strconv.FormatInt(seq, 10)
	}
	f := code.At(path, append(pairs, "stream", v.head.StreamKey, "seq", seq)...)
	v.first = &f
	return v.first
}

func (v *Verifier) badBody(row Row, m *misfit) *fault.Finding {
	if m.key != "" {
		return v.find(codeContent, row.Seq, "key", m.key)
	}
	return v.find(codeBody, row.Seq, "at", m.at, "want", m.want)
}

// compare holds the row's columns against its body.
func (v *Verifier) compare(row Row, e *Entry) *fault.Finding {
	own := [...]Column{{"county", v.head.County}, {"stream", v.head.Stream}, {"seq", row.Seq}}
	for _, list := range [][]Column{own[:], row.Columns} {
		for _, c := range list {
			body := e.part(c.Name)
			if body == nil {
				return v.find(codeColumnUnknown, row.Seq, "column", c.Name)
			}
			if c.Value != body {
				return v.find(codeColumn, row.Seq, "column", c.Name, "stored", fmt.Sprint(c.Value), "body", fmt.Sprint(body))
			}
		}
	}
	return nil
}

// part gives a part of the entry by its name in the body: string, int64 or Hash; nil for fields and unknown names.
func (e *Entry) part(name string) any {
	switch name {
	case "action":
		return string(e.Action)
	case "actor":
		return e.Actor
	case "area":
		return e.Area
	case "base":
		return e.Base
	case "bundle":
		return e.Bundle
	case "county":
		return e.County
	case "device":
		return e.Device
	case "device_seq":
		return e.DeviceSeq
	case "form":
		return e.Form
	case "id":
		return e.ID
	case "made_at":
		return int64(e.MadeAt)
	case "pack":
		return e.Pack
	case "place":
		return e.Place
	case "prev":
		return e.Prev
	case "reason":
		return e.Reason
	case "received_at":
		return int64(e.ReceivedAt)
	case "record":
		return e.Record
	case "register":
		return e.Register
	case "role":
		return e.Role
	case "seq":
		return e.Seq
	case "stream":
		return e.Stream
	case "version":
		return e.Version
	}
	return nil
}

// meetMarks compares the root with those checkpoints that were made at this number of entries.
func (v *Verifier) meetMarks() {
	for len(v.marks) > 0 && v.marks[0].N <= v.head.N {
		m := v.marks[0]
		v.marks = v.marks[1:]
		if root := v.head.Root(); m.N != v.head.N || m.Root != root {
			v.find(codeMark, m.N, "from", m.From, "n", m.N, "stored", m.Root, "want", root)
			return
		}
	}
}

// Finish compares what the entries make with the stored head and tiles (all of the stream, in any order), and with the
// checkpoints that reach beyond the last entry. nil: the stream is whole.
func (v *Verifier) Finish(head *Head, tiles []Tile) *fault.Finding {
	if v.first != nil {
		return v.first
	}
	if len(v.marks) > 0 {
		m := v.marks[0]
		return v.find(codeShort, v.head.N, "from", m.From, "n", m.N, "have", v.head.N)
	}
	if f := v.compareHead(head); f != nil {
		return f
	}
	return v.compareTiles(tiles)
}

func (v *Verifier) compareHead(head *Head) *fault.Finding {
	if head == nil {
		head = &Head{StreamKey: v.head.StreamKey}
	}
	differs := func(part string, stored, want any) *fault.Finding {
		return v.find(codeHead, v.head.N, "part", part, "stored", fmt.Sprint(stored), "want", fmt.Sprint(want))
	}
	switch {
	case head.StreamKey != v.head.StreamKey:
		return differs("stream", head.StreamKey, v.head.StreamKey)
	case head.N != v.head.N:
		return differs("n", head.N, v.head.N)
	case head.Last != v.head.Last:
		return differs("last", head.Last, v.head.Last)
	case !slices.Equal(head.Frontier, v.head.Frontier):
		return differs("frontier", head.Frontier, v.head.Frontier)
	}
	return nil
}

func (v *Verifier) compareTiles(stored []Tile) *fault.Finding {
	byPlace := func(a, b Tile) int {
		if a.Level != b.Level {
			return a.Level - b.Level
		}
		return int(min(max(a.Index-b.Index, -1), 1))
	}
	stored = slices.SortedFunc(slices.Values(stored), byPlace)
	want := slices.SortedFunc(slices.Values(v.tiles), byPlace)
	for i := range max(len(stored), len(want)) {
		switch {
		case i >= len(stored) || i < len(want) && byPlace(stored[i], want[i]) > 0:
			return v.badTile(want[i], "–", want[i].Hash.String())
		case i >= len(want) || byPlace(stored[i], want[i]) < 0:
			return v.badTile(stored[i], stored[i].Hash.String(), "–")
		case stored[i] != want[i]:
			return v.badTile(want[i], stored[i].Hash.String(), want[i].Hash.String())
		}
	}
	return nil
}

func (v *Verifier) badTile(t Tile, stored, want string) *fault.Finding {
	return v.find(codeTile, 0, "level", t.Level, "index", t.Index, "stored", stored, "want", want)
}
