package value

import (
	"strings"
	"testing"
)

func TestPersonName(t *testing.T) {
	try(t, typePersonName, []example{
		{says: "a name", json: `"张三"`, want: "张三", zh: "张三"},
		{says: "blanks to fill a form", text: "张　三", want: "张三"},
		{says: "minority names get one kind of dot", text: "阿卜杜拉•买买提", want: "阿卜杜拉·买买提"},
		{says: "full-width point", text: "阿依古丽．艾山", want: "阿依古丽·艾山"},
		{says: "rare characters", json: `"𠮷野〇"`, want: "𠮷野〇"},
		{says: "a character that old registers hold privately", text: "李\ue000", want: "李\ue000"},
		{says: "Latin letters keep their blanks", text: " John  Smith ", want: "John Smith"},
		{says: "digits", text: "张三1", code: "name_wrong"},
		{says: "a remark in brackets", text: "张三（已故）", code: "name_wrong"},
		{says: "two names", text: "张三、李四", code: "name_wrong"},
		{says: "a dot only", text: "··", want: nil},
		{says: "too long", text: strings.Repeat("王", 51), code: "text_too_long"},
		{says: "a number", json: `5`, code: "value_shape"},
	})
}

func TestNationalID(t *testing.T) {
	try(t, typeNationalID, []example{
		{says: "an id card", json: `"11010519491231002X"`, want: "11010519491231002X", zh: "11010519491231002X"},
		{says: "a disability card", json: `"11010519491231002X43"`, want: "11010519491231002X43"},
		{says: "a disability card issued again", json: `"11010519491231002X43B1"`, want: "11010519491231002X43B1"},
		{says: "an unreal number", json: `"` + numbered("99999920100101001") + `"`, want: numbered("99999920100101001")},
		{says: "small x in JSON", json: `"11010519491231002x"`, code: "national_id_check"},
		{says: "small x in a cell", text: "11010519491231002x", want: "11010519491231002X"},
		{says: "blanks in a cell", text: "110105 19491231 002X", want: "11010519491231002X"},
		{says: "an apostrophe in front", text: "'11010519491231002X", want: "11010519491231002X"},
		{says: "full-width", text: "１１０１０５１９４９１２３１００２Ｘ", want: "11010519491231002X"},
		{says: "signs not seen around it", text: "\u202d11010519491231002X\u202c", want: "11010519491231002X"},
		{says: "a wrong digit", text: "110105194912310021", code: "national_id_check"},
		{says: "a digit exchanged", text: "11010519491213002X", code: "national_id_check"},
		{says: "no such day", text: "110105194902310021", code: "national_id_birth"},
		{says: "no such province", text: "09010519491231002X", code: "national_id_wrong"},
		{says: "17 digits", text: "11010519491231002", code: "national_id_wrong"},
		{says: "the old form", text: "110105491231002", code: "national_id_old"},
		{says: "an unknown kind of disability", text: "11010519491231002X83", code: "national_id_wrong"},
		{says: "letters within", text: "1101051949123100AX", code: "national_id_wrong"},
		{says: "digits lost by a spreadsheet", text: "1.10105E+17", code: "digits_lost"},
		{says: "a number", json: `110105194912310021`, code: "value_shape"},
	})
}

// numbered completes 17 digits with their check character.
func numbered(s string) string { return s + string(NationalIDCheck(s)) }

func TestNationalIDSaysWhoItsHolderIs(t *testing.T) {
	card, finding := ReadNationalID("11010519491231002X43")
	want := IDCard{Number: "11010519491231002X", Area: "110105", Birth: DateOf(1949, 12, 31), DisabilityKind: 4,
		DisabilityGrade: 3}
	if finding != nil || card != want {
		t.Errorf("got %+v %v, want %+v", card, finding, want)
	}
	if card, _ := ReadNationalID(numbered("99999920100101001")); !card.Unreal || !card.Male {
		t.Errorf("got %+v", card)
	}
	if NationalIDCheck("123") != 0 || NationalIDCheck("1234567890123456x") != 0 {
		t.Error("a check character for what is not 17 digits")
	}
}

func TestPhone(t *testing.T) {
	try(t, typePhone, []example{
		{says: "mobile", json: `"13800138000"`, want: "13800138000", zh: "13800138000"},
		{says: "mobile in groups", text: "138 0013 8000", want: "13800138000"},
		{says: "mobile with hyphens", text: "138-0013-8000", want: "13800138000"},
		{says: "mobile with country code", text: "+86 13800138000", want: "13800138000"},
		{says: "country code without plus", text: "8613800138000", want: "13800138000"},
		{says: "a number cell", text: "13800138000.0", want: "13800138000"},
		{says: "landline", text: "0763-3366123", want: "0763-3366123"},
		{says: "landline in brackets", text: "（0763）3366123", want: "0763-3366123"},
		{says: "landline of Guangzhou", text: "02083366123", want: "020-83366123"},
		{says: "landline with country code", text: "+86 20 83366123", want: "020-83366123"},
		{says: "service number", text: "400-812-3456", want: "4008123456"},
		{says: "Hong Kong", text: "+852 2345 6789", want: "+85223456789"},
		{says: "Hong Kong with zeros", text: "00852-23456789", want: "+85223456789"},
		{says: "a digit short", text: "1380013800", code: "phone_wrong"},
		{says: "no such mobile", text: "12800138000", code: "phone_wrong"},
		{says: "landline without area code", text: "3366123", code: "phone_wrong"},
		{says: "two numbers", text: "13800138000/13900139000", code: "phone_wrong"},
		{says: "digits lost by a spreadsheet", text: "1.38E+10", code: "digits_lost"},
		{says: "words", text: "无手机", code: "phone_wrong"},
		{says: "a number", json: `13800138000`, code: "value_shape"},
	})
}

func TestBankAccount(t *testing.T) {
	try(t, typeBankAccount, []example{
		{says: "a card", json: `"6228480402564890018"`, want: "6228480402564890018", zh: "6228 4804 0256 4890 018"},
		{says: "a card in groups", text: "6228 4804 0256 4890 018", want: "6228480402564890018"},
		{says: "a savings book", text: "80020000-1234567", want: "800200001234567"},
		{says: "too short", text: "1234567", code: "bank_account_wrong"},
		{says: "too long", json: `"` + strings.Repeat("1", 33) + `"`, code: "bank_account_wrong"},
		{says: "blanks in JSON", json: `"6228 4804"`, code: "bank_account_wrong"},
		{says: "digits lost by a spreadsheet", text: "6.22848E+18", code: "digits_lost"},
	})
}
