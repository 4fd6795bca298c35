package journal

import "testing"

func BenchmarkEncode(b *testing.B) {
	e := visit(1, Hash{})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(e); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(e.Body)))
}

func BenchmarkDecode(b *testing.B) {
	body, err := Encode(visit(1, Hash{}))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(body); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(body)))
}

// BenchmarkAppend is all that the write path does for one entry: bytes, leaf hash, head.
func BenchmarkAppend(b *testing.B) {
	e := visit(1, Hash{})
	h := Head{StreamKey: town}
	b.ReportAllocs()
	for b.Loop() {
		e.Seq, e.Prev = h.N+1, h.Last
		body, err := Encode(e)
		if err != nil {
			b.Fatal(err)
		}
		h.Append(LeafHash(body))
	}
}

func BenchmarkVerify(b *testing.B) {
	l := visits(b, 1000)
	b.ReportAllocs()
	for b.Loop() {
		v := NewVerifier(town)
		for _, row := range l.rows {
			v.Add(row)
		}
		if f := v.Finish(&l.head, l.tiles); f != nil {
			b.Fatal(f)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/entry")
}

func BenchmarkSeal(b *testing.B) {
	for _, alg := range []Algorithm{AES, SM4} {
		v, err := NewVault(make([]byte, 32), alg)
		if err != nil {
			b.Fatal(err)
		}
		slot := Slot{"person", "01964c1e-7d3b-7aaa-8bbb-000000000003", "national_id"}
		b.Run("new key "+string(alg), func(b *testing.B) {
			for b.Loop() {
				v.NewRecordKey()
			}
		})
		key, _ := v.NewRecordKey()
		sealed := v.Seal(key, slot, raw(`"441823198001010014"`))
		b.Run("seal "+string(alg), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v.Seal(key, slot, raw(`"441823198001010014"`))
			}
		})
		b.Run("open "+string(alg), func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Open(key, slot, sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
		c := v.Columns()
		b.Run("column seal "+string(alg), func(b *testing.B) {
			for b.Loop() {
				c.Seal("441823198001010014")
			}
		})
	}
}

func BenchmarkDigest(b *testing.B) {
	v, err := NewVault(make([]byte, 32), AES)
	if err != nil {
		b.Fatal(err)
	}
	c := v.Columns()
	b.ReportAllocs()
	for b.Loop() {
		c.Digest("441823198001010014")
	}
}
