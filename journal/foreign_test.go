package journal_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// This file is the other program of docs/journal-format.md: written from the page alone, with Go's standard library and
// nothing of package journal.

func leaf(body string) []byte { h := sha256.Sum256([]byte("\x00" + body)); return h[:] }

func node(left, right []byte) []byte {
	h := sha256.Sum256(slices.Concat([]byte{1}, left, right))
	return h[:]
}

func root(leaves [][]byte) []byte {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return node(root(leaves[:k]), root(leaves[k:]))
}

// blocks reads the blocks of the worked example.
func blocks(t *testing.T) map[string]string {
	t.Helper()
	page, err := os.ReadFile("../docs/journal-format.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, m := range regexp.MustCompile("(?s)```text ([a-z0-9-]+)\n(.*?)\n```").FindAllStringSubmatch(string(page), -1) {
		out[m[1]] = m[2]
	}
	return out
}

// hexLines reads hashes, one a line.
func hexLines(t *testing.T, text string) [][]byte {
	t.Helper()
	var out [][]byte
	for _, line := range strings.Split(text, "\n") {
		h, err := hex.DecodeString(line)
		if err != nil || len(h) != 32 {
			t.Fatalf("no hash: %q", line)
		}
		out = append(out, h)
	}
	return out
}

func TestAnotherProgramAgreesOnTheStream(t *testing.T) {
	b := blocks(t)
	want := hexLines(t, b["leaves"])
	last := make([]byte, 32)
	var leaves [][]byte
	for i, name := range []string{"entry-1", "entry-2", "entry-3"} {
		var e struct {
			Seq    int
			Prev   string
			County string
			Stream string
			Format int
		}
		if err := json.Unmarshal([]byte(b[name]), &e); err != nil {
			t.Fatal(err)
		}
		key := e.County + "/" + e.Stream
		if e.Seq != i+1 || e.Prev != hex.EncodeToString(last) || key != "441823/441823105" || e.Format != 1 {
			t.Errorf("%s: %+v", name, e)
		}
		if !bytes.Equal(canonical(t, b[name]), []byte(b[name])) {
			t.Errorf("%s is not canonical", name)
		}
		last = leaf(b[name])
		if !bytes.Equal(last, want[i]) {
			t.Errorf("leaf of %s is %x", name, last)
		}
		leaves = append(leaves, last)
	}
	if got := hex.EncodeToString(root(leaves)); got != b["root"] {
		t.Errorf("root %s", got)
	}
	frontier := [][]byte{node(leaves[0], leaves[1]), leaves[2]}
	if !slices.EqualFunc(frontier, hexLines(t, b["frontier"]), bytes.Equal) {
		t.Errorf("frontier %x", frontier)
	}
	path := hexLines(t, b["path-2-of-3"])
	if got := node(node(path[0], leaves[1]), path[1]); hex.EncodeToString(got) != b["root"] {
		t.Errorf("the path leads to %x", got)
	}
	proof := hexLines(t, b["consistency-2-of-3"])
	if got := node(root(leaves[:2]), proof[0]); len(proof) != 1 || hex.EncodeToString(got) != b["root"] {
		t.Errorf("the consistency proof leads to %x", got)
	}
}

// canonical writes JSON again with sorted keys and no blanks. encoding/json escapes a little more than the page allows
// only for characters that the example does not have.
func canonical(t *testing.T, body string) []byte {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(body))
	d.UseNumber()
	var v map[string]any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}

func TestAnotherProgramAgreesOnTheCheckpoint(t *testing.T) {
	b := blocks(t)
	text, signature, _ := strings.Cut(b["checkpoint"], "\n\n")
	text += "\n"
	rows := strings.Split(text, "\n")
	if rows[0] != "jieli checkpoint 1" || rows[3] != "1" || rows[5] != "441823 441823105 3 "+b["root"] || len(rows) != 7 {
		t.Errorf("the text is %q", rows)
	}
	if got := hex.EncodeToString(root([][]byte{leaf(rows[5])})); got != rows[4] {
		t.Errorf("root of the checkpoint: %s", got)
	}
	public := strings.Split(b["public-key"], "+")
	key, err := base64.StdEncoding.DecodeString(strings.Join(public[2:], "+"))
	if err != nil || len(key) != 33 || key[0] != 1 || public[0] != rows[1] {
		t.Fatalf("public key %q, %v", public, err)
	}
	id := sha256.Sum256(slices.Concat([]byte(public[0]+"\n"), key))
	if hex.EncodeToString(id[:4]) != public[1] {
		t.Errorf("the key is called %s", public[1])
	}
	sealed, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(signature, "— "+rows[1]+" "))
	if err != nil || len(sealed) != 68 || !bytes.Equal(sealed[:4], id[:4]) {
		t.Fatalf("signature %q, %v", signature, err)
	}
	if !ed25519.Verify(key[1:], []byte(text), sealed[4:]) {
		t.Error("the signature does not hold")
	}
}

func TestAnotherProgramOpensTheSealedName(t *testing.T) {
	b := blocks(t)
	unhex := func(name string) []byte {
		out, err := hex.DecodeString(b[name])
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	mac := hmac.New(sha256.New, unhex("master-key")) // HKDF-Expand to 32 bytes is one HMAC of info and 0x01
	mac.Write([]byte("jieli record key wrap 1\x01"))
	wrapped := unhex("wrapped-key")
	if string(wrapped[:4]) != "~a1~" {
		t.Fatalf("wrapped key begins with %q", wrapped[:4])
	}
	key := openGCM(t, mac.Sum(nil), wrapped[4:], "jieli record key 1")
	if hex.EncodeToString(key) != b["record-key"] {
		t.Errorf("record key %x", key)
	}
	var e struct {
		Register, Record string
		Fields           map[string]any
	}
	if err := json.Unmarshal([]byte(b["entry-1"]), &e); err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(e.Fields["head_name"].(string), "~a1~")
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil {
		t.Fatalf("sealed name %v, %v", e.Fields["head_name"], err)
	}
	name := openGCM(t, key, sealed, "jieli value 1\x00"+e.Register+"\x00"+e.Record+"\x00head_name")
	if string(name) != b["head-name"] {
		t.Errorf("the name is %s, not %s", strconv.Quote(string(name)), b["head-name"])
	}
}

func openGCM(t *testing.T, key, sealed []byte, aad string) []byte {
	t.Helper()
	block, err := aes.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := gcm.Open(nil, sealed[:12], sealed[12:], []byte(aad))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
