package value

import (
	"reflect"
	"testing"
	"unicode/utf8"
)

// cells are seeds of spreadsheet text, good and bad, for all types.
var cells = []string{
	"", " ", "—", "/", "是", "无", "√", "12", "１２，３４５.６元", "1.2万元", "-¥5", "（5.00）", "0.30000000000000004", "1E+5", "1e-9",
	"50％", "12.5亩", "2公顷", "1220 斤", "5元/月", "2022-06-14", "2022/6/14", "2022.6.14", "2022年6月14日", "20220614", "44726",
	"44726.354", "2022-06-14T08:30:00+08:00", "2022年6月14日8时30分", "因病、因学", "illness;schooling", "公益岗位 / 扶贫车间",
	"441823105201", "441823000000", "4.41823E+11", "113.12,24.45", "24.45 113.12", "东经113.12° 北纬24.45°",
	`{"type":"Point","coordinates":[113.1,24.5]}`, `{"type":"LineString","coordinates":[[1,1],[2,2]]}`,
	`{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,0]]]}`, "01815f9e-0340-7f01-8203-000000000000",
	"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1.jpg", "阿卜杜拉•买买提", "张　三", "李\ue000",
	"11010519491231002x", "11010519491231002X43B1", "+86 138 0013 8000", "(0763)3366123", "+852 23456789",
	"6228 4804 0256",
	"a\xffb", "\u202d12\u202c", "99999999999999999999999999999", "-9223372036854775808", "1,2,3", "İ",
}

// bounds are limits under which each type has the most to do.
func fuzzLimits(t Type) *Limits {
	switch t {
	case typeNumber:
		return &Limits{Unit: "mu", Decimals: 2}
	case typeMoney:
		return &Limits{Per: "year"}
	case typeChoice, typeChoices:
		return &Limits{Choices: risks}
	case typeText:
		return &Limits{MaxLength: 100}
	}
	return nil
}

// FuzzSpreadsheetText gives every cell to every type: none may panic, and what is taken survives all its round trips.
func FuzzSpreadsheetText(f *testing.F) {
	for _, s := range cells {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, typ := range types {
			l := fuzzLimits(typ)
			v, finding := typ.ParseText(s, l)
			if finding != nil {
				if v != nil || finding.Text.Zh == "" || finding.Text.En == "" {
					t.Fatalf("%s of %q: %v with %v", typ.Name(), s, v, finding)
				}
				continue
			}
			if v != nil {
				roundTrips(t, typ, v, l)
			}
		}
	})
}

// FuzzJSON gives every document to every type.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{`null`, `true`, `12`, `12.5`, `-1e3`, `"2022-06-14"`, `"2022-06-14T00:30:00Z"`,
		`["illness","none"]`,
		`{"type":"Point","coordinates":[113.1,24.5]}`, `{"coordinates":[[1,2],[3,4,5]],"type":"LineString"}`,
		`{"type":"Polygon","coordinates":[[[0,0],[0,4],[4,4],[0,0]],[[1,2],[1,3],[2,3],[1,2]]]}`, `"illness"`, `"张三"`,
		`"11010519491231002X"`, `"13800138000"`, `"02083366123"`, `"441823"`, `"01815f9e-0340-7f01-8203-000000000000"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		raw, finding := DecodeStrict([]byte(s), JSONLimits{})
		if finding != nil {
			return
		}
		for _, typ := range types {
			l := fuzzLimits(typ)
			if v, finding := typ.Parse(raw, l); finding == nil && v != nil {
				roundTrips(t, typ, v, l)
			}
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2022-06-14", "0001-01-01", "9999-12-31", "2000-02-29", "1900-02-29", "2022-6-14",
		"2022-06-1"} {
		f.Add(s, int32(0), 1)
	}
	f.Add("", int32(-1<<31), 1<<62)
	f.Fuzz(func(t *testing.T, s string, day int32, n int) {
		if d, err := ParseDate(s); err == nil && d.String() != s {
			t.Fatalf("%q came back as %s", s, d)
		}
		d := bounded(int64(day))
		if back, err := ParseDate(d.String()); err != nil || back != d {
			t.Fatalf("%d printed %s read %d", d, d, back)
		}
		for _, moved := range []Date{d.AddDays(n), d.AddMonths(n), d.AddYears(n)} {
			if moved < MinDate || moved > MaxDate || n > 0 && moved < d || n < 0 && moved > d {
				t.Fatalf("%s moved by %d is %s", d, n, moved)
			}
		}
		if age := d.Age(d.AddYears(clamp(n, 0, 100))); age < 0 || age > 100 {
			t.Fatalf("age %d", age)
		}
	})
}

func FuzzInstants(f *testing.F) {
	for _, s := range []string{"2022-06-14T08:30:00+08:00", "2022-06-14t00:30:00.123456789z", "0001-01-01T00:00:00+08:00",
		"9999-12-31T23:59:59.999999+08:00", "2022-06-14T08:30:00-23:59"} {
		f.Add(s, int64(0))
	}
	f.Fuzz(func(t *testing.T, s string, micro int64) {
		if i, err := ParseInstant(s); err == nil {
			if again, err := ParseInstant(i.String()); err != nil || again != i {
				t.Fatalf("%q printed %s read %s %v", s, i, again, err)
			}
			if i.Day().Start() > i || i >= i.Day().Start()+Day {
				t.Fatalf("%s does not lie in its day", i)
			}
		}
		i := max(MinInstant, min(Instant(micro), MaxInstant))
		if again, err := ParseInstant(i.String()); err != nil || again != i {
			t.Fatalf("%d printed %s read %s %v", i, i, again, err)
		}
	})
}

func FuzzMoney(f *testing.F) {
	for _, s := range cells {
		f.Add(s, int64(len(s))*12345)
	}
	f.Fuzz(func(t *testing.T, s string, fen int64) {
		if n, finding := ParseMoney(s); finding == nil {
			if again, finding := ParseMoney(FormatMoney(n)); finding != nil || again != n {
				t.Fatalf("%q is %d, printed %s, read %d %v", s, n, FormatMoney(n), again, finding)
			}
		}
		if fen > MaxMoney || fen < -MaxMoney {
			return
		}
		if again, finding := ParseMoney(FormatMoney(fen)); finding != nil || again != fen {
			t.Fatalf("%d printed %s read %d %v", fen, FormatMoney(fen), again, finding)
		}
	})
}

func FuzzNationalID(f *testing.F) {
	f.Add("11010519491231002X")
	f.Add("11010519491231002X43")
	f.Add("11010519491231002X43B1")
	f.Add("99999920100101001")
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) == 17 {
			if c := NationalIDCheck(s); c != 0 {
				s += string(c)
			}
		}
		card, finding := ReadNationalID(s)
		if finding != nil {
			return
		}
		if card.Number != s[:18] || card.Area != s[:6] || card.Birth.String() != s[6:10]+"-"+s[10:12]+"-"+s[12:14] {
			t.Fatalf("%s is read as %+v", s, card)
		}
		for i := range 17 { // the check character finds every single wrong digit
			wrong := []byte(s)
			wrong[i] = '0' + (wrong[i]-'0'+1)%10
			if _, finding := ReadNationalID(string(wrong)); finding == nil {
				t.Fatalf("%s with a wrong digit at %d was taken", s, i)
			}
		}
	})
}

// FuzzGeometry holds geometries to: no panic, one canonical form, and parts that make the same text.
func FuzzGeometry(f *testing.F) {
	for _, s := range cells {
		f.Add(s)
	}
	f.Add(`{"type":"Polygon","coordinates":[[[0,0],[4,4],[4,0],[0,4],[0,0]]]}`)
	f.Add(`{"coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,2],[2,1],[1,1]]],"type":"Polygon"}`)
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = Geometry(s).Parts()
		g, finding := ParseGeometry(s, "")
		if finding != nil {
			return
		}
		if again, finding := ParseGeometry(string(g), g.Kind()); finding != nil || again != g {
			t.Fatalf("%s came back as %s %v", g, again, finding)
		}
		parts, err := g.Parts()
		if err != nil {
			t.Fatalf("%s has no parts: %v", g, err)
		}
		built := PointAt(parts[0][0])
		if g.Kind() != Point {
			built = formatShape(g.Kind(), parts)
		}
		if built != g {
			t.Fatalf("%s built again is %s", g, built)
		}
		if v, finding := DecodeStrict([]byte(g), JSONLimits{}); finding != nil {
			t.Fatalf("%s is no JSON", g)
		} else if canonical, err := Canonical(v); err != nil || string(canonical) != string(g) {
			t.Fatalf("%s has the canonical form %s %v", g, canonical, err)
		}
	})
}

