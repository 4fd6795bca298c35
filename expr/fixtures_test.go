package expr_test

import (
	"jieli/expr"
	"jieli/expr/exprtest"
	"jieli/value"
)

// fixtureScope is the scope of the tables: a household with people, its village, and parameters.
var fixtureScope = expr.Scope{
	Follow: true,
	Subjects: []expr.Subject{
		{Name: "household", Table: "household", Fields: []expr.Field{
			{Name: "members", Kind: value.KindInt, Column: "f_members", Min: 1, Max: 30},
			{Name: "income", Kind: value.KindInt, Column: "f_income"},
			{Name: "area", Kind: value.KindDouble, Column: "f_area", Decimals: 2, Min: 0, Max: 1_000_000},
			{Name: "head", Kind: value.KindString, Column: "f_head"},
			{Name: "category", Kind: value.KindString, Column: "f_category"},
			{Name: "risks", Kind: value.KindStrings, Column: "f_risks"},
			{Name: "poor", Kind: value.KindBool, Column: "f_poor"},
			{Name: "built", Kind: value.KindDate, Column: "f_built"},
			{Name: "opened_at", Kind: value.KindInstant, Column: "f_opened_at"},
			{Name: "closed_at", Kind: value.KindInstant, Column: "f_closed_at"},
			{Name: "dwelling", Kind: value.KindOpaque, Column: "f_dwelling", Shape: value.Point},
			{Name: "plot", Kind: value.KindOpaque, Column: "f_plot", Shape: value.Polygon},
			{Name: "way", Kind: value.KindOpaque, Column: "f_way", Shape: value.Line},
			{Name: "station", Kind: value.KindString, Column: "f_station", Refers: &fixtureStation},
			{Name: "lost", Kind: value.KindString, Column: "f_lost", Refers: &fixtureStation},
			{Name: "note", Kind: value.KindString},
		}, Lists: []expr.List{
			{Name: "people", Item: expr.Subject{Name: "person", Table: "person", Fields: []expr.Field{
				{Name: "name", Kind: value.KindString, Column: "f_name"},
				{Name: "age", Kind: value.KindInt, Column: "f_age", Min: 0, Max: 130},
				{Name: "income", Kind: value.KindInt, Column: "f_income", Min: 0, Max: 10_000_000_000},
				{Name: "birth_date", Kind: value.KindDate, Column: "f_birth_date"},
				{Name: "able", Kind: value.KindBool, Column: "f_able"},
				{Name: "skills", Kind: value.KindStrings, Column: "f_skills"},
			}}},
			{Name: "visits", Item: expr.Subject{Name: "visit", Fields: []expr.Field{{Name: "on", Kind: value.KindDate}}}},
		}},
		{Name: "village", Table: "village", Fields: []expr.Field{
			{Name: "code", Kind: value.KindString, Column: "f_code"},
			{Name: "ethnic", Kind: value.KindBool, Column: "f_ethnic"},
		}},
	},
	Parameters: []expr.Field{
		{Name: "line", Kind: value.KindInt},
		{Name: "share", Kind: value.KindDouble, Decimals: 2, Min: 0, Max: 100},
		{Name: "since", Kind: value.KindDate},
		{Name: "word", Kind: value.KindString},
		{Name: "strict", Kind: value.KindBool},
		{Name: "kinds", Kind: value.KindStrings},
	},
}

// fixtureStation is what two fields of the household point to.
var fixtureStation = expr.Subject{Name: "station", Table: "station", Fields: []expr.Field{
	{Name: "name", Kind: value.KindString, Column: "f_name"},
	{Name: "seats", Kind: value.KindInt, Column: "f_seats", Min: 0, Max: 1000},
	{Name: "fee", Kind: value.KindDouble, Column: "f_fee", Decimals: 2},
	{Name: "opened_on", Kind: value.KindDate, Column: "f_opened_on"},
	{Name: "closed_on", Kind: value.KindDate, Column: "f_closed_on"},
	{Name: "subjects", Kind: value.KindStrings, Column: "f_subjects"},
	{Name: "open", Kind: value.KindBool, Column: "f_open"},
	{Name: "place", Kind: value.KindOpaque, Column: "f_place", Shape: value.Point},
}}

