package sample

import (
	"strconv"

	"jieli/value"
)

// pot is money of a county by source and half of the year.
type pot struct {
	county, source string
	late           bool // needed from March 2022 on
}

// payment is a payment of a project; versions are those of its record.
type payment struct {
	sum
	id, invoice string
	attempt     int
	version     int
}

var sourceWords = map[string]string{"central": "中央财政衔接资金", "province": "省级驻镇帮镇扶村资金", "city": "广州市帮扶资金",
	"county": "县级财政配套", "sending_unit": "派出单位帮扶资金", "donation": "社会捐赠", "own": "村集体自筹"}

var sourceNames = []string{"central", "province", "city", "county", "sending_unit", "own"}

// fundProject settles what a project costs, what it is given and from where.
func (w *world) fundProject(p *project) {
	d := w.bank.dice
	p.goal = d.between(p.row.least, p.row.most)
	source := sourceNames[d.weighted(18, 26, 24, 8, 20, 4)]
	given := p.paid
	switch {
	case p.fate == completed:
		if d.chance(300) {
			p.spare = d.between(2, 30) * 100
		}
		given += p.spare
	case p.fate <= atWork:
		p.spare = (p.paid*d.between(25, 80)/100/100 + 1) * 100
		given += p.spare
	default:
		given = d.between(30, 900) * 1000
		p.spare = given
	}
	p.grants = []sum{{source, given}}
	if p.fate == completed && p.paid >= smallProject && d.chance(350) {
		first := p.paid * d.between(30, 50) / 100 / 100 * 100
		p.grants = []sum{{source, first}, {otherSource(d, source), given - first}}
	}
	p.budget = (given + 999) / 1000 * 1000
	if d.chance(400) {
		p.budget += d.between(1, 12) * 1000
	}
	if p.fate == completed && (p.row.purpose == "education" || p.row.purpose == "relief") && d.chance(400) {
		p.grants = []sum{{"donation", given}}
	}
}

func otherSource(d dice, source string) string {
	for {
		if s := sourceNames[d.weighted(18, 26, 24, 8, 20, 4)]; s != source {
			return s
		}
	}
}

// secondHalf is the day from which the money of the second appropriation is allocated.
var secondHalf = value.DateOf(2022, 3, 1)

// allocate gives a project its money and gives the day.
func (w *world) allocate(p *project, day value.Date) value.Date {
	d := w.bank.dice
	for _, g := range p.grants {
		day = nextVisitDay(day.AddDays(d.between(3, 10)))
		if g.source == "donation" {
			w.give(p, g.yuan, day.AddDays(-d.between(2, 20)))
		} else {
			w.bank.needs[pot{p.county(), g.source, day >= secondHalf}] += g.yuan
		}
		number, on := w.paper("县财农"), day
		w.act(doing{day: on, who: w.projectOffice(p), form: "allocation", county: p.county(),
			subject: p.id, base: &p.version, changes: 1,
			answer: func(f *fields) {
				f.text("source", g.source)
				f.yuan("amount", g.yuan)
				f.text("document_no", number)
				f.date("allocated_on", on)
			}})
	}
	if p.fate == completed && d.chance(15) {
		w.tooMuch(p, day+1)
	}
	return day
}

// tooMuch is refused: more than the estimate is to be allocated.
func (w *world) tooMuch(p *project, day value.Date) {
	day = nextVisitDay(day)
	w.act(doing{day: day, who: w.projectOffice(p), form: "allocation", county: p.county(),
		subject: p.id, base: &p.version, refused: true,
		answer: func(f *fields) {
			f.text("source", p.grants[0].source)
			f.yuan("amount", p.budget)
			f.text("document_no", "县财农补")
			f.date("allocated_on", day)
		}})
}

// paper gives the number of a paper.
func (w *world) paper(prefix string) string {
	w.bank.papers++
	return prefix + strconv.Itoa(20_000+w.bank.papers)
}

