package engine

import (
	"hash/fnv"
	"slices"

	"jieli/catalog"
	"jieli/value"
)

// lane is one commit loop. The bundles of a county always take the same lane, in their order; a store that writes one
// transaction at a time has one lane.
type lane struct {
	queue chan []*job // lists that are committed together
	done  chan struct{}
}

func newLanes(n int) []*lane {
	list := make([]*lane, max(n, 1))
	for i := range list {
		list[i] = &lane{queue: make(chan []*job, maxGroup), done: make(chan struct{})}
	}
	return list
}

// byLane deals jobs out by their counties, each lane's in their order.
func (e *Engine) byLane(list []*job) [][]*job {
	parts := make([][]*job, len(e.lanes))
	if len(e.lanes) == 1 {
		parts[0] = list
		return parts
	}
	for _, j := range list {
		l := e.laneOf(j.bundle.County)
		parts[l] = append(parts[l], j)
	}
	return parts
}

// laneOf gives the lane of a county: those of the programme are dealt out evenly.
func (e *Engine) laneOf(county string) int {
	if l, ok := e.counties[county]; ok {
		return l
	}
	h := fnv.New32a()
	h.Write([]byte(county))
	return int(h.Sum32() % uint32(len(e.lanes)))
}

// dealCounties deals the counties of a programme out over n lanes.
func dealCounties(c *catalog.Catalog, n int) map[string]int {
	dealt := map[string]int{}
	if c.Areas == nil || n < 2 {
		return dealt
	}
	for i, a := range c.Areas.Below(c.Pack.Root, value.County6) {
		dealt[a.Code] = i % n
	}
	return dealt
}

// enter waits until a group may be committed beside those of other lanes, and gives what ends that. A group that opens
// or changes rounds goes alone: it counts the visits of all counties, and later visits must know of it.
func (e *Engine) enter(group []*job) (leave func()) {
	if slices.ContainsFunc(group, e.changesRounds) {
		e.apart.Lock()
		return e.apart.Unlock
	}
	e.apart.RLock()
	return e.apart.RUnlock
}

// changesRounds reports whether a bundle writes a record that opens a round, or one of its places.
func (e *Engine) changesRounds(j *job) bool {
	opens := func(reg *catalog.Register) bool { return e.plans[reg].opens || e.plans[reg].places }
	for _, in := range j.intents {
		if opens(in.reg) {
			return true
		}
	}
	return j.answers != nil && slices.ContainsFunc(j.answers.form.Adds, func(x *catalog.Add) bool { return opens(x.Register) })
}
