package clock

import "jieli/value"

// Shifted is another clock set forward or back by a fixed span: a demonstration goes on from the last day of its data.
type Shifted struct {
	Base Clock
	By   int64 // microseconds added
}

// Now gives the time of the base clock, shifted.
func (s Shifted) Now() value.Instant { return s.Base.Now() + value.Instant(s.By) }
