package main

import (
	"context"
	"testing"

	"jieli/attachment"
	"jieli/clock"
	"jieli/journal"
	"jieli/pack"
	"jieli/packs"
	"jieli/store"
	"jieli/store/sqlite"
	"jieli/value"
)

func TestALooseAttachmentIsKeptForAWeek(t *testing.T) {
	ctx := context.Background()
	fsys, err := packs.Open(packs.Default)
	if err != nil {
		t.Fatal(err)
	}
	cat, _ := pack.Load(fsys)
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(ctx, t.TempDir(), vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Migrate(ctx, cat); err != nil {
		t.Fatal(err)
	}
	c := clock.Fixed(value.DateOf(2022, 6, 14).Start())
	body := []byte("%PDF-1.7")
	err = st.SaveAttachment(ctx, store.Attachment{Hash: attachment.Hash(body), Type: "application/pdf", Size: int64(len(body)),
		UploadedBy: value.DeriveID("li"), UploadedAt: c.Now(), Body: body})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ days, want int }{{7, 0}, {1, 1}, {1, 0}} {
		c.Set(c.Now() + value.Instant(int64(x.days)*24*value.Hour))
		if n, err := dropLoose(ctx, st, c); err != nil || n != x.want {
			t.Errorf("on %s: %d dropped, %v", c.Now().Day(), n, err)
		}
	}
}

func TestADigestThatCouldNeverBeSentIsRefusedAtTheStart(t *testing.T) {
	code, out := jieli(t, "serve", "--data", t.TempDir(), "--mail-server", "127.0.0.1:1")
	wants(t, code, out, exitFailed, "--mail-from", "digest_without_sender")
	code, out = jieli(t, "serve", "--data", t.TempDir(), "--digest-hour", "24")
	wants(t, code, out, exitFailed, "digest_hour_wrong")
}
