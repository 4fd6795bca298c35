package wall_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"jieli/value"
	"jieli/wall"
)

func at(lon, lat float64) value.Position {
	return value.Position{Lon: int32(lon * 1e7), Lat: int32(lat * 1e7)}
}

// town is a chart with everything that a chart can have.
func town(rows int) *wall.Chart {
	c := &wall.Chart{Lang: "zh", Title: "小江镇作战图 <浛洸>", Words: wall.Words{Legend: "图例", Figures: "指标", None: "无", More: "另有 %d 行", Few: "<5"},
		Outlines: []wall.Outline{{Own: true, Rings: [][]value.Position{{at(112.6, 24.4), at(112.7, 24.4), at(112.7, 24.5)}}}},
		Places:   []wall.Place{{At: at(112.65, 24.45), Name: "小江镇"}, {At: at(112.66, 24.46), Name: "塘楼村委会", Small: true}},
		Layers: []wall.Layer{
			{Label: "水源", Kinds: []wall.Kind{{Label: "山泉", Count: 1}}, Marks: []wall.Mark{{Points: [][]value.Position{{at(112.64, 24.44)}}}}},
			{Label: "农户", Note: "按村合计 9", Marks: []wall.Mark{{Points: [][]value.Position{{at(112.65, 24.45)}}, Count: 3},
				{Points: [][]value.Position{{at(112.63, 24.43)}}, Count: 6}}}},
		Figures: []wall.Figure{{Label: "在册农户", Shown: "635户"}},
		Tables:  []wall.Table{{Label: "队员", Heads: []string{"姓名", "职务"}}, {Label: "空表", Heads: []string{"甲"}}},
		Foot:    []string{"截至2022年7月29日"}}
	for range rows {
		c.Tables[0].Rows = append(c.Tables[0].Rows, []string{"测试员", "队长"})
	}
	c.Seen.Hold(at(112.6, 24.4))
	c.Seen.Hold(at(112.7, 24.5))
	return c
}

func drawn(t *testing.T, c *wall.Chart, name string) (svg, pdf string) {
	t.Helper()
	size, ok := wall.SizeOf(name)
	if !ok {
		t.Fatalf("no size %s", name)
	}
	var s, p bytes.Buffer
	if err := c.SVG(&s, size); err != nil {
		t.Fatal(err)
	}
	if err := c.PDF(&p, size); err != nil {
		t.Fatal(err)
	}
	return s.String(), p.String()
}

func TestAChartIsDrawnOnEverySizeOfPaper(t *testing.T) {
	for _, size := range wall.Sizes {
		svg, pdf := drawn(t, town(3), size.Name)
		d := xml.NewDecoder(strings.NewReader(svg))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: not XML: %v", size.Name, err)
			}
		}
		for _, text := range []string{"小江镇作战图 &lt;浛洸&gt;", "塘楼村委会", "山泉 1", "635户", "测试员", ">无<", "截至2022年7月29日", ">6<", ">&lt;5<"} {
			if !strings.Contains(svg, text) {
				t.Errorf("%s: %s is missing", size.Name, text)
			}
		}
		if strings.Contains(svg, ">3<") {
			t.Errorf("%s: a count of three is told", size.Name)
		}
		if !strings.HasPrefix(pdf, "%PDF-") || !strings.Contains(pdf, "/FontFile2") {
			t.Errorf("%s: no PDF with its font in it", size.Name)
		}
		if len(pdf) > 600_000 {
			t.Errorf("%s: the PDF has %d bytes", size.Name, len(pdf))
		}
	}
}

func TestRowsForWhichThereIsNoRoomAreTold(t *testing.T) {
	if svg, _ := drawn(t, town(3), "A3"); strings.Contains(svg, "另有") {
		t.Error("three rows have room")
	}
	svg, _ := drawn(t, town(400), "A3")
	n := strings.Count(svg, "测试员")
	if n == 0 || n >= 400 || !strings.Contains(svg, "另有") {
		t.Errorf("%d of 400 rows stand on the sheet", n)
	}
}
