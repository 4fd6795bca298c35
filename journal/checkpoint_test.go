package journal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"jieli/fault"
	"jieli/value"
)

// testKeys are keys that are the same in every run.
func testKeys(t testing.TB) *Keys {
	t.Helper()
	vault, err := NewVault([]byte("0123456789abcdef0123456789abcdef"), AES)
	if err != nil {
		t.Fatal(err)
	}
	k, err := newKeys("qingyuan.example", bytes.Repeat([]byte{9}, 32), vault)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func checkpoint() *Checkpoint {
	a, b := leaves(3, 1).head, leaves(300, 2).head
	heads := map[StreamKey]*Head{
		town:                           &b,
		{"441800", "4418"}:             &a,
		{"441823", "441823"}:           &a,
		{"441823", "441823999"}:        {}, // no entries yet
		{"440100", "44"}:               &b,
		{"441821", "441821100"}:        &a,
		{"441821", "44182110020"}:      &b,
		{"441821", "441821100-access"}: &a,
	}
	return NewCheckpoint("qingyuan.example", value.Instant(1655193600000000), heads)
}

func TestACheckpointReadBackIsTheOneWritten(t *testing.T) {
	k, c := testKeys(t), checkpoint()
	msg, err := SignCheckpoint(c, k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	back, err := OpenCheckpoint(msg, k.Public()+"\n")
	if err != nil {
		t.Fatal(err)
	}
	if back.Text() != c.Text() || back.Root() != c.Root() || len(back.Streams) != 7 || back.At != c.At {
		t.Errorf("read back\n%s\nwritten\n%s", back.Text(), c.Text())
	}
	h := leaves(300, 2).head
	if s, ok := back.Stream(town); !ok || s.N != 300 || s.Root != h.Root() {
		t.Errorf("town stands as %+v, %v", s, ok)
	}
	if _, ok := back.Stream(StreamKey{"441823", "441823999"}); ok {
		t.Error("a stream without entries stands in the checkpoint")
	}
	empty := NewCheckpoint("x", 0, nil)
	if got, err := ParseCheckpoint(empty.Text()); err != nil || got.Root() != emptyRoot {
		t.Errorf("a checkpoint of nothing: %v", err)
	}
}

func TestAnyFlippedBitOfASignedCheckpointIsFound(t *testing.T) {
	k := testKeys(t)
	msg, err := SignCheckpoint(checkpoint(), k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range len(msg) * 8 {
		msg[bit/8] ^= 1 << (bit % 8)
		if _, err := OpenCheckpoint(msg, k.Public()); err == nil {
			t.Fatalf("bit %d of byte %d (%q) passes", bit%8, bit/8, msg[bit/8])
		}
		msg[bit/8] ^= 1 << (bit % 8)
	}
}

func TestACheckpointIsTakenFromItsOwnKeyOnly(t *testing.T) {
	k, c := testKeys(t), checkpoint()
	other, _, err := note.GenerateKey(rand.Reader, "other.example")
	if err != nil {
		t.Fatal(err)
	}
	witness, err := note.NewSigner(other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := SignCheckpoint(c, witness); !hasNamed(err, "checkpoint_origin") {
		t.Errorf("signed under another name: %v", err)
	}
	if _, err := SignCheckpoint(c); !hasNamed(err, "checkpoint_signature") {
		t.Errorf("signed by nobody: %v", err)
	}
	foreign, err := note.Sign(&note.Note{Text: c.Text()}, witness)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(foreign, k.Public()); !hasNamed(err, "checkpoint_signature") {
		t.Errorf("signed by another key: %v", err)
	}
	both, err := SignCheckpoint(c, k.Signer, witness)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(both, k.Public()); err != nil {
		t.Errorf("with a witness: %v", err)
	}
	c.Origin = "else.example"
	renamed, err := note.Sign(&note.Note{Text: c.Text()}, k.Signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCheckpoint(renamed, k.Public()); !hasNamed(err, "checkpoint_origin") {
		t.Errorf("of another journal: %v", err)
	}
	if _, err := OpenCheckpoint(both, "no key"); !hasNamed(err, "checkpoint_signature") {
		t.Errorf("against no key: %v", err)
	}
	if _, err := OpenCheckpoint(make([]byte, MaxCheckpoint+1), k.Public()); !hasNamed(err, "checkpoint_not_canonical") {
		t.Errorf("too large: %v", err)
	}
}

func TestTheTextOfACheckpointHasOneSpelling(t *testing.T) {
	text := checkpoint().Text()
	root := checkpoint().Root().String()
	cases := []struct{ why, old, new, line string }{
		{"another title", "jieli checkpoint 1", "jieli checkpoint 2", "Line 1 "},
		{"no origin", "qingyuan.example", "", "Line 2 "},
		{"a blank in the origin", "qingyuan.example", "qing yuan", "Line 2 "},
		{"no time", "1655193600000000", "now", "Line 3 "},
		{"a time with a plus", "1655193600000000", "+1655193600000000", "Line 3 "},
		{"a number too high", "\n7\n", "\n8\n", "Line 4 "},
		{"a number with a zero", "\n7\n", "\n07\n", "Line 4 "},
		{"another root", root, strings.Repeat("0", 64), "Line 5 "},
		{"a root in capitals", root, strings.ToUpper(root), "Line 5 "},
		{"a stream without entries", " 300 ", " 0 ", "Line 6 "},
		{"a number of entries with a plus", " 300 ", " +300 ", "Line 6 "},
		{"streams out of order", "440100 44 ", "449999 44 ", "Line 7 "},
		{"two blanks", "440100 44 ", "440100  44 ", "Line 6 "},
		{"a county that is none", "440100 44 ", "4401 44 ", "Line 6 "},
		{"a stream that is none", "440100 44 ", "440100 x ", "Line 6 "},
		{"a carriage return", "\n7\n", "\r\n7\n", "Line 3 "},
	}
	for _, c := range cases {
		changed := strings.Replace(text, c.old, c.new, 1)
		if changed == text {
			t.Fatalf("%s: nothing changed", c.why)
		}
		_, err := ParseCheckpoint(changed)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid || !strings.HasPrefix(e.Findings[0].Text.En, c.line) {
			t.Errorf("%s: %v", c.why, err)
		}
	}
	for i := range text {
		if _, err := ParseCheckpoint(text[:i]); err == nil {
			t.Fatalf("the first %d bytes alone are taken", i)
		}
	}
}

func TestANewerCheckpointMustNotTakeBack(t *testing.T) {
	older, same := checkpoint(), checkpoint()
	if f := same.Follows(older); f != nil {
		t.Errorf("a checkpoint follows itself: %v", f)
	}
	grown := checkpoint()
	grown.Streams[0].N++
	grown.Streams[0].Root[0] ^= 1
	if f := grown.Follows(older); f != nil {
		t.Errorf("a longer stream: %v", f)
	}
	bad := checkpoint()
	bad.Streams[0].N--
	bad.Streams[1].Root[0] ^= 1
	bad.Streams = bad.Streams[:6]
	var codes []string
	for _, f := range bad.Follows(older) {
		codes = append(codes, f.Path+" "+f.Code)
	}
	want := "440100/44 checkpoint_went_back,441800/4418 checkpoint_fork,441823/441823105 checkpoint_went_back"
	if got := strings.Join(codes, ","); got != want {
		t.Errorf("got %s", got)
	}
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add(checkpoint().Text())
	f.Add(NewCheckpoint("x", -1, nil).Text())
	f.Add("jieli checkpoint 1\nx\n0\n1\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCheckpoint(text)
		if err == nil && c.Text() != text {
			t.Fatalf("taken %q, written again %q", text, c.Text())
		}
	})
}

func FuzzOpenCheckpoint(f *testing.F) {
	k := testKeys(f)
	msg, err := SignCheckpoint(checkpoint(), k.Signer)
	if err != nil {
		f.Fatal(err)
	}
	text := checkpoint().Text()
	f.Add(msg)
	f.Add([]byte("jieli checkpoint 1\n\n— qingyuan.example AAAAAAA=\n"))
	f.Fuzz(func(t *testing.T, msg []byte) {
		if c, err := OpenCheckpoint(msg, k.Public()); err == nil && c.Text() != text {
			t.Fatalf("a forged checkpoint passes: %q", msg)
		}
	})
}
