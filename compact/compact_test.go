package compact

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

var words = NewWords([]string{"household", "members", "head_name", "441823105201", ""})

func TestATextComesBackByteForByte(t *testing.T) {
	for _, text := range []string{
		`null`, `true`, `false`, `{}`, `[]`, `""`, `0`, `63`, `64`, `-1`, `9223372036854775807`, `-9223372036854775808`,
		`92233720368547758080`, `1.5`, `-0.25`, `"household"`, `"members "`, `[[],[{}]]`,
		`{"household":"head_name","members":4,"x":[1,null,"连樟村",true]}`,
		`"01964c1e-7d3a-7000-8000-000000000001"`, `"01964C1E-7d3a-7000-8000-000000000001"`, `"01964c1e-7d3a-7000-8000_000000000001"`,
		`"2022-06-14"`, `"1899-12-31"`, `"1900-01-01"`, `"2079-06-06"`, `"2079-06-07"`, `"2022-02-30"`,
		`"~a1~9swYS2ybLfSAuTeT2rtaHpdVUGRXtM-I8_tsvBJTZiWdW_Eh"`, `"~s1~AAA"`, `"~a1~AB"`, `"~a1~"`, `"~a1~%%"`,
		`"441823105201"`, `"441823105202"`, `"0001"`, `"001"`, `"44182311020800006601"`,
		`"` + strings.Repeat("0a", 32) + `"`, `"` + strings.Repeat("0A", 32) + `"`,
		`"` + strings.Repeat("村", 40) + `"`, `"a\"b\\"`, `"\u001f\n"`, `{"coordinates":[112.6412,24.4701],"type":"Point"}`,
	} {
		packed, ok := Pack([]byte(text), words)
		if !ok {
			t.Errorf("%s is not packed", text)
			continue
		}
		back, err := Restore(packed, words)
		if err != nil || string(back) != text {
			t.Errorf("%s came back as %s, %v", text, back, err)
		}
	}
}

func TestWhatIsNoTextWithoutBlanksIsRefused(t *testing.T) {
	for _, text := range []string{``, ` 1`, `1 `, `{"a": 1}`, `{"a":1,}`, `[1 2]`, `{"a"}`, `"a`, `"a\`, `nul`, `{`, `[`, `{"a":1`,
		strings.Repeat("[", 60) + strings.Repeat("]", 60)} {
		if packed, ok := Pack([]byte(text), words); ok {
			t.Errorf("%q was packed as %x", text, packed)
		}
	}
}

func TestPackingPays(t *testing.T) {
	text := []byte(`{"household":"01964c1e-7d3a-7000-8000-000000000001","members":"441823105201"}`)
	packed, ok := Pack(text, words)
	if !ok || len(packed) != 2+2+17+2+2 {
		t.Errorf("%d bytes: %x, %v", len(packed), packed, ok)
	}
}

func TestALongerListReadsWhatAShorterOneWroteAndNotTheOtherWayRound(t *testing.T) {
	longer := NewWords(append(words.list, "new"))
	packed, _ := Pack([]byte(`"members"`), words)
	if back, err := Restore(packed, longer); err != nil || string(back) != `"members"` {
		t.Errorf("%s, %v", back, err)
	}
	packed, _ = Pack([]byte(`"new"`), longer)
	if back, err := Restore(packed, words); !errors.Is(err, ErrWord) {
		t.Errorf("%s, %v", back, err)
	}
	if missing := words.Missing([]string{"new", "members", "new"}); len(missing) != 1 {
		t.Errorf("missing %q", missing)
	}
}

// A single changed bit gives another text, or none: packed texts are part of what verification reads.
func TestNoSingleBitGoesUnseen(t *testing.T) {
	text := []byte(`{"household":"01964c1e-7d3a-7000-8000-000000000001","members":[4,64,100000,-3,1.5,true,"2022-06-14","0001","abc"],` +
		`"sealed":"~a1~9swYS2ybLfSAuTeT2rtaHpdVUGRXtM-I8_tsvBJTZiWdW_Eh","x":"441823105201"}`)
	packed, ok := Pack(text, words)
	if !ok {
		t.Fatal("not packed")
	}
	for i := range packed {
		for bit := range 8 {
			changed := bytes.Clone(packed)
			changed[i] ^= 1 << bit
			if back, err := Restore(changed, words); err == nil && bytes.Equal(back, text) {
				t.Errorf("byte %d, bit %d: the same text", i, bit)
			}
		}
	}
}

func TestGarbageIsRefusedWithoutHarm(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		garbage := make([]byte, r.IntN(40))
		for i := range garbage {
			garbage[i] = byte(r.UintN(256))
		}
		_, _ = Restore(garbage, words)
	}
}

func FuzzAnyTextComesBackOrIsRefused(f *testing.F) {
	f.Add([]byte(`{"a":[1,"b"]}`))
	f.Add([]byte(`"~a1~AB"`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if packed, ok := Pack(text, words); ok {
			if back, err := Restore(packed, words); err != nil || !bytes.Equal(back, text) {
				t.Errorf("%q came back as %q, %v", text, back, err)
			}
		}
		_, _ = Restore(text, words)
	})
}
