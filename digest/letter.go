package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/store"
	"jieli/value"
)

// week is how many days ahead a digest looks.
const week = 7

// dues counts tasks by when they are due.
type dues struct{ late, today, soon int }

func count(tasks []store.Task, day value.Date) *dues {
	d := &dues{}
	for i := range tasks {
		t := &tasks[i]
		switch {
		case t.Level > 0 || t.Due == 0: // a climbed task is its owner's, counted there
		case t.Due < day:
			d.late++
		case t.Due == day:
			d.today++
		case t.Due <= day.AddDays(week):
			d.soon++
		}
	}
	return d
}

// letter is one person's digest.
type letter struct {
	tasks []store.Task
	day   value.Date
	cat   *catalog.Catalog
	site  string
}

func (l *letter) subject() string {
	d := count(l.tasks, l.day)
	return fmt.Sprintf("接力待办 %s：逾期 %d 项，今天到期 %d 项，一周内到期 %d 项", l.day, d.late, d.today, d.soon)
}

// shown is how many kinds of task in how many places a letter lists.
const shown = 40

// body lists what is due by kind, place and day; who it is about stands in the system alone.
func (l *letter) body() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", l.subject())
	lines := l.lines()
	for i, x := range lines {
		if i == shown {
			fmt.Fprintf(&b, "……共 %d 项，请进系统查看。\n", len(l.tasks))
			break
		}
		b.WriteString(x + "\n")
	}
	if l.site != "" {
		fmt.Fprintf(&b, "\n%s\n", l.site)
	}
	return b.String()
}

// lines gives one line for all tasks of one kind, place and day, the most urgent first.
func (l *letter) lines() []string {
	type key struct {
		due        value.Date
		kind, area string
	}
	counts := map[key]int{}
	var keys []key
	for _, t := range l.tasks {
		k := key{t.Due, t.Kind, t.Area}
		if counts[k] == 0 {
			keys = append(keys, k)
		}
		counts[k]++
	}
	slices.SortFunc(keys, func(a, b key) int {
		return cmp.Or(cmp.Compare(urgency(a.due), urgency(b.due)), strings.Compare(a.kind, b.kind), strings.Compare(a.area, b.area))
	})
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = fmt.Sprintf("%s　%s　%s　%d 项", when(k.due, l.day), l.cat.TaskLabel(k.kind).Zh, l.cat.Areas.Name(k.area), counts[k])
	}
	return out
}

func urgency(due value.Date) value.Date {
	if due == 0 {
		return value.MaxDate
	}
	return due
}

func when(due, day value.Date) string {
	switch {
	case due == 0:
		return "无期限"
	case due < day:
		return fmt.Sprintf("逾期 %d 天", day-due)
	case due == day:
		return "今天到期"
	}
	return due.String() + " 到期"
}

// summary is what the group chat reads: numbers by county, "" when nothing is due.
func summary(c *catalog.Catalog, counts map[string]*dues, day value.Date, site string) string {
	codes := make([]string, 0, len(counts))
	for code, d := range counts {
		if d.late+d.today+d.soon > 0 {
			codes = append(codes, code)
		}
	}
	if len(codes) == 0 {
		return ""
	}
	slices.Sort(codes)
	var b strings.Builder
	fmt.Fprintf(&b, "接力待办 %s\n", day)
	for _, code := range codes {
		d := counts[code]
		fmt.Fprintf(&b, "%s：逾期 %d 项，今天到期 %d 项，一周内到期 %d 项\n", c.Areas.Name(code), d.late, d.today, d.soon)
	}
	return b.String() + site
}
