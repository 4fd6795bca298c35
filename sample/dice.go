package sample

import "math/rand/v2"

// dice are the only chance in the sample: seeded, so that every run gives the same.
type dice struct{ *rand.Rand }

// seed of the whole sample; each purpose has a stream of its own, so that a change to one leaves the others as they are.
const seed = 20210701

func newDice(purpose uint64) dice { return dice{rand.New(rand.NewPCG(seed, purpose))} }

// chance is true permille times of a thousand.
func (d dice) chance(permille int) bool { return d.IntN(1000) < permille }

// between gives a number from a to b, both included.
func (d dice) between(a, b int) int {
	if b <= a {
		return a
	}
	return a + d.IntN(b-a+1)
}

// spread gives a number from a to b that lies near the middle more often.
func (d dice) spread(a, b int) int { return (d.between(a, b) + d.between(a, b)) / 2 }

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }

// weighted gives an index, each as often as its weight says.
func (d dice) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := d.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// shares splits a total into whole parts after weights, exactly, each part at least least.
func shares(total, least int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	parts := make([]int, len(weights))
	rest := total
	free := float64(total - least*len(weights))
	carry := 0.0
	for i, w := range weights {
		carry += free * w / sum
		parts[i] = least + int(carry)
		carry -= float64(int(carry))
		rest -= parts[i]
	}
	for i := 0; rest > 0; i, rest = i+1, rest-1 {
		parts[i%len(parts)]++
	}
	return parts
}
