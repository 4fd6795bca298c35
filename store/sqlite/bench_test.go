package sqlite

import (
	"os"
	"testing"

	"jieli/store/storetest"
)

func BenchmarkGroups(b *testing.B) { storetest.BenchmarkGroups(b, openIn(b, b.TempDir())) }

// BenchmarkFinds fills a million households first, or takes those in the folder JIELI_BENCH_DATA.
func BenchmarkFinds(b *testing.B) {
	dir := os.Getenv("JIELI_BENCH_DATA")
	if dir == "" {
		dir = b.TempDir()
	}
	s := openIn(b, dir)
	storetest.BenchmarkFinds(b, s, storetest.Fill(b, s, 1_000_000))
}

func BenchmarkFigures(b *testing.B) { storetest.BenchmarkFigures(b, openIn(b, b.TempDir())) }
