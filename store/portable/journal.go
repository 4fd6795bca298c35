package portable

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"jieli/journal"
	"jieli/store"
)

var (
	// lockStream makes a stream that is new and takes its row until the end of the transaction.
	lockStream = defineInsert("stream", "county, stream, n, last_hash, frontier",
		"on conflict (county, stream) do update set n = stream.n "+
			"returning county, stream, n, last_hash, frontier")
	saveHead = defineInsert("stream", "county, stream, n, last_hash, frontier",
		replaceAll([]string{"n", "last_hash", "frontier"}, "county, stream"))
	allStreams      = define(Counties, "select county, stream, n, last_hash, frontier from stream order by county, stream")
	insertEntry     = defineInsert("entry", "county, "+entryColumns, "")
	entriesOfRecord = define(OneCounty, "select "+entryColumns+` from entry where county = $1 and record = $2
		order by version, stream, seq`)
	// The first entry of a record tells; the index is used to its end only when the version is named.
	registersOf     = definePlaced("select county, record, register from entry", "", "record", "and version = 1").short()
	entriesOfStream = define(OneCounty, "select "+entryColumns+` from entry where county = $1 and stream = $2 and seq >= $3
		order by seq limit $4`)
	entryByID = define(OneCounty, "select "+entryColumns+" from entry where county = $1 and id = $2")
	leaves    = define(OneCounty, `select leaf from entry where county = $1 and stream = $2 and seq >= $3 and seq < $4
		order by seq`)
	saveTile = defineInsert("tile", "county, stream, level, number, hash",
		replaceAll([]string{"hash"}, "county, stream, level, number"))
	tiles = define(OneCounty, `select number, hash from tile where county = $1 and stream = $2 and level = $3
		and number >= $4 and number < $5 order by number`)
)

// Lock implements store.Tx.
func (w *writer) Lock(
	ctx context.Context, keys []journal.StreamKey,
) (map[journal.StreamKey]*journal.Head, error) {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, journal.StreamKey.Compare)
	keys = slices.Compact(keys)
	heads := make(map[journal.StreamKey]*journal.Head, len(keys))
	if w.beside != nil && !w.beside.taken {
		return heads, w.readHeads(ctx, keys, heads)
	}
	// Rows of one statement are taken in their order, which is the order of every process.
	return heads, lockStream.each(len(keys), &w.args, func(i int, args []any) []any {
		return append(args, keys[i].County, keys[i].Stream, int64(0), make([]byte, 32), []byte{})
	}, func(text string, args []any) error {
		return w.query(ctx, text, args, func(rows *sql.Rows) error { return scanHead(rows, heads) })
	})
}

// Streams implements store.Reader.
func (r reader) Streams(ctx context.Context) (map[journal.StreamKey]*journal.Head, error) {
	heads := map[journal.StreamKey]*journal.Head{}
	err := r.query(ctx, allStreams.Text, nil, func(rows *sql.Rows) error { return scanHead(rows, heads) })
	return heads, err
}

func scanHead(rows *sql.Rows, heads map[journal.StreamKey]*journal.Head) error {
	h := &journal.Head{}
	var last, frontier []byte
	err := rows.Scan(&h.County, &h.Stream, &h.N, &last, &frontier)
	if err != nil {
		return err
	}
	if h.Last, err = toHash(last); err != nil {
		return err
	}
	for part := range slices.Chunk(frontier, len(h.Last)) {
		hash, err := toHash(part)
		if err != nil {
			return err
		}
		h.Frontier = append(h.Frontier, hash)
	}
	heads[h.StreamKey] = h
	return nil
}

func toHash(b []byte) (h journal.Hash, err error) {
	if len(b) != len(h) {
		return h, internal(fmt.Errorf("a hash of %d bytes", len(b)))
	}
	return journal.Hash(b), nil
}

// SaveHeads implements store.Tx.
func (w *writer) SaveHeads(ctx context.Context, heads map[journal.StreamKey]*journal.Head) error {
	list := make([]*journal.Head, 0, len(heads))
	for _, h := range heads {
		list = append(list, h)
	}
	slices.SortFunc(list, func(a, b *journal.Head) int { return a.StreamKey.Compare(b.StreamKey) })
	return w.rows(ctx, saveHead, len(list), func(i int, args []any) []any {
		h := list[i]
		frontier := make([]byte, 0, len(h.Frontier)*len(h.Last))
		for _, x := range h.Frontier {
			frontier = append(frontier, x[:]...)
		}
		return append(args, h.County, h.Stream, h.N, h.Last[:], frontier)
	})
}

// EntriesOf implements store.Tx.
func (r reader) EntriesOf(ctx context.Context, county, record string) ([]*journal.Entry, error) {
	return r.entries(ctx, entriesOfRecord, county, r.s.id(record))
}

// RegistersOf implements store.Tx.
func (r reader) RegistersOf(ctx context.Context, records []store.Place) (map[store.Place]string, error) {
	out := map[store.Place]string{}
	err := r.placedRows(ctx, registersOf, records, func(rows *sql.Rows) error {
		var at store.Place
		var register string
		err := rows.Scan(&at.County, scannedID{&at.ID}, &register)
		out[at] = register
		return err
	})
	return out, err
}

// History implements store.Reader.
func (r reader) History(ctx context.Context, county, record string) ([]*journal.Entry, error) {
	return r.EntriesOf(ctx, county, record)
}

// Entries implements store.Reader.
func (r reader) Entries(
	ctx context.Context, key journal.StreamKey, from int64, limit int,
) ([]*journal.Entry, error) {
	return r.entries(ctx, entriesOfStream, key.County, key.Stream, from, int64(limit))
}

// EntryByID implements store.Reader; nil when there is none.
func (r reader) EntryByID(ctx context.Context, county, id string) (*journal.Entry, error) {
	found, err := r.entries(ctx, entryByID, county, r.s.id(id))
	if len(found) == 0 {
		return nil, err
	}
	return found[0], err
}

// LeafHashes implements store.Reader.
func (r reader) LeafHashes(
	ctx context.Context, key journal.StreamKey, from, to int64,
) ([]journal.Hash, error) {
	var out []journal.Hash
	var raw sql.RawBytes
	err := r.query(ctx, leaves.Text, []any{key.County, key.Stream, from, to}, func(rows *sql.Rows) error {
		if err := rows.Scan(&raw); err != nil {
			return err
		}
		h, err := toHash(raw)
		out = append(out, h)
		return err
	})
	return out, err
}

// SaveTiles implements store.Tx.
func (w *writer) SaveTiles(ctx context.Context, list []journal.Tile) error {
	type place struct {
		journal.StreamKey
		level int
		index int64
	}
	list = lastOf(list, func(t journal.Tile) place { return place{t.StreamKey, t.Level, t.Index} })
	return w.rows(ctx, saveTile, len(list), func(i int, args []any) []any {
		t := &list[i]
		return append(args, t.County, t.Stream, int64(t.Level), t.Index, t.Hash[:])
	})
}

// Tiles implements store.Reader; from is included, to not.
func (r reader) Tiles(
	ctx context.Context, key journal.StreamKey, level int, from, to int64,
) ([]journal.Tile, error) {
	var out []journal.Tile
	var raw sql.RawBytes
	args := []any{key.County, key.Stream, int64(level), from, to}
	err := r.query(ctx, tiles.Text, args, func(rows *sql.Rows) error {
		t := journal.Tile{StreamKey: key, Level: level}
		err := rows.Scan(&t.Index, &raw)
		if err != nil {
			return err
		}
		t.Hash, err = toHash(raw)
		out = append(out, t)
		return err
	})
	return out, err
}
