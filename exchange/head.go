package exchange

import (
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

// headRows is how far down the head of a table is looked for: exports begin with a title, a date, a unit.
const headRows = 10

var (
	errHead = fault.Define("file_head",
		"没有找到表头：前 {rows} 行里要有“{heads}”这些列名。",
		"The head of the table was not found: one of the first {rows} rows must name the columns “{heads}”.")
	errColumn = fault.Define("file_column_missing",
		"缺少“{head}”这一列（也可写作：{heads}）。", "The column “{head}” is missing (also written: {heads}).")
	errTwice = fault.Define("file_column_twice",
		"“{head}”这一列出现了两次，请只保留一列。", "The column “{head}” stands twice; keep one.")
)

// head says in which cell of a row each question's answer stands.
type head struct {
	row     int            // place in Table.Rows
	columns map[string]int // question → cell
}

// findHead takes the row that names most of the import's columns.
func findHead(imp *catalog.FileImport, t *Table) (*head, []fault.Finding) {
	best := &head{row: -1}
	for i, row := range t.Rows[:min(len(t.Rows), headRows)] {
		if h := readHead(imp, row.Cells); len(h.columns) > len(best.columns) {
			h.row, best = i, h
		}
	}
	if best.row < 0 {
		return nil, []fault.Finding{errHead.At("", "rows", headRows, "heads", strings.Join(firstHeads(imp), "、"))}
	}
	var findings []fault.Finding
	for _, c := range imp.Columns {
		if _, has := best.columns[c.Question]; !has && c.Required {
			findings = append(findings, errColumn.At(c.Question, "head", c.Heads[0], "heads", strings.Join(c.Heads[1:], "、")))
		}
	}
	return best, append(findings, doubled(imp, t.Rows[best.row].Cells)...)
}

func readHead(imp *catalog.FileImport, cells []string) *head {
	h := &head{columns: map[string]int{}}
	for i, cell := range cells {
		for _, c := range imp.Columns {
			if _, has := h.columns[c.Question]; !has && names(c, cell) {
				h.columns[c.Question] = i
			}
		}
	}
	return h
}

func doubled(imp *catalog.FileImport, cells []string) []fault.Finding {
	var out []fault.Finding
	for _, c := range imp.Columns {
		n := 0
		for _, cell := range cells {
			if names(c, cell) {
				n++
			}
		}
		if n > 1 {
			out = append(out, errTwice.At(c.Question, "head", c.Heads[0]))
		}
	}
	return out
}

// names reports whether a cell is a head of the column; blanks, breaks, stars and notes in brackets do not count.
func names(c catalog.ImportColumn, cell string) bool {
	cell = plainHead(cell)
	for _, h := range c.Heads {
		if cell != "" && cell == plainHead(h) {
			return true
		}
	}
	return false
}

var headNoise = strings.NewReplacer(" ", "", "　", "", "\n", "", "\r", "", "\t", "", "*", "", "＊", "", "：", "", ":", "")

func plainHead(s string) string {
	for _, open := range []string{"（", "("} {
		if i := strings.Index(s, open); i > 0 {
			s = s[:i]
		}
	}
	return headNoise.Replace(s)
}

func firstHeads(imp *catalog.FileImport) []string {
	out := make([]string, len(imp.Columns))
	for i, c := range imp.Columns {
		out[i] = c.Heads[0]
	}
	return out
}
