package main

import (
	"context"
	"log/slog"
	"time"

	"jieli/clock"
	"jieli/store"
	"jieli/value"
)

// Attachments that no record holds are kept for looseDays: a phone that was without a network for a week sends the photos
// first and the form after them. They are looked for every cleanPause.
const (
	looseDays  = 7
	cleanPause = 24 * time.Hour
)

// keepClean drops loose attachments at the start and once a day until ctx ends.
func keepClean(ctx context.Context, st store.Attachments, c clock.Clock) {
	tick := time.NewTicker(cleanPause)
	defer tick.Stop()
	for {
		if _, err := dropLoose(ctx, st, c); err != nil && ctx.Err() == nil {
			slog.Error("attachments: not cleaned", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// dropLoose drops attachments that no record holds and that were uploaded more than looseDays ago; gives how many.
func dropLoose(ctx context.Context, st store.Attachments, c clock.Clock) (int, error) {
	return st.DropAttachments(ctx, c.Now()-value.Instant(looseDays*24*value.Hour))
}
