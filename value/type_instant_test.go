package value

import "testing"

func TestInstantType(t *testing.T) {
	at := DateOf(2022, 6, 14).Start() + 8*Hour + 30*Minute
	try(t, typeInstant, []example{
		{says: "RFC 3339", json: `"2022-06-14T08:30:00+08:00"`, want: at, zh: "2022年6月14日 08:30", en: "2022-06-14 08:30"},
		{says: "UTC", json: `"2022-06-14T00:30:00Z"`, want: at},
		{says: "microseconds", json: `"2022-06-14T08:30:00.000001+08:00"`, want: at + 1},
		{says: "seconds are shown where there are any", json: `"2022-06-14T08:30:05+08:00"`, want: at + 5*Second,
			en: "2022-06-14 08:30:05"},
		{says: "no zone", json: `"2022-06-14T08:30:00"`, code: "instant_wrong"},
		{says: "a number", json: `1655166600000000`, code: "value_shape"},
		{says: "as typed", text: "2022-06-14 08:30", want: at},
		{says: "as typed in a hurry", text: "2022/6/14 8：30", want: at},
		{says: "in Chinese", text: "2022年6月14日8时30分", want: at},
		{says: "in Chinese with seconds", text: "2022年6月14日 8点30分5秒", want: at + 5*Second},
		{says: "full hour", text: "2022.6.14 8时", want: DateOf(2022, 6, 14).Start() + 8*Hour},
		{says: "day only is its start", text: "2022-06-14", want: DateOf(2022, 6, 14).Start()},
		{says: "number of a spreadsheet", text: "44726.3541666667", want: at},
		{says: "no hour 24", text: "2022-06-14 24:00", code: "instant_wrong"},
		{says: "no minute 60", text: "2022-06-14 8:60", code: "instant_wrong"},
		{says: "an hour without sign", text: "2022-06-14 8", code: "instant_wrong"},
		{says: "far future", text: "2300-01-01 00:00", code: "date_too_late"},
	})
}
