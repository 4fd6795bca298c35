package store

import (
	"context"

	"jieli/value"
)

// Devices keeps which phones carry a copy of records. Like sessions they are no records: they come and go by the minute.
type Devices interface {
	// SaveDevice keeps a device; one with the same id gives way.
	SaveDevice(ctx context.Context, d Device) error
	// Device gives a device, nil when there is none.
	Device(ctx context.Context, id string) (*Device, error)
	// DevicesIn gives the devices of people whose accounts lie in an area or below it, those seen last first.
	DevicesIn(ctx context.Context, area string, limit int) ([]Device, error)
	// DevicesOf counts the devices of an account that are not revoked.
	DevicesOf(ctx context.Context, account string) (int, error)
}

// Device is one phone of one person.
type Device struct {
	ID, Account, County string // id made by the device; County keeps the account
	Area                string // where the person works
	Name                string // what the browser calls itself
	App, Pack           string // versions of the app and of the programme that it has
	Unsent              int64  // bundles that wait there
	Ahead               int64  // by how many seconds its clock is ahead of the server's
	CreatedAt, SeenAt   value.Instant
	RevokedAt, WipedAt  value.Instant // 0: not
	RevokedBy           string        // account
}
