package engine

import (
	"fmt"
	"reflect"

	"jieli/catalog"
	"jieli/register"
)

// difference is one part of a record that is not what its entries make it.
type difference struct{ field, part, stored, want string }

// differences compares a row with what its entries make. Warnings are left out: checks change with the pack.
func differences(want, row *register.Record) []difference {
	var out []difference
	system := []struct {
		name       string
		want, have any
	}{
		{"county", want.County, row.County}, {"stream", want.Stream, row.Stream}, {"area", want.Area, row.Area},
		{"parent", want.Parent, row.Parent}, {"version", want.Version, row.Version}, {"state", want.State, row.State},
		{"record_key", want.Key, row.Key}, {"created_at", want.CreatedAt, row.CreatedAt},
		{"created_by", want.CreatedBy, row.CreatedBy}, {"updated_at", want.UpdatedAt, row.UpdatedAt},
		{"updated_by", want.UpdatedBy, row.UpdatedBy}, {"last_day", want.LastDay, row.LastDay},
	}
	for _, x := range system {
		if x.want != x.have {
			out = append(out, difference{part: x.name, stored: fmt.Sprint(x.have), want: fmt.Sprint(x.want)})
		}
	}
	for i, f := range want.Register.Fields {
		if !reflect.DeepEqual(want.Fields[i], row.Fields[i]) {
			out = append(out, difference{field: f.Name, part: f.Name, stored: shownTo(f, row.Fields[i]),
				want: shownTo(f, want.Fields[i])})
		}
	}
	return out
}

// shownTo keeps personal values out of a report.
func shownTo(f *catalog.Field, v any) string {
	switch {
	case v == nil:
		return "∅"
	case f.Privacy != catalog.Open:
		return "***"
	}
	return f.Type.Display(v, &f.Limits, "zh")
}
