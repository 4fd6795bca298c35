package api

import (
	"bytes"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/exchange"
	"jieli/fault"
	"jieli/register"
	"jieli/value"
)

// exportMost bounds the records of one file: the households of a county, a few seconds of work, some MB.
const exportMost = 50_000

var errExportMany = fault.Define("export_too_many",
	"导出的记录超过 {max} 条，请用筛选或地区缩小范围。", "More than {max} records: narrow the list by filters or an area.")

func exportRoutes() []*route {
	return []*route{
		{method: post, path: "/registers/{register}/export", id: "exportRecords", who: reader, answer: sheetBody{},
			doc: "The list as a file, with the filters, order and columns it is seen with. Masks hold; that it was given is kept " +
				"in the access journal", filters: true, refusals: []int{403, 422}, handle: postExport,
			query: []param{paramArea,
				{name: "format", kind: "string", doc: "xlsx when missing", enum: []string{"xlsx", "csv"}},
				{name: "columns", kind: "string", doc: "fields separated by commas; those of lists when missing"},
				{name: "sort", kind: "string"}, {name: "q", kind: "string"}}},
	}
}

// postExport gives a list as a file.
func postExport(c *call) error {
	reg := c.register()
	format, err := c.oneOf("format", "xlsx", "xlsx", "csv")
	if err != nil {
		return err
	}
	columns, err := c.columns(reg)
	if err != nil {
		return err
	}
	c.query.Del("format")
	c.query.Del("columns")
	l, ok, err := c.readList(reg)
	if err != nil {
		return err
	}
	sheet := exchange.Sheet{Name: reg.Label.In(c.lang), Head: c.heads(columns)}
	if ok && len(l.q.Areas) > 0 {
		if err := c.fill(&sheet, l, columns); err != nil {
			return err
		}
	}
	if err := c.noteExport(reg, l, columns, len(sheet.Rows)); err != nil {
		return err
	}
	return c.sheet(sheet, format)
}

// columns reads which fields are exported: of those that the caller may know of, never points, shapes and files.
func (c *call) columns(reg *catalog.Register) ([]int, error) {
	var out []int
	seen := c.actor.Widest(reg)
	text := c.query.Get("columns")
	if text == "" {
		for i, f := range reg.Fields {
			if f.List && !seen.Hidden(i) {
				out = append(out, i)
			}
		}
		return out, nil
	}
	for _, name := range strings.Split(text, ",") {
		i, known := reg.FieldIndex(name)
		if !known || seen.Hidden(i) {
			return nil, unreadable(errFilter.At("columns", "name", clip(name)))
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out, nil
}

func (c *call) heads(columns []int) []string {
	reg := c.register()
	head := []string{reg.Label.In(c.lang), areaHead.In(c.lang)}
	for _, i := range columns {
		f := reg.Fields[i]
		text := f.Label.In(c.lang)
		if unit := f.Limits.Unit; unit != "" {
			text += "（" + unit + "）"
		}
		head = append(head, text)
	}
	return head
}

var areaHead = fault.Text{Zh: "地区", En: "Area"}

// fill reads the list page by page.
func (c *call) fill(sheet *exchange.Sheet, l *listQuery, columns []int) error {
	p := c.presenter()
	l.q.Limit = pageMost
	for {
		found, err := c.Reader.Find(c.ctx, l.q)
		if err != nil {
			return err
		}
		if err := p.nameReferences(found); err != nil {
			return err
		}
		for _, r := range found {
			if seen := p.view(r); seen.Readable() {
				sheet.Rows = append(sheet.Rows, p.row(r, seen, columns))
			}
		}
		if len(sheet.Rows) > exportMost {
			return unreadable(errExportMany.At("", "max", exportMost))
		}
		if len(found) < pageMost {
			return nil
		}
		l.q.After = rowOf(found[len(found)-1], l.q.Sort)
	}
}

// row shows one record as a line of words: hints where a mask is, nothing where the caller sees nothing.
func (p *presenter) row(r *register.Record, seen access.View, columns []int) []exchange.Cell {
	line := []exchange.Cell{{Text: p.title(r, seen)}, {Text: p.Catalog.Areas.Name(r.Area)}}
	for _, i := range columns {
		f, v := r.Register.Fields[i], r.Fields[i]
		switch {
		case v == nil || seen.Hidden(i):
			line = append(line, exchange.Cell{})
		case seen.Masked(i):
			line = append(line, exchange.Cell{Text: access.Mask(f.Type, v)})
		case f.Type.Kind() == value.KindInt && f.Type.Name() == "integer":
			n, _ := v.(int64)
			number := float64(n)
			line = append(line, exchange.Cell{Text: strconv.FormatInt(n, 10), Number: &number})
		default:
			line = append(line, exchange.Cell{Text: p.called(r, f, v)})
		}
	}
	return line
}

// noteExport keeps what was given: in the words of the query.
func (c *call) noteExport(reg *catalog.Register, l *listQuery, columns []int, n int) error {
	names := make([]string, len(columns))
	for k, i := range columns {
		names[k] = reg.Fields[i].Name
	}
	area := c.query.Get("area")
	if area == "" {
		area = c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)[0]
	}
	words := "导出 " + strconv.Itoa(n) + " 条"
	if text := c.query.Encode(); text != "" {
		words += "：" + clip(text)
	}
	return c.Engine.NoteExport(c.ctx, c.actor, reg, area, names, words)
}

// sheet sends a list as a file.
func (c *call) sheet(s exchange.Sheet, format string) error {
	var b bytes.Buffer
	write, kind := exchange.WriteXLSX, xlsxType
	if format == "csv" {
		write, kind = exchange.WriteCSV, "text/csv; charset=utf-8"
	}
	if err := write(&b, s); err != nil {
		return err
	}
	name := s.Name + "-" + c.Engine.Today().String() + "." + format
	h := c.w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Cache-Control", "no-store")
	c.send(http.StatusOK, kind, b.Bytes(), false)
	return nil
}

const xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