// payOnTheWay pays what is paid before the work is finished.
func (w *world) payOnTheWay(p *project, start, finish value.Date) {
	d := w.bank.dice
	first := p.grants[0]
	switch {
	case p.fate == completed && len(p.grants) > 1:
		w.pay(p, &payment{sum: first}, "advance", start.AddDays(d.between(3, 10)))
	case p.fate == completed && p.paid >= smallProject:
		w.pay(p, &payment{sum: sum{first.source, p.paid * d.between(25, 40) / 100 / 100 * 100}}, "advance", start.AddDays(d.between(3, 10)))
	case p.fate == completed || p.paid == 0:
	default:
		day := min(start.AddDays(d.between(5, 20)), value.DateOf(2022, 7, 6))
		w.pay(p, &payment{sum: sum{first.source, p.paid}}, "advance", day)
		if p.fate == atWork && d.chance(350) {
			w.claimOnly(p, sum{first.source, p.spare / 2 / 100 * 100}, "progress")
		}
	}
}

// payAtTheEnd pays what is left after the acceptance, and gives the day on which it is paid.
func (w *world) payAtTheEnd(p *project, accepted value.Date) value.Date {
	if p.fate != completed {
		w.claimOnly(p, sum{p.grants[0].source, p.spare}, "final")
		return accepted
	}
	left := p.paid
	for _, x := range p.payments {
		left -= x.yuan
	}
	if left == 0 {
		return accepted
	}
	source := p.grants[len(p.grants)-1].source
	return w.pay(p, &payment{sum: sum{source, left}}, "final", accepted.AddDays(w.bank.dice.between(1, 4)))
}

// claim plans a claim and gives its day.
func (w *world) claim(p *project, x *payment, kind string, day value.Date) value.Date {
	day = nextVisitDay(day)
	if x.invoice == "" {
		x.invoice, x.attempt = w.paper("44002211"), 1
	}
	attempt := x.attempt
	x.id = own(w.act(doing{day: day, who: p.clerk, form: "payment_claim", county: p.county(), subject: p.id, base: &p.version,
		answer: func(f *fields) {
			x.version = 1
			f.text("source", x.source)
			f.text("kind", kind)
			f.yuan("amount", x.yuan)
			f.text("payee", p.row.payee)
			f.text("invoice_no", x.invoice)
			f.whole("attempt", attempt)
			f.text("content", p.row.goal)
			f.text("handler", p.clerk.account)
		}}))
	return day
}

func (w *world) paymentStep(p *project, x *payment, day value.Date, who *staff, do string, answer func(*fields)) value.Date {
	day = nextVisitDay(day)
	w.act(doing{day: day, who: who, form: "payment_" + do, county: p.county(), subject: x.id, base: &x.version, changes: 1,
		answer: func(f *fields) {
			if do == "pay" {
				p.version++ // what is paid and left is worked out anew
			}
			if answer != nil {
				answer(f)
			}
		}})
	return day
}

// Of a thousand payments: refused by the county and claimed again; reversed since the account was wrong, and paid again.
const (
	stoppedOnce  = 25
	reversedOnce = 15
)

// pay plans a payment from claim to voucher, and gives its day.
func (w *world) pay(p *project, x *payment, kind string, day value.Date) value.Date {
	d := w.bank.dice
	p.payments = append(p.payments, x)
	early := day < value.DateOf(2022, 6, 1)
	day = w.claim(p, x, kind, day)
	if early && d.chance(20) {
		w.claimTwice(p, x, kind, day+1)
	}
	day = w.checkClaim(p, x, day)
	if early && d.chance(stoppedOnce) {
		day = w.paymentStep(p, x, day.AddDays(d.between(1, 3)), w.projectOffice(p), "stop", func(f *fields) {
			f.text("refused_for", "wrong_payee")
			f.text("reason", "收款账号与合同不一致")
		})
		x.attempt++
		day = w.checkClaim(p, x, w.claim(p, x, kind, day+3))
	}
	day = w.voucher(p, x, day)
	if early && d.chance(reversedOnce) {
		day = w.reversePayment(p, x, day)
		x.attempt++
		day = w.voucher(p, x, w.checkClaim(p, x, w.claim(p, x, kind, day+2)))
	}
	return day
}

