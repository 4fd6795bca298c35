// Package tidy holds the tree to its own rules, as tests: who may import whom, how long a function may be, which calls
// are banned and what to use instead. A rule that no test holds is a wish.
package tidy
