package pack

import (
	"bytes"
	"crypto/sha256"
	"io"
	"io/fs"
	"path"
	"sort"
	"strings"
	"unicode/utf8"

	"jieli/fault"
)

// source is one document of one file.
type source struct {
	file  string
	first int      // line of the file on which the document's first line stands, from 1
	lines [][]rune // without line ends
}

func (s *source) text() string {
	var b strings.Builder
	for _, line := range s.lines {
		b.WriteString(string(line))
		b.WriteByte('\n')
	}
	return b.String()
}

// folder gives the mechanism of the document: the folder right below the pack's root, "" for files of the root.
func (s *source) folder() string {
	first, _, deeper := strings.Cut(s.file, "/")
	if !deeper {
		return ""
	}
	return first
}

// readFiles reads every YAML file into documents and digests all files that count.
func (l *loader) readFiles() {
	names := l.fileNames()
	sum := sha256.New()
	for _, name := range names {
		data, ok := l.readFile(name, limitFileBytes)
		if !ok {
			continue
		}
		digestFile(sum, name, data)
		l.splitFile(name, data)
	}
	if len(l.sources) == 0 && len(l.findings) == 0 {
		l.report(fault.Pos{File: packFile, Line: 1, Column: 1}, codeNoPack)
	}
	l.digest = sum.Sum(nil)
}

// digestFile adds name and content so that no two packs read the same: lengths stand before both.
func digestFile(sum io.Writer, name string, data []byte) {
	inner := sha256.Sum256(data)
	sum.Write([]byte(name))
	sum.Write([]byte{0})
	sum.Write(inner[:])
}

func (l *loader) fileNames() []string {
	var names []string
	err := fs.WalkDir(l.fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(path.Base(name), ".") && name != "." {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch ext := path.Ext(name); {
		case d.IsDir():
		case ext == ".yaml":
			names = append(names, name)
		case ext == ".yml":
			l.report(fault.Pos{File: name, Line: 1, Column: 1}, codeFileYml, "file", name)
		}
		return nil
	})
	if err != nil {
		l.report(fault.Pos{File: packFile, Line: 1, Column: 1}, codeFileUnreadable, "file", ".", "why", err)
	}
	if len(names) > limitFiles {
		l.report(fault.Pos{File: packFile, Line: 1, Column: 1}, codeTooManyFiles, "max", limitFiles)
		names = names[:limitFiles]
	}
	sort.Strings(names)
	return names
}

// readFile reads one file within a limit of bytes; CR LF becomes LF and a byte-order mark is dropped, as editors of
// Windows put them in.
func (l *loader) readFile(name string, limit int64) ([]byte, bool) {
	top := fault.Pos{File: name, Line: 1, Column: 1}
	f, err := l.fsys.Open(name)
	if err != nil {
		l.report(top, codeFileUnreadable, "file", name, "why", err)
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	switch {
	case err != nil:
		l.report(top, codeFileUnreadable, "file", name, "why", err)
	case int64(len(data)) > limit:
		l.report(top, codeFileTooLarge, "max", limit>>10)
	default:
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		if line, ok := badEncoding(data); ok {
			l.report(fault.Pos{File: name, Line: line, Column: 1}, codeNotUTF8)
			return nil, false
		}
		return data, true
	}
	return nil, false
}

// badEncoding gives the first line that is not UTF-8.
func badEncoding(data []byte) (int, bool) {
	if utf8.Valid(data) {
		return 0, false
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if !utf8.Valid(line) {
			return i + 1, true
		}
	}
	return 1, true
}

// splitFile cuts a file at its lines "---", so that a document that does not parse leaves the others readable.
func (l *loader) splitFile(name string, data []byte) {
	doc := &source{file: name, first: 1}
	count := 0
	end := func() {
		if !doc.blank() && l.clean(doc) {
			l.sources = append(l.sources, doc)
		}
		count++
	}
	for i, text := range strings.Split(string(data), "\n") {
		if !isSeparator(text) {
			doc.lines = append(doc.lines, []rune(text))
			continue
		}
		end()
		if count > limitDocuments {
			l.report(fault.Pos{File: name, Line: i + 1, Column: 1}, codeTooManyDocuments, "max", limitDocuments)
			return
		}
		doc = &source{file: name, first: i + 2}
	}
	end()
}

func isSeparator(line string) bool {
	rest, ok := strings.CutPrefix(line, "---")
	rest = strings.TrimSpace(rest)
	return ok && (rest == "" || strings.HasPrefix(rest, "#"))
}

func (s *source) blank() bool {
	for _, line := range s.lines {
		text := strings.TrimSpace(string(line))
		if text != "" && !strings.HasPrefix(text, "#") {
			return false
		}
	}
	return true
}

// clean looks for what must not reach the parser: tabs, control characters, lines and nestings without end.
func (l *loader) clean(s *source) bool {
	open, ok := 0, true
	for i, line := range s.lines {
		pos := fault.Pos{File: s.file, Line: s.first + i, Column: 1}
		if len(line) > limitLine {
			l.report(pos, codeLineTooLong, "max", limitLine)
			ok = false
		}
		for column, c := range line {
			pos.Column = column + 1
			switch {
			case c == '\t':
				l.report(pos, codeTab)
				ok = false
			case c < ' ' || c == 0x7f || c == '\ufeff' || c == '\u0085' || c == '\u2028' || c == '\u2029':
				l.report(pos, codeControl, "char", int(c))
				ok = false
			case c == '[' || c == '{':
				open++
			case (c == ']' || c == '}') && open > 0:
				open--
			}
			if open > limitBrackets {
				l.report(pos, codeNesting, "max", limitNesting)
				return false
			}
		}
	}
	if !ok {
		l.remember(s)
	}
	return ok
}

// remember notes the kind and name of a document that cannot be read, by its first line with a key.
func (l *loader) remember(s *source) {
	for _, line := range s.lines {
		text := strings.TrimSpace(string(line))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if kind, name, ok := strings.Cut(text, ":"); ok {
			name, _, _ = strings.Cut(name, " #")
			l.broken[kind+" "+strings.Trim(strings.TrimSpace(name), `"'`)] = true
		}
		return
	}
}
