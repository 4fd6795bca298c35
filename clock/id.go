package clock

import (
	"crypto/rand"
	"encoding/binary"
	"sync"

	"jieli/value"
)

// ids remembers the last id of the process, so that ids rise even within a millisecond.
var ids struct {
	mu   sync.Mutex
	ms   int64
	high uint16 // 12 bits
	low  uint64 // 62 bits
}

const (
	highMask = 1<<12 - 1
	lowMask  = 1<<62 - 1
)

// NewID makes a UUID of version 7 at the clock's time. Each id of the process sorts after the one before it, also when
// clocks differ or go back; within a millisecond the random part goes on by a random step (RFC 9562, 6.2, method 2).
func NewID(c Clock) string {
	ms := int64(c.Now()) / value.Millisecond
	var fresh [10]byte
	rand.Read(fresh[:]) // never fails: the program stops when the system has no randomness
	ids.mu.Lock()
	defer ids.mu.Unlock()
	if ms > ids.ms {
		ids.ms = ms
		ids.high = binary.BigEndian.Uint16(fresh[:2]) & highMask
		ids.low = binary.BigEndian.Uint64(fresh[2:]) & lowMask
	} else {
		step(uint64(binary.BigEndian.Uint32(fresh[:4])) + 1)
	}
	var random [10]byte
	binary.BigEndian.PutUint16(random[:2], ids.high)
	binary.BigEndian.PutUint64(random[2:], ids.low)
	return value.NewID(value.Instant(ids.ms*value.Millisecond), random)
}

// step moves the random part on and carries into the millisecond when it is used up.
func step(by uint64) {
	ids.low += by
	if ids.low <= lowMask {
		return
	}
	ids.low &= lowMask
	if ids.high++; ids.high > highMask {
		ids.high = 0
		ids.ms++
	}
}
