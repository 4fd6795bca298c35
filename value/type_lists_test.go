package value

import (
	"strings"
	"testing"
)

func TestPhotoAndFile(t *testing.T) {
	a, b := strings.Repeat("a1", 32), strings.Repeat("0f", 32)
	try(t, typePhoto, []example{
		{says: "two pictures", json: `["` + a + `.jpg","` + b + `"]`, want: []string{a + ".jpg", b},
			zh: "2张照片", en: "2 photos"},
		{says: "one picture", json: `["` + a + `"]`, want: []string{a}, en: "1 photo"},
		{says: "too many", json: `["` + a + `","` + b + `"]`, limits: &Limits{MaxCount: 1}, code: "list_too_many"},
		{says: "one twice", json: `["` + a + `","` + a + `"]`, code: "list_twice"},
		{says: "a path", json: `["` + a + `/../x"]`, code: "file_wrong"},
		{says: "capitals", json: `["` + strings.ToUpper(a) + `"]`, code: "file_wrong"},
		{says: "a strange ending", json: `["` + a + `.tar.gz"]`, code: "file_wrong"},
		{says: "in a cell", text: a + "\n" + b, want: []string{a, b}},
		{says: "a word in a cell", text: "见附件", code: "file_wrong"},
	})
	try(t, typeFile, []example{
		{says: "with its name", json: `["` + a + `.pdf:合同2022.pdf"]`, want: []string{a + ".pdf:合同2022.pdf"},
			zh: "合同2022.pdf"},
		{says: "without", json: `["` + a + `.pdf"]`, want: []string{a + ".pdf"}, zh: a + ".pdf"},
		{says: "an empty name", json: `["` + a + `.pdf:"]`, code: "file_wrong"},
		{says: "a name with a path", json: `["` + a + `.pdf:../x"]`, code: "file_wrong"},
		{says: "a name that breaks columns", json: `["` + a + `.pdf:a|b"]`, code: "file_wrong"},
	})
}

func TestReference(t *testing.T) {
	id := DeriveID("household", "1")
	try(t, typeReference, []example{
		{says: "an id", json: `"` + id + `"`, want: id, zh: id},
		{says: "capitals in JSON", json: `"` + strings.ToUpper(id) + `"`, code: "reference_wrong"},
		{says: "capitals in a cell", text: " " + strings.ToUpper(id), want: id},
		{says: "a number", json: `12`, code: "value_shape"},
		{says: "words", text: "张三家", code: "reference_wrong"},
	})
}
