package exchange

import (
	"encoding/csv"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Cell is what stands in a cell of a file that is written: a number of its own, or words.
type Cell struct {
	Text   string
	Number *float64
}

// Sheet is a list to be written.
type Sheet struct {
	Name string // of the sheet
	Head []string
	Rows [][]Cell
}

// WriteCSV writes a list as UTF-8 with the mark by which Excel knows it. Text that a spreadsheet would run as a formula
// gets an apostrophe in front: what people entered must not run on the machine of whoever opens the file.
func WriteCSV(w io.Writer, s Sheet) error {
	if _, err := w.Write(byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	line := make([]string, len(s.Head))
	for i, text := range s.Head {
		line[i] = harmless(text)
	}
	if err := out.Write(line); err != nil {
		return err
	}
	for _, row := range s.Rows {
		for i, c := range row {
			line[i] = c.Text
			if c.Number == nil {
				line[i] = harmless(c.Text)
			}
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

const (
	sheetNameMost = 31 // characters, by the format
	columnWidth   = 16
)

// WriteXLSX writes a list as a workbook of one sheet, its head kept in view. Words are never formulas there.
func WriteXLSX(w io.Writer, s Sheet) error {
	book := excelize.NewFile()
	defer book.Close()
	name := sheetName(s.Name)
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return err
	}
	out, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := out.SetColWidth(1, max(1, len(s.Head)), columnWidth); err != nil {
		return err
	}
	if err := out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	line := make([]any, len(s.Head))
	for i, text := range s.Head {
		line[i] = excelize.Cell{StyleID: bold, Value: text}
	}
	for number := 1; ; number++ {
		at, err := excelize.CoordinatesToCellName(1, number)
		if err != nil {
			return err
		}
		if err := out.SetRow(at, line); err != nil {
			return err
		}
		if number > len(s.Rows) {
			break
		}
		for i, c := range s.Rows[number-1] {
			if line[i] = any(c.Text); c.Number != nil {
				line[i] = *c.Number
			}
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return book.Write(w)
}

// sheetName leaves out what the format does not take.
func sheetName(text string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]'`, r) {
			return -1
		}
		return r
	}, text))
	if len(runes) == 0 {
		return "Sheet1"
	}
	return string(runes[:min(len(runes), sheetNameMost)])
}
