package sample

import (
	"strconv"

	"jieli/value"
)

// The published figures are nearly 200 million yuan applied for and nearly 60 million paid; these are the exact ones.
const (
	creditApplied = 198_000_000
	creditPaid    = 59_640_000
)

// credit is a line of credit with its course; the money is in yuan.
type credit struct {
	id, kind, name string
	village        *village
	h              *household // nil for cooperatives and companies
	applied, paid  int
	fate           creditFate
	version        int
}

// creditFate is how far an application gets until the last day.
type creditFate int

const (
	lineInUse creditFate = iota
	lineSettled
	lineOverdue
	lineSigned
	lineAtContract
	lineAtBank
	lineAtAppraisal
	lineTurnedDown
	lineRefused
	lineTakenBack
)

// scheduleCredit plans the applications of households, cooperatives and companies, and the rating of villages.
func (w *world) scheduleCredit() {
	d := newDice(41)
	list := w.planCredits(d)
	weights := make([]float64, 0, len(list))
	var drawn []*credit
	for _, c := range list {
		if c.fate <= lineOverdue {
			drawn = append(drawn, c)
			weights = append(weights, float64(c.applied))
		}
	}
	for i, yuan := range shares(creditPaid/1000, 2, weights) {
		drawn[i].paid = min(yuan*1000, drawn[i].applied)
	}
	for _, c := range list {
		w.scheduleLine(d, c)
	}
	for i, t := range w.towns {
		w.scheduleRating(d, w.villages[pick(d, t.villages)], i)
	}
}

// borrowers are the kinds of borrowers, how many of each apply, and for how much in all.
var borrowers = []struct {
	kind        string
	n, thousand int
	words       []string
}{
	{"household", 72, 9_800, nil},
	{"cooperative", 24, 52_200, []string{"种养专业合作社", "水果专业合作社", "茶叶专业合作社"}},
	{"company", 12, 136_000, []string{"农业发展有限公司", "生态农业有限公司", "食品有限公司"}},
}

func (w *world) planCredits(d dice) []*credit {
	var list []*credit
	for _, b := range borrowers {
		weights := make([]float64, b.n)
		for i := range weights {
			weights[i] = 0.5 + d.Float64()
		}
		for i, yuan := range shares(b.thousand, 10, weights) {
			t := w.towns[(i*7+len(list))%len(w.towns)]
			v := w.villages[pick(d, t.villages)]
			c := &credit{kind: b.kind, village: v, applied: yuan * 1000, fate: creditFates[i%len(creditFates)]}
			if b.kind == "household" {
				c.h = v.houses[d.IntN(len(v.houses))]
				c.name = c.h.head().name
			} else {
				c.name = t.name + v.name + pick(d, b.words)
			}
			list = append(list, c)
		}
	}
	return list
}

// creditFates spreads the applications over what may become of them.
var creditFates = []creditFate{
	lineInUse, lineSettled, lineInUse, lineRefused, lineSigned, lineInUse,
	lineAtBank, lineOverdue, lineTurnedDown, lineInUse, lineAtContract, lineSettled,
	lineAtAppraisal, lineTakenBack, lineInUse, lineSigned, lineRefused, lineInUse,
}

var banks = []string{"清远农商银行", "农业银行清远分行", "邮储银行清远分行", "英德农商银行"}

// creditStep plans a step of a line; it gives its day.
func (w *world) creditStep(c *credit, day value.Date, do string, changes int, answer func(*fields)) value.Date {
	day = nextVisitDay(day)
	w.act(doing{day: day, who: c.village.slot.on(day), form: "credit_line_" + do, county: c.village.code[:6],
		subject: c.id, base: &c.version,
		changes: changes, answer: answer})
	return day
}

