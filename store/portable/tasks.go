package portable

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"jieli/store"
	"jieli/value"
)

const taskColumns = "county, id, kind, register, record, area, owner, opened, due, closed, why, form, " +
	"from_day, level, assignee, note"

// noUrgency stands in the column urgency for "no due day", behind every real one. The column repeats due so that one
// index gives the most urgent first on both databases, which disagree on where nulls stand.
const noUrgency = "9999-12-31"

var (
	saveTask = defineInsert("task", taskColumns+", urgency",
		replaceAll(splitColumns(taskColumns+", urgency"), "county, id"))
	tasksByID = definePlaced("select "+taskColumns+" from task", "", "id", "")
)

// SaveTasks implements store.Tx.
func (w *writer) SaveTasks(ctx context.Context, tasks []store.Task) error {
	tasks = lastOf(tasks, func(t store.Task) [2]string { return [2]string{t.County, t.ID} })
	return w.rows(ctx, saveTask, len(tasks), func(i int, args []any) []any {
		t := &tasks[i]
		urgency := noUrgency
		if t.Due != 0 {
			urgency = t.Due.String()
		}
		return append(args, t.County, t.ID, t.Kind, t.Register, t.Record, t.Area, t.Owner, t.Opened.String(),
			dayOrNull(t.Due), dayOrNull(t.Closed), t.Why, t.Form, dayOrNull(t.From), int64(t.Level), orNull(t.Assignee),
			orNull(t.Note), urgency)
	})
}

// Tasks implements store.Tx.
func (r reader) Tasks(ctx context.Context, ids []store.Place) (map[store.Place]store.Task, error) {
	out := make(map[store.Place]store.Task, len(ids))
	err := r.placedRows(ctx, tasksByID, ids, func(rows *sql.Rows) error {
		t, err := scanTask(rows)
		out[store.Place{County: t.County, ID: t.ID}] = t
		return err
	})
	return out, err
}

func scanTask(rows *sql.Rows) (t store.Task, err error) {
	var opened string
	var due, closed, from, assignee, note sql.NullString
	var level sql.NullInt64
	err = rows.Scan(&t.County, &t.ID, &t.Kind, &t.Register, &t.Record, &t.Area, &t.Owner, &opened, &due, &closed,
		&t.Why, &t.Form, &from, &level, &assignee, &note)
	t.Level, t.Assignee, t.Note = int(level.Int64), assignee.String, note.String
	for _, day := range []struct {
		to   *value.Date
		text string
	}{{&t.Opened, opened}, {&t.Due, due.String}, {&t.Closed, closed.String}, {&t.From, from.String}} {
		if err == nil {
			*day.to, err = parseDay(day.text)
		}
	}
	return t, err
}

// OpenTasks implements store.Reader. Each county gives its most urgent ones; they are merged here.
func (r reader) OpenTasks(ctx context.Context, q store.TaskQuery) ([]store.Task, error) {
	var out []store.Task
	err := r.eachCounty(ctx, q.Areas, func(r reader, county string) error {
		text, args := openTasksText(q, county)
		return r.query(ctx, text, args, func(rows *sql.Rows) error {
			t, err := scanTask(rows)
			out = append(out, t)
			return err
		})
	})
	slices.SortFunc(out, compareTasks)
	return firstOf(out, q.Limit), err
}

// TasksOf implements store.Reader.
func (r reader) TasksOf(ctx context.Context, account string, limit int) ([]store.Task, error) {
	var out []store.Task
	err := r.eachCounty(ctx, nil, func(r reader, county string) error {
		text, args := tasksOfText(account, county, limit)
		return r.query(ctx, text, args, func(rows *sql.Rows) error {
			t, err := scanTask(rows)
			out = append(out, t)
			return err
		})
	})
	slices.SortFunc(out, compareTasks)
	return firstOf(out, limit), err
}

func tasksOfText(account, county string, limit int) (string, []any) {
	b := &builder{}
	b.put("select " + taskColumns + " from task where county = " + b.arg(county) + " and assignee = " + b.arg(account) +
		" and closed is null and assignee is not null order by urgency, opened, id")
	b.limit(limit)
	return b.text(), b.args
}

// eachCounty reads county by county, on one snapshot, what lies in the areas.
func (r reader) eachCounty(ctx context.Context, areas []string, read func(r reader, county string) error) error {
	return r.s.snapshot(ctx, func(r reader) error {
		counties, err := r.counties(ctx, nil, areas)
		for _, county := range counties {
			if err = read(r, county); err != nil {
				break
			}
		}
		return err
	})
}

func openTasksText(q store.TaskQuery, county string) (string, []any) {
	b := &builder{}
	b.put("select " + taskColumns + " from task where county = " + b.arg(county) + " and closed is null")
	b.areas("area", narrowed(county, q.Areas))
	if !slices.Contains(q.Owners, "") {
		b.put(" and owner <> ''") // as the index says it
	}
	if q.Owners != nil {
		in(b, "owner", q.Owners)
	}
	if q.On != 0 {
		b.put(" and (from_day is null or from_day <= " + b.arg(q.On.String()) + ")")
	}
	if q.Record != "" {
		b.put(" and record = " + b.arg(q.Record))
	}
	b.put(" order by urgency, opened, id")
	b.limit(q.Limit)
	return b.text(), b.args
}

func compareTasks(a, b store.Task) int {
	return cmp.Or(cmp.Compare(urgency(a), urgency(b)), cmp.Compare(a.Opened, b.Opened), strings.Compare(a.ID, b.ID))
}

func urgency(t store.Task) value.Date {
	if t.Due == 0 {
		return farDay
	}
	return t.Due
}
