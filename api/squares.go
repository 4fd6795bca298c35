package api

import (
	"cmp"
	"container/list"
	"fmt"
	"slices"
	"strings"
	"sync"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/journal"
	"jieli/store"
	"jieli/value"
)

const (
	// squareZoom is the zoom of the map by whose squares records are counted: some 560 metres where the programme is.
	squareZoom = 16
	// squaresKept bounds the numbers that are remembered, over all layers, days, filters and towns: some 60 bytes each.
	squaresKept = 1_000_000
	// placesKept bounds the towns, most of which have next to nothing, that are remembered.
	placesKept = 20_000
	// anewFrom is the number of changed villages from which a town is counted anew and not village by village.
	anewFrom = 20
)

// squareStore remembers how many records lie in which square of the map, town by town, so that low zooms cost no look at
// the records. A change of a record makes the numbers of its village be counted anew when they are next asked for. Safe for
// concurrent use.
type squareStore struct {
	cat     *catalog.Catalog
	mu      sync.Mutex
	change  int64                      // number of the last change
	changed map[changedPlace]int64     // the last change by register and area
	moved   map[string]int64           // by county, the last change with which a record came to lie elsewhere
	areas   map[string]map[string]bool // changed areas by register and town
	kept    map[string]*list.Element
	recent  *list.List // of *countedTown, the latest used first
	rows    int
}

type changedPlace struct{ register, area string }

// countedTown are the counts of the records of one town, or of one area above towns without what lies below it.
type countedTown struct {
	key    string
	mu     sync.Mutex // held while it is counted
	change int64      // up to which changes are counted; -1: nothing is
	byArea map[string][]store.Square
	all    []store.Square // by part; never changed, only replaced
	size   int            // of all, as the store knows it; guarded by squareStore.mu
}

func newSquareStore(cat *catalog.Catalog) *squareStore {
	return &squareStore{cat: cat, changed: map[changedPlace]int64{}, moved: map[string]int64{}, areas: map[string]map[string]bool{},
		kept: map[string]*list.Element{}, recent: list.New()}
}

// follow notes where a commit has changed records.
func (s *squareStore) follow(c engine.Commit) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range c.Entries {
		if e.Action == journal.Read {
			continue
		}
		s.change++
		s.changed[changedPlace{e.Register, e.Area}] = s.change
		town := e.Register + " " + upTo(e.Area, townDigits)
		if s.areas[town] == nil {
			s.areas[town] = map[string]bool{}
		}
		s.areas[town][e.Area] = true
		if s.mayMove(e) {
			s.moved[e.County] = s.change
		}
	}
}

// mayMove reports whether an entry may have taken a record, and what lies below it, from an area that it does not name.
func (s *squareStore) mayMove(e *journal.Entry) bool {
	if e.Version <= 1 {
		return false
	}
	reg := s.cat.Register(e.Register)
	_, names := e.Fields[reg.AreaField]
	return names || upTo(e.Area, townDigits) != upTo(e.Stream, townDigits)
}

// town gives the remembered counts by what tells them apart.
func (s *squareStore) town(key string) *countedTown {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, ok := s.kept[key]; ok {
		s.recent.MoveToFront(e)
		return e.Value.(*countedTown)
	}
	t := &countedTown{key: key, change: -1}
	s.kept[key] = s.recent.PushFront(t)
	return t
}

// stale gives the areas of a town that must be counted anew to know of all changes up to now; all for the town as a whole.
func (s *squareStore) stale(t *countedTown, register, town string) (now int64, areas []string, all bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.change < 0 || s.moved[value.County(town)] > t.change {
		return s.change, nil, true
	}
	for area := range s.areas[register+" "+town] {
		if s.changed[changedPlace{register, area}] > t.change {
			areas = append(areas, area)
		}
	}
	return s.change, areas, len(areas) >= anewFrom
}

// grown notes the size of a town's counts and forgets those that were not used for longest.
func (s *squareStore) grown(t *countedTown, size int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.kept[t.key]; !ok {
		return // forgotten meanwhile
	}
	s.rows += size - t.size
	t.size = size
	for s.recent.Len() > 1 && (s.rows > squaresKept || s.recent.Len() > placesKept) {
		last := s.recent.Remove(s.recent.Back()).(*countedTown)
		s.rows -= last.size
		delete(s.kept, last.key)
	}
}

// counts gives the counts of a town, by part. count reads those of the town, or of some areas of it.
func (s *squareStore) counts(key, register, town string, count func(areas []string) ([]store.Square, error)) ([]store.Square, error) {
	t := s.town(key + " " + town)
	t.mu.Lock()
	defer t.mu.Unlock()
	now, areas, all := s.stale(t, register, town)
	if !all && len(areas) == 0 {
		return t.all, nil
	}
	if all {
		areas = nil
	}
	rows, err := count(areas)
	if err != nil {
		return nil, err
	}
	t.put(rows, areas, now)
	s.grown(t, len(t.all))
	return t.all, nil
}

