package exchange

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jieli/fault"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// readCSV reads comma, semicolon or tab separated text in UTF-8 or, as WPS and Excel save it on Chinese Windows, GB 18030.
func readCSV(data []byte) (*Table, error) {
	data = bytes.TrimPrefix(data, byteOrderMark)
	if !utf8.Valid(data) {
		decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(decoded, utf8.RuneError) {
			return nil, errEncoding.Error(fault.Invalid)
		}
		data = decoded
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return nil, errEncoding.Error(fault.Invalid)
	}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = separator(data), -1, true, false
	t := &Table{}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errRead.Error(fault.Invalid, "why", err)
		}
		line, _ := r.FieldPos(0)
		if err := t.add(line, cells); err != nil {
			return nil, err
		}
	}
	if len(t.Rows) == 0 {
		return nil, errEmpty.Error(fault.Invalid)
	}
	return t, nil
}

// separator is the one of the three that the first lines hold most of.
func separator(data []byte) rune {
	const look = 4096
	head := string(data[:min(len(data), look)])
	best, most := ',', 0
	for _, c := range []rune{',', '\t', ';'} {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
