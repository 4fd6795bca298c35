package value

import (
	"slices"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAreaLevelGoesByLength(t *testing.T) {
	for code, want := range map[string]string{"44": "province", "4418": "city", "441823": "county", "441823105": "town",
		"441823105201": "village", "": "", "4": "", "44182310520": "", "44182a": "", "４４": ""} {
		if got := AreaLevel(code); got != want {
			t.Errorf("%q is a %q, want %q", code, got, want)
		}
	}
}

func TestAreasHaveOneCountyAndStream(t *testing.T) {
	for _, x := range []struct{ area, county, stream string }{
		{"44", "440000", "44"}, {"4418", "441800", "4418"}, {"441823", "441823", "441823"},
		{"441823105", "441823", "441823105"}, {"441823105201", "441823", "441823105"}, {"", "000000", ""},
	} {
		county, stream := StreamOf(x.area)
		if county != x.county || stream != x.stream || County(x.area) != x.county {
			t.Errorf("%s: %s %s %s", x.area, county, stream, County(x.area))
		}
	}
}

func TestWithin(t *testing.T) {
	for _, x := range []struct {
		code, prefix string
		want         bool
	}{
		{"441823105201", "441823", true}, {"441823", "441823", true}, {"4418", "441823", false},
		{"441824105", "441823", false}, {"441823", "", false}, {"", "", false},
	} {
		if Within(x.code, x.prefix) != x.want {
			t.Errorf("%q within %q is %v", x.code, x.prefix, !x.want)
		}
	}
}

func TestNextPrefixBoundsExactlyWhatBeginsSo(t *testing.T) {
	for p, want := range map[string]string{"441823": "441824", "441829": "44182:", "": "", "连": "迟", "a\U0010FFFF": "b",
		"\U0010FFFF": "", "\uD7FF": "\uE000", "\x7f": "\u0080", "\u07FF": "\u0800", "\uFFFF": "\U00010000"} {
		if got := NextPrefix(p); got != want {
			t.Errorf("after %q comes %q, want %q", p, got, want)
		}
	}
}

func FuzzNextPrefix(f *testing.F) {
	f.Add("4418", "4418231")
	f.Add("连樟", "连樟村")
	f.Fuzz(func(t *testing.T, p, s string) {
		if !utf8.ValidString(p) || !utf8.ValidString(s) || p == "" {
			return
		}
		next := NextPrefix(p)
		begins := len(s) >= len(p) && s[:len(p)] == p
		if within := s >= p && (next == "" || s < next); within != begins {
			t.Errorf("%q begins with %q: %v, but in range to %q: %v", s, p, begins, next, within)
		}
		if !utf8.ValidString(next) {
			t.Errorf("%q is no text", next)
		}
	})
}

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "连樟村": "连樟村", " ＡＢｃ１２３　": "abc123", "Li  Ming\tHua": "li ming hua", "\u200b连\ufeff樟": "连樟",
		"４４０１２３１９９００１０１００１Ｘ": "44012319900101001x", "李\u00a0四": "李 四", "a": "a", "A": "a", "\u3000": "",
	} {
		if got := Fold(s); got != want {
			t.Errorf("%q folds to %q, want %q", s, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Ａ b　连樟\u200b")
	f.Fuzz(func(t *testing.T, s string) {
		if once := Fold(s); Fold(once) != once {
			t.Errorf("%q folds to %q, then to %q", s, once, Fold(once))
		}
		if once := tidy(s); tidy(once) != once {
			t.Errorf("%q is tidied to %q, then to %q", s, once, tidy(once))
		}
	})
}

func TestIDsSortByTimeAndAreKnown(t *testing.T) {
	var ids []string
	for ms := range 100 {
		ids = append(ids, NewID(Instant(1655166600000000+ms*1000), [10]byte{byte(255 - ms), 1, 2, 3}))
	}
	if !sort.StringsAreSorted(ids) {
		t.Error("ids do not sort by time")
	}
	if at, ok := IDTime(ids[7]); !ok || at != 1655166600007000 {
		t.Errorf("the id was made at %s %v", at, ok)
	}
	if ids[0] != "01815f9e-0340-7f01-8203-000000000000" {
		t.Errorf("the first id is %s", ids[0])
	}
	if !IsID(NewID(-5, [10]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 255})) {
		t.Error("an id of before 1970 is none")
	}
}

func TestDerivedIDsAreTheSameForTheSameParts(t *testing.T) {
	a, b := DeriveID("ab", "c"), DeriveID("a", "bc")
	if a == b || a != DeriveID("ab", "c") || !IsID(a) || a[14] != '8' || DeriveID() == DeriveID("") {
		t.Error(a, b)
	}
	if _, ok := IDTime(a); ok {
		t.Error("a derived id has no time")
	}
	if a != "601d5476-e2cc-8e2c-87a2-bba7a3226597" { // stands in journals: must never change
		t.Errorf("DeriveID gives %s", a)
	}
}

func TestIDsDerivedNearAnotherSortBesideIt(t *testing.T) {
	near := "01815f9e-0340-7f01-8203-000000000000"
	a, b := DeriveNear(near, "0"), DeriveNear(near, "1")
	for _, id := range []string{a, b} {
		if !IsID(id) || id[:14] != near[:14] || id[14] != '8' {
			t.Error(id)
		}
	}
	if a == b || a != DeriveNear(near, "0") || DeriveNear(near, "0", "") == a {
		t.Error(a, b)
	}
	if id := DeriveNear("no id", "0"); !IsID(id) {
		t.Error(id)
	}
}

func TestIsID(t *testing.T) {
	good := DeriveID("x")
	for _, s := range []string{"", good + "0", good[:35], "x" + good[1:], good[:8] + "_" + good[9:],
		good[:14] + "4" + good[15:], good[:19] + "c" + good[20:], strings.ToUpper(good)} {
		if IsID(s) {
			t.Errorf("%q is an id", s)
		}
	}
	if !IsID("01815f9e-0340-7f01-8203-000000000000") {
		t.Error("a good id is none")
	}
}

func TestFindingsQuoteOnlyTheBeginningOfLongTexts(t *testing.T) {
	long := slices.Repeat([]rune("连"), 100)
	if got := shown(string(long)); got != string(long[:40])+"…" {
		t.Errorf("shown as %q", got)
	}
	if shown("short") != "short" {
		t.Error("a short text was changed")
	}
}
