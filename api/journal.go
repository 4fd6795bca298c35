package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// StreamView is the end of a stream. Hashes are hexadecimal.
type StreamView struct {
	County string `json:"county"`
	Stream string `json:"stream"`
	N      int64  `json:"n" doc:"how many entries it has"`
	Root   string `json:"root" doc:"of its tree (RFC 6962)"`
	Last   string `json:"last" doc:"leaf hash of its last entry"`
}

// EntryProof is an entry as it stands in the journal; personal values are ciphertext.
type EntryProof struct {
	Seq  int64           `json:"seq"`
	Leaf string          `json:"leaf"`
	Body json.RawMessage `json:"body" doc:"the canonical bytes that are hashed"`
}

// ProofView proves that an entry stands in a stream.
type ProofView struct {
	Seq  int64    `json:"seq"`
	N    int64    `json:"n"`
	Leaf string   `json:"leaf"`
	Root string   `json:"root"`
	Path []string `json:"path" doc:"RFC 6962, 2.1.1"`
}

// getStreams answers with the ends of all streams in the caller's areas.
func getStreams(c *call) error {
	heads, err := c.Reader.Streams(c.ctx)
	if err != nil {
		return err
	}
	out := []StreamView{}
	for key, h := range heads {
		if c.auditsStream(key) {
			out = append(out, StreamView{key.County, key.Stream, h.N, h.Root().String(), h.Last.String()})
		}
	}
	slices.SortFunc(out, func(a, b StreamView) int {
		return strings.Compare(a.County+" "+a.Stream,
			b.County+" "+b.Stream)
	})
	return c.json(out)
}

// auditsStream reports whether the caller's power reaches a stream; the streams of the access journal are named after
// those of the town.
func (c *call) auditsStream(key journal.StreamKey) bool {
	return access.Covers(c.actor.Has(catalog.SeeJournal), strings.TrimSuffix(key.Stream, engine.AccessSuffix))
}

// getCheckpoint answers with the latest signed checkpoint.
func getCheckpoint(c *call) error {
	if c.Checkpoint == nil {
		return nothing()
	}
	text, err := c.Checkpoint()
	if err != nil {
		return err
	}
	if text == "" {
		return nothing()
	}
	c.send(http.StatusOK, "text/plain; charset=utf-8", []byte(text), true)
	return nil
}

// streamSeq reads the path of an entry; NotFound for what is none, or out of reach.
func (c *call) streamSeq() (journal.StreamKey, int64, error) {
	key := journal.StreamKey{County: c.r.PathValue("county"), Stream: c.r.PathValue("stream")}
	seq, err := strconv.ParseInt(c.r.PathValue("seq"), 10, 64)
	area := strings.TrimSuffix(key.Stream, engine.AccessSuffix)
	if err != nil || seq < 1 || !isCounty(key.County) || value.AreaLevel(area) == "" || !c.auditsStream(key) {
		return key, 0, nothing()
	}
	return key, seq, nil
}

// getEntry answers with one entry of the journal.
func getEntry(c *call) error {
	key, seq, err := c.streamSeq()
	if err != nil {
		return err
	}
	list, err := c.Reader.Entries(c.ctx, key, seq, 1)
	if err != nil {
		return err
	}
	if len(list) == 0 || list[0].Seq != seq {
		return nothing()
	}
	return c.json(EntryProof{seq, journal.LeafHash(list[0].Body).String(), list[0].Body})
}

// getProof answers with the proof that an entry stands in its stream as it is now.
func getProof(c *call) error {
	key, seq, err := c.streamSeq()
	if err != nil {
		return err
	}
	heads, err := c.Reader.Streams(c.ctx)
	if err != nil {
		return err
	}
	head := heads[key]
	if head == nil || seq > head.N {
		return nothing()
	}
	leaf, err := c.Reader.LeafHashes(c.ctx, key, seq, seq+1)
	if err != nil {
		return err
	}
	if len(leaf) != 1 {
		return nothing()
	}
	path, err := journal.ProveInclusion(c.ctx, c.Reader, key, head.N, seq)
	if err != nil {
		return err
	}
	v := ProofView{Seq: seq, N: head.N, Leaf: leaf[0].String(), Root: head.Root().String(), Path: []string{}}
	for _, h := range path {
		v.Path = append(v.Path, h.String())
	}
	return c.json(v)
}
