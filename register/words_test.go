package register

import (
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/value"
)

func record(t *testing.T, name string, privacy catalog.Privacy, v string) *Record {
	t.Helper()
	typ, ok := value.ByName(name)
	if !ok {
		t.Fatal(name)
	}
	reg := &catalog.Register{Name: "r", Fields: []*catalog.Field{{Name: "f", Type: typ, Search: true, Privacy: privacy}}}
	reg.Index()
	return &Record{Register: reg, Fields: []any{v}}
}

func TestNamesAreFoundByCharactersPinyinAndInitials(t *testing.T) {
	for _, c := range []struct{ name, by string }{
		{"李大山", "李大山"}, {"李大山", "李大"}, {"李大山", "大山"}, {"李大山", "lids"[:3]}, {"李大山", "lds"},
		{"李大山", "lidashan"}, {"单小明", "shan"}, {"单小明", "dan"}, {"大崀", "dalang"}, {"浛洸", "hanguang"},
		{"ABC公司", "abc"},
	} {
		if !found(Words(record(t, "person_name", catalog.Personal, c.name), strings.ToUpper), c.by) {
			t.Errorf("%s is not found by %q: %v", c.name, c.by, Words(record(t, "text", "", c.name), nil))
		}
	}
}

func found(words []string, by string) bool {
	for _, w := range words {
		if strings.HasPrefix(w, by) {
			return true
		}
	}
	return false
}

func TestSensitiveValuesAreFoundOnlyWholeByDigest(t *testing.T) {
	words := Words(record(t, "text", catalog.Sensitive, "6222020000000000000"), func(s string) string { return "digest of " + s[:2] })
	if len(words) != 1 || words[0] != "digest of 62" {
		t.Errorf("%v", words)
	}
}

func TestTermsStayBounded(t *testing.T) {
	words := Words(record(t, "text", "", strings.Repeat("重行长乐", 40)), nil)
	if len(words) > maxWords {
		t.Errorf("%d terms", len(words))
	}
	for _, w := range words {
		if len([]rune(w)) > maxWord {
			t.Errorf("a term of %d characters", len([]rune(w)))
		}
	}
}
