package api

import (
	"container/list"
	"sync"

	"jieli/engine"
)

const (
	// tilesKept bounds the tiles that are remembered, tileBytesKept what they take.
	tilesKept     = 4096
	tileBytesKept = 48 << 20
)

// tileCache remembers tiles as they were drawn, until a record of their register changes. Safe for concurrent use.
type tileCache struct {
	mu       sync.Mutex
	versions map[string]int64 // commits that changed a register
	byKey    map[string]*list.Element
	recent   *list.List // of *keptTile, the latest used first
	bytes    int
}

type keptTile struct {
	key     string
	version int64
	body    []byte
}

func newTileCache() *tileCache {
	return &tileCache{versions: map[string]int64{}, byKey: map[string]*list.Element{}, recent: list.New()}
}

// follow notes which registers a commit changed.
func (t *tileCache) follow(c engine.Commit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range c.Entries {
		t.versions[e.Register]++
	}
}

// version tells states of a register apart. It is asked for before the records are read, so that a tile that was drawn
// while they changed is drawn again.
func (t *tileCache) version(register string) int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.versions[register]
}

func (t *tileCache) get(key string, version int64) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e, ok := t.byKey[key]
	if !ok {
		return nil, false
	}
	kept := e.Value.(*keptTile)
	if kept.version != version {
		t.drop(e)
		return nil, false
	}
	t.recent.MoveToFront(e)
	return kept.body, true
}

func (t *tileCache) put(key string, version int64, body []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e, ok := t.byKey[key]; ok {
		t.drop(e)
	}
	t.byKey[key] = t.recent.PushFront(&keptTile{key, version, body})
	t.bytes += len(body) + len(key)
	for t.recent.Len() > tilesKept || t.bytes > tileBytesKept {
		t.drop(t.recent.Back())
	}
}

// drop forgets a tile; mu is held.
func (t *tileCache) drop(e *list.Element) {
	kept := e.Value.(*keptTile)
	t.recent.Remove(e)
	delete(t.byKey, kept.key)
	t.bytes -= len(kept.body) + len(kept.key)
}
