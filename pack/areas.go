package pack

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// areaColumns are the columns of the file of areas; name_en may be left out.
var areaColumns = []string{"code", "name", "level", "parent", "name_en"}

func (b *builder) buildAreas(d *packDoc) {
	b.cat.Areas = catalog.NewAreas(nil)
	if d.Areas.text == "" {
		return
	}
	if path.Clean(d.Areas.text) != d.Areas.text || strings.HasPrefix(d.Areas.text, "..") {
		b.report(d.Areas.pos, codeFileUnreadable, "file", d.Areas.text, "why", "not a path inside the pack")
		return
	}
	data, ok := b.readFile(d.Areas.text, limitAreasBytes)
	if !ok {
		return
	}
	sum := sha256.New()
	sum.Write(b.digest)
	digestFile(sum, d.Areas.text, data)
	b.digest = sum.Sum(nil)
	b.cat.Areas = catalog.NewAreas(b.readAreas(d.Areas.text, data))
	b.buildOutlines(d)
	if _, ok := b.cat.Areas.Get(d.Root.text); !ok && d.Root.text != "" {
		b.reportUnknown(d.Root, codeUnknownArea, nil)
	}
}

func (b *builder) readAreas(file string, data []byte) []catalog.Area {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || len(head) < 4 || len(head) > 5 || !slices.Equal(head, areaColumns[:len(head)]) {
		b.report(fault.Pos{File: file, Line: 1, Column: 1}, codeAreaHead, "columns", strings.Join(areaColumns, ","))
		return nil
	}
	var out []catalog.Area
	lines := map[string]int{} // where each code stands
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		pos := fault.Pos{File: file, Line: 1, Column: 1}
		if err != nil {
			var broken *csv.ParseError
			if errors.As(err, &broken) {
				pos.Line, pos.Column = broken.Line, max(broken.Column, 1)
			}
			b.report(pos, codeAreaRow, "why", err)
			return out
		}
		pos.Line, _ = r.FieldPos(0)
		if a, ok := b.areaRow(pos, row, lines); ok {
			out = append(out, a)
			lines[a.Code] = pos.Line
		}
	}
	for _, a := range out {
		if a.Parent != "" && lines[a.Parent] == 0 {
			pos := fault.Pos{File: file, Line: lines[a.Code], Column: 1}
			b.report(pos, codeAreaParent, "code", a.Code, "parent", a.Parent)
		}
	}
	return out
}

func (b *builder) areaRow(pos fault.Pos, row []string, lines map[string]int) (catalog.Area, bool) {
	if len(row) < 4 || len(row) > 5 {
		b.report(pos, codeAreaHead, "columns", strings.Join(areaColumns, ","))
		return catalog.Area{}, false
	}
	a := catalog.Area{Code: row[0], Name: row[1], Level: row[2], Parent: row[3]}
	if len(row) == 5 {
		a.NameEn = row[4]
	}
	switch {
	case value.AreaLevel(a.Code) == "" || value.AreaLevel(a.Code) != a.Level:
		b.report(pos, codeAreaLevel, "code", a.Code, "level", a.Level)
	case a.Name == "":
		b.report(pos, codeTextEmpty)
	case lines[a.Code] > 0:
		before := fault.Pos{File: pos.File, Line: lines[a.Code], Column: 1}
		b.duplicate("area", word{text: a.Code, pos: pos}, before)
	case a.Parent != "" && !value.Within(a.Code, a.Parent):
		b.report(pos, codeAreaParent, "code", a.Code, "parent", a.Parent)
	default:
		return a, true
	}
	return a, false
}

// area checks that a code is an area of the programme, or lies above it.
func (b *builder) area(w word) bool {
	if w.text == "" {
		return false
	}
	if _, ok := b.cat.Areas.Get(w.text); ok {
		return true
	}
	if value.AreaLevel(w.text) != "" && value.Within(b.cat.Pack.Root, w.text) {
		return true
	}
	if len(b.cat.Areas.Below(b.cat.Pack.Root, "")) > 0 {
		b.reportUnknown(w, codeUnknownArea, nil)
	}
	return false
}

var levels = []string{value.Province, value.City, value.County6, value.Town, value.Village}

// level checks the name of a level of areas.
func (b *builder) level(w word) bool {
	if slices.Contains(levels, w.text) {
		return true
	}
	if w.text != "" {
		b.reportUnknown(w, codeUnknownLevel, levels, "levels", strings.Join(levels, " "))
	}
	return false
}
