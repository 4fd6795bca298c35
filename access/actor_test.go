package access

import (
	"fmt"
	"testing"

	"jieli/catalog"
	"jieli/value"
)

func typeOf(t testing.TB, name string) value.Type {
	t.Helper()
	x, ok := value.ByName(name)
	if !ok {
		t.Fatal(name)
	}
	return x
}

func household(t testing.TB) *catalog.Register {
	reg := &catalog.Register{Name: "household", Fields: []*catalog.Field{
		{Name: "members", Type: typeOf(t, "integer")},
		{Name: "head", Type: typeOf(t, "person_name"), Privacy: catalog.Personal},
		{Name: "bank", Type: typeOf(t, "bank_account"), Privacy: catalog.Sensitive},
	}}
	reg.Index()
	return reg
}

var (
	member = &catalog.Role{Name: "member", Can: map[string][]catalog.Right{"*": {catalog.MayRead, catalog.MaySubmit},
		"household": {catalog.MayRead, catalog.MayChange}}, Sees: []catalog.Privacy{catalog.Personal},
		Unmask: []catalog.Privacy{catalog.Sensitive}, ReadOnly: map[string][]string{"household": {"members"}},
		Powers: []catalog.Power{catalog.SeeFigures}}
	office = &catalog.Role{Name: "office", Can: map[string][]catalog.Right{"household": {catalog.MayRead}},
		Hides: map[string][]string{"household": {"bank"}}}
	blind  = &catalog.Role{Name: "blind", Powers: []catalog.Power{catalog.SeeFigures, catalog.KeepUsers}}
	banker = &catalog.Role{Name: "banker", Can: map[string][]catalog.Right{"household": {catalog.MayRead}},
		Sees: []catalog.Privacy{catalog.Sensitive}}
)

func actor(grants ...any) *Actor {
	a := &Actor{}
	for i := 0; i < len(grants); i += 2 {
		a.Grants = append(a.Grants, Grant{Role: grants[i].(*catalog.Role), Area: grants[i+1].(string)})
	}
	return a
}

func TestARightReachesItsAreaAndWhatLiesBelow(t *testing.T) {
	a := actor(office, "441823", member, "441823111")
	for _, x := range []struct {
		name, area, role string
		builtIn          bool
		right            catalog.Right
		want             string
	}{
		{"household", "441823111205", "", false, catalog.MayRead, "office"},
		{"household", "441823111205", "member", false, catalog.MayRead, "member"},
		{"household", "441823111205", "banker", false, catalog.MayRead, ""},
		{"household", "441823111205", "", false, catalog.MayChange, "member"},
		{"household", "441823112", "", false, catalog.MayChange, ""},
		{"household", "441823", "", false, catalog.MayRead, "office"},
		{"household", "4418", "", false, catalog.MayRead, ""},
		{"household", "", "", false, catalog.MayRead, ""},
		{"household", "441824111", "", false, catalog.MayRead, ""},
		{"plot", "441823111", "", false, catalog.MayRead, "member"},
		{"plot", "441823112", "", false, catalog.MayRead, ""},
		{"account", "441823111", "", true, catalog.MayRead, ""}, // "*" reaches no built-in register
		{"household", "441823111", "", false, catalog.MaySubmit, ""},
	} {
		role, ok := a.Allows(x.name, x.builtIn, x.right, x.area, x.role)
		if got := map[bool]string{true: "x"}[ok]; ok != (x.want != "") || ok && role.Name != x.want {
			t.Errorf("%+v: %v%v", x, role, got)
		}
	}
	if _, ok := actor(member, "").Allows("household", false, catalog.MayRead, "441823", ""); ok {
		t.Error("a grant without area reaches something")
	}
}

