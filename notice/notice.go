// Package notice holds what may hang in public. A notice goes through a white-list of its own, whatever the pack says
// and whoever prints it: the pack is checked when it is read, this is the second lock on the same door.
package notice

import (
	"regexp"
	"unicode"

	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
)

var (
	errNotPublic = fault.Define("notice_not_public",
		"“{label}”不是公示文书，不能张贴。", "\"{label}\" is not a document that hangs in public.")
	errPrivate = fault.Define("notice_private",
		"公示文书用到了不得公开的“{label}”（证件号、电话、账号、健康等），已停止生成。请管理员修改文书。",
		"The notice names \"{label}\", which must never be public (numbers of people, phones, accounts, health); it was not made. "+
			"Ask your administrator to change the document.")
	errNumber = fault.Define("notice_number",
		"“{label}”的内容里有像证件号、电话或账号的长数字，不能公示。请先改正记录。",
		"What stands in \"{label}\" holds a long number, like that of a person, a phone or an account, and cannot hang in "+
			"public. Correct the record first.")
)

// publicTypes are the types of fields that may hang in public when everybody may see the field. Numbers of people,
// phones, accounts, places of homes, photos, files and references are never among them.
var publicTypes = map[string]bool{"area": true, "choice": true, "choices": true, "date": true, "integer": true,
	"number": true, "money": true, "instant": true, "yes_no": true, "text": true}

// nameType is the one kind of personal value that a notice is about: without the name nobody could object.
const nameType = "person_name"

// MayHang reports whether a field is on the white-list: open fields of harmless types, and names of people that are
// personal. What is sensitive never hangs, nor does anything personal beside names: health is personal everywhere.
func MayHang(f *catalog.Field) bool {
	switch f.Privacy {
	case catalog.Open:
		return publicTypes[f.Type.Name()] || f.Type.Name() == nameType
	case catalog.Personal:
		return f.Type.Name() == nameType
	}
	return false
}

// Notice is a document found fit to hang. It gives words of the fields that the document names, and of no others.
type Notice struct{ fields map[*catalog.Field]bool }

// Of looks a document through, field by field. It refuses one that is not public, and one that names any field that is
// not on the white-list, in a sentence, a pair, a column.
func Of(doc *catalog.Document) (*Notice, error) {
	if !doc.Public {
		return nil, errNotPublic.Error(fault.Invalid, "label", doc.Label)
	}
	n := &Notice{fields: map[*catalog.Field]bool{}}
	for _, f := range named(doc) {
		if !MayHang(f) {
			return nil, errPrivate.Error(fault.Invalid, "label", f.Label)
		}
		n.fields[f] = true
	}
	return n, nil
}

// named gives all fields that a document shows.
func named(doc *catalog.Document) []*catalog.Field {
	var list []*catalog.Field
	for _, p := range append(doc.Paragraphs[:len(doc.Paragraphs):len(doc.Paragraphs)], doc.Closing...) {
		for _, part := range append(p.Text.Zh[:len(p.Text.Zh):len(p.Text.Zh)], p.Text.En...) {
			if part.Field != nil {
				list = append(list, part.Field)
			}
		}
	}
	for _, part := range doc.Parts {
		for _, x := range part.Fields {
			list = append(list, x.Field)
		}
		list = append(list, part.Columns...)
	}
	return list
}

// Words lets the words of a value through, or says why not: the field is not of the notice, or a free text holds what
// looks like the number of a person, a phone or an account.
func (n *Notice) Words(r *register.Record, f *catalog.Field, words string) (string, error) {
	if !n.fields[f] || r.Register.Field(f.Name) != f {
		return "", errPrivate.Error(fault.Invalid, "label", f.Label)
	}
	if free[f.Type.Name()] && HasLongNumber(words) {
		return "", errNumber.Error(fault.Invalid, "label", f.Label)
	}
	return words, nil
}

// free are the types in which people write what they like.
var free = map[string]bool{"text": true, nameType: true}

// longNumber is the digits of the shortest number to be kept back, a mobile phone's.
const longNumber = 11

// day is a date as people type it; two of them in a row are no number of a person.
var day = regexp.MustCompile(`[12]\d{3}[-./]\d{1,2}[-./]\d{1,2}`)

// HasLongNumber finds a run of digits, also one parted by blanks, hyphens or dots, and in full-width digits.
func HasLongNumber(s string) bool {
	run := 0
	for _, r := range day.ReplaceAllString(s, "/") {
		switch {
		case unicode.IsDigit(r):
			if run++; run >= longNumber {
				return true
			}
		case run > 0 && (unicode.IsSpace(r) || r == '-' || r == '.' || r == '·' || r == '—' || r == '–'):
		default:
			run = 0
		}
	}
	return false
}
