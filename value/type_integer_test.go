package value

import "testing"

func TestInteger(t *testing.T) {
	try(t, typeInteger, []example{
		{says: "zero", json: `0`, want: int64(0), zh: "0"},
		{says: "thousands are set off", json: `1234567`, want: int64(1234567), zh: "1,234,567", en: "1,234,567"},
		{says: "less than nothing", json: `-12345`, want: int64(-12345), zh: "-12,345"},
		{says: "four digits may be a year", json: `2022`, want: int64(2022), zh: "2022", en: "2022"},
		{says: "12.0 is whole", json: `12.0`, want: int64(12)},
		{says: "1e3 is whole", json: `1e3`, want: int64(1000)},
		{says: "12.5 is not", json: `12.5`, code: "integer_wrong"},
		{says: "text is not, in JSON", json: `"12"`, code: "value_shape"},
		{says: "the greatest that browsers keep", json: `9007199254740991`, want: int64(MaxInteger)},
		{says: "one more", json: `9007199254740992`, code: "value_too_large"},
		{says: "far more", json: `99999999999999999999`, code: "integer_wrong"},
		{says: "below the field's least", json: `0`, limits: &Limits{Min: number(1)}, code: "value_too_small"},
		{says: "above the field's greatest", text: "31", limits: &Limits{Max: number(30)}, code: "value_too_large"},
		{says: "full-width digits", text: "１２３", want: int64(123)},
		{says: "commas between thousands", text: " 1,234,567 ", want: int64(1234567)},
		{says: "full-width comma", text: "1，234", want: int64(1234)},
		{says: "a comma elsewhere is a slip", text: "12,34", code: "integer_wrong"},
		{says: "two numbers in a cell", text: "12 34", code: "integer_wrong"},
		{says: "a number cell", text: "12.0", want: int64(12)},
		{says: "a long number cell", text: "1.2E+5", want: int64(120000)},
		{says: "with its unit", text: "12人", want: int64(12)},
		{says: "with its unit and a blank", text: "12 户", want: int64(12)},
		{says: "in ten thousands", text: "1.2万人", want: int64(12000)},
		{says: "a measure is no count", text: "12公斤", code: "integer_wrong"},
		{says: "a dash is a blank", text: "—", want: nil},
		{says: "words", text: "若干", code: "integer_wrong"},
		{says: "plus sign", text: "+5", want: int64(5)},
		{says: "minus sign of Word", text: "−5", want: int64(-5)},
	})
}
