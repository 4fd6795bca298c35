package store

import (
	"context"

	"jieli/value"
)

// Attachments keeps uploaded photos and files, named by their content. They belong to no county: a phone sends them
// before, or days after, the record that will hold them. Which records hold which is kept by county: see Tx.AddUses.
type Attachments interface {
	// SaveAttachment keeps an attachment, sealed. One that stands counts as uploaded anew; nothing else of it changes.
	SaveAttachment(ctx context.Context, a Attachment) error
	// Attachment gives an attachment, nil when there is none. Internal: it was altered, or sealed under another key.
	Attachment(ctx context.Context, hash string) (*Attachment, error)
	// AttachmentNames gives hashes in their order behind one ("": from the beginning), at most limit.
	AttachmentNames(ctx context.Context, after string, limit int) ([]string, error)
	// Uploaded gives the bytes of the attachments that an account was the first to upload, uploaded since then.
	Uploaded(ctx context.Context, account string, since value.Instant) (int64, error)
	// DropAttachments deletes attachments that no record holds and that were uploaded before then; gives how many.
	DropAttachments(ctx context.Context, before value.Instant) (int, error)
}

// Attachment is one uploaded photo or file.
type Attachment struct {
	Hash       string // SHA-256 of Body, 64 hexadecimal digits
	Type       string // its media type
	Size       int64  // of Body
	UploadedBy string // account
	UploadedAt value.Instant
	Body       []byte // plain
}

// Use says that an entry of a record holds an attachment, whether it has been uploaded yet or not.
type Use struct{ County, Record, Hash string }
