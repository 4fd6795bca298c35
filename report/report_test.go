package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"os"
	"strings"
	"testing"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/register"
	"jieli/report"
	"jieli/value"
)

var rewrite = flag.Bool("rewrite", false, "write the golden pages anew")

func field(name, label, kind string) *catalog.Field {
	t, ok := value.ByName(kind)
	if !ok {
		panic(kind)
	}
	return &catalog.Field{Name: name, Label: fault.Text{Zh: label, En: name}, Type: t}
}

var (
	household = named("household", field("head", "户主", "person_name"), field("village", "行政村", "text"),
		field("members", "家庭人口", "integer"), field("hidden", "内部意见", "text"))
	person = named("person", field("name", "姓名", "person_name"), field("born", "出生日期", "date"))
	line   = &catalog.Parameter{Name: "line", Type: kind("money")}
)

func named(name string, fields ...*catalog.Field) *catalog.Register {
	r := &catalog.Register{Name: name, Fields: fields}
	r.Index()
	return r
}

func kind(name string) value.Type { t, _ := value.ByName(name); return t }

func record(r *catalog.Register, id string, values ...any) *register.Record {
	return &register.Record{Register: r, ID: id, State: register.StateActive, Fields: values}
}

func day(text string) value.Date { d, _ := value.ParseDate(text); return d }

// source is a household with its people, read by somebody who must not know of the field hidden.
type source struct {
	home   *register.Record
	people []*register.Record
}

func (s source) Record(reg *catalog.Register) *register.Record {
	if reg == household {
		return s.home
	}
	return nil
}

func (s source) Children(child *catalog.Register, parent *register.Record) []*register.Record {
	return s.people
}

func (s source) Words(r *register.Record, f *catalog.Field) string {
	return f.Type.Display(r.Get(f.Name), &f.Limits, "zh")
}

func (s source) Label(f *catalog.Field, of *catalog.Register) (fault.Text, bool) {
	return f.Label, f.Name != "hidden"
}

func (s source) Vars(r *register.Record) expr.Vars { return vars{r} }

type vars struct{ rec *register.Record }

func (v vars) Subject(name string) expr.Row {
	if v.rec.Register.Name == name {
		return v.rec
	}
	return nil
}
func (v vars) List(string, string) []expr.Row { return nil }
func (v vars) Parameter(name string) any      { return int64(870000) }
func (v vars) Today() value.Date              { return day("2026-11-24") }
func (v vars) Now() value.Instant             { return 0 }

func condition(t *testing.T, text string) *expr.Program {
	t.Helper()
	env, err := expr.NewEnv(expr.Scope{Subjects: []expr.Subject{
		{Name: "household", Fields: []expr.Field{{Name: "members", Kind: value.KindInt}}},
		{Name: "person", Fields: []expr.Field{{Name: "born", Kind: value.KindDate}}}}})
	if err != nil {
		t.Fatal(err)
	}
	p, problems := env.Compile(text, value.KindBool)
	if problems != nil {
		t.Fatal(problems)
	}
	return p
}

func words(zh string) fault.Text { return fault.Text{Zh: zh} }

func sentence(parts ...catalog.TemplatePart) catalog.Template { return catalog.Template{Zh: parts} }

func file(t *testing.T) *catalog.Document {
	of := func(name string) catalog.TemplatePart {
		return catalog.TemplatePart{Register: household, Field: household.Field(name)}
	}
	return &catalog.Document{Register: household, Title: words("监测对象基本情况表"),
		Paragraphs: []*catalog.Paragraph{
			{Text: sentence(catalog.TemplatePart{Text: "截至"}, catalog.TemplatePart{Today: true}, catalog.TemplatePart{Text: "，"}, of("village"),
				of("head"), catalog.TemplatePart{Text: "户收入低于"}, catalog.TemplatePart{Parameter: line}, catalog.TemplatePart{Text: "。"})},
			{Text: sentence(catalog.TemplatePart{Text: "人口过多。"}), When: condition(t, "household.members > 10")},
		},
		Parts: []*catalog.DocumentPart{
			{Label: words("基本情况"), Fields: []catalog.Target{{Register: household, Field: household.Field("head")},
				{Register: household, Field: household.Field("village")}, {Register: household, Field: household.Field("hidden")},
				{Register: household, Field: household.Field("members")}}},
			{Label: words("从未出现"), When: condition(t, "household.members > 10")},
			{Label: words("出生日期已知的成员"), List: &catalog.Shown{Register: household, List: person},
				Where: condition(t, "has(person.born)"), Columns: person.Fields},
			{Label: words("子女"), List: &catalog.Shown{Register: household, List: person},
				Where: condition(t, "person.born > today"), Columns: person.Fields[:1]},
		},
		Closing:    []*catalog.Paragraph{{Text: sentence(catalog.TemplatePart{Text: "户主（签字）："}, of("hidden"))}},
		Signatures: []fault.Text{words("调查人"), words("户主")}}
}

