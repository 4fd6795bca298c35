package sample

import (
	"container/heap"

	"jieli/engine"
	"jieli/value"
)

// later holds the events that follow from others while the year is played: what somebody does because of what another
// did. They lie in order of time, then of planning.
type later []*event

func (l later) Len() int { return len(l) }
func (l later) Less(a, b int) bool {
	return l[a].at < l[b].at || l[a].at == l[b].at && l[a].number < l[b].number
}
func (l later) Swap(a, b int) { l[a], l[b] = l[b], l[a] }
func (l *later) Push(x any)   { *l = append(*l, x.(*event)) }
func (l *later) Pop() any {
	old := *l
	x := old[len(old)-1]
	*l = old[:len(old)-1]
	return x
}

// follow plans an event that follows from the one being played. What would come after the last day is left open: nil.
func (w *world) follow(when value.Instant, who *staff, do func(id string) engine.Bundle) *event {
	when = max(when, w.now+minute)
	if when > at(when.Day(), 22, 40) {
		when = at(when.Day()+1, 8, 0)
	}
	if when.Day() > lastDay {
		return nil
	}
	e := &event{made: when, at: max(slotAfter(when), w.sent), who: who, number: w.number}
	w.number++
	id := e.bundleID()
	e.do = func() engine.Bundle { return do(id) }
	heap.Push(&w.later, e)
	return e
}

// slots are when devices send what was done since, with the visits of the day, so that the engine gets it together.
var slots = []value.Instant{20*hour + 30*minute, 22*hour + 45*minute}

func slotAfter(when value.Instant) value.Instant {
	start := when.Day().Start()
	for _, s := range slots {
		if start+s >= when {
			return start + s
		}
	}
	return when
}

// next gives the event whose turn it is, planned or following, nil at the end; played counts the planned ones.
func (w *world) next(played *int) *event {
	more := *played < len(w.events)
	if len(w.later) > 0 && (!more || w.later[0].at < w.events[*played].at) {
		return heap.Pop(&w.later).(*event)
	}
	if !more {
		return nil
	}
	*played++
	return &w.events[*played-1]
}

// workingHours gives a time on a day: in working hours, or soon when the day is today and that is over.
func (w *world) workingHours(day value.Date) value.Instant {
	when := at(day, 9, 0) + value.Instant(w.care.dice.IntN(8*60)*minute)
	if when <= w.now {
		when = w.now + value.Instant(w.care.dice.between(4, 40)*minute)
	}
	return when
}
