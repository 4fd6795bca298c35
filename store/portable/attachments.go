package portable

import (
	"context"
	"database/sql"

	"jieli/store"
	"jieli/value"
)

var (
	saveAttachment = defineInsert("attachment", "hash, type, size, uploaded_by, uploaded_at, body",
		replaceAll([]string{"uploaded_at"}, "hash"))
	attachmentOf    = define(Registry, "select type, size, uploaded_by, uploaded_at, body from attachment where hash = $1")
	attachmentNames = define(Registry, "select hash from attachment where hash > $1 order by hash limit $2")
	attachmentsOld  = define(Registry, "select hash from attachment where uploaded_at < $1")
	uploadedBytes   = define(Registry, `select coalesce(cast(sum(size) as bigint), 0) from attachment
		where uploaded_by = $1 and uploaded_at >= $2`)
	dropAttachments = define(Registry, "delete from attachment where uploaded_at < $1 and hash in ({list})")

	saveUse    = defineInsert("attachment_use", "county, record, hash", "on conflict (county, record, hash) do nothing")
	removeUses = define(OneCounty, "delete from attachment_use where county = $1 and record in ({list})")
	usedHashes = define(Counties, "select distinct hash from attachment_use where hash in ({list})")
)

// SaveAttachment implements store.Attachments.
func (s *Store) SaveAttachment(ctx context.Context, a store.Attachment) error {
	return s.runOne(ctx, saveAttachment.texts[0], a.Hash, a.Type, a.Size, a.UploadedBy, int64(a.UploadedAt),
		s.cipher.SealBytes(a.Hash, a.Body))
}

// Attachment implements store.Attachments.
func (s *Store) Attachment(ctx context.Context, hash string) (found *store.Attachment, err error) {
	var sealed []byte
	err = s.query(ctx, attachmentOf.Text, []any{hash}, func(rows *sql.Rows) error {
		found = &store.Attachment{Hash: hash}
		return rows.Scan(&found.Type, &found.Size, &found.UploadedBy, &found.UploadedAt, &sealed)
	})
	if err != nil || found == nil {
		return nil, err
	}
	found.Body, err = s.cipher.OpenBytes(hash, sealed)
	return found, err
}

// AttachmentNames implements store.Attachments.
func (s *Store) AttachmentNames(ctx context.Context, after string, limit int) ([]string, error) {
	return s.hashes(ctx, attachmentNames.Text, []any{after, limit})
}

func (r reader) hashes(ctx context.Context, text string, args []any) ([]string, error) {
	var list []string
	err := r.query(ctx, text, args, func(rows *sql.Rows) error {
		var hash string
		err := rows.Scan(&hash)
		list = append(list, hash)
		return err
	})
	return list, err
}

// Uploaded implements store.Attachments.
func (s *Store) Uploaded(ctx context.Context, account string, since value.Instant) (size int64, err error) {
	err = s.query(ctx, uploadedBytes.Text, []any{account, int64(since)}, func(rows *sql.Rows) error { return rows.Scan(&size) })
	return size, err
}

// DropAttachments implements store.Attachments. What is surely in use is passed over before the one transaction begins,
// which then looks again: a bundle may have come meanwhile.
func (s *Store) DropAttachments(ctx context.Context, before value.Instant) (int, error) {
	old, err := s.hashes(ctx, attachmentsOld.Text, []any{int64(before)})
	if err != nil {
		return 0, err
	}
	unused, err := s.unused(ctx, old)
	if err != nil || len(unused) == 0 {
		return 0, err
	}
	err = s.transact(ctx, false, func(w *writer) error {
		if unused, err = w.unused(ctx, unused); err != nil {
			return err
		}
		return w.drop(ctx, dropAttachments, []any{int64(before)}, unused)
	})
	return len(unused), err
}

// unused gives those of the hashes that no record holds.
func (r reader) unused(ctx context.Context, hashes []string) ([]string, error) {
	used := map[string]bool{}
	err := r.listed(ctx, usedHashes, nil, hashes, func(rows *sql.Rows) error {
		var hash string
		err := rows.Scan(&hash)
		used[hash] = true
		return err
	})
	var out []string
	for _, hash := range hashes {
		if !used[hash] {
			out = append(out, hash)
		}
	}
	return out, err
}

// AddUses implements store.Tx.
func (w *writer) AddUses(ctx context.Context, uses []store.Use) error {
	uses = unique(uses)
	return w.rows(ctx, saveUse, len(uses), func(i int, args []any) []any {
		return append(args, uses[i].County, uses[i].Record, uses[i].Hash)
	})
}

// RemoveUses implements store.Tx.
func (w *writer) RemoveUses(ctx context.Context, county string, records []string) error {
	return w.drop(ctx, removeUses, []any{county}, records)
}
