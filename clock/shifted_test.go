package clock

import (
	"testing"

	"jieli/value"
)

func TestAShiftedClockGoesOnWithItsBase(t *testing.T) {
	base := Fixed(value.Instant(1_000))
	c := Shifted{Base: base, By: -400}
	if c.Now() != 600 {
		t.Errorf("%d", c.Now())
	}
	base.Set(1_500)
	if c.Now() != 1_100 {
		t.Errorf("%d", c.Now())
	}
}
