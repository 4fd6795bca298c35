// Package exchange reads and writes the files that offices pass around. A file of rows becomes submissions: one row, one
// bundle, through the engine like everything else, so that a row means what the same answers typed by hand would mean.
package exchange

import (
	"bytes"
	"path"
	"strings"

	"jieli/fault"
)

// Limits of a file, each far above what offices send and far below what would keep the server busy.
const (
	// MaxFile is the size of a file in bytes.
	MaxFile = 20 << 20
	// maxRows is how many rows a file holds below its head: a county's households once over.
	maxRows = 50_000
	// maxColumns is how wide a row is: the national system's widest export has some 150 columns.
	maxColumns = 300
	// maxCell is the length of a cell in bytes.
	maxCell = 4_000
)

var (
	errEmpty = fault.Define("file_empty", "文件里没有数据行。", "The file has no rows.")
	errKind  = fault.Define("file_kind",
		"不认识的文件类型“{name}”：请使用 CSV 或 XLSX（旧版 XLS 请先在 WPS 或 Excel 中另存为 XLSX）。",
		"Unknown kind of file “{name}”: use CSV or XLSX (save an old XLS as XLSX first).")
	errRead = fault.Define("file_unreadable",
		"文件无法读取，可能已损坏或有密码：{why}。请重新导出。",
		"The file cannot be read; it may be damaged or locked: {why}. Export it again.")
	errLarge = fault.Define("file_too_large",
		"文件超过 {max}，请分成几个文件。", "The file exceeds {max}; split it.")
	errEncoding = fault.Define("file_encoding",
		"文件的文字编码无法识别，请另存为 UTF-8 的 CSV 或 XLSX。",
		"The text encoding of the file is unknown; save it as UTF-8 CSV or as XLSX.")
)

// Row is one line of a table; Number counts as the file's own program does, from 1.
type Row struct {
	Number int
	Cells  []string
}

// Table is the text of a file, as it stands.
type Table struct{ Rows []Row }

// Read reads a file by its name and content. Errors are *fault.Error of kind Invalid, for people.
func Read(name string, data []byte) (*Table, error) {
	if len(data) > MaxFile {
		return nil, errLarge.Error(fault.Invalid, "max", "20 MB")
	}
	switch kind := strings.ToLower(path.Ext(name)); {
	case kind == ".xlsx" || bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return readXLSX(data)
	case kind == ".csv" || kind == ".txt" || kind == ".tsv" || kind == "":
		return readCSV(data)
	}
	return nil, errKind.Error(fault.Invalid, "name", clip(path.Base(name)))
}

// add keeps a row that holds anything, cut to what a row may hold.
func (t *Table) add(number int, cells []string) error {
	if len(t.Rows) >= maxRows {
		return errLarge.Error(fault.Invalid, "max", "50,000 行 / rows")
	}
	if len(cells) > maxColumns {
		cells = cells[:maxColumns]
	}
	blank := true
	for i, c := range cells {
		if len(c) > maxCell {
			c = strings.ToValidUTF8(c[:maxCell], "")
		}
		cells[i] = strings.TrimSpace(c)
		blank = blank && cells[i] == ""
	}
	if !blank {
		t.Rows = append(t.Rows, Row{number, cells})
	}
	return nil
}

// clip keeps what is shown back to a sender short.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
