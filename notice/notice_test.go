package notice_test

import (
	"errors"
	"testing"

	"jieli/catalog"
	"jieli/fault"
	"jieli/notice"
	"jieli/register"
	"jieli/value"
)

func field(name, kind string, p catalog.Privacy) *catalog.Field {
	t, ok := value.ByName(kind)
	if !ok {
		panic(kind)
	}
	return &catalog.Field{Name: name, Label: fault.Text{Zh: name, En: name}, Type: t, Privacy: p}
}

// fields of a household, as a careless pack may have them.
var (
	head     = field("head_name", "person_name", catalog.Personal)
	village  = field("village", "area", catalog.Open)
	category = field("category", "choice", catalog.Open)
	reason   = field("reason", "text", catalog.Open)
	health   = field("health", "choices", catalog.Personal)
	illness  = field("illness", "text", catalog.Sensitive)
	number   = field("national_id", "national_id", catalog.Open) // even when the pack calls it open
	phone    = field("phone", "phone", catalog.Open)
	account  = field("bank_account", "bank_account", catalog.Personal)
	income   = field("income", "money", catalog.Personal)
	home     = field("dwelling", "point", catalog.Open)
	photo    = field("photo", "photo", catalog.Open)
	secret   = field("secret_name", "person_name", catalog.Sensitive)
)

var household = func() *catalog.Register {
	r := &catalog.Register{Name: "household", Fields: []*catalog.Field{head, village, category, reason, health, illness, number,
		phone, account, income, home, photo, secret}}
	r.Index()
	return r
}()

func sentence(f *catalog.Field) []*catalog.Paragraph {
	return []*catalog.Paragraph{{Text: catalog.Template{Zh: []catalog.TemplatePart{{Text: "拟纳入"}, {Register: household, Field: f}}}}}
}

// ways are all the places of a document where a field can stand.
var ways = map[string]func(f *catalog.Field) *catalog.Document{
	"a sentence": func(f *catalog.Field) *catalog.Document { return &catalog.Document{Paragraphs: sentence(f)} },
	"a sentence in English": func(f *catalog.Field) *catalog.Document {
		p := sentence(f)
		p[0].Text.En, p[0].Text.Zh = p[0].Text.Zh, nil
		return &catalog.Document{Paragraphs: p}
	},
	"the closing": func(f *catalog.Field) *catalog.Document { return &catalog.Document{Closing: sentence(f)} },
	"a pair": func(f *catalog.Field) *catalog.Document {
		return &catalog.Document{Parts: []*catalog.DocumentPart{{Fields: []catalog.Target{{Register: household, Field: f}}}}}
	},
	"a column": func(f *catalog.Field) *catalog.Document {
		return &catalog.Document{Parts: []*catalog.DocumentPart{{Columns: []*catalog.Field{village, f}}}}
	},
}

func code(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return e.Findings[0].Code
	}
	return ""
}

func TestWhatMustNeverBePublicIsRefusedWhereverADocumentNamesIt(t *testing.T) {
	for way, document := range ways {
		for _, f := range []*catalog.Field{health, illness, number, phone, account, income, home, photo, secret} {
			doc := document(f)
			doc.Public = true
			if n, err := notice.Of(doc); n != nil || code(err) != "notice_private" {
				t.Errorf("%s in %s: %v", f.Name, way, err)
			}
		}
		for _, f := range []*catalog.Field{head, village, category, reason} {
			doc := document(f)
			doc.Public = true
			if _, err := notice.Of(doc); err != nil {
				t.Errorf("%s in %s: %v", f.Name, way, err)
			}
		}
	}
}

func TestOnlyAPublicDocumentHangs(t *testing.T) {
	if _, err := notice.Of(&catalog.Document{Label: fault.Text{Zh: "认定表"}, Paragraphs: sentence(village)}); code(err) !=
		"notice_not_public" {
		t.Error(err)
	}
}

func TestANoticeGivesWordsOfItsOwnFieldsOnly(t *testing.T) {
	n, err := notice.Of(&catalog.Document{Public: true, Paragraphs: sentence(reason)})
	if err != nil {
		t.Fatal(err)
	}
	r := &register.Record{Register: household, Fields: make([]any, len(household.Fields))}
	if words, err := n.Words(r, reason, "因灾"); words != "因灾" || err != nil {
		t.Errorf("%q %v", words, err)
	}
	for _, f := range []*catalog.Field{head, village, phone} { // not named by this notice
		if words, err := n.Words(r, f, "13800001234"); words != "" || code(err) != "notice_private" {
			t.Errorf("%s: %q %v", f.Name, words, err)
		}
	}
	for text, want := range map[string]string{
		"电话13800001234":    "notice_number",
		"电话 138 0000-1234": "notice_number",
		"４４１８２３１９８００１０１００１４":     "notice_number",
		"卡号6222 0200 0000 00008": "notice_number",
		"2022年6月14日至2022年6月19日":  "",
		"2022.6.14-2022.6.19":    "",
		"医疗费 38000 元，户编号 0001":   "",
	} {
		if words, err := n.Words(r, reason, text); code(err) != want || want == "" && words != text {
			t.Errorf("%q: %q %v", text, words, err)
		}
	}
}
