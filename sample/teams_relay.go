package sample

import (
	"jieli/engine"
	"jieli/value"
)

// relayDays is how many days before the change of hands the handover begins.
const relayDays = 7

// Some of the rotations do not go smoothly.
const (
	earlyLeaver  = 1 // the leader tries to end the posting before all is handed over
	disputedItem = 3 // the successor disputes a household, and a third one takes it
)

// relay is a handover as it is played.
type relay struct {
	rotationDay
	w      *world
	place  int
	id     string // of the handover
	leader *staff
}

// note is what the leaver writes down for the next.
type note struct{ topic, words string }

var notes = []note{
	{"contact", "村小校长，开学前联系送书的事"}, {"contact", "合作社理事长，周五上午在仓库"}, {"remark", "汛期先看河边三户的房子"},
	{"papers", "两轮走访的纸质底册在资料柜第二格"}, {"remark", "低保复核每季度一次，提前和民政办对名单"},
	{"contact", "水厂值班电话贴在办公室门后"}, {"goods", "打印机和两部对讲机在办公室，钥匙在值班员处"},
}

// scheduleRelay plans the handover that comes before a change of hands.
func (w *world) scheduleRelay(r rotationDay, place int) {
	x := &relay{rotationDay: r, w: w, place: place, leader: r.town.slots[0].on(r.day)}
	first := r.day.AddDays(-relayDays)
	if r.new.from != 0 {
		w.add(at(first, 9, 0), w.office.keeper, r.new.who.enrol)
	}
	x.meet(at(first, 9, 30), x.leader, x.open)
	for i := range 1 + place%2 {
		n := notes[(place*2+i)%len(notes)]
		x.meet(at(first+1, 16, 10+i), r.old.who, func(id string) engine.Bundle { return x.write(id, n) })
	}
	if place == earlyLeaver {
		x.meet(at(first+2, 10, 0), x.leader, x.leave)
		w.events[len(w.events)-1].refused = true
	}
	if r.day <= lastDay {
		x.meet(at(r.day, 9, 5), x.leader, x.finish)
	}
}

// meet plans what people do together in the office, where there is a network.
func (x *relay) meet(when value.Instant, who *staff, do func(id string) engine.Bundle) {
	x.w.addNamed(when, who, do)
	x.w.events[len(x.w.events)-1].at = when
}

func (x *relay) step(form, subject string, fill func(*fields)) engine.Bundle {
	return x.stepOn(1, form, subject, fill)
}

// stepOn is a step that is based on a version of its case.
func (x *relay) stepOn(base int64, form, subject string, fill func(*fields)) engine.Bundle {
	f := newFields(200)
	if fill != nil {
		fill(f)
	}
	return engine.Bundle{County: x.town.code[:6], Form: form, Subject: subject, Base: base, Answers: f.done()}
}

// open begins the handover. The engine makes an item of each household of the leaver; who takes over confirms them in the days
// that follow.
func (x *relay) open(id string) engine.Bundle {
	x.id = value.DeriveID("sample", "handover", x.old.who.login)
	b := x.step("handover_open", x.old.posting, func(f *fields) {
		f.text("successor", x.new.who.account)
		f.date("leaves_on", x.day)
		f.text("reason", x.reason)
	})
	b.Record = x.id
	n := 0
	for _, h := range x.w.kept(x.old.who) {
		item := value.DeriveID(id, "gather", h.id)
		if n == 0 && (x.place == disputedItem || x.day > lastDay) {
			x.dispute(item, h)
		} else {
			x.confirmLater(item, func() { x.take(h, x.new.who) }, n)
		}
		n++
	}
	for _, p := range x.w.keptProjects(x.old.who) {
		x.confirmLater(value.DeriveID(id, "gather", p.id), func() { p.taken(x.new.who) }, n)
		n++
	}
	return b
}

// kept gives the households for which somebody answers, in the order of their numbers.
func (w *world) kept(who *staff) []*household {
	var list []*household
	for _, h := range w.houses {
		if h.keeper == who && !h.ended {
			list = append(list, h)
		}
	}
	for _, h := range w.parted {
		if h.keeper == who && !h.ended {
			list = append(list, h)
		}
	}
	return list
}

// keptProjects gives the projects for which somebody answers.
func (w *world) keptProjects(who *staff) []*project {
	var list []*project
	if w.bank == nil {
		return nil
	}
	for _, p := range w.bank.projects {
		if p.keeper == who && p.version > 0 {
			list = append(list, p)
		}
	}
	return list
}

// confirmLater has the successor confirm an item, and take what it stands for.
func (x *relay) confirmLater(item string, take func(), n int) {
	day := x.day.AddDays(-4 + n%3)
	x.w.follow(at(day, 9, 10)+value.Instant(n)*minute, x.new.who, func(string) engine.Bundle {
		take()
		return x.step("handover_item_confirm", item, nil)
	})
}

// take gives a household to who answers for it from now on.
func (x *relay) take(h *household, who *staff) {
	if !h.ended {
		h.keeper = who
		h.version++
	}
}

// dispute has the successor say why an item is not theirs; the leader finds somebody else, unless the year ends before.
func (x *relay) dispute(item string, h *household) {
	x.w.follow(at(x.day.AddDays(-4), 10, 0), x.new.who, func(string) engine.Bundle {
		return x.step("handover_item_dispute", item, func(f *fields) { f.text("reason", "这户住在别的队员负责的片区，由他接手更方便") })
	})
	if x.day > lastDay {
		return
	}
	third := x.town.slots[1].on(x.day)
	x.w.follow(at(x.day.AddDays(-3), 10, 0), x.leader, func(string) engine.Bundle {
		return x.stepOn(2, "handover_item_offer", item, func(f *fields) { f.text("other", third.account) })
	})
	x.w.follow(at(x.day.AddDays(-2), 11, 0), third, func(string) engine.Bundle {
		x.take(h, third)
		return x.stepOn(3, "handover_item_accept", item, nil)
	})
}

func (x *relay) write(id string, n note) engine.Bundle {
	b := x.step("handover_item_write", x.id, func(f *fields) {
		f.text("topic", n.topic)
		f.text("words", n.words)
	})
	b.Record = value.DeriveID(id, "note")
	x.confirmLater(b.Record, func() {}, 1)
	return b
}

func (x *relay) leave(string) engine.Bundle {
	return x.step("posting_end", x.old.posting, func(f *fields) {
		f.date("noted_on", x.day.AddDays(2-relayDays))
		f.date("ends_on", x.day)
		f.text("end_reason", x.reason)
	})
}

// finish ends the handover, and the posting with it.
func (x *relay) finish(string) engine.Bundle {
	x.town.version++
	return x.step("handover_finish", x.id, nil)
}
