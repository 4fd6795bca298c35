package sqlite

import (
	"testing"

	"jieli/store/storetest"
)

func BenchmarkGroups(b *testing.B) { storetest.BenchmarkGroups(b, openIn(b, b.TempDir())) }
