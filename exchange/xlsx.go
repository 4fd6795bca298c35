package exchange

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"jieli/fault"
)

// unzipped bounds what a workbook may unfold to: a bomb of a few kilobytes unfolds to gigabytes.
const unzipped = 400 << 20

// readXLSX reads the first sheet that holds anything, as its cells show: numbers that stand as text keep their digits.
func readXLSX(data []byte) (*Table, error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: unzipped, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, errRead.Error(fault.Invalid, "why", err)
	}
	defer book.Close()
	for _, sheet := range book.GetSheetList() {
		t, err := readSheet(book, sheet)
		if err != nil || len(t.Rows) > 0 {
			return t, err
		}
	}
	return nil, errEmpty.Error(fault.Invalid)
}

func readSheet(book *excelize.File, sheet string) (*Table, error) {
	rows, err := book.Rows(sheet)
	if err != nil {
		return nil, errRead.Error(fault.Invalid, "why", err)
	}
	defer rows.Close()
	t := &Table{}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, errRead.Error(fault.Invalid, "why", err)
		}
		if err := t.add(number, cells); err != nil {
			return nil, err
		}
	}
	if err := rows.Error(); err != nil {
		return nil, errRead.Error(fault.Invalid, "why", err)
	}
	return t, nil
}
