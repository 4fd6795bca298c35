package journal

import (
	"context"

	"golang.org/x/mod/sumdb/tlog"

	"jieli/fault"
)

// Hashes is where proofs read the hashes of streams; store.Reader is one.
type Hashes interface {
	// LeafHashes gives the leaf hashes of entries from..to (from included, to not; sequence numbers from 1).
	LeafHashes(ctx context.Context, key StreamKey, from, to int64) ([]Hash, error)
	// Tiles gives the tiles of a level with index from..to (from included, to not; indexes from 0), by index.
	Tiles(ctx context.Context, key StreamKey, level int, from, to int64) ([]Tile, error)
}

// RootAt gives the root that the stream had when it had n entries, from its leaf hashes and tiles.
func RootAt(ctx context.Context, src Hashes, key StreamKey, n int64) (Hash, error) {
	if n < 0 {
		return Hash{}, codeProofRange.Error(fault.Invalid, "seq", n, "n", n)
	}
	h, err := tlog.TreeHash(n, newReader(ctx, src, key, n))
	return Hash(h), err
}

// ProveInclusion gives the path that proves entry seq to be in the stream of n entries (RFC 6962, 2.1.1), 1 ≤ seq ≤ n.
// It reads at most 512 hashes for each level of tiles.
func ProveInclusion(ctx context.Context, src Hashes, key StreamKey, n, seq int64) ([]Hash, error) {
	if seq < 1 || seq > n {
		return nil, codeProofRange.Error(fault.NotFound, "seq", seq, "n", n)
	}
	p, err := tlog.ProveRecord(n, seq-1, newReader(ctx, src, key, n))
	return fromTlog(p), err
}

// CheckInclusion holds a path of ProveInclusion against the root of the stream at n entries and the leaf hash of entry
// seq; nil when the proof stands.
func CheckInclusion(path []Hash, n int64, root Hash, seq int64, leaf Hash) error {
	if seq < 1 || seq > n {
		return codeProofRange.Error(fault.Invalid, "seq", seq, "n", n)
	}
	if err := tlog.CheckRecord(toTlog(path), n, tlog.Hash(root), seq-1, tlog.Hash(leaf)); err != nil {
		return codeProof.Error(fault.Invalid, "n", n).Because(err)
	}
	return nil
}

// ProveConsistency gives the path that proves the first before entries of the stream of n entries to be the whole
// stream at that time (RFC 6962, 2.1.2), 0 ≤ before ≤ n. The path is empty when before is 0 or n.
func ProveConsistency(ctx context.Context, src Hashes, key StreamKey, n, before int64) ([]Hash, error) {
	if before < 0 || before > n {
		return nil, codeProofRange.Error(fault.NotFound, "seq", before, "n", n)
	}
	if before == 0 {
		return nil, nil
	}
	p, err := tlog.ProveTree(n, before, newReader(ctx, src, key, n))
	return fromTlog(p), err
}

// CheckConsistency holds a path of ProveConsistency against the roots at n and at before entries; nil when the longer
// stream is the shorter one with entries added at its end.
func CheckConsistency(path []Hash, n int64, root Hash, before int64, beforeRoot Hash) error {
	if before < 0 || before > n {
		return codeProofRange.Error(fault.Invalid, "seq", before, "n", n)
	}
	if before == 0 {
		if len(path) != 0 || beforeRoot != emptyRoot || n == 0 && root != emptyRoot {
			return codeProof.Error(fault.Invalid, "n", n)
		}
		return nil
	}
	if err := tlog.CheckTree(toTlog(path), n, tlog.Hash(root), before, tlog.Hash(beforeRoot)); err != nil {
		return codeProof.Error(fault.Invalid, "n", n).Because(err)
	}
	return nil
}

func fromTlog(hashes []tlog.Hash) []Hash {
	out := make([]Hash, len(hashes))
	for i, h := range hashes {
		out[i] = Hash(h)
	}
	return out
}

func toTlog(hashes []Hash) []tlog.Hash {
	out := make([]tlog.Hash, len(hashes))
	for i, h := range hashes {
		out[i] = tlog.Hash(h)
	}
	return out
}

// reader gives the interior hashes of one stream to package tlog. It reads blocks of up to 256 hashes of one tile level
// and keeps them for the length of one proof.
type reader struct {
	ctx    context.Context
	src    Hashes
	key    StreamKey
	n      int64 // entries of the stream that the proof is about
	blocks map[block][]Hash
}

// block is the place of 256 hashes: those of tile level (0: leaves) from index 256*number on.
type block struct {
	level  int
	number int64
}

func newReader(ctx context.Context, src Hashes, key StreamKey, n int64) *reader {
	return &reader{ctx: ctx, src: src, key: key, n: n, blocks: map[block][]Hash{}}
}

// ReadHashes gives hashes by their number in package tlog's order.
func (r *reader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		level, number := tlog.SplitStoredHashIndex(index)
		h, err := r.node(level, number)
		if err != nil {
			return nil, err
		}
		out[i] = tlog.Hash(h)
	}
	return out, nil
}

// node gives the root of 2^level leaves, the number-th such subtree, folded from the tile level below it.
func (r *reader) node(level int, number int64) (Hash, error) {
	low := level % tileBits
	first, count := number<<low, int64(1)<<low
	b := block{level / tileBits, first >> tileBits}
	hashes, err := r.block(b)
	if err != nil {
		return Hash{}, err
	}
	from := first - b.number<<tileBits
	if from+count > int64(len(hashes)) {
		return Hash{}, r.missing(b)
	}
	return fold(hashes[from : from+count]), nil
}

// fold gives the root of a perfect tree over hashes; their number is a power of two.
func fold(hashes []Hash) Hash {
	row := append([]Hash(nil), hashes...)
	for len(row) > 1 {
		for i := 0; i < len(row)/2; i++ {
			row[i] = nodeHash(row[2*i], row[2*i+1])
		}
		row = row[:len(row)/2]
	}
	return row[0]
}

// block reads one block, or what the stream of n entries has of it.
func (r *reader) block(b block) ([]Hash, error) {
	if hashes, ok := r.blocks[b]; ok {
		return hashes, nil
	}
	from := b.number << tileBits
	to := min(from+1<<tileBits, r.n>>(tileBits*b.level))
	hashes, err := r.read(b, from, to)
	if err == nil && int64(len(hashes)) != to-from {
		err = r.missing(b)
	}
	if err != nil {
		return nil, err
	}
	r.blocks[b] = hashes
	return hashes, nil
}

func (r *reader) read(b block, from, to int64) ([]Hash, error) {
	if b.level == 0 {
		return r.src.LeafHashes(r.ctx, r.key, from+1, to+1)
	}
	tiles, err := r.src.Tiles(r.ctx, r.key, b.level, from, to)
	if err != nil {
		return nil, err
	}
	hashes := make([]Hash, len(tiles))
	for i, t := range tiles {
		if t.Index != from+int64(i) {
			return nil, r.missing(b)
		}
		hashes[i] = t.Hash
	}
	return hashes, nil
}

func (r *reader) missing(b block) error {
	from := b.number << tileBits
	return codeHashMissing.Error(fault.Internal, "stream", r.key, "level", b.level, "from", from, "to", from+1<<tileBits-1)
}
