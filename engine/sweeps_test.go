package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"jieli/catalog"
	"jieli/engine"
	"jieli/journal"
	"jieli/pack"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

const chakeng = "441823110201"

// around is a shape of 0.1 degrees around a place.
func around(lon, lat float64) any {
	w, e, s, n := lon-0.05, lon+0.05, lat-0.05, lat+0.05
	return map[string]any{"type": "Polygon", "coordinates": [][][]float64{{{w, s}, {e, s}, {e, n}, {w, n}, {w, s}}}}
}

func point(lon, lat float64) any {
	return map[string]any{"type": "Point", "coordinates": []float64{lon, lat}}
}

// sweepWorld is the small programme with sweeps over places and shapes.
func sweepWorld(t *testing.T) *world {
	t.Helper()
	dir := t.TempDir()
	for _, from := range []string{"testdata/pack", "testdata/sweeps"} {
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	cat, findings := pack.Load(os.DirFS(dir))
	if cat == nil {
		t.Fatal(findings)
	}
	yearly := cat.Rounds[0]
	cat.Rounds = append(cat.Rounds, &catalog.Round{Name: "sweep", Opener: cat.Register("disaster"), From: "starts_on",
		To: "ends_on", Target: yearly.Target, Where: yearly.Where, CoveredBy: yearly.CoveredBy, On: yearly.On,
		Places: cat.Register("disaster_place"), PlaceArea: "village", Shape: "outline", Point: "dwelling"})
	cat.Index()
	w := newWorld(t)
	return worldOn(t, cat, w.store, w.vault)
}

func (w *world) county() *officer { return &officer{w} }

type officer struct{ w *world }

// disaster opens a sweep over villages and a shape, and gives its id.
func (o *officer) disaster(shape any, villages ...string) string {
	w := o.w
	w.t.Helper()
	b := w.bundle()
	sweep := id("disaster", w.seq)
	fields := answers{"name": "暴雨", "place": yangshan, "starts_on": "2022-01-01", "ends_on": "2022-01-20"}
	if shape != nil {
		fields["outline"] = shape
	}
	b.Entries = []engine.EntryIn{{Register: "disaster", Record: sweep, Action: journal.Create, Fields: raw(fields)}}
	for _, v := range villages {
		b.Entries = append(b.Entries, placeOf(sweep, v))
	}
	w.must(w.as("county_office", yangshan), b)
	return sweep
}

func placeOf(sweep, village string) engine.EntryIn {
	return engine.EntryIn{Register: "disaster_place", Record: id(sweep, village), Parent: sweep, Action: journal.Create,
		Fields: raw(answers{"village": village})}
}

func (o *officer) sends(entries ...engine.EntryIn) {
	o.w.t.Helper()
	b := o.w.bundle()
	b.Entries = entries
	o.w.must(o.w.as("county_office", yangshan), b)
}

// wantSwept compares how many stand on a list and are covered, by village.
func (w *world) wantSwept(sweep string, want map[string]string) {
	w.t.Helper()
	targets, err := w.store.TargetCounts(context.Background(), yangshan, sweep, "village", nil, value.MaxDate)
	if err != nil {
		w.t.Fatal(err)
	}
	covers, err := w.store.Covers(context.Background(), yangshan, sweep, "village", nil, day("2022-12-31"))
	if err != nil {
		w.t.Fatal(err)
	}
	have := map[string]string{}
	for area, n := range targets {
		have[area] = fmt.Sprintf("%d/%d", covers[area], n)
	}
	for area, n := range covers {
		if targets[area] == 0 {
			have[area] = fmt.Sprintf("%d/0", n)
		}
	}
	if fmt.Sprint(have) != fmt.Sprint(want) {
		w.t.Errorf("covered/listed is %v, want %v", have, want)
	}
}

func (w *world) moves(h string, fields answers) {
	w.t.Helper()
	w.must(w.as("county_office", yangshan), w.change("household", h, w.record("household", h).Version, fields))
}

func TestASweepOverPlacesListsWhoLivesThere(t *testing.T) {
	w := sweepWorld(t)
	first := w.household("000001", daping)
	w.household("000002", xiaping)
	rich := w.household("000003", daping)
	w.moves(rich, answers{"poor": false})
	w.must(w.member(), w.visit(first, answers{"visited_on": "2022-01-10"}))
	sweep := w.county().disaster(nil, daping)
	w.wantSwept(sweep, map[string]string{daping: "1/1"})
}

func TestASecondWaveAddsAndNeverBeginsAnew(t *testing.T) {
	w := sweepWorld(t)
	first := w.household("000001", daping)
	w.household("000002", xiaping)
	sweep := w.county().disaster(nil, daping)
	w.must(w.member(), w.visit(first, answers{"visited_on": "2022-01-10"}))
	w.on("2022-01-12")
	w.county().sends(placeOf(sweep, xiaping))
	w.wantSwept(sweep, map[string]string{daping: "1/1", xiaping: "0/1"})
	w.county().sends(engine.EntryIn{Register: "disaster_place", Record: id(sweep, daping), Action: journal.Void, Base: 1,
		Reason: "未受灾"})
	w.wantSwept(sweep, map[string]string{daping: "1/1", xiaping: "0/1"})
}

func TestASweepOverAShapeTakesWhatLiesInItAndWhoHasNoPointWithTheirVillage(t *testing.T) {
	w := sweepWorld(t)
	in, out, none := w.household("000001", daping), w.household("000002", daping), w.household("000003", daping)
	far, alone := w.household("000004", xiaping), w.household("000005", chakeng)
	w.moves(in, answers{"dwelling": point(112.6, 24.4)})
	w.moves(out, answers{"dwelling": point(112.9, 24.4)})
	w.moves(far, answers{"dwelling": point(112.9, 24.6)})
	sweep := w.county().disaster(around(112.6, 24.4))
	w.wantSwept(sweep, map[string]string{daping: "0/2"})
	w.must(w.member(), w.visit(none, answers{"visited_on": "2022-01-10"}))
	w.must(w.member(), w.visit(out, answers{"visited_on": "2022-01-10"}))
	w.must(w.as("team_member", dalang), w.visit(alone, answers{"visited_on": "2022-01-10"}))
	w.wantSwept(sweep, map[string]string{daping: "1/2"})
	w.moves(out, answers{"dwelling": point(112.61, 24.41)})
	w.wantSwept(sweep, map[string]string{daping: "2/3"})
	w.household("000006", daping)
	w.household("000007", xiaping)
	w.wantSwept(sweep, map[string]string{daping: "2/4"})
}

func TestAListFollowsItsRecords(t *testing.T) {
	w := sweepWorld(t)
	stays, leaves, dies, ends := w.household("000001", daping), w.household("000002", daping), w.household("000003", daping),
		w.household("000004", daping)
	sweep := w.county().disaster(nil, daping)
	w.wantSwept(sweep, map[string]string{daping: "0/4"})
	w.moves(leaves, answers{"village": xiaping})
	w.moves(dies, answers{"poor": false})
	w.county().sends(engine.EntryIn{Register: "household", Record: ends, Action: journal.Void,
		Base: w.record("household", ends).Version, Reason: "重复"})
	w.wantSwept(sweep, map[string]string{daping: "0/1", xiaping: "0/1"})
	w.household("000005", daping)
	w.must(w.member(), w.visit(leaves, answers{"visited_on": "2022-01-10"}))
	w.must(w.member(), w.visit(stays, answers{"visited_on": "2022-01-10"}))
	w.wantSwept(sweep, map[string]string{daping: "1/2", xiaping: "1/1"})
	w.moves(stays, answers{"village": xiaping, "poor": false}) // visited: it stays, and counts where it lives now
	w.wantSwept(sweep, map[string]string{daping: "0/1", xiaping: "2/2"})
	w.on("2022-01-25")
	w.household("000006", daping) // after the end
	w.wantSwept(sweep, map[string]string{daping: "0/1", xiaping: "2/2"})
}

func TestAShapeOverTheProvinceIsRefused(t *testing.T) {
	w := sweepWorld(t)
	b := w.bundle()
	b.Entries = []engine.EntryIn{{Register: "disaster", Record: id("wide"), Action: journal.Create, Fields: raw(answers{
		"name": "台风", "place": yangshan, "starts_on": "2022-01-10", "outline": map[string]any{"type": "Polygon",
			"coordinates": [][][]float64{{{109, 20}, {117, 20}, {117, 25}, {109, 25}, {109, 20}}}}})}}
	w.refused(w.as("county_office", yangshan), b, "sweep_shape_wide")
	b.ID, b.Entries[0].Fields = id("crossing"), raw(answers{"name": "台风", "place": yangshan, "starts_on": "2022-01-10",
		"outline": map[string]any{"type": "Polygon", "coordinates": [][][]float64{{{112, 24}, {113, 25}, {113, 24}, {112, 25}, {112, 24}}}}})
	w.refused(w.as("county_office", yangshan), b, "geometry_crossing")
}

func TestADissolvedTargetTakesItsVisitWithIt(t *testing.T) {
	w := newWorld(t)
	round := w.openRound("一月", "2022-01-01", "2022-01-31")
	stays, goes, moved := w.household("000001", daping), w.household("000002", daping), w.household("000003", daping)
	for _, h := range []string{stays, goes, moved} {
		w.must(w.member(), w.visit(h, answers{"visited_on": "2022-01-10"}))
	}
	w.wantCovered(round, daping, 3)
	change := func(h string, fields answers) {
		w.must(w.member(), w.change("household", h, w.record("household", h).Version, fields))
	}
	change(goes, answers{"poor": false})
	change(moved, answers{"village": xiaping})
	w.wantCovered(round, daping, 1)
	w.wantCovered(round, xiaping, 1)
	w.wantFigure("visits_round/targets", "2022-01-10", daping, "1")
	change(goes, answers{"poor": true})
	w.wantCovered(round, daping, 2)
	w.on("2022-02-10")
	change(stays, answers{"poor": false}) // after the round: it was visited, and was a target to the end
	w.wantCovered(round, daping, 2)
	w.wantFigure("visits_round/targets", "2022-01-31", daping, "2")
}

// After any entries, a round and a sweep count what a count of all records gives.
func TestAfterAnyEntriesCoverageEqualsARecount(t *testing.T) {
	for seed := range uint64(effort) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := sweepWorld(t)
			r := rand.New(rand.NewPCG(seed, 7))
			plain, sweep := w.openRound("一月", "2022-01-01", "2022-01-31"), w.county().disaster(around(112.6, 24.4), xiaping)
			var houses, visits []string
			for n := range 120 {
				w.actAtRandom(r, n, &houses, &visits)
			}
			w.recountRound(plain)
			w.recountSweep(sweep, houses)
			w.verify()
		})
	}
}