// put takes the counts of some areas, or of the whole town, in the place of those before; mu is held.
func (t *countedTown) put(rows []store.Square, areas []string, now int64) {
	if areas == nil {
		t.byArea = map[string][]store.Square{}
	}
	for _, a := range areas {
		delete(t.byArea, a)
	}
	for _, r := range rows {
		t.byArea[r.Area] = append(t.byArea[r.Area], r)
	}
	all := []store.Square{}
	for _, list := range t.byArea {
		all = append(all, list...)
	}
	slices.SortFunc(all, func(a, b store.Square) int { return cmp.Compare(a.Part, b.Part) })
	t.all, t.change = all, now
}

// squares gives the counts of the tile's squares in the caller's scope, of the colours that are asked for.
func (t *tileQuery) squares() ([]store.Square, error) {
	from, to := t.cell.Squares(squareZoom)
	wanted := map[any]bool{}
	for _, v := range t.colors {
		wanted[v] = true
	}
	var out []store.Square
	for _, town := range t.towns() {
		all, err := t.squaresOf(town)
		if err != nil {
			return nil, err
		}
		i, _ := slices.BinarySearchFunc(all, from, func(s store.Square, at int64) int { return cmp.Compare(s.Part, at) })
		for ; i < len(all) && all[i].Part <= to; i++ {
			if s := all[i]; (len(wanted) == 0 || wanted[s.Value]) && t.inScope(s.Area) {
				out = append(out, s)
			}
		}
	}
	return out, nil
}

// filled gives those of some cells in which points were counted, and the counties of the scope in which they lie: the others
// need not be looked through.
func (t *tileQuery) filled(cells []value.Cell) (some []value.Cell, areas []string, err error) {
	has := map[value.Cell]bool{}
	counties := map[string]bool{}
	for _, town := range t.towns() {
		all, err := t.squaresOf(town)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range cells {
			from, to := c.Squares(squareZoom)
			i, _ := slices.BinarySearchFunc(all, from, func(s store.Square, at int64) int { return cmp.Compare(s.Part, at) })
			if i < len(all) && all[i].Part <= to {
				has[c] = true
				counties[upTo(town, countyDigits)] = true
			}
		}
	}
	for _, c := range cells {
		if has[c] {
			some = append(some, c)
		}
	}
	for county := range counties {
		if len(county) < countyDigits { // of the programme as a whole
			return some, t.query.Areas, nil
		}
		areas = append(areas, access.Narrow(t.query.Areas, county)...)
	}
	slices.Sort(areas)
	return some, slices.Compact(areas), nil
}

// allSquares gives the counts of the whole scope.
func (t *tileQuery) allSquares() ([]store.Square, error) {
	t.cell, _ = value.TileCell(0, 0, 0)
	return t.squares()
}

func (t *tileQuery) inScope(area string) bool {
	return slices.ContainsFunc(t.query.Areas, func(a string) bool { return strings.HasPrefix(area, a) })
}

// towns are the areas by which counts are remembered: the towns of the scope, and the areas above towns within it.
func (t *tileQuery) towns() []string {
	var out []string
	for _, code := range t.query.Areas {
		if len(code) > townDigits {
			out = append(out, upTo(code, townDigits))
			continue
		}
		for _, a := range t.Catalog.Areas.Below(code, "") {
			if len(a.Code) <= townDigits {
				out = append(out, a.Code)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// squaresOf counts the records of a town for the layer, the day and the filters; an area above towns without them.
func (t *tileQuery) squaresOf(town string) ([]store.Square, error) {
	key := fmt.Sprint(t.layer.Name, " ", t.on, " ", t.Engine.Today(), " ", t.asked)
	return t.Server.squares.counts(key, t.layer.Register.Name, town, func(areas []string) ([]store.Square, error) {
		q := t.query
		q.Areas = []string{town}
		switch {
		case areas != nil:
			q.Conds = append(slices.Clip(q.Conds), store.Cond{Field: "area", Op: "in", Values: anys(areas)})
		case len(town) < townDigits:
			q.County = value.County(town)
			q.Conds = append(slices.Clip(q.Conds), store.Cond{Field: "area", Op: "=", Values: []any{town}})
		}
		rows, err := t.Reader.Squares(t.ctx, q, t.layer.Geometry, t.layer.Color, squareZoom)
		if t.layer.Geometry == nil {
			rows = t.placed(rows)
		}
		return rows, err
	})
}

func anys(texts []string) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}
