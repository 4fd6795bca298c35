package engine_test

import (
	"context"
	"testing"

	"jieli/attachment"
	"jieli/engine"
	"jieli/store"
)

// altered gives attachments with one byte more than were uploaded.
type altered struct{ store.Store }

func (a altered) Attachment(ctx context.Context, hash string) (*store.Attachment, error) {
	x, err := a.Store.Attachment(ctx, hash)
	if err == nil {
		x.Body = append(x.Body, 0)
	}
	return x, err
}

func TestAnAttachmentWhoseBytesDoNotMakeItsNameIsFound(t *testing.T) {
	w := newWorld(t)
	body := []byte("%PDF-1.7")
	err := w.store.SaveAttachment(context.Background(), store.Attachment{Hash: attachment.Hash(body), Type: "application/pdf",
		Size: int64(len(body)), UploadedBy: id("li"), UploadedAt: w.clock.Now(), Body: body})
	if err != nil {
		t.Fatal(err)
	}
	w.verify()
	v := engine.Verifier{Store: altered{w.store}, Catalog: w.cat, Vault: w.vault, Digest: w.vault.Columns().Digest}
	report, err := v.Run(context.Background())
	if err != nil || len(report.Findings) != 1 || !hasCode(report.Findings, "verify_attachment_altered") || report.Attachments != 1 {
		t.Errorf("%+v, %v", report, err)
	}
}
