package portable

import (
	"context"
	"database/sql"

	"jieli/catalog"
	"jieli/store"
)

// RecordIDs implements store.Reader.
func (r reader) RecordIDs(
	ctx context.Context, reg *catalog.Register, county, after string, limit int,
) (ids []string, err error) {
	q := newStatement(OneCounty, "select id from "+reg.Table()+" where county = $1 and id > $2 order by id limit $3")
	err = r.query(ctx, q.Text, []any{county, after, limit}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// DeleteRecords implements store.Tx.
func (w *writer) DeleteRecords(ctx context.Context, reg *catalog.Register, ids []store.Place) error {
	byCounty := map[string][]string{}
	for _, at := range ids {
		byCounty[at.County] = append(byCounty[at.County], at.ID)
	}
	q := newStatement(OneCounty, "delete from "+reg.Table()+" where county = $1 and id in ({list})")
	for county, list := range byCounty {
		if err := w.drop(ctx, q, []any{county}, list); err != nil {
			return err
		}
	}
	return nil
}
