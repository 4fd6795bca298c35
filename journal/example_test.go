package journal

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"jieli/value"
)

var rewrite = flag.Bool("rewrite", false, "write the worked example of docs/journal-format.md anew")

const formatPage = "../docs/journal-format.md"

var blockPattern = regexp.MustCompile("(?s)```text ([a-z0-9-]+)\n(.*?)```")

// What cannot be computed again, because nonces are random.
const (
	exampleSealed  = `"~a1~9swYS2ybLfSAuTeT2rtaHpdVUGRXtM-I8_tsvBJTZiWdW_Eh"`
	exampleWrapped = "7e61317e1275ad6b577bbf598df04a3293de79c2b4d3bff3f4bb5524f0c2d1eaf10fb7850dd1ec83" +
		"575c7978f2590ddf48d7cc07cfc2907b7ee5628415052224"
)

// counted gives n bytes that count up from a first.
func counted(first byte, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = first + byte(i)
	}
	return b
}

// exampleEntries are a household that came into being, was corrected, and got a child.
func exampleEntries() []*Entry {
	base := Entry{
		StreamKey: town, Register: "household", Record: "01964c1e-7d3b-7aaa-8bbb-000000000002", Area: "441823105201",
		Bundle: "01964c1e-7d39-7abc-9def-000000000001", Actor: "01964c1e-0000-7000-8000-000000000009", Pack: "2022.6.1",
		Role: "team_member", Device: "01964c1d-1111-7000-8000-00000000000a",
	}
	born, right, grown := base, base, base
	born.Seq, born.ID, born.Action, born.Version, born.DeviceSeq = 1, "01964c1e-7d3a-7000-8000-000000000001", Create, 1, 41
	born.MadeAt, born.ReceivedAt = 1655193600000000, 1655193660000000
	born.Form, born.Place = "household", "112.6412,24.4701,12"
	born.Fields = map[string]json.RawMessage{
		"head_name": raw(exampleSealed), "members": raw(`4`), "village": raw(`"441823105201"`),
		"dwelling": raw(`{"coordinates":[112.6412,24.4701],"type":"Point"}`),
	}
	right.Seq, right.ID, right.Action, right.Version, right.Base = 2, "01964c1e-7d3a-7000-8000-000000000002", Correct, 2, 1
	right.MadeAt, right.ReceivedAt = 1655280000000000, 1655280000500000
	right.Reason = "户口本为5人，原录\"4\"有误"
	right.Fields = map[string]json.RawMessage{"members": raw(`5`)}
	grown.Seq, grown.ID, grown.Action, grown.Version, grown.Base = 3, "01964c1e-7d3a-7000-8000-000000000003", Change, 3, 2
	grown.MadeAt, grown.ReceivedAt = 1655366400000000, 1655366400000000
	grown.Role, grown.Device = "township_office", ""
	grown.Fields = map[string]json.RawMessage{"members": raw(`6`), "dwelling": raw(`null`)}
	return []*Entry{&born, &right, &grown}
}

// exampleBlocks gives the text of every block of the worked example.
func exampleBlocks(t *testing.T) map[string]string {
	t.Helper()
	l, ctx, blocks := &log{head: Head{StreamKey: town}}, context.Background(), map[string]string{}
	for _, e := range exampleEntries() {
		e.Prev = l.head.Last
		l.add(t, e)
		blocks["entry-"+string(rune('0'+e.Seq))] = string(e.Body)
	}
	path, err := ProveInclusion(ctx, l, town, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := ProveConsistency(ctx, l, town, 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	keys := testKeys(t)
	heads := map[StreamKey]*Head{town: &l.head}
	msg, err := SignCheckpoint(NewCheckpoint("qingyuan.example", value.Instant(1655366500000000), heads), keys.Signer)
	if err != nil {
		t.Fatal(err)
	}
	blocks["leaves"], blocks["frontier"], blocks["root"] = lines(l.leafs), lines(l.head.Frontier), l.head.Root().String()
	blocks["path-2-of-3"], blocks["consistency-2-of-3"] = lines(path), lines(proof)
	blocks["checkpoint"], blocks["public-key"] = strings.TrimSuffix(string(msg), "\n"), keys.Public()
	blocks["master-key"], blocks["record-key"] = hex.EncodeToString(counted(1, 32)), hex.EncodeToString(counted(0x40, 32))
	blocks["wrapped-key"], blocks["head-name"] = exampleWrapped, `"张三"`
	return blocks
}

func lines(hashes []Hash) string {
	texts := make([]string, len(hashes))
	for i, h := range hashes {
		texts[i] = h.String()
	}
	return strings.Join(texts, "\n")
}

func TestTheWorkedExampleIsWhatThisPackageWrites(t *testing.T) {
	want := exampleBlocks(t)
	page, err := os.ReadFile(formatPage)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	text := blockPattern.ReplaceAllStringFunc(string(page), func(block string) string {
		name := blockPattern.FindStringSubmatch(block)[1]
		seen[name] = true
		return "```text " + name + "\n" + want[name] + "\n```"
	})
	if len(seen) != len(want) {
		t.Errorf("the page has %d blocks of %d", len(seen), len(want))
	}
	if *rewrite {
		if err := os.WriteFile(formatPage, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if text != string(page) {
		t.Error("docs/journal-format.md shows another example; look at the change, then run: go test ./journal -rewrite")
	}
}

func TestTheSealedNameOfTheExampleOpens(t *testing.T) {
	v, err := NewVault(counted(1, 32), SM4) // whatever is sealed with from now on, AES values open
	if err != nil {
		t.Fatal(err)
	}
	wrapped, err := hex.DecodeString(exampleWrapped)
	if err != nil {
		t.Fatal(err)
	}
	key, err := v.Unwrap(wrapped)
	if err != nil {
		t.Fatal(err)
	}
	e := exampleEntries()[0]
	plain, err := v.Open(key, Slot{e.Register, e.Record, "head_name"}, e.Fields["head_name"])
	if err != nil || string(plain) != `"张三"` {
		t.Errorf("%s, %v", plain, err)
	}
	if key.secret.key != [32]byte(counted(0x40, 32)) {
		t.Errorf("the record's key is %x", key.secret.key)
	}
}
