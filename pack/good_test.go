package pack

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

// small loads the pack for tests, which has neither errors nor warnings.
func small(t testing.TB) *catalog.Catalog {
	t.Helper()
	cat, findings := Load(os.DirFS("testdata/good/small"))
	for _, f := range findings {
		t.Errorf("%s", f)
	}
	if cat == nil {
		t.Fatal("no catalog")
	}
	return cat
}

func TestGoodPacksHaveNoFindings(t *testing.T) {
	folders, _ := filepath.Glob("testdata/good/*")
	for _, folder := range folders {
		cat, findings := Load(os.DirFS(folder))
		if cat == nil || len(findings) > 0 {
			t.Errorf("%s: %v", folder, findings)
		}
	}
}

func TestFormsMakeRegisters(t *testing.T) {
	c := small(t)
	r := c.Register("home_visit")
	if r == nil || r.Form != c.Form("home_visit") || r.Parent != c.Register("household") || r.As != "visits" {
		t.Fatalf("home_visit is %+v", r)
	}
	var names []string
	for _, f := range r.Fields {
		names = append(names, f.Name)
	}
	if want := []string{"visited_on", "medical_cost", "receipts"}; !slices.Equal(names, want) {
		t.Errorf("fields %v, want %v: only own questions", names, want)
	}
	if r.DateField != "visited_on" || r.Folder != "survey" {
		t.Errorf("date %q, folder %q", r.DateField, r.Folder)
	}
	if as := c.Register("registration").As; as != "registrations" {
		t.Errorf("list name without as is %q", as)
	}
}

func TestBuiltInRegistersComeLast(t *testing.T) {
	c := small(t)
	n := len(c.Registers)
	account, grant, delegation := c.Registers[n-3], c.Registers[n-2], c.Registers[n-1]
	if delegation.Name != "delegation" || !delegation.BuiltIn || delegation.Field("task") == nil {
		t.Errorf("delegation is %+v", delegation)
	}
	if account.Name != "account" || grant.Name != "grant" || !account.BuiltIn || grant.Parent != account {
		t.Errorf("last are %s, %s", account.Name, grant.Name)
	}
	if c.Register("grant").Field("area") == nil || account.AreaField != "home" {
		t.Error("account and grant lack their fields")
	}
}

func TestCalculatedFieldsStandInOrder(t *testing.T) {
	r := small(t).Register("household")
	var names []string
	for _, i := range r.Calculated {
		names = append(names, r.Fields[i].Name)
	}
	if want := []string{"members", "income_per_capita"}; !slices.Equal(names, want) {
		t.Errorf("order %v, want %v", names, want)
	}
}

func TestQuestionsTakeTheFieldOfTheRegister(t *testing.T) {
	c := small(t)
	q := c.Form("home_visit").ByName()["income_net"]
	if q.Field != c.Register("household").Field("income_net") || q.SaveTo == nil || !q.Required || q.Relevant == nil {
		t.Errorf("income_net is %+v", q)
	}
	if head := c.Form("home_visit").ByName()["head"]; !head.ReadOnly || head.SaveTo == nil {
		t.Errorf("shown question is %+v", head)
	}
	people := c.Form("registration").ByName()["people"].Repeat
	if people.Register != c.Register("person") || !people.Add || people.MaxRows != 30 || len(people.Questions) != 2 {
		t.Errorf("repeat is %+v", people)
	}
}

func TestRequiredQuestionsThatAreNotAlwaysAskedLeaveTheFieldFree(t *testing.T) {
	files := copyOf(t, "testdata/good/small")
	text := string(files["survey/visits.yaml"].Data)
	text = strings.Replace(text, "max: 100 万元}", "max: 100 万元, required: true}", 1) // its page has a condition
	files["survey/visits.yaml"] = &fstest.MapFile{Data: []byte(text)}
	c, findings := Load(files)
	if c == nil {
		t.Fatal(findings)
	}
	q := c.Form("home_visit").ByName()["medical_cost"]
	if !q.Required || q.Field.Required {
		t.Errorf("question required %v, field required %v", q.Required, q.Field.Required)
	}
	if !c.Register("home_visit").Field("visited_on").Required {
		t.Error("visited_on is always asked")
	}
}

