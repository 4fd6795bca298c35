package portable

import (
	"context"
	"database/sql"

	"jieli/store"
	"jieli/value"
)

const deviceColumns = "id, account, county, area, name, app, pack, unsent, ahead, created_at, seen_at, revoked_at, wiped_at, revoked_by"

var (
	deviceOf  = define(Registry, "select "+deviceColumns+" from device where id = $1")
	devicesIn = define(Registry, "select "+deviceColumns+" from device where area >= $1 and area < $2 "+
		"order by seen_at desc, id limit $3")
	devicesOf  = define(Registry, "select count(*) from device where account = $1 and revoked_at = 0")
	saveDevice = defineInsert("device", deviceColumns, replaceAll(splitColumns("account, county, area, name, app, pack, "+
		"unsent, ahead, created_at, seen_at, revoked_at, wiped_at, revoked_by"), "id"))
)

// SaveDevice implements store.Devices.
func (s *Store) SaveDevice(ctx context.Context, d store.Device) error {
	return s.runOne(ctx, saveDevice.texts[0], d.ID, d.Account, d.County, d.Area, d.Name, d.App, d.Pack, d.Unsent, d.Ahead,
		int64(d.CreatedAt), int64(d.SeenAt), int64(d.RevokedAt), int64(d.WipedAt), d.RevokedBy)
}

// Device implements store.Devices.
func (s *Store) Device(ctx context.Context, id string) (found *store.Device, err error) {
	err = s.query(ctx, deviceOf.Text, []any{id}, func(rows *sql.Rows) error {
		d, err := scanDevice(rows)
		found = &d
		return err
	})
	return found, err
}

// DevicesIn implements store.Devices.
func (s *Store) DevicesIn(ctx context.Context, area string, limit int) (list []store.Device, err error) {
	err = s.query(ctx, devicesIn.Text, []any{area, value.NextPrefix(area), limit}, func(rows *sql.Rows) error {
		d, err := scanDevice(rows)
		list = append(list, d)
		return err
	})
	return list, err
}

// DevicesOf implements store.Devices.
func (s *Store) DevicesOf(ctx context.Context, account string) (n int, err error) {
	err = s.query(ctx, devicesOf.Text, []any{account}, func(rows *sql.Rows) error { return rows.Scan(&n) })
	return n, err
}

func scanDevice(rows *sql.Rows) (d store.Device, err error) {
	err = rows.Scan(&d.ID, &d.Account, &d.County, &d.Area, &d.Name, &d.App, &d.Pack, &d.Unsent, &d.Ahead,
		&d.CreatedAt, &d.SeenAt, &d.RevokedAt, &d.WipedAt, &d.RevokedBy)
	return d, err
}
