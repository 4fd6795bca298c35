package journal

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jieli/fault"
	"jieli/value"
)

const (
	checkpointTitle = "jieli checkpoint 1"
	// MaxCheckpoint bounds the bytes of a checkpoint: a line is some 100 bytes, a country has 40,000 towns.
	MaxCheckpoint = 8 << 20
)

// Checkpoint says how far all streams had come at one time. Signed and published, it lets nobody, not even who holds
// the database and the key, take back or change an entry unseen.
type Checkpoint struct {
	Origin  string // name of the journal: that of the key that signs it
	At      value.Instant
	Streams []StreamRoot // sorted by StreamKey.Compare, no stream twice
}

// StreamRoot is the state of one stream in a checkpoint.
type StreamRoot struct {
	StreamKey
	N    int64 // entries
	Root Hash  // of its tree
}

// NewCheckpoint takes the state of all streams; those without entries are left out.
func NewCheckpoint(origin string, at value.Instant, heads map[StreamKey]*Head) *Checkpoint {
	c := &Checkpoint{Origin: origin, At: at}
	for key, h := range heads {
		if h.N > 0 {
			c.Streams = append(c.Streams, StreamRoot{StreamKey: key, N: h.N, Root: h.Root()})
		}
	}
	slices.SortFunc(c.Streams, func(a, b StreamRoot) int { return a.StreamKey.Compare(b.StreamKey) })
	return c
}

// line is "county stream n root", the leaf of a stream in the checkpoint's tree.
func (s StreamRoot) line() string {
	return s.County + " " + s.Stream + " " + strconv.FormatInt(s.N, 10) + " " + s.Root.String()
}

// Root is the Merkle root over the lines of all streams in their order: one hash that stands for the whole journal,
// short enough to be printed in a newspaper.
func (c *Checkpoint) Root() Hash {
	var h Head
	for _, s := range c.Streams {
		h.Append(LeafHash([]byte(s.line())))
	}
	return h.Root()
}

// Stream gives the state of one stream, and whether the checkpoint has it.
func (c *Checkpoint) Stream(key StreamKey) (StreamRoot, bool) {
	i, ok := slices.BinarySearchFunc(c.Streams, key, func(s StreamRoot, k StreamKey) int { return s.StreamKey.Compare(k) })
	if !ok {
		return StreamRoot{}, false
	}
	return c.Streams[i], true
}

// Text is the one canonical text of the checkpoint: title, origin, time in microseconds since 1970 UTC, number of
// streams, root, then a line for each stream. It ends with a newline.
func (c *Checkpoint) Text() string {
	var b strings.Builder
	b.WriteString(checkpointTitle + "\n" + c.Origin + "\n" + strconv.FormatInt(int64(c.At), 10) + "\n")
	b.WriteString(strconv.Itoa(len(c.Streams)) + "\n" + c.Root().String() + "\n")
	for _, s := range c.Streams {
		b.WriteString(s.line() + "\n")
	}
	return b.String()
}

// checkpointHead is the number of lines before those of the streams.
const checkpointHead = 5

// ParseCheckpoint reads exactly what Text writes. Errors are *fault.Error, Invalid, and name the line that does not
// fit.
func ParseCheckpoint(text string) (*Checkpoint, error) {
	if len(text) > MaxCheckpoint || !strings.HasSuffix(text, "\n") {
		return nil, badLine(strings.Count(text, "\n") + 1)
	}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < checkpointHead {
		return nil, badLine(len(lines) + 1)
	}
	at, err := strconv.ParseInt(lines[2], 10, 64)
	switch {
	case lines[0] != checkpointTitle:
		return nil, badLine(1)
	case !isKeyName(lines[1]):
		return nil, badLine(2)
	case err != nil || strconv.FormatInt(at, 10) != lines[2]:
		return nil, badLine(3)
	case strconv.Itoa(len(lines)-checkpointHead) != lines[3]:
		return nil, badLine(4)
	}
	c := &Checkpoint{Origin: lines[1], At: value.Instant(at)}
	for i, line := range lines[checkpointHead:] {
		s, ok := parseStreamRoot(line)
		if !ok || i > 0 && c.Streams[i-1].StreamKey.Compare(s.StreamKey) >= 0 {
			return nil, badLine(checkpointHead + i + 1)
		}
		c.Streams = append(c.Streams, s)
	}
	if c.Root().String() != lines[4] {
		return nil, badLine(5)
	}
	return c, nil
}