// actAtRandom is one random act; what is refused changes nothing.
func (w *world) actAtRandom(r *rand.Rand, n int, houses, visits *[]string) {
	villages := []string{daping, xiaping}
	if n < 8 || r.IntN(12) == 0 {
		*houses = append(*houses, w.household(fmt.Sprintf("%06d", n+1), villages[r.IntN(2)]))
		return
	}
	h := (*houses)[r.IntN(len(*houses))]
	who := w.as("county_office", yangshan)
	switch r.IntN(6) {
	case 0, 1:
		b := w.visit(h, answers{"visited_on": fmt.Sprintf("2022-01-%02d", 1+r.IntN(10))})
		b.Record = id("visit", b.ID)
		if w.accept(w.member(), b).Accepted {
			*visits = append(*visits, b.Record)
		}
	case 2:
		w.accept(who, w.change("household", h, w.record("household", h).Version, answers{"poor": r.IntN(2) == 0}))
	case 3:
		w.accept(who, w.change("household", h, w.record("household", h).Version, answers{"village": villages[r.IntN(2)]}))
	case 4:
		w.accept(who, w.change("household", h, w.record("household", h).Version,
			answers{"dwelling": point(112.5+r.Float64()/5, 24.4)}))
	case 5:
		b := w.bundle()
		b.Entries = []engine.EntryIn{{Register: "household", Record: h, Action: journal.Void,
			Base: w.record("household", h).Version, Reason: "重复"}}
		if len(*visits) > 0 && r.IntN(3) > 0 {
			v := (*visits)[r.IntN(len(*visits))]
			b.Entries = []engine.EntryIn{{Register: "home_visit", Record: v, Action: journal.Void, Base: 1, Reason: "录错"}}
		}
		w.accept(who, b)
	}
}