func (w *world) checkClaim(p *project, x *payment, day value.Date) value.Date {
	return w.paymentStep(p, x, day.AddDays(w.bank.dice.between(1, 3)), w.care.clerks[p.town.code], "pass", func(f *fields) {
		f.text("work_done", "票据齐全，工程量已核")
	})
}

func (w *world) voucher(p *project, x *payment, day value.Date) value.Date {
	number := w.paper("支")
	return w.paymentStep(p, x, day.AddDays(w.bank.dice.between(1, 5)), w.projectOffice(p), "pay", func(f *fields) {
		f.text("voucher_no", number)
	})
}

// claimTwice is refused: the invoice was claimed already.
func (w *world) claimTwice(p *project, x *payment, kind string, day value.Date) {
	w.act(doing{day: day, who: w.care.clerks[p.town.code], form: "payment_claim", county: p.county(),
		subject: p.id, base: &p.version, refused: true,
		answer: func(f *fields) {
			f.text("source", x.source)
			f.text("kind", kind)
			f.yuan("amount", x.yuan)
			f.text("payee", p.row.payee)
			f.text("invoice_no", x.invoice)
			f.whole("attempt", 1)
			f.text("content", p.row.goal)
		}})
}

// reversePayment takes back a payment that went to a wrong account.
func (w *world) reversePayment(p *project, x *payment, day value.Date) value.Date {
	day = nextVisitDay(day + 3)
	version := 1
	id := own(w.act(doing{day: day, who: p.clerk, form: "payment_reversal_ask", county: p.county(), subject: x.id, base: &x.version,
		answer: func(f *fields) {
			f.text("why_wrong", "账户户名有误，银行退票")
		}}))
	day = nextVisitDay(day + 1)
	w.act(doing{day: day, who: w.care.clerks[p.town.code], form: "payment_reversal_pass", county: p.county(),
		subject: id, base: &version, changes: 1})
	day = nextVisitDay(day + 1)
	w.act(doing{day: day, who: w.projectOffice(p), form: "payment_reversal_reverse", county: p.county(),
		subject: id, base: &version, changes: 1,
		answer: func(f *fields) {
			p.version++
			f.date("came_back_on", day)
		}})
	return day
}

// claimOnly plans a claim that is in hand on the last day, at the town or at the county.
func (w *world) claimOnly(p *project, s sum, kind string) {
	if s.yuan <= 0 {
		return
	}
	d := w.bank.dice
	x := &payment{sum: s}
	day := w.claim(p, x, kind, lastDay.AddDays(-d.between(2, 5)))
	if d.chance(500) && day < lastDay-1 {
		w.paymentStep(p, x, day+1, w.care.clerks[p.town.code], "pass", func(f *fields) { f.text("work_done", "票据齐全，工程量已核") })
	}
}

// giveBack returns what a completed project has left.
func (w *world) giveBack(p *project, day value.Date) value.Date {
	if p.spare == 0 {
		return day
	}
	return w.returnMoney(p, sum{p.grants[len(p.grants)-1].source, p.spare}, day.AddDays(w.bank.dice.between(1, 4)))
}

func (w *world) returnMoney(p *project, s sum, day value.Date) value.Date {
	day = nextVisitDay(day)
	w.act(doing{day: day, who: p.clerk, form: "fund_return", county: p.county(), subject: p.id, base: &p.version, changes: 1,
		answer: func(f *fields) {
			f.text("source", s.source)
			f.yuan("amount", s.yuan)
			f.date("returned_on", day)
			f.text("why", "结余退回")
		}})
	return day
}
