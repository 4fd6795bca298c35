package clock

import (
	"sync"
	"testing"
	"time"

	"jieli/value"
)

func TestSystemNeverGoesBack(t *testing.T) {
	c := System()
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			last := c.Now()
			for range 10_000 {
				now := c.Now()
				if now < last {
					t.Errorf("%s came after %s", now, last)
					return
				}
				last = now
			}
		})
	}
	wg.Wait()
	if off := time.Since(c.Now().Time()).Abs(); off > time.Minute {
		t.Errorf("the clock is off by %s", off)
	}
}

func TestSystemStandsStillWhenTheMachineIsSetBack(t *testing.T) {
	ahead := value.InstantOf(time.Now()).Add(value.Hour)
	var c systemClock
	c.last.Store(int64(ahead))
	if now := c.Now(); now != ahead {
		t.Errorf("the clock went from %s to %s", ahead, now)
	}
}

func TestMovableMovesOnlyWhenMoved(t *testing.T) {
	start := value.DateOf(2022, 6, 14).Start()
	c := Fixed(start)
	var _ Clock = c
	if first, second := c.Now(), c.Now(); first != start || second != start {
		t.Error("it moved on its own")
	}
	if got := c.Advance(24 * time.Hour); got != start+value.Day || c.Now() != got {
		t.Errorf("a day later it is %s", got)
	}
	if got := c.Advance(-time.Hour); got != start+value.Day {
		t.Errorf("it went back to %s without Set", got)
	}
	c.Set(start)
	if c.Now() != start {
		t.Error("Set did not put it back")
	}
}

func TestMovableIsSafeForManyAtOnce(t *testing.T) {
	c := Fixed(0)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				c.Advance(time.Microsecond)
			}
		})
	}
	wg.Wait()
	if c.Now() != 8000 {
		t.Errorf("8000 steps gave %d", c.Now())
	}
}

func TestIDsRiseWhateverTheClocksDo(t *testing.T) {
	c := Fixed(value.DateOf(2022, 6, 14).Start())
	last := NewID(c)
	next := func(says string) {
		t.Helper()
		id := NewID(c)
		if !value.IsID(id) || id <= last {
			t.Fatalf("%s: %s came after %s", says, id, last)
		}
		last = id
	}
	for range 10_000 {
		next("within one millisecond")
	}
	c.Set(value.DateOf(2021, 1, 1).Start())
	next("with the clock set back")
	at := value.DateOf(2090, 1, 1).Start()
	c.Set(at)
	next("with the clock ahead")
	if made, _ := value.IDTime(last); made != at {
		t.Errorf("the id was made at %s", made)
	}
}

func TestIDsCarryWhenTheRandomPartIsUsedUp(t *testing.T) {
	ids.mu.Lock()
	ids.ms, ids.high, ids.low = 4102444800000, highMask, lowMask
	ids.mu.Unlock()
	made, _ := value.IDTime(NewID(Fixed(0)))
	if made != 4102444800001*value.Millisecond {
		t.Errorf("the id was made at %s", made)
	}
}

func TestIDsAreDifferentForMany(t *testing.T) {
	var mu sync.Mutex
	var wg sync.WaitGroup
	seen := map[string]bool{}
	for range 4 {
		wg.Go(func() {
			for range 5000 {
				id := NewID(System())
				mu.Lock()
				if seen[id] {
					t.Errorf("%s was made twice", id)
				}
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
}

func BenchmarkNewID(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewID(System())
	}
}
