package exchange_test

import (
	"bytes"
	"fmt"
	"testing"

	"jieli/exchange"
)

func TestWhatIsWrittenIsReadBackAndRunsNothing(t *testing.T) {
	n := 12.5
	sheet := exchange.Sheet{Name: "农户 [2022]", Head: []string{"户主", "人口"},
		Rows: [][]exchange.Cell{{{Text: "陈大文"}, {Text: "12.5", Number: &n}}, {{Text: `=HYPERLINK("http://x")`}, {}},
			{{Text: "𠅤\"㼆"}, {Text: "-"}}}}
	for name, want := range map[string]string{
		"a.csv":  `[[户主 人口] [陈大文 12.5] ['=HYPERLINK("http://x") ] [𠅤"㼆 '-]]`,
		"a.xlsx": `[[户主 人口] [陈大文 12.5] [=HYPERLINK("http://x")] [𠅤"㼆 -]]`,
	} {
		var b bytes.Buffer
		write := exchange.WriteCSV
		if name == "a.xlsx" {
			write = exchange.WriteXLSX
		}
		if err := write(&b, sheet); err != nil {
			t.Fatal(err)
		}
		table, err := exchange.Read(name, b.Bytes())
		if err != nil {
			t.Fatal(name, err)
		}
		var got [][]string
		for _, row := range table.Rows {
			got = append(got, row.Cells)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
