package value

import "testing"

func TestDateType(t *testing.T) {
	day := DateOf(2022, 6, 14)
	try(t, typeDate, []example{
		{says: "ISO in JSON", json: `"2022-06-14"`, want: day, zh: "2022年6月14日", en: "2022-06-14"},
		{says: "other forms are refused in JSON", json: `"2022/6/14"`, code: "date_wrong"},
		{says: "a day number is refused in JSON", json: `19157`, code: "value_shape"},
		{says: "no 30 February", json: `"2022-02-30"`, code: "date_wrong"},
		{says: "no leap day in 1900", text: "1900-02-29", code: "date_wrong"},
		{says: "a leap day in 2000", text: "2000-2-29", want: DateOf(2000, 2, 29)},
		{says: "a slip in the year", json: `"0222-06-14"`, code: "date_too_early"},
		{says: "beyond the type", json: `"2200-01-01"`, code: "date_too_late"},
		{says: "before the field's first", json: `"2020-12-31"`, limits: &Limits{Min: number(int64(DateOf(2021, 1, 1)))},
			code: "date_too_early"},
		{says: "after the field's last", text: "2022.6.15", limits: &Limits{Max: number(int64(day))},
			code: "date_too_late"},
		{says: "slashes", text: "2022/6/14", want: day},
		{says: "points", text: "2022.6.14", want: day},
		{says: "Chinese", text: "2022年6月14日", want: day},
		{says: "Chinese with blanks", text: "2022 年 06 月 14 日", want: day},
		{says: "号", text: "2022年6月14号", want: day},
		{says: "eight digits", text: "20220614", want: day},
		{says: "full-width", text: "２０２２－０６－１４", want: day},
		{says: "long dashes", text: "2022–6–14", want: day},
		{says: "with a time", text: "2022-06-14 10:22:33", want: day},
		{says: "with a time of midnight", text: "2022/6/14 0:00", want: day},
		{says: "an instant counts in the programme's zone", text: "2022-06-13T16:00:00Z", want: day},
		{says: "day number of a spreadsheet", text: "44726", want: day},
		{says: "day number with a time", text: "44726.9999", want: day},
		{says: "the first day number", text: "7306", want: DateOf(1920, 1, 1)},
		{says: "a year is no day number", text: "2022", code: "date_wrong"},
		{says: "a year with months is no day number", text: "2022.6", code: "date_wrong"},
		{says: "a month is no day", text: "202206", code: "date_wrong"},
		{says: "a month in words is no day", text: "2022年6月", code: "date_wrong"},
		{says: "marks that do not fit each other", text: "2022-6/14", code: "date_wrong"},
		{says: "day first cannot be told from month first", text: "6/14/2022", code: "date_wrong"},
		{says: "two digits of a year", text: "22-06-14", code: "date_wrong"},
		{says: "no month 13", text: "2022/13/1", code: "date_wrong"},
		{says: "words behind", text: "2022-06-14左右", code: "date_wrong"},
		{says: "a dash is a blank", text: "-", want: nil},
	})
	if _, err := typeDate.FromColumn("2022-6-14"); err == nil {
		t.Error("a column with a strange date was read")
	}
}
