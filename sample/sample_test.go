package sample

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/pack"
	"jieli/packs"
	"jieli/value"
)

func shipped(t testing.TB) *catalog.Catalog {
	t.Helper()
	fsys, err := packs.Open(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	c, findings := pack.Load(fsys)
	for _, f := range findings {
		if f.Severity == fault.Stop {
			t.Fatal(f.String())
		}
	}
	return c
}

func plan(t testing.TB) *world {
	t.Helper()
	w, err := newWorld(shipped(t), wholeYear)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// digest gives a hash over all bundles and how many there are.
func digest(t testing.TB, w *world) (string, int) {
	t.Helper()
	h := sha256.New()
	n := 0
	w.play(func(b batch) bool {
		for i, s := range b.sent {
			body, err := json.Marshal(s.Bundle)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(h, "%d %s %s\n", b.at[i], s.Actor.Login, body)
			n++
		}
		return true
	})
	return hex.EncodeToString(h.Sum(nil)), n
}

func TestTwoGenerationsMakeTheSameBundles(t *testing.T) {
	first, n := digest(t, plan(t))
	second, m := digest(t, plan(t))
	if first != second || n != m || n < 50_000 {
		t.Errorf("%d bundles %s, then %d bundles %s", n, first, m, second)
	}
}

func TestTheListHasExactlyItsHouseholdsAndPersons(t *testing.T) {
	w := plan(t)
	persons := 0
	numbers, cards := map[string]bool{}, map[string]bool{}
	for _, h := range w.houses {
		persons += h.poorPersons
		if numbers[h.no] {
			t.Fatalf("number %s twice", h.no)
		}
		numbers[h.no] = true
		for i := range h.people {
			p := &h.people[i]
			if w.tables.avoid[p.name] {
				t.Errorf("%s is somebody whom everybody knows", p.name)
			}
			if cards[p.cardNo] {
				t.Errorf("card %s twice", p.cardNo)
			}
			cards[p.cardNo] = true
			if _, f := value.ReadNationalID(p.cardNo); f != nil {
				t.Errorf("card %s: %s", p.cardNo, f.Text.Zh)
			}
		}
	}
	if len(w.houses) != formerlyPoorHouseholds || persons != formerlyPoorPersons || len(w.villages) != villages {
		t.Errorf("%d households, %d persons, %d villages", len(w.houses), persons, len(w.villages))
	}
}

func TestTheListHasAPlausiblePyramid(t *testing.T) {
	var ages [10]int // by decade
	alone, men := 0, 0
	w := plan(t)
	for _, h := range w.houses {
		if len(h.people) == 1 {
			alone++
		}
		for i := range h.people {
			ages[min(9, h.people[i].birth.Age(listDay)/10)]++
			if h.people[i].male {
				men++
			}
		}
	}
	between(t, "children below ten", ages[0], 1500, 4500)
	between(t, "in their forties", ages[4], 2500, 6500)
	between(t, "sixty and older", ages[6]+ages[7]+ages[8]+ages[9], 7000, 15000)
	between(t, "ninety and older", ages[9], 50, 700)
	between(t, "living alone", alone, 4500, 7000)
	between(t, "men", men, 16500, 20500)
}

func between(t *testing.T, what string, n, least, most int) {
	t.Helper()
	if n < least || n > most {
		t.Errorf("%s: %d, expected %d to %d", what, n, least, most)
	}
}

func TestPhonesAndCardsBelongToNobody(t *testing.T) {
	m := plan(t).maker
	seen := map[string]bool{}
	for range 100_000 {
		p := m.phone()
		if p[:4] != "1420" || len(p) != 11 || seen[p] {
			t.Fatalf("phone %s", p)
		}
		seen[p] = true
	}
}

func TestEveryRoleHasASignInWhosePasswordHolds(t *testing.T) {
	c := shipped(t)
	roles := map[string]bool{}
	for _, a := range Accounts(c) {
		roles[a.Role] = true
		if f := access.CheckPassword(a.Login, a.Password); f != nil {
			t.Errorf("%s: %s", a.Login, f.Text.Zh)
		}
		if _, ok := c.Areas.Get(a.Area); !ok {
			t.Errorf("%s: area %s", a.Login, a.Area)
		}
	}
	for _, r := range c.Roles {
		if !roles[r.Name] {
			t.Errorf("nobody signs in as %s", r.Name)
		}
	}
	w := plan(t)
	logins := map[string]*staff{}
	for _, s := range w.staff {
		if logins[s.login] != nil {
			t.Errorf("login %s twice", s.login)
		}
		logins[s.login] = s
	}
	for _, a := range Accounts(c) {
		if s := logins[a.Login]; s == nil || s.name != a.Name || !hasGrant(s, a) {
			t.Errorf("the sample has nobody like %+v", a)
		}
	}
}

func hasGrant(s *staff, a Account) bool {
	for _, g := range s.grants {
		if g.role == a.Role && g.area == a.Area {
			return true
		}
	}
	return false
}

func TestDeviceNumbersRiseAndNothingArrivesBeforeItWasMade(t *testing.T) {
	w := plan(t)
	last := map[string]int64{}
	late, ahead := 0, 0
	w.play(func(b batch) bool {
		for i, s := range b.sent {
			day := b.at[i].Day()
			if day < firstDay || day > lastDay {
				t.Errorf("a bundle on %s", day)
			}
			if s.Bundle.DeviceSeq != last[s.Bundle.Device]+1 {
				t.Fatalf("device %s sends %d after %d", s.Actor.Login, s.Bundle.DeviceSeq, last[s.Bundle.Device])
			}
			last[s.Bundle.Device] = s.Bundle.DeviceSeq
			made, err := value.ParseInstant(s.Bundle.MadeAt)
			if err != nil {
				t.Fatal(err)
			}
			if made > b.at[i] {
				ahead++
			}
			if day-made.Day() == 2 {
				late++
			}
		}
		return true
	})
	between(t, "bundles two days late", late, 1000, 8000)
	between(t, "bundles of a device whose clock is ahead", ahead, 1, 1)
}

func BenchmarkGenerate(b *testing.B) {
	c := shipped(b)
	for b.Loop() {
		w, err := newWorld(c, wholeYear)
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		w.play(func(x batch) bool { n += len(x.sent); return true })
		b.ReportMetric(float64(n), "bundles")
	}
}

func unitOnly(t *testing.T) {
	t.Helper()
	if os.Getenv("JIELI_TEST") == "unit" {
		t.Skip("loads the whole sample: not among the unit tests")
	}
}
