package postgres

import (
	"os"
	"testing"

	"jieli/store/postgres/pgtest"
	"jieli/store/storetest"
)

func BenchmarkGroups(b *testing.B) { storetest.BenchmarkGroups(b, openAt(b, pgtest.Database(b))) }

// BenchmarkFinds fills a million households first, or takes those in the database whose URL is JIELI_BENCH_URL.
func BenchmarkFinds(b *testing.B) {
	url := os.Getenv("JIELI_BENCH_URL")
	if url == "" {
		url = pgtest.Database(b)
	}
	s := openAt(b, url)
	storetest.BenchmarkFinds(b, s, storetest.Fill(b, s, 1_000_000))
}

func BenchmarkFigures(b *testing.B) { storetest.BenchmarkFigures(b, openAt(b, pgtest.Database(b))) }