func TestAScopeIsTheShortestListOfPrefixes(t *testing.T) {
	a := actor(member, "441823111", office, "441823", member, "441882", member, "441823111205", member, "")
	for what, x := range map[string]struct {
		got  []string
		want string
	}{
		"read":              {a.Areas("household", false, catalog.MayRead), "[441823 441882]"},
		"change":            {a.Areas("household", false, catalog.MayChange), "[441823111 441882]"},
		"void":              {a.Areas("household", false, catalog.MayVoid), "[]"},
		"power":             {a.Has(catalog.SeeFigures), "[441823111 441882]"},
		"none":              {a.Has(catalog.KeepSystem), "[]"},
		"reach":             {a.Reach(), "[441823 441882]"},
		"narrow within":     {Narrow([]string{"441823", "441882"}, "441823111"), "[441823111]"},
		"narrow above":      {Narrow([]string{"441823", "441882"}, "44"), "[441823 441882]"},
		"narrow beside":     {Narrow([]string{"441823", "441882"}, "441881"), "[]"},
		"narrow by nothing": {Narrow([]string{"441823"}, ""), "[441823]"},
	} {
		if fmt.Sprint(x.got) != x.want {
			t.Errorf("%s: %v, want %s", what, x.got, x.want)
		}
	}
}

func TestAViewIsTheUnionOfTheGrantsThatReachTheArea(t *testing.T) {
	reg := household(t)
	const town, elsewhere = "441823111", "441823112"
	for what, x := range map[string]struct {
		actor *Actor
		area  string
		want  string // for members, head, bank: s shown, m masked, u unmaskable, h hidden; w writable
	}{
		"a member in the town":               {actor(member, town), town, "s sw uw"},
		"a member elsewhere":                 {actor(member, town), elsewhere, "h h h"},
		"an office":                          {actor(office, "441823"), town, "sw mw h"},
		"both in the town":                   {actor(member, town, office, "441823"), town, "sw sw uw"},
		"both elsewhere":                     {actor(member, town, office, "441823"), elsewhere, "sw mw h"},
		"shown wins over masked and hidden":  {actor(member, town, office, town, banker, town), town, "sw sw sw"},
		"a role that may not read adds none": {actor(blind, "44"), town, "h h h"},
		"a grant without area":               {actor(member, ""), town, "h h h"},
	} {
		v := x.actor.View(reg, x.area)
		got := ""
		for i := range reg.Fields {
			got += map[bool]string{true: " "}[i > 0]
			for letter, holds := range map[string]bool{"s": v.Shown(i), "h": v.Hidden(i), "u": v.Masked(i) && v.Unmaskable(i),
				"m": v.Masked(i) && !v.Unmaskable(i)} {
				if holds {
					got += letter
				}
			}
			if v.Writable(i) {
				got += "w"
			}
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", what, got, x.want)
		}
		if v.Readable() != (x.want != "h h h") {
			t.Errorf("%s: readable %v", what, v.Readable())
		}
	}
}

func TestAFieldIsSearchedOnlyWhereItIsSeen(t *testing.T) {
	reg := household(t)
	a := actor(office, "441823", member, "441823111")
	for fields, want := range map[int]string{0: "[441823]", 1: "[441823111]", 2: "[]"} {
		if got := fmt.Sprint(a.Seeing(reg, []int{fields})); got != want {
			t.Errorf("field %d: %s, want %s", fields, got, want)
		}
	}
}

func TestAMaskHintsAndTellsNoMore(t *testing.T) {
	for _, x := range []struct {
		typ   string
		value any
		want  string
	}{
		{"person_name", "张三", "张**"}, {"person_name", "欧阳测试", "欧**"}, {"person_name", "张", "****"}, {"person_name", "",
			"****"},
		{"phone", "13800001234", "138****1234"}, {"phone", "0763-3360000", "**0000"}, {"phone", "110", "****"},
		{"national_id", "441823198001010014", "**0014"}, {"bank_account", "6222020000000000008", "**0008"},
		{"bank_account", "1234", "****"}, {"text", "糖尿病", "****"}, {"money", int64(650000), "****"},
		{"date", value.Date(3000), "****"}, {"choices", []string{"a"}, "****"}, {"text", nil, ""},
		{"national_id", "证件号码不详请核对一下", "****"},
	} {
		if got := Mask(typeOf(t, x.typ), x.value); got != x.want {
			t.Errorf("%s %v: %q, want %q", x.typ, x.value, got, x.want)
		}
	}
}
