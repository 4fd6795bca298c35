package exchange_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jieli/access"
	"jieli/clock"
	"jieli/engine"
	"jieli/exchange"
	"jieli/journal"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

const (
	yangshan = "441823"
	lianzhou = "441882"
	jiacun   = "441823111205"
	yicun    = "441823111206"
	bingcun  = "441882107201" // of Lianzhou
)

// office is a county's office with a file in its hand, and what stands in the database.
type office struct {
	*testing.T
	options exchange.Options
	store   store.Store
	engine  *engine.Engine
	member  *access.Actor
}

func newOffice(t *testing.T) *office {
	t.Helper()
	cat, findings := pack.Load(os.DirFS("testdata/pack"))
	if cat == nil {
		t.Fatal(findings)
	}
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	check(t, err)
	st, err := sqlite.Open(context.Background(), t.TempDir(), vault.Columns())
	check(t, err)
	t.Cleanup(func() { st.Close() })
	check(t, st.Migrate(context.Background(), cat))
	now, _ := value.ParseInstant("2022-07-01T09:00:00+08:00")
	e, err := engine.New(context.Background(), engine.Options{Store: st, Catalog: cat, Vault: vault,
		Cipher: vault.Columns(), Clock: clock.Fixed(now)})
	check(t, err)
	t.Cleanup(e.Close)
	actor := func(role, area string) *access.Actor {
		return &access.Actor{Account: value.DeriveID(role), Name: "测试员", County: value.County(area),
			Grants: []access.Grant{{Role: cat.Role(role), Area: area}}}
	}
	o := &office{T: t, store: st, engine: e, member: actor("team_member", "4418")}
	o.options = exchange.Options{Import: cat.Import("department_warnings"), Actor: actor("county_office", yangshan),
		Scope: []string{yangshan}, Reader: st, Engine: e, Catalog: cat, Now: now, Device: "test"}
	return o
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// family registers a household with one person and gives its id.
func (o *office) family(village, name, number string) string {
	o.Helper()
	home := value.DeriveID("home", name, number, village)
	entry := func(reg, record, parent string, fields map[string]any) engine.EntryIn {
		raw, _ := json.Marshal(fields)
		return engine.EntryIn{Register: reg, Record: record, Parent: parent, Action: journal.Create, Fields: raw}
	}
	person := map[string]any{"name": name}
	if number != "" {
		person["national_id"] = number
	}
	r, err := o.engine.Accept(context.Background(), o.member, engine.Bundle{ID: value.DeriveID("bundle", home), Device: "test",
		County: value.County(village), Entries: []engine.EntryIn{
			entry("household", home, "", map[string]any{"household_no": home, "village": village}),
			entry("person", value.DeriveID("person", home), home, person)}})
	check(o.T, err)
	if !r.Accepted {
		o.Fatal(r.Findings)
	}
	return home
}

// send imports rows below the usual head.
func (o *office) send(rows ...string) *exchange.Report {
	o.Helper()
	return o.sendBytes([]byte("姓名,身份证号,行政村,自付金额（元）,结算日期\n" + strings.Join(rows, "\n")))
}

func (o *office) sendBytes(data []byte) *exchange.Report {
	o.Helper()
	report, err := exchange.Run(context.Background(), o.options, "医保自付.csv", data)
	check(o.T, err)
	return report
}

func (o *office) all(reg string) []*register.Record {
	o.Helper()
	list, err := o.store.Find(context.Background(), store.Query{Register: o.options.Catalog.Register(reg), Limit: 500})
	check(o.T, err)
	return list
}

func (o *office) entries() (n int64) {
	o.Helper()
	heads, err := o.store.Streams(context.Background())
	check(o.T, err)
	for _, h := range heads {
		n += h.N
	}
	return n
}

// want compares the counts of a report: rows, matched, undecided, broken, accepted, repeated.
func (o *office) want(r *exchange.Report, counts string) {
	o.Helper()
	if got := fmt.Sprint(r.Rows, r.Matched, r.Undecided, r.Broken, r.Accepted, r.Repeated); got != counts {
		o.Errorf("rows, matched, undecided, broken, accepted, repeated: %s, want %s; %v", got, counts, r.Findings)
	}
}

// idOf is a valid number of an id card; different ones for different n.
func idOf(n int) string {
	s := fmt.Sprintf("44182319600101%03d", n)
	return s + string(value.NationalIDCheck(s))
}

func TestRowsAboutKnownPeopleOpenCasesAndOthersAreKeptForAPerson(t *testing.T) {
	o := newOffice(t)
	one, two := o.family(jiacun, "黎一", idOf(1)), o.family(yicun, "黎二", "")
	o.family(jiacun, "同名", "")
	o.family(jiacun, "同名", idOf(9)) // another of that name in that village
	r := o.send("黎一,"+idOf(1)+",,52000.50,2022.6.14", "黎二,,岭背镇乙村,31000,2022年6月15日", "同名,,甲村,100,", "无人,,甲村,100,")
	o.want(r, "4 2 2 0 4 0")
	cases := map[string]string{}
	for _, c := range o.all("signal") {
		cases[c.Parent] = fmt.Sprintf("%v %v %v", c.Get("stage"), c.Get("cost"), c.Get("paid_on"))
	}
	if len(cases) != 2 || cases[one] != "new 5200050 2022-06-14" || cases[two] != "new 3100000 2022-06-15" {
		t.Errorf("cases: %v", cases)
	}
	if kept := o.all("unmatched_warning"); len(kept) != 2 || kept[0].Area != jiacun {
		t.Errorf("kept for a person: %v", kept)
	}
}

// Somebody about whom a case of that cause goes on is no broken row: the report says so, row by row.
func TestARowWhoseMatterIsInHandIsCountedApart(t *testing.T) {
	o := newOffice(t)
	o.family(jiacun, "黎一", idOf(1))
	row := "黎一," + idOf(1) + ",,52000.50,2022.6.14"
	o.want(o.send(row), "1 1 0 0 1 0")
	r := o.send(row, "黎一,"+idOf(1)+",,100,2022.6.14", "黎一,"+idOf(1)+",,100,2022.6.99")
	o.want(r, "3 0 0 1 0 0")
	if r.Standing != 2 || len(r.Findings) != 3 {
		t.Fatalf("%d rows are in hand, findings %v", r.Standing, r.Findings)
	}
	for _, f := range r.Findings[1:] {
		if f.Column == "" || f.Finding.Code != "case_open" || f.Finding.Severity != "warning" || f.Finding.Text.Zh == "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestTheSameFileTwiceChangesNothing(t *testing.T) {
	o := newOffice(t)
	o.family(jiacun, "黎一", idOf(1))
	rows := []string{"黎一," + idOf(1) + ",,520,2022-06-14", "无人,,甲村,100,", "错,1234,甲村,x,"}
	o.want(o.send(rows...), "3 1 1 1 2 0")
	before := o.entries()
	o.options.Now += value.Instant(value.Hour)
	o.want(o.send(rows...), "3 1 1 1 2 2")
	if after := o.entries(); after != before {
		t.Errorf("%d entries more", after-before)
	}
}

func TestADryRunSaysTheSameAndKeepsNothing(t *testing.T) {
	o := newOffice(t)
	o.family(jiacun, "黎一", idOf(1))
	before := o.entries()
	o.options.Dry = true
	o.want(o.send("黎一,"+idOf(1)+",,520,2022-06-14", "无人,,甲村,100,", ",,甲村,1,"), "3 1 1 1 0 0")
	if o.entries() != before {
		t.Error("something was kept")
	}
}

func TestPeopleOfAnotherCountyAreNotFoundAndItsVillagesAreNoAnswer(t *testing.T) {
	o := newOffice(t)
	o.family(bingcun, "黄三", idOf(3))
	r := o.send("黄三,"+idOf(3)+",甲村,520,2022-06-14", "黄三,"+idOf(3)+",丙村,520,2022-06-14", "黄三,,"+bingcun+",520,2022-06-14")
	if len(o.all("signal")) != 0 || len(o.all("unmatched_warning")) != 1 || r.Undecided != 1 || r.Broken != 2 || r.Matched != 0 {
		t.Errorf("%+v", r)
	}
	if r.Findings[0].Row != 3 || r.Findings[0].Finding.Code != "cell_area" {
		t.Errorf("findings: %v", r.Findings)
	}
}

func TestAFileAsChineseWindowsSavesItIsRead(t *testing.T) {
	o := newOffice(t)
	o.family(jiacun, "黎一", idOf(1))
	data, err := simplifiedchinese.GB18030.NewEncoder().String("清远市医保自付明细,,\n制表日期：2022.7.1,,\n姓名*,证件号码,金额,结算日期\n黎一," +
		idOf(1) + ",52000,2022.6.14\n")
	check(t, err)
	o.want(o.sendBytes([]byte(data)), "1 1 0 0 1 0")
}

func TestTenThousandBrokenRowsAreEachReportedKeptAndChangeNothing(t *testing.T) {
	o := newOffice(t)
	o.family(jiacun, "黎一", idOf(1))
	before := o.entries()
	const n = 10_000
	rows := make([]string, n)
	for i := range rows {
		rows[i] = []string{"黎一," + idOf(1) + ",,很多钱,2022-06-14", "无人,44182319600101001X,甲村,5,", "无人,,没有的村,5,",
			"黎一," + idOf(1) + ",,,2022-06-14", "=cmd(),;drop,甲村,-5,昨天"}[i%5]
	}
	r := o.send(rows...)
	if r.Rows != n || r.Broken != n || r.Accepted != 0 || len(r.Findings)+r.More < n || len(r.Findings) != 1000 {
		t.Errorf("rows %d, broken %d, accepted %d, findings %d and %d more", r.Rows, r.Broken, r.Accepted, len(r.Findings), r.More)
	}
	if o.entries() != before || len(o.all("signal"))+len(o.all("unmatched_warning")) != 0 {
		t.Error("a broken row left something")
	}
	if kept := o.refusals(r, n); kept != n {
		t.Errorf("%d refusals are kept, want %d", kept, n)
	}
}

// refusals counts the rows whose refusal is kept.
func (o *office) refusals(r *exchange.Report, rows int) (kept int) {
	o.Helper()
	for row := 2; row < rows+2; row++ {
		receipt, err := o.store.Receipt(context.Background(), yangshan, o.options.BundleID(r.Digest, row))
		check(o.T, err)
		if receipt != nil && !receipt.Accepted {
			kept++
		}
	}
	return kept
}
