package register_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"jieli/catalog"
	"jieli/journal"
	"jieli/register"
	"jieli/value"
)

func house(t *testing.T) *catalog.Register {
	t.Helper()
	typed := func(name, kind string) *catalog.Field {
		x, ok := value.ByName(kind)
		if !ok {
			t.Fatal(kind)
		}
		return &catalog.Field{Name: name, Type: x}
	}
	r := &catalog.Register{Name: "household", AreaField: "village",
		Fields: []*catalog.Field{typed("village", "area"), typed("income", "integer"), typed("phone", "text")}}
	r.Fields[2].Privacy = catalog.Personal
	r.Index()
	return r
}

// act is an entry in short: who saw what, when, and wrote what.
type act struct {
	device string
	seq    int64
	base   int64
	day    int
	fields string
	action journal.Action
}

func entriesOf(list []act) []*journal.Entry {
	out := make([]*journal.Entry, len(list))
	for i, a := range list {
		action := a.action
		if action == "" {
			action = journal.Change
		}
		fields := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(a.fields), &fields); err != nil {
			panic(err)
		}
		made := value.DateOf(2022, 1, a.day).Start()
		out[i] = &journal.Entry{StreamKey: journal.StreamKey{County: "441823", Stream: "441823111"}, ID: fmt.Sprint("e", i),
			Register: "household", Record: "h", Area: "441823111201", Action: action, Version: int64(i + 1), Base: a.base,
			Device: a.device, DeviceSeq: a.seq, Actor: a.device, MadeAt: made, ReceivedAt: made, Fields: fields}
	}
	return out
}

func TestAFoldMakesARecordOfItsEntries(t *testing.T) {
	first := act{"office", 1, 0, 1, `{"village":"441823111201","income":1,"phone":"a"}`, journal.Create}
	for name, c := range map[string]struct {
		acts     []act
		income   any
		marks    []string
		conflict []string
		state    string
	}{
		"a value that was seen gives way": {
			[]act{first, {"one", 1, 1, 2, `{"income":5}`, ""}, {"two", 1, 2, 3, `{"income":6}`, ""}}, int64(6), nil, nil, "active"},
		"values that have not seen each other both stand, the latest made is shown": {
			[]act{first, {"one", 1, 1, 5, `{"income":5}`, ""}, {"two", 1, 1, 3, `{"income":6}`, ""}}, int64(5),
			[]string{"conflict:income"}, []string{"e1", "e2"}, "active"},
		"the same value twice is no conflict": {
			[]act{first, {"one", 1, 1, 2, `{"income":5}`, ""}, {"two", 1, 1, 3, `{"income":5}`, ""}}, int64(5), nil, nil, "active"},
		"different fields merge": {
			[]act{first, {"one", 1, 1, 2, `{"income":5}`, ""}, {"two", 1, 1, 3, `{"phone":"b"}`, ""}}, int64(5), nil, nil, "active"},
		"a device has seen its own earlier entries": {
			[]act{first, {"one", 1, 1, 2, `{"income":5}`, ""}, {"one", 2, 1, 3, `{"income":6}`, ""}}, int64(6), nil, nil, "active"},
		"the later thought of a device stays when the earlier arrives after it": {
			[]act{first, {"one", 2, 1, 3, `{"income":6}`, ""}, {"one", 1, 1, 2, `{"income":5}`, ""}}, int64(6), nil, nil, "active"},
		"whoever saw both settles it": {
			[]act{first, {"one", 1, 1, 5, `{"income":5}`, ""}, {"two", 1, 1, 3, `{"income":6}`, ""},
				{"office", 2, 3, 6, `{"income":7}`, journal.Correct}}, int64(7), nil, nil, "active"},
		"a cleared value is cleared": {
			[]act{first, {"one", 1, 1, 2, `{"income":null}`, ""}}, nil, nil, nil, "active"},
		"a void record keeps its values": {
			[]act{first, {"one", 1, 1, 2, `{}`, journal.Void}}, int64(1), nil, nil, "void"},
		"looking changes nothing": {
			[]act{first, {"one", 1, 1, 2, `{"income":null}`, journal.Read}}, int64(1), nil, nil, "active"},
		"a field of an older pack stays in the journal only": {
			[]act{first, {"one", 1, 1, 2, `{"gone":1}`, ""}}, int64(1), nil, nil, "active"},
	} {
		t.Run(name, func(t *testing.T) {
			f := register.NewFold(house(t), func(_ *journal.Entry, _ *catalog.Field, raw json.RawMessage) (json.RawMessage, bool) {
				return raw, true
			})
			for _, e := range entriesOf(c.acts) {
				f.Apply(e)
			}
			r := f.Record()
			if r.Get("income") != c.income || r.State != c.state || !reflect.DeepEqual(r.Warnings, c.marks) {
				t.Errorf("income %v, state %s, marks %v", r.Get("income"), r.State, r.Warnings)
			}
			if got := f.Conflicts()["income"]; !reflect.DeepEqual(got, c.conflict) {
				t.Errorf("conflict %v", got)
			}
		})
	}
}

func TestAnErasedRecordKeepsWhatIsOpen(t *testing.T) {
	gone := func(*journal.Entry, *catalog.Field, json.RawMessage) (json.RawMessage, bool) { return nil, false }
	f := register.NewFold(house(t), gone)
	for _, e := range entriesOf([]act{{"office", 1, 0, 1, `{"village":"441823111201","income":1,"phone":"a"}`, journal.Create},
		{"office", 2, 1, 2, `{}`, journal.Erase}}) {
		f.Apply(e)
	}
	r := f.Record()
	if r.Get("phone") != nil || r.Get("income") != int64(1) || !reflect.DeepEqual(r.Warnings, []string{register.ErasedMark}) {
		t.Errorf("%v %v", r.Fields, r.Warnings)
	}
}

func TestARecordStandsInTheVillageThatItShows(t *testing.T) {
	f := register.NewFold(house(t), nil)
	list := entriesOf([]act{{"office", 1, 0, 1, `{"village":"441823111201"}`, journal.Create},
		{"one", 1, 1, 9, `{"village":"441823111202"}`, ""}, {"two", 1, 1, 5, `{"village":"441823111203"}`, ""}})
	list[1].Area, list[2].Area = "441823111202", "441823111203"
	for _, e := range list {
		f.Apply(e)
	}
	if r := f.Record(); r.Area != "441823111202" || r.Area != r.Get("village") {
		t.Errorf("it shows %v and stands in %s", r.Get("village"), r.Area)
	}
}

func TestBeforeItsFirstEntryThereIsNoRecord(t *testing.T) {
	if r := register.NewFold(house(t), nil).Record(); r != nil {
		t.Errorf("%+v", r)
	}
}
