package exchange

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jieli/catalog"
	"jieli/fault"
)

func code(t *testing.T, err error) string {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Invalid || len(e.Findings) == 0 {
		t.Fatalf("not an error for people: %v", err)
	}
	return e.Findings[0].Code
}

func TestTheSameTableWhicheverProgramSavedIt(t *testing.T) {
	text := "姓名,证件号码\n黎一,441823196001011234\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for how, data := range map[string]string{"UTF-8": text, "with a mark": "\xef\xbb\xbf" + text, "GB 18030": gb,
		"tabs":                             strings.ReplaceAll(text, ",", "\t"),
		"semicolons and breaks of Windows": strings.NewReplacer(",", ";", "\n", "\r\n").Replace(text)} {
		got, err := Read("名单.csv", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if len(got.Rows) != 2 || got.Rows[1].Number != 2 || got.Rows[1].Cells[0] != "黎一" || got.Rows[1].Cells[1] != "441823196001011234" {
			t.Errorf("%s: %v", how, got.Rows)
		}
	}
}

// workbook is a file as the national system exports it: the head stands on the third row, numbers as text.
func workbook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for cell, v := range map[string]any{"A1": "监测对象信息", "A2": "导出时间：2022-06-14",
		"A3": "姓名（户主）", "B3": "证件号码*", "C3": "家庭人口",
		"A5": "黎一", "B5": "441823196001011234", "C5": 4} {
		if err := book.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var names3 = &catalog.FileImport{Columns: []catalog.ImportColumn{
	{Question: "name", Heads: []string{"姓名"}, Required: true},
	{Question: "national_id", Heads: []string{"身份证号", "证件号码"}, Required: true},
	{Question: "members", Heads: []string{"家庭人口", "人口数"}}}}

func TestTheHeadOfAnExportIsFoundBelowItsTitle(t *testing.T) {
	table, err := Read("监测对象信息.xlsx", workbook(t))
	if err != nil {
		t.Fatal(err)
	}
	h, problems := findHead(names3, table)
	if len(problems) > 0 || table.Rows[h.row].Number != 3 {
		t.Fatalf("head %+v, problems %v", h, problems)
	}
	row := table.Rows[h.row+1]
	if row.Number != 5 || row.Cells[h.columns["national_id"]] != "441823196001011234" || row.Cells[h.columns["members"]] != "4" {
		t.Errorf("row %+v by %v", row, h.columns)
	}
}

func TestAFileWithoutANeededColumnSaysWhichAndHowElseItIsWritten(t *testing.T) {
	table, err := Read("a.csv", []byte("姓名,人口数\n黎一,4\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, problems := findHead(names3, table)
	if len(problems) != 1 || problems[0].Code != "file_column_missing" || !strings.Contains(problems[0].Text.Zh, "证件号码") {
		t.Errorf("problems: %v", problems)
	}
	other, err := Read("b.csv", []byte("a,b\n1,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if _, problems := findHead(names3, other); len(problems) != 1 || problems[0].Code != "file_head" {
		t.Errorf("problems: %v", problems)
	}
}

func TestFilesThatAreNoTablesAreRefusedInWords(t *testing.T) {
	bomb := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, _ := z.Create("xl/workbook.xml")
		w.Write(bytes.Repeat([]byte("<x>"), 1<<20))
		z.Close()
		return b.Bytes()
	}()
	for name, x := range map[string]struct {
		file string
		data []byte
		code string
	}{
		"empty":           {"a.csv", nil, "file_empty"},
		"blank lines":     {"a.csv", []byte("\n,,\n \n"), "file_empty"},
		"an old workbook": {"a.xls", []byte("\xd0\xcf\x11\xe0"), "file_kind"},
		"a picture":       {"a.jpg", []byte("\xff\xd8\xff"), "file_kind"},
		"no encoding":     {"a.csv", []byte("\xff\xfe\xff\xff"), "file_encoding"},
		"zero bytes":      {"a.csv", []byte("a\x00b"), "file_encoding"},
		"half a workbook": {"a.xlsx", []byte("PK\x03\x04 and no more"), "file_unreadable"},
		"not a workbook":  {"a.xlsx", bomb, "file_unreadable"},
		"too large":       {"a.csv", make([]byte, MaxFile+1), "file_too_large"},
		"too many rows":   {"a.csv", []byte(strings.Repeat("a\n", maxRows+1)), "file_too_large"},
	} {
		if _, err := Read(x.file, x.data); err == nil {
			t.Errorf("%s was read", name)
		} else if got := code(t, err); got != x.code {
			t.Errorf("%s: %s, expected %s", name, got, x.code)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.csv", []byte("姓名,证件号码\n\"黎\n一\",4418\n"))
	f.Add("a.xlsx", []byte("PK\x03\x04"))
	f.Add("", []byte("\xb4\xba\t1"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		table, err := Read(name, data)
		if err != nil {
			code(t, err)
			return
		}
		last := 0
		for _, r := range table.Rows {
			if r.Number <= last || len(r.Cells) > maxColumns {
				t.Fatalf("row %d after %d with %d cells", r.Number, last, len(r.Cells))
			}
			last = r.Number
		}
		findHead(names3, table)
	})
}
