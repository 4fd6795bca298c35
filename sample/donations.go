package sample

import "jieli/value"

// gift is a donation; copies and articles are handed out, in parts, by those to whom it went.
type gift struct {
	id, purpose, kind, what string
	town                    *town
	day                     value.Date
	count, yuan             int
}

// The published figures of what was given: medical goods worth about 2.5 million yuan, over 11,000 books.
const (
	medicalYuan = 2_486_000
	booksGiven  = 11_380
)

// scheduleDonations plans what is given in kind; money that is given is planned with the project for which it is.
func (w *world) scheduleDonations() {
	d := w.bank.dice
	days := span{value.DateOf(2021, 9, 6), value.DateOf(2022, 6, 24)}
	even := func(n int) []float64 {
		list := make([]float64, n)
		for i := range list {
			list[i] = 0.4 + d.Float64()
		}
		return list
	}
	for i, yuan := range shares(medicalYuan/100, 200, even(30)) {
		w.donate(&gift{purpose: "medical", kind: "goods", what: pick(d, []string{"血压计和血糖仪", "康复床和理疗设备", "口罩和防护服", "急救箱和担架", "彩超和心电图机"}),
			town: w.towns[i%len(w.towns)], day: days.any(d), count: d.between(2, 60) * 5, yuan: yuan * 100})
	}
	for i, n := range shares(booksGiven, 180, even(26)) {
		w.donate(&gift{purpose: "education", kind: "books", what: pick(d, []string{"少儿读物", "课外读物和工具书", "农家书屋图书"}),
			town: w.towns[(i+7)%len(w.towns)], day: days.any(d), count: n, yuan: n * d.between(14, 22)})
	}
	for i := range 14 {
		w.donate(&gift{purpose: "education", kind: "goods", what: pick(d, []string{"书包和文具", "平板电脑", "校服"}),
			town: w.towns[(i*5+2)%len(w.towns)], day: days.any(d), count: d.between(20, 120), yuan: d.between(20, 160) * 500})
	}
	for i := range 10 {
		w.donate(&gift{purpose: "medical", kind: "labour", what: "义诊和健康讲座",
			town: w.towns[(i*7+1)%len(w.towns)], day: days.any(d), yuan: d.between(4, 20) * 500})
	}
}

// give plans money that is given for a project.
func (w *world) give(p *project, yuan int, day value.Date) {
	w.donate(&gift{purpose: p.row.purpose, kind: "money", what: "捐资" + p.name, town: p.town, day: day, yuan: yuan})
}

// donate plans that a donation is entered, and handed out.
func (w *world) donate(g *gift) {
	d := w.bank.dice
	g.day = nextVisitDay(g.day)
	w.bank.gifts = append(w.bank.gifts, g)
	clerk := w.office.towns[g.town.code]
	n := len(w.bank.gifts)
	unit := w.unitOf(g.town, n)
	firm := pick(d, []string{"广州市慈善会", "广州市番禺区义工联合会", "广东省公益事业促进会"})
	g.id = value.DeriveID("sample", "donation", pad(n, 3))
	w.act(doing{day: g.day, who: clerk, form: "donation_entry", county: g.town.code[:6], subject: g.id, answer: func(f *fields) {
		f.text("place", g.town.code)
		f.text("kind", g.kind)
		f.text("purpose", g.purpose)
		f.text("what", g.what)
		if n%4 == 0 {
			f.text("donor_kind", "organisation")
			f.text("donor", firm)
		} else {
			f.text("donor_kind", "sending_unit")
			f.text("donor", unit)
			f.text("unit", unitID(unit))
		}
		f.date("given_on", g.day)
		f.yuan("value", g.yuan)
		f.text("valuation", map[string]string{"money": "amount", "labour": "wage", "goods": "invoice", "books": "market"}[g.kind])
		w.countGift(f, g, g.count)
		if g.count > 0 {
			f.text("keeper", clerk.account)
		}
	}})
	if g.count > 0 {
		w.handOut(g, clerk)
	}
}

func (w *world) countGift(f *fields, g *gift, n int) {
	switch g.kind {
	case "books":
		f.whole("copies", n)
	case "goods":
		f.whole("articles", n)
	}
}

// handOut gives a donation out in two parts; of some a rest is kept.
func (w *world) handOut(g *gift, clerk *staff) {
	d := w.bank.dice
	version := 1
	left := g.count
	day := g.day
	part := func(n int) {
		day = nextVisitDay(day.AddDays(d.between(2, 12)))
		on := day
		receiver := g.town.name + map[string]string{"medical": "卫生院", "education": "中心小学"}[g.purpose]
		w.act(doing{day: on, who: clerk, form: "donation_handout", county: g.town.code[:6], subject: g.id, base: &version,
			answer: func(f *fields) {
				f.text("receiver", receiver)
				f.date("handed_on", on)
				w.countGift(f, g, n)
			}})
	}
	first := max(1, left*d.between(50, 70)/100)
	part(first)
	if left -= first; left > 0 && d.chance(800) {
		part(left)
	}
}