func badLine(n int) error { return codeCheckpointForm.Error(fault.Invalid, "line", n) }

func parseStreamRoot(line string) (s StreamRoot, ok bool) {
	parts := strings.Split(line, " ")
	if len(parts) != 4 {
		return s, false
	}
	n, err := strconv.ParseInt(parts[2], 10, 64)
	root, isHash := parseHash(parts[3])
	s = StreamRoot{StreamKey: StreamKey{County: parts[0], Stream: parts[1]}, N: n, Root: root}
	return s, err == nil && isHash && n > 0 && isCode(s.County, 6, 6) && isStream(s.Stream) && s.line() == line
}

// SignCheckpoint writes the checkpoint as a signed note: its text, a blank line, one line for each signature.
// The first signer's name must be the checkpoint's origin; others may stand beside it as witnesses.
func SignCheckpoint(c *Checkpoint, signers ...note.Signer) ([]byte, error) {
	if len(signers) == 0 {
		return nil, codeCheckpointSignature.Error(fault.Internal)
	}
	if name := signers[0].Name(); name != c.Origin {
		return nil, codeCheckpointOrigin.Error(fault.Internal, "origin", c.Origin, "signer", name)
	}
	text := c.Text()
	if _, err := ParseCheckpoint(text); err != nil {
		return nil, err
	}
	msg, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		return nil, codeCheckpointSignature.Error(fault.Internal).Because(err)
	}
	return msg, nil
}

// OpenCheckpoint reads a signed note and holds it against the journal's public key, as Keys.Public gives it. Errors are
// *fault.Error, Invalid: not well formed, not signed by that key, or of another journal.
func OpenCheckpoint(msg []byte, public string) (*Checkpoint, error) {
	if len(msg) > MaxCheckpoint {
		return nil, badLine(1)
	}
	v, err := note.NewVerifier(strings.TrimSpace(public))
	if err != nil {
		return nil, codeCheckpointSignature.Error(fault.Invalid).Because(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil || !oneSpelling(n) {
		return nil, codeCheckpointSignature.Error(fault.Invalid).Because(err)
	}
	c, err := ParseCheckpoint(n.Text)
	if err != nil {
		return nil, err
	}
	if c.Origin != v.Name() {
		return nil, codeCheckpointOrigin.Error(fault.Invalid, "origin", c.Origin, "signer", v.Name())
	}
	return c, nil
}

// oneSpelling refuses signatures in sloppy base64 (stray bits), so that no byte of a checkpoint can change unseen.
func oneSpelling(n *note.Note) bool {
	for _, s := range slices.Concat(n.Sigs, n.UnverifiedSigs) {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return false
		}
	}
	return true
}

// Follows holds the checkpoint against an older one of the same journal: no stream has gone or shrunk, none of the same
// length has another root. Whether a longer stream contains the shorter one is for CheckConsistency or a Verifier.
func (c *Checkpoint) Follows(older *Checkpoint) []fault.Finding {
	var findings []fault.Finding
	for _, before := range older.Streams {
		now, _ := c.Stream(before.StreamKey)
		name := before.StreamKey.String()
		switch {
		case now.N < before.N:
			findings = append(findings, codeCheckpointBack.At(name, "stream", name, "n", now.N, "before", before.N))
		case now.N == before.N && now.Root != before.Root:
			findings = append(findings, codeCheckpointFork.At(name, "stream", name, "n", now.N))
		}
	}
	return findings
}