func TestValuesAreReadInTheirOwnSpelling(t *testing.T) {
	c := small(t)
	p := c.Parameter("monitoring_line")
	if v := p.At("441823111205", value.DateOf(2022, 5, 1)); v != int64(710_000) {
		t.Errorf("county's value is %v, want 7100 yuan", v)
	}
	if v := p.At("441882107201", value.DateOf(2022, 5, 1)); v != int64(700_000) {
		t.Errorf("0.7 万元 is %v, want 7000 yuan", v)
	}
	income := c.Register("household").Field("income_net")
	if *income.Limits.Max != 1_000_000_000 {
		t.Errorf("max of 1000 万元 is %d fen", *income.Limits.Max)
	}
	if d := c.Register("household").Field("formerly_poor").Default; d != false {
		t.Errorf("default is %v", d)
	}
}

func TestUnitsGiveFactors(t *testing.T) {
	c := small(t)
	for name, want := range map[string]struct {
		factor int64
		scale  int
	}{
		"medical_cost": {1_000_000, 0}, "plot_size": {100, 2}, "households": {1, 0},
		"income_a_person/numerator": {100, 0}, "income_a_person/denominator": {1, 0},
	} {
		i := c.Indicator(name)
		if i == nil || i.Factor != want.factor || i.Scale != want.scale {
			t.Errorf("%s: %+v, want factor %d, scale %d", name, i, want.factor, want.scale)
		}
	}
	if u := c.Indicator("households").Unit; u.En != "households" {
		t.Errorf("unit 户 is %+v", u)
	}
}

func TestDigestFollowsEveryFile(t *testing.T) {
	load := func(name, text string) string {
		files := copyOf(t, "testdata/good/small")
		if name != "" {
			files[name] = &fstest.MapFile{Data: []byte(text)}
		}
		cat, findings := Load(files)
		if cat == nil {
			t.Fatal(findings)
		}
		return cat.Pack.Digest
	}
	same := load("", "")
	if same != load("", "") || len(same) != 64 {
		t.Error("the same files give two digests")
	}
	areas := string(copyOf(t, "testdata/good/small")["areas.csv"].Data)
	for _, other := range []string{
		load("more.yaml", "# a comment\n"), load("areas.csv", areas+"441882107202,丁村,village,441882107,\n"),
	} {
		if other == same {
			t.Error("a change leaves the digest as it was")
		}
	}
}

func copyOf(t testing.TB, root string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(root, name)
		files[filepath.ToSlash(rel)] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestWindowsFilesAreRead(t *testing.T) {
	files := copyOf(t, "testdata/good/small")
	for _, f := range files {
		f.Data = []byte("\ufeff" + strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
	}
	if cat, findings := Load(files); cat == nil || len(findings) > 0 {
		t.Errorf("findings %v", findings)
	}
}

func TestSensitiveFieldsHaveNoColumnInExpressions(t *testing.T) {
	s := Subject(small(t).Register("household"))
	i := slices.IndexFunc(s.Fields, func(f expr.Field) bool { return f.Name == "bank_account" })
	if s.Fields[i].Column != "" {
		t.Errorf("column %q holds ciphertext", s.Fields[i].Column)
	}
	if len(s.Lists) == 0 || s.Lists[0].Item.Table != "r_person" {
		t.Errorf("lists %+v", s.Lists)
	}
}

func TestFindingsAreSortedByPlace(t *testing.T) {
	files := copyOf(t, "testdata/good/small")
	files["b.yaml"] = &fstest.MapFile{Data: []byte("check: c\nlabel: 一\n---\nwhat: 1\n")}
	files["a.yaml"] = &fstest.MapFile{Data: []byte("nothing\n")}
	_, findings := Load(files)
	sorted := slices.IsSortedFunc(findings, func(x, y fault.Finding) int {
		if c := strings.Compare(x.Pos.File, y.Pos.File); c != 0 {
			return c
		}
		return x.Pos.Line*10000 + x.Pos.Column - y.Pos.Line*10000 - y.Pos.Column
	})
	if len(findings) < 4 || !sorted {
		t.Errorf("findings %v", findings)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"household", "person", "visited_on", "members", "head"}
	for name, want := range map[string]string{
		"houshold": "household", "hosuehold": "household", "memebrs": "members", "visited": "visited_on", "hed": "head",
		"plot": "", "x": "", "": "", "water_scheme": "",
	} {
		if got := nearest(name, known); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	files := copyOf(b, "testdata/good/small")
	for b.Loop() {
		if cat, _ := Load(files); cat == nil {
			b.Fatal("no catalog")
		}
	}
}
