package value

import (
	"encoding/json"
	"testing"
)

// hot are the values of an ordinary household, which every write reads and writes.
var hot = []struct {
	typ Type
	raw any
	l   *Limits
}{
	{typeText, "连樟村委会", &Limits{MaxLength: 50}},
	{typeInteger, json.Number("4"), &Limits{Min: number(1), Max: number(30)}},
	{typeNumber, json.Number("12.5"), &Limits{Unit: "mu", Decimals: 2}},
	{typeMoney, json.Number("1234560"), &Limits{Per: "year"}},
	{typeDate, "2022-06-14", nil},
	{typeInstant, "2022-06-14T08:30:00+08:00", nil},
	{typeYesNo, true, nil},
	{typeChoice, "illness", &Limits{Choices: oneChoice{}}},
	{typeChoices, []any{"illness", "schooling"}, &Limits{Choices: oneChoice{}}},
	{typeArea, "441823105201", &Limits{Level: "village"}},
	{typePersonName, "张三", nil},
	{typeNationalID, "11010519491231002X", nil},
	{typePhone, "13800138000", nil},
	{typePoint, map[string]any{
		"type": "Point", "coordinates": []any{json.Number("113.1234567"), json.Number("24.5")},
	}, nil},
}

// oneChoice takes every code, so that the benchmark measures the type and not the list.
type oneChoice struct{ codeList }

func (oneChoice) Active(string) bool { return true }

func BenchmarkParse(b *testing.B) {
	for _, h := range hot {
		if h.l != nil && h.l.Choices != nil {
			h.l.Choices = oneChoice{risks}
		}
		b.Run(h.typ.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, finding := h.typ.Parse(h.raw, h.l); finding != nil {
					b.Fatal(finding)
				}
			}
		})
	}
}

func BenchmarkColumns(b *testing.B) {
	for _, h := range hot {
		v, finding := h.typ.Parse(h.raw, h.l.Loose())
		if finding != nil {
			b.Fatal(finding)
		}
		b.Run(h.typ.Name(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := h.typ.FromColumn(h.typ.ToColumn(v)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCanonicalOfARecord(b *testing.B) {
	record := map[string]any{}
	for _, h := range hot {
		v, finding := h.typ.Parse(h.raw, h.l.Loose())
		if finding != nil {
			b.Fatal(finding)
		}
		record[h.typ.Name()] = h.typ.JSON(v, h.l)
	}
	b.ReportAllocs()
	var dst []byte
	for b.Loop() {
		var err error
		if dst, err = AppendCanonical(dst[:0], record); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(dst)))
}

func BenchmarkDecodeStrict(b *testing.B) {
	const body = `{"household_no":"441823105201000001","head_name":"张三","village":"441823105201","members":4,` +
		`"income_per_capita":1234560,"risks":["illness","schooling"],"dwelling":{"coordinates":[113.1,24.5],"type":"Point"}}`
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, finding := DecodeStrict([]byte(body), JSONLimits{}); finding != nil {
			b.Fatal(finding)
		}
	}
}

func BenchmarkDates(b *testing.B) {
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ParseDate("2022-06-14"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("format", func(b *testing.B) {
		b.ReportAllocs()
		d := DateOf(2022, 6, 14)
		for b.Loop() {
			_ = d.String()
		}
	})
	b.Run("from a cell", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, finding := typeDate.ParseText("2022年6月14日", nil); finding != nil {
				b.Fatal(finding)
			}
		}
	})
}

func BenchmarkOutline(b *testing.B) {
	text := circle(500, false)
	g, _ := ParseGeometry(text, Polygon)
	b.Run("parse 500 points", func(b *testing.B) {
		for b.Loop() {
			if _, finding := ParseGeometry(text, Polygon); finding != nil {
				b.Fatal(finding)
			}
		}
	})
	largest := circle(MaxPositions-1, false)
	b.Run("parse 5000 points", func(b *testing.B) {
		for b.Loop() {
			if _, finding := ParseGeometry(largest, Polygon); finding != nil {
				b.Fatal(finding)
			}
		}
	})
	b.Run("parts of 500 points", func(b *testing.B) {
		for b.Loop() {
			if _, err := g.Parts(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkIDs(b *testing.B) {
	b.Run("derive", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_ = DeriveID("task", "income_below_line", "01815f9e-0340-7f01-8203-000000000000")
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			_ = IsID("01815f9e-0340-7f01-8203-000000000000")
		}
	})
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_ = Fold("连樟村委会")
	}
}
