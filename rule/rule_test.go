package rule_test

import (
	"testing"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/rule"
	"jieli/value"
)

// alone lets expressions read one record and one parameter.
type alone struct{ r *register.Record }

func (a alone) Subject(name string) expr.Row {
	if name == a.r.Register.Name {
		return a.r
	}
	return nil
}
func (alone) List(string, string) []expr.Row { return nil }
func (alone) Parameter(string) any           { return int64(600000) }
func (alone) Today() value.Date              { return value.Date(19000) }
func (alone) Now() value.Instant             { return 0 }

func field(t *testing.T, name, typ string, p catalog.Privacy) *catalog.Field {
	t.Helper()
	of, ok := value.ByName(typ)
	if !ok {
		t.Fatal(typ)
	}
	return &catalog.Field{Name: name, Type: of, Privacy: p}
}

// poor is a record with an income, a name, an account number and a place; its rule fires below a line.
func poor(t *testing.T, income any) (*catalog.Rule, *register.Record) {
	t.Helper()
	reg := &catalog.Register{Name: "farm", Fields: []*catalog.Field{field(t, "income", "money", catalog.Open),
		field(t, "head", "person_name", catalog.Personal), field(t, "account", "bank_account", catalog.Sensitive),
		field(t, "village", "area", catalog.Open)}}
	reg.Index()
	env, err := expr.NewEnv(expr.Scope{Subjects: []expr.Subject{{Name: "farm", Fields: []expr.Field{{Name: "income", Kind: value.KindInt}}}}})
	if err != nil {
		t.Fatal(err)
	}
	when, problems := env.Compile("farm.income < 600000", value.KindBool)
	if when == nil {
		t.Fatal(problems)
	}
	money, _ := value.ByName("money")
	line := &catalog.Parameter{Name: "line", Type: money}
	of := func(name string) catalog.TemplatePart {
		return catalog.TemplatePart{Register: reg, Field: reg.Field(name)}
	}
	x := &catalog.Rule{Name: "below", Label: fault.Text{Zh: "低于线", En: "Below"}, Register: reg, When: when,
		Because: catalog.Template{
			Zh: []catalog.TemplatePart{of("head"), {Text: "收入"}, of("income"), {Text: "低于"}, {Parameter: line}},
			En: []catalog.TemplatePart{of("village"), {Text: ": "}, of("income"), {Text: " / "}, of("account"), {Text: " on "}, {Today: true}}}}
	return x, &register.Record{Register: reg, State: register.StateActive, Fields: []any{income, "李大山", "6222021", "441823"}}
}

func TestARuleFiresWhileItIsKnownToHold(t *testing.T) {
	x, r := poor(t, int64(500000))
	if !rule.Fires(x, r, alone{r}) {
		t.Error("it should fire")
	}
	r.State = register.StateVoid
	if rule.Fires(x, r, alone{r}) {
		t.Error("nothing holds for a void record")
	}
	r.State, x.Draft = register.StateActive, true
	if rule.Fires(x, r, alone{r}) {
		t.Error("a draft never fires")
	}
	x, r = poor(t, nil)
	if rule.Fires(x, r, alone{r}) {
		t.Error("what is not known does not hold")
	}
}

func TestTheWordsOfARuleHaveTheValuesThatItFiredOn(t *testing.T) {
	x, r := poor(t, int64(500000))
	areas := catalog.NewAreas([]catalog.Area{{Code: "441823", Name: "阳山县"}})
	w := rule.Words{Vars: alone{r}, Areas: areas}
	want := fault.Text{Zh: "李大山收入5,000.00 元低于6,000.00 元", En: "阳山县: 5,000.00 yuan / ＊ on 2022-01-08"}
	if got := w.Because(x); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	w.Open = true
	if got := w.Because(x).Zh; got != "＊收入5,000.00 元低于6,000.00 元" {
		t.Errorf("personal values should be left out: %q", got)
	}
	r.Fields[0] = nil
	if got := w.Because(x).Zh; got != "＊收入—低于6,000.00 元" {
		t.Errorf("what is not known is a dash: %q", got)
	}
	x.Because = catalog.Template{}
	if got := w.Because(x); got != x.Label {
		t.Errorf("without words its label: %q", got)
	}
}
