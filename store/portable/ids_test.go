package portable

import (
	"bytes"
	"slices"
	"testing"
)

func TestIDsComeBackFromTheirShortForm(t *testing.T) {
	ids := []string{"", "a", "programme", "fifteen-letters", "sixteen--letters", "seventeen-letters", "01964f31-7000-8000-8000-0123456789ab",
		"00000000-0000-8000-8000-000000000001", "ffffffff-ffff-ffff-ffff-ffffffffffff", "01964F31-7000-8000-8000-0123456789AB",
		"01964f31-7000-8000-8000-0123456789a", "01964f31+7000-8000-8000-0123456789ab", "01964f31-7000-8000-8000-0123456789ag",
		"01964f3-17000-8000-8000-0123456789ab", "户主"}
	forms := map[string]string{}
	for _, id := range ids {
		b := packID(id)
		if got := unpackID(b); got != id {
			t.Errorf("%q came back as %q", id, got)
		}
		if other, twice := forms[string(b)]; twice {
			t.Errorf("%q and %q stand alike", id, other)
		}
		forms[string(b)] = id
	}
	if n := len(packID("01964f31-7000-8000-8000-0123456789ab")); n != 16 {
		t.Errorf("a UUID takes %d bytes", n)
	}
}

func TestUUIDsKeepTheirOrder(t *testing.T) {
	ids := []string{"9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d", "01964f31-7000-8000-8000-0123456789ab", "01964f31-7000-8000-8000-0123456789ac",
		"a0000000-0000-8000-8000-000000000000", "f47ac10b-58cc-4372-a567-0e02b2c3d479"}
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if bytes.Compare(packID(ids[i-1]), packID(ids[i])) >= 0 {
			t.Errorf("%s stands behind %s", ids[i-1], ids[i])
		}
	}
}
