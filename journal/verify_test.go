package journal

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jieli/fault"
)

// replay verifies a stream as it is kept.
func replay(l *log, marks ...Mark) *fault.Finding {
	v := NewVerifier(town, marks...)
	for _, row := range l.rows {
		v.Add(row)
	}
	return v.Finish(&l.head, l.tiles)
}

// copyOf gives a stream that can be spoilt without touching the first.
func copyOf(l *log) *log {
	c := &log{head: *l.head.Clone(), leafs: slices.Clone(l.leafs), tiles: slices.Clone(l.tiles)}
	c.rows = slices.Clone(l.rows)
	for i := range c.rows {
		c.rows[i].Body = bytes.Clone(c.rows[i].Body)
		c.rows[i].Columns = slices.Clone(c.rows[i].Columns)
	}
	return c
}

func TestAWholeStreamPasses(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 520} {
		l := visits(t, n)
		marks := []Mark{{N: int64(n), Root: l.head.Root(), From: "now"}, {N: 0, Root: emptyRoot, From: "before all"}}
		if n > 2 {
			marks = append(marks, Mark{N: 2, Root: plainRoot(l.leafs[:2]), From: "early"})
		}
		if f := replay(l, marks...); f != nil {
			t.Errorf("%d entries: %v", n, f)
		}
	}
}

func TestAnyFlippedByteOfABodyIsFoundAtItsEntry(t *testing.T) {
	l := visits(t, 5)
	r := rand.New(rand.NewPCG(4, 2))
	for i, row := range l.rows {
		for at := range row.Body {
			c := copyOf(l)
			c.rows[i].Body[at] ^= 1 << r.IntN(8)
			f := replay(c)
			if f == nil || f.Path != "441823/441823105#"+string(rune('1'+i)) {
				t.Fatalf("byte %d of entry %d: %v", at, i+1, f)
			}
		}
	}
}

func TestAnyFlippedBitBesideTheBodiesIsFound(t *testing.T) {
	l := visits(t, 520)
	for bit := range 256 {
		flips := map[string]func(*log){
			"the leaf hash of entry 300": func(c *log) { c.rows[299].Leaf[bit/8] ^= 1 << (bit % 8) },
			"the last hash":              func(c *log) { c.head.Last[bit/8] ^= 1 << (bit % 8) },
			"the frontier":               func(c *log) { c.head.Frontier[1][bit/8] ^= 1 << (bit % 8) },
			"a tile":                     func(c *log) { c.tiles[1].Hash[bit/8] ^= 1 << (bit % 8) },
		}
		for what, flip := range flips {
			if bit > 0 && !strings.HasSuffix(what, "300") && bit%16 != 0 {
				continue
			}
			c := copyOf(l)
			flip(c)
			if replay(c) == nil {
				t.Fatalf("bit %d of %s", bit, what)
			}
		}
	}
}

// spoilt is one way to spoil a stream, and the problem that must come of it.
type spoilt struct {
	why, code, path, words string
	spoil                  func(*log)
}

// rebody writes an entry anew with its hash, as a forger with access to the database would.
func rebody(t *testing.T, i int, spoil func(*Entry)) func(*log) {
	return func(c *log) {
		e, err := Decode(c.rows[i].Body)
		if err != nil {
			t.Fatal(err)
		}
		spoil(e)
		if c.rows[i].Body, err = Encode(e); err != nil {
			t.Fatal(err)
		}
		c.rows[i].Leaf, c.rows[i].Columns = LeafHash(c.rows[i].Body), nil
	}
}

func spoiltEntries(t *testing.T, l *log) []spoilt {
	inBody := func(from, to string) func(*log) {
		return func(c *log) { c.rows[6].Body = bytes.Replace(c.rows[6].Body, []byte(from), []byte(to), 1) }
	}
	return []spoilt{
		{"an entry is gone", "journal_seq_gap", "#301", "entry 300 should come here, but it is 301",
			func(c *log) { c.rows = slices.Delete(c.rows, 299, 300) }},
		{"an entry stands twice", "journal_seq_gap", "#300", "entry 301 should come here, but it is 300",
			func(c *log) { c.rows = slices.Insert(c.rows, 299, c.rows[299]) }},
		{"the last entry is gone", "journal_head_differs", "#519", "head's n is 520, its entries give 519",
			func(c *log) { c.rows = c.rows[:519] }},
		{"a blank in a body", "journal_body_broken", "#7", `byte 88 should be ,"base":`,
			func(c *log) { c.rows[6].Body = slices.Insert(c.rows[6].Body, 87, ' ') }},
		{"an impossible number in a body", "journal_content_broken", "#7", "version",
			inBody(`"version":1`, `"version":0`)},
		{"a changed value", "journal_leaf_differs", "#7", l.rows[6].Leaf.String(),
			inBody("980000", "980001")},
		{"a changed value with its hash", "journal_link_broken", "#8", l.rows[6].Leaf.String(),
			rebody(t, 6, func(e *Entry) { e.Fields["members"] = raw(`5`) })},
		{"a changed last value with its hash", "journal_head_differs", "#520", "head's last is",
			rebody(t, 519, func(e *Entry) { e.Fields["members"] = raw(`5`) })},
		{"a wrong link", "journal_link_broken", "#7", l.rows[5].Leaf.String(),
			rebody(t, 6, func(e *Entry) { e.Prev[0] ^= 1 })},
		{"an entry of another stream", "journal_column_differs", "#7",
			"column stream is “441823105”, the body says “441823106”",
			rebody(t, 6, func(e *Entry) { e.Stream = "441823106" })},
		{"an entry of another county", "journal_column_differs", "#7", "column county",
			rebody(t, 6, func(e *Entry) { e.County = "441824" })},
		{"another number in the body", "journal_column_differs", "#7", "column seq is “7”, the body says “9”",
			rebody(t, 6, func(e *Entry) { e.Seq = 9 })},
		{"a changed column", "journal_column_differs", "#7", "column version is “2”, the body says “1”",
			func(c *log) { c.rows[6].Columns[2].Value = int64(2) }},
		{"a column of no entry", "journal_column_unknown", "#7", "is called colour",
			func(c *log) { c.rows[6].Columns[2].Name = "colour" }},
	}
}

