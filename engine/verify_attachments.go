package engine

import (
	"context"

	"jieli/attachment"
	"jieli/fault"
)

var attachmentAltered = fault.Define("verify_attachment_altered",
	"附件 {hash} 的内容被改动过，或无法解密：与它的名称（内容的 SHA-256）不符。",
	"Attachment {hash} was altered or cannot be opened: its bytes do not make its name (their SHA-256).")

// attachments compares the bytes of every attachment with its name.
func (v *Verifier) attachments(ctx context.Context) error {
	for after := ""; ; {
		names, err := v.Store.AttachmentNames(ctx, after, verifyPage)
		if err != nil {
			return err
		}
		for _, name := range names {
			a, err := v.Store.Attachment(ctx, name)
			if fault.KindOf(err) == fault.Unavailable && err != nil {
				return err
			}
			if err == nil && a == nil {
				continue // cleaned away meanwhile
			}
			v.report.Attachments++
			if err != nil || attachment.Hash(a.Body) != name || int64(len(a.Body)) != a.Size {
				v.find(attachmentAltered.At("", "hash", name))
			}
		}
		if len(names) < verifyPage {
			return nil
		}
		after = names[len(names)-1]
	}
}