// scheduleLine plans an application and what becomes of it.
func (w *world) scheduleLine(d dice, c *credit) {
	day := w.applyForCredit(d, c)
	if c.fate == lineAtAppraisal {
		return
	}
	if c.fate == lineTurnedDown {
		day = w.askVillagers(d, c, day+2, "poor")
		w.creditStep(c, day+3, "decline", 1, reason("评议人多数不建议"))
		return
	}
	day = w.askVillagers(d, c, day+2, "good")
	day = w.creditStep(c, day.AddDays(d.between(2, 5)), "recommend", 1, nil)
	switch c.fate {
	case lineAtBank:
		return
	case lineRefused, lineTakenBack:
		do, why := "refuse", "record"
		if c.fate == lineTakenBack {
			do, why = "withdraw", "consent"
		}
		w.creditStep(c, day.AddDays(d.between(5, 18)), do, 1, func(f *fields) {
			f.text("not_given_for", why)
			f.text("reason", map[string]string{"record": "征信有逾期记录", "consent": "不愿再提供资料"}[why])
		})
		return
	}
	w.approveCredit(d, c, day)
}

func (w *world) approveCredit(d dice, c *credit, day value.Date) {
	on := nextVisitDay(day.AddDays(d.between(6, 20)))
	line := max(c.paid, c.applied*d.between(55, 90)/100/1000*1000)
	w.creditStep(c, on, "approve", 1, func(f *fields) {
		f.yuan("approved_amount", line)
		f.date("approved_on", on)
		f.tenths("rate", d.between(36, 52))
		f.date("valid_until", on.AddDays(730))
	})
	if c.fate == lineAtContract {
		return
	}
	signed := nextVisitDay(on.AddDays(d.between(3, 15)))
	number := w.paper("授信")
	w.creditStep(c, signed, "sign", 1, func(f *fields) {
		f.text("contract_no", number)
		f.date("signed_on", signed)
	})
	if c.fate != lineSigned {
		w.draw(d, c, signed)
	}
}

// applications are the days on which applications of a fate are made.
var applications = map[creditFate]span{
	lineSettled: {value.DateOf(2021, 8, 16), value.DateOf(2021, 10, 20)}, lineOverdue: {value.DateOf(2021, 8, 16), value.DateOf(2021, 9, 30)},
	lineAtContract: {value.DateOf(2022, 6, 10), value.DateOf(2022, 6, 16)}, lineAtBank: {value.DateOf(2022, 7, 8), value.DateOf(2022, 7, 14)},
	lineAtAppraisal: {value.DateOf(2022, 7, 20), value.DateOf(2022, 7, 25)},
}

func (w *world) applyForCredit(d dice, c *credit) value.Date {
	days, ok := applications[c.fate]
	if !ok {
		days = span{value.DateOf(2021, 8, 16), value.DateOf(2022, 4, 20)}
	}
	day := nextVisitDay(days.any(d))
	bank := pick(d, banks)
	use := pick(d, []string{"planting", "livestock", "processing", "machinery"})
	c.version = 1
	c.id = own(w.act(doing{day: day, who: c.village.slot.on(day), form: "credit_line_apply", county: c.village.code[:6],
		answer: func(f *fields) {
			f.text("place", c.village.code)
			f.text("borrower_kind", c.kind)
			if c.h != nil {
				f.text("household", c.h.id)
			}
			f.text("borrower", c.name)
			f.text("bank", bank)
			f.text("use", use)
			f.yuan("applied_amount", c.applied)
			f.date("applied_on", day)
			f.flag("consented", true)
			f.date("consented_on", day-1)
		}}))
	return day
}

// askVillagers lets two villagers say what they think, each alone; it gives the day of the second.
func (w *world) askVillagers(d dice, c *credit, day value.Date, opinion string) value.Date {
	for i := range 2 {
		name := w.villagerOf(c.village, i)
		day = nextVisitDay(day + value.Date(i*2))
		on := day
		advised := c.applied * d.between(50, 100) / 100 / 1000 * 1000
		w.act(doing{day: on, who: w.office.villages[c.village.code], form: "credit_appraisal", county: c.village.code[:6],
			subject: c.id, base: &c.version,
			answer: func(f *fields) {
				f.text("appraiser", name)
				f.date("given_on", on)
				f.text("opinion", opinion)
				f.yuan("advised", advised)
			}})
	}
	return day
}

// villagerOf gives the name of a villager who is asked.
func (w *world) villagerOf(v *village, i int) string {
	for _, h := range v.houses[i*3:] {
		if name := h.head().name; name != v.houses[0].head().name || i == 0 {
			return name
		}
	}
	return v.houses[0].head().name + strconv.Itoa(i)
}