func spoiltHeads() []spoilt {
	return []spoilt{
		{"a head of another stream", "journal_head_differs", "#520", "head's stream",
			func(c *log) { c.head.Stream = "4418" }},
		{"a changed frontier", "journal_head_differs", "#520", "head's frontier",
			func(c *log) { c.head.Frontier[0][0] ^= 1 }},
		{"a changed tile", "journal_tile_differs", "", "interior hash 1 of level 1",
			func(c *log) { c.tiles[1].Hash[0] ^= 1 }},
		{"a tile is gone", "journal_tile_differs", "", "interior hash 0 of level 1 is –",
			func(c *log) { c.tiles = c.tiles[1:] }},
		{"a tile too many", "journal_tile_differs", "", "interior hash 2 of level 1",
			func(c *log) { c.tiles = append(c.tiles, Tile{StreamKey: town, Level: 1, Index: 2}) }},
		{"a tile of another stream", "journal_tile_differs", "", "interior hash 0",
			func(c *log) { c.tiles[0].Stream = "4418" }},
	}
}

func TestTheFirstProblemSaysWhereAndWhat(t *testing.T) {
	l := visits(t, 520)
	for _, c := range append(spoiltEntries(t, l), spoiltHeads()...) {
		bad := copyOf(l)
		c.spoil(bad)
		f := replay(bad)
		if f == nil {
			t.Errorf("%s: not found", c.why)
			continue
		}
		if f.Code != c.code || f.Path != "441823/441823105"+c.path || !strings.Contains(f.Text.En, c.words) {
			t.Errorf("%s: %v", c.why, f)
		}
		if strings.Contains(f.Text.Zh+f.Text.En, "{") && c.code != "journal_body_broken" {
			t.Errorf("%s: an unfilled sentence: %v", c.why, f.Text)
		}
	}
}

func TestARewrittenStreamIsFoundByItsCheckpoint(t *testing.T) {
	l := visits(t, 30)
	mark := Mark{N: 20, Root: plainRoot(l.leafs[:20]), From: "14 June"}
	forged := &log{head: Head{StreamKey: town}}
	for i := int64(1); i <= 30; i++ {
		e := visit(i, forged.head.Last)
		if i == 11 {
			e.Fields["members"] = raw(`9`)
		}
		forged.add(t, e)
	}
	if f := replay(forged); f != nil {
		t.Fatalf("a stream forged as a whole is whole in itself: %v", f)
	}
	f := replay(forged, mark)
	if f == nil || f.Code != "journal_checkpoint_differs" || !strings.Contains(f.Text.En, "checkpoint 14 June has root") {
		t.Errorf("forged: %v", f)
	}
	if f := replay(visits(t, 15), mark); f == nil || f.Code != "journal_shorter_than_checkpoint" {
		t.Errorf("cut: %v", f)
	}
	if f := replay(l, Mark{N: -1, From: "?"}); f == nil || f.Code != "journal_checkpoint_differs" {
		t.Errorf("a checkpoint below zero: %v", f)
	}
}

func TestTheFirstProblemStays(t *testing.T) {
	l := visits(t, 4)
	v := NewVerifier(town)
	v.Add(l.rows[0])
	_, first := v.Add(l.rows[2])
	if e, f := v.Add(l.rows[1]); e != nil || f != first || first == nil {
		t.Errorf("after %v: %v %v", first, e, f)
	}
	if f := v.Finish(&l.head, nil); f != first {
		t.Errorf("at the end: %v", f)
	}
	if h := v.Head(); h.N != 1 || h.Last != l.leafs[0] {
		t.Errorf("head before the problem: %+v", h)
	}
}

func TestAStreamThatNobodyKeptIsEmpty(t *testing.T) {
	if f := NewVerifier(town).Finish(nil, nil); f != nil {
		t.Error(f)
	}
	v := NewVerifier(town)
	v.Add(visits(t, 1).rows[0])
	if f := v.Finish(nil, nil); f == nil {
		t.Error("an entry without a head passes")
	}
}

// TestEveryPartOfAnEntryCanBeAColumn keeps part complete: whatever the body names can be compared.
func TestEveryPartOfAnEntryCanBeAColumn(t *testing.T) {
	e := visit(3, Hash{4})
	body, err := Encode(e)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"action", "actor", "area", "base", "bundle", "county", "device", "device_seq", "form", "id",
		"made_at", "pack", "place", "prev", "reason", "received_at", "record", "register", "role", "seq", "stream", "version"}
	for _, name := range names {
		if e.part(name) == nil || !bytes.Contains(body, []byte(`"`+name+`":`)) {
			t.Errorf("%s is %v", name, e.part(name))
		}
	}
	others := len(e.Fields) + 4 // fields and format; type and coordinates of the dwelling
	if got := bytes.Count(body, []byte(`":`)); got != len(names)+others {
		t.Errorf("%d keys in the body", got)
	}
}
