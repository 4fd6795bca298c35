package engine

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jieli/fault"
	"jieli/store"
)

var (
	taskMissing = fault.Define("verify_task_missing",
		"记录 {record} 应有待办“{kind}”（{owner}），任务表中没有。",
		"Record {record} should have the task “{kind}” ({owner}) open; the table has none.")
	taskLeft = fault.Define("verify_task_left",
		"记录 {record} 的待办“{kind}”（{owner}）仍未办结，但案件已不在这一步。",
		"The task “{kind}” ({owner}) of record {record} stands open, but its case is not at that stage.")
	taskDiffers = fault.Define("verify_task_differs",
		"记录 {record} 的待办“{kind}”的“{part}”为 {stored}，按案件应为 {want}。",
		"The task “{kind}” of record {record} has {part} {stored}; its case makes it {want}.")
)

// tasks compares the open tasks of cases with those that the cases make. Tasks of rules are left to the rules of the
// morning, which open and close them anew.
func (v *Verifier) tasks(ctx context.Context) error {
	t, err := readCaseTasks(ctx, v.Store, v.Catalog)
	if err != nil {
		return err
	}
	v.report.Tasks = int64(len(t.had))
	for _, at := range sortedPlaces(t.now) {
		now := t.now[at]
		had, stands := t.had[at]
		if !stands {
			v.find(taskMissing.At(at.County+"/"+at.ID, "record", now.Record, "kind", now.Kind, "owner", now.Owner))
			continue
		}
		for _, d := range taskDifferences(kept(had, now), had) {
			v.find(taskDiffers.At(at.County+"/"+at.ID, "record", now.Record, "kind", now.Kind, "part", d.part,
				"stored", d.stored, "want", d.want))
		}
	}
	for _, at := range sortedPlaces(t.had) {
		if _, stands := t.now[at]; !stands {
			had := t.had[at]
			v.find(taskLeft.At(at.County+"/"+at.ID, "record", had.Record, "kind", had.Kind, "owner", had.Owner))
		}
	}
	return nil
}

func sortedPlaces(m map[store.Place]store.Task) []store.Place {
	return slices.SortedFunc(maps.Keys(m), func(a, b store.Place) int {
		return cmp.Or(strings.Compare(a.County, b.County), strings.Compare(a.ID, b.ID))
	})
}

func taskDifferences(want, had store.Task) []difference {
	var out []difference
	for _, x := range []struct {
		name       string
		want, have any
	}{
		{"kind", want.Kind, had.Kind}, {"register", want.Register, had.Register}, {"record", want.Record, had.Record},
		{"area", want.Area, had.Area}, {"owner", want.Owner, had.Owner}, {"from", want.From, had.From}, {"due", want.Due, had.Due},
		{"why", want.Why, had.Why}, {"form", want.Form, had.Form}, {"level", want.Level, had.Level},
		{"assignee", want.Assignee, had.Assignee},
	} {
		if x.want != x.have {
			out = append(out, difference{part: x.name, stored: fmt.Sprint(x.have), want: fmt.Sprint(x.want)})
		}
	}
	return out
}
