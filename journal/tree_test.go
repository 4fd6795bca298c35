package journal

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
)

// The reference vectors of Certificate Transparency: eight leaves, the root after each, and proofs over them.
var (
	ctLeaves = []string{
		"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
	}
	ctRoots = []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	ctPaths = []struct {
		n, seq int64
		path   []string
	}{
		{1, 1, nil},
		{8, 1, []string{
			"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{8, 6, []string{
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{3, 3, []string{"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
		{5, 2, []string{
			"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	}
	ctConsistency = []struct {
		before, n int64
		path      []string
	}{
		{1, 1, nil},
		{1, 8, []string{
			"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
		{6, 8, []string{
			"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
			"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
			"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
		{2, 5, []string{
			"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
			"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
	}
)

func ctLog(t *testing.T) *log {
	t.Helper()
	l := &log{head: Head{StreamKey: town}}
	for i, text := range ctLeaves {
		data, err := hex.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.head.Root().String(); got != ctRoots[i] {
			t.Fatalf("root of %d leaves: %s", i, got)
		}
		l.addLeaf(LeafHash(data))
	}
	return l
}

func hashes(t *testing.T, texts ...string) []Hash {
	t.Helper()
	out := make([]Hash, len(texts))
	for i, s := range texts {
		h, ok := ParseHash(s)
		if !ok {
			t.Fatalf("no hash: %s", s)
		}
		out[i] = h
	}
	return out
}

func TestRootsAndProofsAreThoseOfCertificateTransparency(t *testing.T) {
	l, ctx := ctLog(t), context.Background()
	if got := l.head.Root().String(); got != ctRoots[8] {
		t.Errorf("root of 8 leaves: %s", got)
	}
	roots := hashes(t, ctRoots...)
	for _, c := range ctPaths {
		got, err := ProveInclusion(ctx, l, town, c.n, c.seq)
		if err != nil || !slices.Equal(got, hashes(t, c.path...)) {
			t.Errorf("entry %d of %d: %v, %v", c.seq, c.n, got, err)
		}
		if err := CheckInclusion(got, c.n, roots[c.n], c.seq, l.leafs[c.seq-1]); err != nil {
			t.Errorf("entry %d of %d: %v", c.seq, c.n, err)
		}
	}
	for _, c := range ctConsistency {
		got, err := ProveConsistency(ctx, l, town, c.n, c.before)
		if err != nil || !slices.Equal(got, hashes(t, c.path...)) {
			t.Errorf("%d in %d: %v, %v", c.before, c.n, got, err)
		}
		if err := CheckConsistency(got, c.n, roots[c.n], c.before, roots[c.before]); err != nil {
			t.Errorf("%d in %d: %v", c.before, c.n, err)
		}
	}
}

// TestProofsHaveTheShapeOfTheStandard follows the tree of seven leaves in RFC 6962, 2.1.3, with its letters.
func TestProofsHaveTheShapeOfTheStandard(t *testing.T) {
	l, ctx := leaves(7, 3), context.Background()
	join := func(x, y Hash) Hash { return sha256.Sum256(slices.Concat([]byte{1}, x[:], y[:])) }
	a, b, c, d, e, f, j := l.leafs[0], l.leafs[1], l.leafs[2], l.leafs[3], l.leafs[4], l.leafs[5], l.leafs[6]
	g, h, i := join(a, b), join(c, d), join(e, f)
	k := join(g, h)
	right := join(i, j) // l in the standard
	if l.head.Root() != join(k, right) {
		t.Error("the root is not that of the standard")
	}
	for seq, want := range map[int64][]Hash{1: {b, h, right}, 4: {c, g, right}, 5: {f, j, k}, 7: {i, k}} {
		if got, err := ProveInclusion(ctx, l, town, 7, seq); err != nil || !slices.Equal(got, want) {
			t.Errorf("path of d%d: %v, %v", seq-1, got, err)
		}
	}
	for before, want := range map[int64][]Hash{3: {c, d, g, right}, 4: {right}, 6: {i, j, k}} {
		if got, err := ProveConsistency(ctx, l, town, 7, before); err != nil || !slices.Equal(got, want) {
			t.Errorf("proof of %d in 7: %v, %v", before, got, err)
		}
	}
}

// plainRoot is the definition of RFC 6962, 2.1, word for word.
func plainRoot(leaves []Hash) Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	default:
		k := 1 << (bits.Len(uint(n-1)) - 1)
		l, r := plainRoot(leaves[:k]), plainRoot(leaves[k:])
		return sha256.Sum256(slices.Concat([]byte{1}, l[:], r[:]))
	}
}

func TestTheRootAfterEachOfManyLeavesIsTheOneOfTlogAndOfTheStandard(t *testing.T) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			out[i] = stored[x]
		}
		return out, nil
	})
	l := leaves(1100, 5)
	h := Head{StreamKey: town}
	for i, leaf := range l.leafs {
		add, err := tlog.StoredHashesForRecordHash(int64(i), tlog.Hash(leaf), reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, add...)
		h.Append(leaf)
		want, err := tlog.TreeHash(int64(i+1), reader)
		if err != nil || h.Root() != Hash(want) {
			t.Fatalf("root of %d leaves: %v, tlog %v, %v", i+1, h.Root(), want, err)
		}
		if i%97 == 0 && h.Root() != plainRoot(l.leafs[:i+1]) {
			t.Fatalf("root of %d leaves is not that of the standard", i+1)
		}
		if f := h.Check(); f != nil || h.N != int64(i+1) || h.Last != leaf {
			t.Fatalf("head after %d leaves: %v %+v", i+1, f, h)
		}
	}
}

func TestEveryInclusionProofStandsAndNoneForAnotherLeaf(t *testing.T) {
	ctx := context.Background()
	for _, n := range []int{1, 2, 3, 255, 256, 257, 600} {
		l := leaves(n, uint64(n))
		root := l.head.Root()
		for seq := int64(1); seq <= int64(n); seq++ {
			path, err := ProveInclusion(ctx, l, town, int64(n), seq)
			if err != nil {
				t.Fatal(err)
			}
			leaf := l.leafs[seq-1]
			if err := CheckInclusion(path, int64(n), root, seq, leaf); err != nil {
				t.Fatalf("entry %d of %d: %v", seq, n, err)
			}
			leaf[seq%32] ^= 1
			if CheckInclusion(path, int64(n), root, seq, leaf) == nil {
				t.Fatalf("entry %d of %d: another leaf passes", seq, n)
			}
		}
	}
}

func TestAnyFlippedBitOfAProofIsFound(t *testing.T) {
	ctx, l := context.Background(), leaves(700, 9)
	n, root := int64(700), l.head.Root()
	path, err := ProveInclusion(ctx, l, town, n, 333)
	if err != nil {
		t.Fatal(err)
	}
	old, err := RootAt(ctx, l, town, 333)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := ProveConsistency(ctx, l, town, n, 333)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(path) * 256 {
		bad := slices.Clone(path)
		bad[bit/256][bit%256/8] ^= 1 << (bit % 8)
		if CheckInclusion(bad, n, root, 333, l.leafs[332]) == nil {
			t.Fatalf("bit %d of the path", bit)
		}
	}
	for bit := range len(proof) * 256 {
		bad := slices.Clone(proof)
		bad[bit/256][bit%256/8] ^= 1 << (bit % 8)
		if CheckConsistency(bad, n, root, 333, old) == nil {
			t.Fatalf("bit %d of the proof", bit)
		}
	}
	for _, bad := range [][]Hash{path[1:], append(path, Hash{}), nil} {
		if CheckInclusion(bad, n, root, 333, l.leafs[332]) == nil {
			t.Errorf("a path of %d hashes passes", len(bad))
		}
	}
}

func TestProofsOverALongStreamReadTiles(t *testing.T) {
	ctx, l := context.Background(), leaves(70_000, 2)
	if got := len(l.tiles); got != 70_000/256+1 {
		t.Errorf("%d tiles", got)
	}
	want := Tile{StreamKey: town, Level: 1, Index: 272, Hash: plainRoot(l.leafs[272*256 : 273*256])}
	if last := l.tiles[len(l.tiles)-1]; last != want {
		t.Errorf("last tile %+v", last)
	}
	at := slices.IndexFunc(l.tiles, func(x Tile) bool { return x.Level == 2 })
	if top := l.tiles[at]; top.Index != 0 || top.Hash != plainRoot(l.leafs[:65_536]) {
		t.Errorf("tile of level 2 %+v", top)
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		n := 1 + r.Int64N(70_000)
		seq, before := 1+r.Int64N(n), r.Int64N(n+1)
		src := &counting{log: l}
		root, err := RootAt(ctx, src, town, n)
		if err != nil || root != plainRoot(l.leafs[:n]) {
			t.Fatalf("root at %d: %v, %v", n, root, err)
		}
		path, err := ProveInclusion(ctx, src, town, n, seq)
		if err == nil {
			err = CheckInclusion(path, n, root, seq, l.leafs[seq-1])
		}
		if err != nil {
			t.Fatalf("entry %d of %d: %v", seq, n, err)
		}
		proof, err := ProveConsistency(ctx, src, town, n, before)
		if err == nil {
			err = CheckConsistency(proof, n, root, before, plainRoot(l.leafs[:before]))
		}
		if err != nil {
			t.Fatalf("%d in %d: %v", before, n, err)
		}
		if src.read > 3*512*3 {
			t.Fatalf("three proofs over %d entries read %d hashes", n, src.read)
		}
	}
}

// counting counts the hashes that proofs read.
type counting struct {
	*log
	read int
}

func (c *counting) LeafHashes(ctx context.Context, key StreamKey, from, to int64) ([]Hash, error) {
	c.read += int(to - from)
	return c.log.LeafHashes(ctx, key, from, to)
}

func (c *counting) Tiles(ctx context.Context, key StreamKey, level int, from, to int64) ([]Tile, error) {
	c.read += int(to - from)
	return c.log.Tiles(ctx, key, level, from, to)
}

func TestWhatCannotBeProvedIsRefused(t *testing.T) {
	ctx, l := context.Background(), leaves(300, 4)
	for _, c := range [][2]int64{{300, 0}, {300, 301}, {0, 0}, {-1, 1}, {300, -3}} {
		if _, err := ProveInclusion(ctx, l, town, c[0], c[1]); !hasNamed(err, "proof_out_of_range") {
			t.Errorf("entry %d of %d: %v", c[1], c[0], err)
		}
		if err := CheckInclusion(nil, c[0], Hash{}, c[1], Hash{}); err == nil {
			t.Errorf("entry %d of %d passes", c[1], c[0])
		}
	}
	if _, err := ProveConsistency(ctx, l, town, 300, 301); !hasNamed(err, "proof_out_of_range") {
		t.Errorf("301 in 300: %v", err)
	}
	if _, err := RootAt(ctx, l, town, -1); !hasNamed(err, "proof_out_of_range") {
		t.Errorf("root at -1: %v", err)
	}
	if _, err := RootAt(ctx, l, town, 301); !hasNamed(err, "journal_hash_missing") {
		t.Errorf("root beyond the end: %v", err)
	}
	l.tiles = l.tiles[1:]
	if _, err := RootAt(ctx, l, town, 300); !hasNamed(err, "journal_hash_missing") {
		t.Errorf("root without its tile: %v", err)
	}
	if err := CheckConsistency(nil, 5, Hash{}, 0, emptyRoot); err != nil {
		t.Errorf("every stream follows the empty one: %v", err)
	}
	if CheckConsistency(nil, 0, Hash{1}, 0, emptyRoot) == nil || CheckConsistency(nil, 5, Hash{}, 0, Hash{}) == nil {
		t.Error("a wrong root of no entries passes")
	}
}

func TestAHeadThatDoesNotFitItsNumberIsFound(t *testing.T) {
	good := leaves(5, 1).head
	bad := map[string]*Head{
		"frontier too short": {StreamKey: town, N: 5, Last: good.Last, Frontier: good.Frontier[:1]},
		"frontier too long":  {StreamKey: town, N: 4, Last: good.Last, Frontier: good.Frontier},
		"below zero":         {StreamKey: town, N: -1},
		"last of nothing":    {StreamKey: town, Last: good.Last},
	}
	for why, h := range bad {
		if f := h.Check(); f == nil || f.Code != "journal_head_differs" || f.Path != "441823/441823105" {
			t.Errorf("%s: %v", why, f)
		}
	}
	copied := good.Clone()
	copied.Append(Hash{})
	if good.N != 5 || copied.N != 6 || !slices.Equal(good.Frontier, leaves(5, 1).head.Frontier) {
		t.Error("appending to a clone changed the head")
	}
}