func fixtureDate(y, m, d int) value.Date { return value.DateOf(y, m, d) }

func fixtureInstant(s string) value.Instant {
	i, err := value.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

// fixtures are the records of the tables: full has every field, absent has none, gaps lacks some fields of some people.
var fixtures = map[string]*exprtest.Vars{
	"full": {
		Subjects: map[string]exprtest.Row{
			"household": {
				"members": int64(4), "income": int64(520_000), "area": int64(1250), "head": "张三", "category": "none",
				"risks": []string{"flood", "illness"}, "poor": true, "built": fixtureDate(2020, 2, 29),
				"opened_at": fixtureInstant("2022-06-01T08:30:00+08:00"), "note": "a",
				"closed_at": fixtureInstant("2022-06-14T23:30:00+08:00"),
				"dwelling":  value.Geometry(`{"coordinates":[113,23],"type":"Point"}`),
				"plot": value.Geometry(`{"coordinates":[[[113.2,24.5],[113.2009,24.5],[113.2009,24.5009],[113.2,24.5009],[113.2,24.5]]],` +
					`"type":"Polygon"}`),
				"way":     value.Geometry(`{"coordinates":[[113.2,24.5],[113.21,24.5],[113.21,24.52]],"type":"LineString"}`),
				"station": "s1", "lost": "s9",
			},
			"village": {"code": "441823105201", "ethnic": false},
		},
		Records: map[string]map[string]exprtest.Row{"station": {"s1": {
			"name": "人才驿站", "seats": int64(40), "fee": int64(1250), "opened_on": fixtureDate(2021, 8, 31),
			"subjects": []string{"tea", "weave"}, "open": true, "place": value.Geometry(`{"coordinates":[113.1,23.1],"type":"Point"}`),
		}}},
		Lists: map[string][]expr.Row{"household.people": {
			exprtest.Row{"name": "张三", "age": int64(45), "income": int64(300_000), "birth_date": fixtureDate(1977, 3, 1),
				"able": true, "skills": []string{"tea", "drive"}},
			exprtest.Row{"name": "李四", "age": int64(15), "income": int64(0), "birth_date": fixtureDate(2007, 6, 15),
				"able": false, "skills": []string{"tea"}},
			exprtest.Row{"name": "王五", "age": int64(70), "income": int64(220_000), "birth_date": fixtureDate(1952, 2, 29),
				"able": false, "skills": []string{"weave"}},
		}},
		Parameters: map[string]any{"line": int64(760_000), "share": int64(50), "since": fixtureDate(2021, 7, 1), "word": "水",
			"strict": true, "kinds": []string{"flood"}},
		Day: fixtureDate(2022, 6, 14), At: fixtureInstant("2022-06-14T12:00:00+08:00"),
	},
	"absent": {Day: fixtureDate(2022, 6, 14), At: fixtureInstant("2022-06-14T12:00:00+08:00")},
	"gaps": {
		Subjects: map[string]exprtest.Row{"household": {"members": int64(3), "station": "s2"}},
		Records:  map[string]map[string]exprtest.Row{"station": {"s2": {"seats": int64(3)}}},
		Lists: map[string][]expr.Row{"household.people": {
			exprtest.Row{"name": "张三", "age": int64(45), "income": int64(300_000)},
			exprtest.Row{"name": "李四", "able": true},
			exprtest.Row{"age": int64(15), "income": int64(5)},
		}},
		Parameters: map[string]any{"line": int64(760_000)},
		Day:        fixtureDate(2022, 6, 14), At: fixtureInstant("2022-06-14T12:00:00+08:00"),
	},
}