// visited tells which households have a visit, and where all of them live.
func (w *world) visited() (all []*register.Record, visited map[string]bool) {
	ctx := context.Background()
	visits, err := w.store.Find(ctx, store.Query{Register: w.cat.Register("home_visit")})
	if err != nil {
		w.t.Fatal(err)
	}
	visited = map[string]bool{}
	for _, v := range visits {
		visited[v.Parent] = true
	}
	if all, err = w.store.Find(ctx, store.Query{Register: w.cat.Register("household"), Void: true}); err != nil {
		w.t.Fatal(err)
	}
	return all, visited
}

func (w *world) recountRound(round string) {
	w.t.Helper()
	targets, covered := map[string]int64{}, map[string]int64{}
	all, visited := w.visited()
	for _, h := range all {
		if h.State == register.StateActive && h.Get("poor") == true {
			targets[h.Area]++
			if visited[h.ID] {
				covered[h.Area]++
			}
		}
	}
	for _, v := range []string{daping, xiaping} {
		w.wantCovered(round, v, covered[v])
		w.wantFigure("visits_round/targets", "2022-01-10", v, fmt.Sprint(targets[v]))
	}
}

func (w *world) recountSweep(sweep string, houses []string) {
	w.t.Helper()
	var listed map[string]store.Target
	err := w.store.Write(context.Background(), func(tx store.Tx) (err error) {
		listed, err = tx.Targets(context.Background(), yangshan, sweep, houses)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	counts, covered := map[string]int64{}, map[string]int64{}
	all, visited := w.visited()
	for _, h := range all {
		_, on := listed[h.ID]
		is := h.State == register.StateActive && h.Get("poor") == true
		switch {
		case on && !is && !visited[h.ID]:
			w.t.Errorf("%s is no target, was not visited, and is listed", h.ID)
		case !on && is && h.Area == xiaping:
			w.t.Errorf("%s lives in the place and is not listed", h.ID)
		}
		if on {
			counts[h.Area]++
		}
		if on && visited[h.ID] {
			covered[h.Area]++
		}
	}
	want := map[string]string{}
	for v, n := range counts {
		want[v] = fmt.Sprintf("%d/%d", covered[v], n)
	}
	w.wantSwept(sweep, want)
}
