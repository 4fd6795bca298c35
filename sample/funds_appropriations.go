package sample

import (
	"cmp"
	"slices"

	"jieli/value"
)

// scheduleAppropriations brings in what projects are given, a little more than they need, in two rounds.
func (w *world) scheduleAppropriations() {
	list := make([]pot, 0, len(w.bank.needs))
	for a := range w.bank.needs {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b pot) int {
		return cmp.Or(cmp.Compare(a.county, b.county), cmp.Compare(a.source, b.source), cmp.Compare(flagNumber(a.late), flagNumber(b.late)))
	})
	for i, a := range list {
		w.appropriate(a, w.bank.needs[a], i == 3)
	}
}

func flagNumber(b bool) int {
	if b {
		return 1
	}
	return 0
}

// appropriate enters what a county gets from a source, with the budget that says so; once it is entered wrongly first.
func (w *world) appropriate(a pot, yuan int, wrong bool) {
	d := w.bank.dice
	yuan = (yuan + yuan/20 + 9_999) / 10_000 * 10_000
	day, year := nextVisitDay(value.DateOf(2021, 8, 9).AddDays(d.between(0, 14))), 2021
	if a.late {
		day, year = nextVisitDay(value.DateOf(2022, 2, 9).AddDays(d.between(0, 14))), 2022
	}
	office := w.office.counties[a.county]
	number := w.paper("粤财农")
	w.act(doing{day: day - 5, who: office, form: "fund_budget_entry", county: a.county,
		subject: value.DeriveID("sample", "budget", number),
		answer: func(f *fields) {
			f.text("county", a.county)
			f.whole("year", year)
			f.text("source", a.source)
			f.yuan("amount", yuan)
			if a.source != "sending_unit" && a.source != "own" {
				f.yuan("industry", yuan/100*d.between(47, 62))
			}
			f.text("document_no", number)
		}})
	enter := func(day value.Date, number string, yuan int) string {
		id := value.DeriveID("sample", "appropriation", number)
		w.act(doing{day: day, who: office, form: "appropriation_entry", county: a.county, subject: id, answer: func(f *fields) {
			f.text("county", a.county)
			f.text("source", a.source)
			f.text("unit", sourceWords[a.source])
			f.text("document_no", number)
			f.yuan("amount", yuan)
			f.date("received_on", day)
		}})
		return id
	}
	if wrong {
		id, version := enter(day, number+"（误）", yuan*10), 1
		w.act(doing{day: day + 1, who: office, form: "appropriation_reversal", county: a.county,
			subject: id, base: &version, changes: 1,
			answer: func(f *fields) { f.text("why", "多录一位，冲销重录") }})
	}
	enter(nextVisitDay(day+2), number, yuan)
}
