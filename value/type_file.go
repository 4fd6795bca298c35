package value

import (
	"strings"

	"jieli/fault"
)

var typeFile Type = &fileType{meta: meta{
	name: "file", label: fault.Text{Zh: "附件", En: "files"}, column: ColumnText, kind: KindStrings,
	options: []string{"max_count"},
}}

// fileType is uploaded files, named as photos are, with the file's own name behind a colon if wanted:
// "<64 hexadecimal digits>.pdf:合同.pdf".
type fileType struct {
	meta
	listColumn
}

func (fileType) Parse(raw any, l *Limits) (any, *fault.Finding) {
	return parseList(raw, l.orNone().MaxCount, checkBlob)
}

func (fileType) ParseText(s string, l *Limits) (any, *fault.Finding) {
	return parseList(cellItems(s), l.orNone().MaxCount, checkBlob)
}

func (fileType) JSON(v any, _ *Limits) any { return v }

// Display gives the files' own names, or the digits that name them.
func (fileType) Display(v any, _ *Limits, lang string) string {
	list, _ := v.([]string)
	words := make([]string, len(list))
	for i, item := range list {
		blob, name, _ := SplitBlob(item)
		if words[i] = name; name == "" {
			words[i] = blob
		}
	}
	return strings.Join(words, listMark(lang))
}

// SplitBlob parts an item of a photo or file field into the name of its content and the file's own name ("" if none);
// false for what is no such item. Own names have no blanks and no signs that part lists or paths.
func SplitBlob(s string) (blob, name string, ok bool) {
	blob, name, named := strings.Cut(s, ":")
	if len(blob) < 64 || named && name == "" {
		return "", "", false
	}
	for i := range 64 {
		if !isHex(blob[i]) {
			return "", "", false
		}
	}
	if end := blob[64:]; end != "" && !isExtension(end) {
		return "", "", false
	}
	if !isListItem(s) || strings.ContainsFunc(name, func(r rune) bool {
		return isSeparator(r) || strings.ContainsRune(`\:*?"<>`, r)
	}) {
		return "", "", false
	}
	return blob, name, true
}

// BlobHash gives the SHA-256 that an item of a photo or file field names.
func BlobHash(item string) (hash string, ok bool) {
	blob, _, ok := SplitBlob(item)
	if !ok {
		return "", false
	}
	return blob[:64], true
}

func isExtension(s string) bool {
	if len(s) < 2 || len(s) > 6 || s[0] != '.' {
		return false
	}
	for _, c := range []byte(s[1:]) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