// FuzzCrossing holds the quick check for crossings against the plain one, on small grids where touching is common.
func FuzzCrossing(f *testing.F) {
	f.Add([]byte{0x00, 0x40, 0x44, 0x04})
	f.Add([]byte{0x00, 0x44, 0x40, 0x04})
	f.Add([]byte{0x00, 0x20, 0x40, 0x44, 0x22})
	f.Fuzz(func(t *testing.T, corners []byte) {
		if len(corners) > 24 {
			return
		}
		var ring []Position
		for _, c := range corners {
			p := Position{Lon: int32(c >> 4), Lat: int32(c & 15)}
			if len(ring) == 0 || ring[len(ring)-1] != p {
				ring = append(ring, p)
			}
		}
		if len(ring) < 3 || ring[0] == ring[len(ring)-1] {
			return
		}
		ring = append(ring, ring[0])
		if got, want := anyCrossing([][]Position{ring}), crossesPlainly(ring); got != want {
			t.Fatalf("%v crosses: %v, plainly %v", ring, got, want)
		}
	})
}

// crossesPlainly compares all pairs of sides: neighbours may share nothing but their corner, others nothing at all.
func crossesPlainly(ring []Position) bool {
	n := len(ring) - 1
	for i := range n {
		for j := i + 1; j < n; j++ {
			a, b, c, d := ring[i], ring[i+1], ring[j], ring[j+1]
			switch {
			case j == i+1 && n > 2: // share b
				if turn(a, b, d) == 0 && (between(a, b, d) || between(b, d, a)) {
					return true
				}
			case i == 0 && j == n-1: // share a
				if turn(c, a, b) == 0 && (between(c, a, b) || between(a, b, c)) {
					return true
				}
			case meets(a, b, c, d):
				return true
			}
		}
	}
	return false
}

func TestSeedsAreTakenAsTheyWereOnce(t *testing.T) {
	taken := 0
	for _, s := range cells {
		for _, typ := range types {
			if v, finding := typ.ParseText(s, fuzzLimits(typ)); finding == nil && v != nil {
				taken++
			}
		}
	}
	if taken < len(cells) { // a type that refuses all would make the fuzz tests empty
		t.Errorf("only %d values are taken from %d cells", taken, len(cells))
	}
}

func TestListColumnsNeverMixItems(t *testing.T) {
	list := []string{"a", "b b", "c、d"}
	column := typeChoices.ToColumn(list)
	if back, err := typeChoices.FromColumn(column); err != nil || !reflect.DeepEqual(back, list) {
		t.Errorf("%v came back as %v %v", list, back, err)
	}
	if isListItem("a|b") || isListItem("") || isListItem("a\nb") || !utf8.ValidString(column.(string)) {
		t.Error("an item that breaks columns is allowed")
	}
}