var home = source{record(household, "h", "陈测试甲", "甲村", int64(3), nil), []*register.Record{
	record(person, "1", "陈测试甲", day("1960-02-03")), record(person, "2", "陈测试乙", nil)}}

func TestAPageHoldsWhatTheDocumentNames(t *testing.T) {
	p := report.Compose(file(t), home.home, home, "zh")
	p.Unit, p.Foot = "岭背镇", "依据系统记录生成。"
	if want := "截至2026年11月24日，甲村陈测试甲户收入低于8,700.00 元。"; len(p.Above) != 1 || p.Above[0] != want {
		t.Errorf("%q, want %q", p.Above, want)
	}
	if len(p.Sections) != 3 || p.Sections[0].Heading != "一、基本情况" || p.Sections[1].Heading != "二、出生日期已知的成员" {
		t.Errorf("%+v", p.Sections)
	}
	if rows := p.Sections[1].Table.Rows; len(rows) != 1 || rows[0][1] != "1960年2月3日" {
		t.Errorf("%v", rows)
	}
	if p.Below[0] != "户主（签字）：＿＿＿＿" {
		t.Errorf("what is not known is left to be filled in: %q", p.Below)
	}
	golden(t, "file.html", p)
}

func TestANoticeSaysHowLongItHangs(t *testing.T) {
	doc := &catalog.Document{Public: true, Register: household, Title: words("关于拟纳入防止返贫监测对象的公示"),
		Paragraphs: []*catalog.Paragraph{{Text: sentence(catalog.TemplatePart{Text: "经农户申请、入户核实、民主评议，拟将"},
			catalog.TemplatePart{Register: household, Field: household.Field("head")},
			catalog.TemplatePart{Text: "户纳入防止返贫监测对象，类别为突发严重困难户。现予公示，接受群众监督。"})}},
		Closing: []*catalog.Paragraph{{Text: sentence(catalog.TemplatePart{
			Text: "公示期内如有异议，请实名向岭背镇便民服务中心（0763-7000001）或者阳山县农业农村局（0763-7000000）反映。"})}}}
	p := report.Compose(doc, home.home, home, "zh")
	p.Unit, p.Board, p.Hangs = "甲村村民委员会", true, report.Period(day("2022-06-14"), day("2022-06-19"), "zh")
	if p.Hangs != "2022年6月14日至2022年6月19日（5天）" {
		t.Errorf("%q", p.Hangs)
	}
	golden(t, "notice.html", p)
}

func golden(t *testing.T, name string, p *report.Page) {
	t.Helper()
	var got bytes.Buffer
	if err := p.HTML(&got); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(got.String(), "<script") || strings.Contains(got.String(), "style=") {
		t.Error("a script, or a style that the policy forbids")
	}
	path := "testdata/" + name
	if *rewrite {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(path); err != nil || !bytes.Equal(want, got.Bytes()) {
		t.Errorf("%s is not current (%v); run go test ./report -rewrite and read it", path, err)
	}
}

func TestHeadingsAreNumberedAsPapersDo(t *testing.T) {
	for n, want := range map[int]string{1: "一、甲", 10: "十、甲", 11: "十一、甲", 20: "二十、甲", 34: "三十四、甲", 100: "100. 甲"} {
		if got := report.Numbered(n, "甲", "zh"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := report.Numbered(2, "Basics", "en"); got != "2. Basics" {
		t.Error(got)
	}
}

func TestThePolicyAllowsTheStyleOfThePageAndNothingElse(t *testing.T) {
	var page bytes.Buffer
	if err := (&report.Page{Title: "甲"}).HTML(&page); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(page.String(), "<style>")
	style, _, _ := strings.Cut(rest, "</style>")
	sum := sha256.Sum256([]byte(style))
	want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
	if !strings.Contains(report.Policy, want) || !strings.HasPrefix(report.Policy, "default-src 'none';") ||
		strings.Contains(report.Policy, "unsafe") || style == "" {
		t.Errorf("%s, want %s", report.Policy, want)
	}
}
