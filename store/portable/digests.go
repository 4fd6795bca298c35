package portable

import (
	"context"
	"database/sql"
	"strings"

	"jieli/catalog"
)

// Digests implements store.Reader.
func (r reader) Digests(ctx context.Context, reg *catalog.Register, county string, ids []string) (map[string][]string, error) {
	columns := []string{"t.id"}
	for _, f := range reg.Fields {
		if f.Privacy == catalog.Sensitive {
			columns = append(columns, "t."+f.DigestColumn())
		}
	}
	out := make(map[string][]string, len(ids))
	if len(columns) == 1 {
		return out, nil
	}
	q := newStatement(OneCounty, "select "+strings.Join(columns, ", ")+" from "+reg.Table()+
		" as t where t.county = $1 and t.id in ({list})")
	return out, r.listed(ctx, q, []any{county}, ids, func(rows *sql.Rows) error {
		var id string
		texts := make([]sql.NullString, len(columns)-1)
		into := []any{&id}
		for i := range texts {
			into = append(into, &texts[i])
		}
		err := rows.Scan(into...)
		for _, x := range texts {
			out[id] = append(out[id], x.String)
		}
		return err
	})
}
