package storetest

import (
	"bytes"
	"fmt"
	"strings"

	"jieli/store"
	"jieli/value"
)

// attachment makes one whose hash is n repeated.
func (b *bench) attachment(n int, at value.Instant) store.Attachment {
	body := bytes.Repeat([]byte{byte(n), 0, '\n'}, 10_000)
	return store.Attachment{Hash: strings.Repeat(fmt.Sprint(n), 64), Type: "image/jpeg", Size: int64(len(body)),
		UploadedBy: id(700 + n%2), UploadedAt: at, Body: body}
}

func (b *bench) names() string {
	names, err := b.AttachmentNames(ctx, "", 100)
	b.ok(err)
	out := ""
	for _, name := range names {
		out += name[:1]
	}
	return out
}

var attachmentTests = []test{
	{"an attachment comes back byte for byte, and there is none under another name", func(b *bench) {
		want := b.attachment(1, 100)
		b.ok(b.SaveAttachment(ctx, want))
		got, err := b.Attachment(ctx, want.Hash)
		b.ok(err)
		b.same(fmt.Sprintf("%+v", *got), fmt.Sprintf("%+v", want))
		none, err := b.Attachment(ctx, strings.Repeat("9", 64))
		b.ok(err)
		b.same(none == nil, "true")
	}},
	{"sent again an attachment is uploaded anew and stays that of the first sender", func(b *bench) {
		first := b.attachment(1, 100)
		again := first
		again.UploadedBy, again.UploadedAt = id(799), 500
		b.ok(b.SaveAttachment(ctx, first))
		b.ok(b.SaveAttachment(ctx, again))
		got, err := b.Attachment(ctx, first.Hash)
		b.ok(err)
		b.same(got.UploadedBy, first.UploadedBy)
		b.same(int64(got.UploadedAt), "500")
	}},
	{"names come in their order, page by page", func(b *bench) {
		for _, n := range []int{3, 1, 2} {
			b.ok(b.SaveAttachment(ctx, b.attachment(n, 100)))
		}
		b.same(b.names(), "123")
		page, err := b.AttachmentNames(ctx, strings.Repeat("1", 64), 1)
		b.ok(err)
		b.same(page[0][:1], "2")
	}},
	{"what an account uploaded is summed from an instant on", func(b *bench) {
		for n := 1; n <= 4; n++ {
			b.ok(b.SaveAttachment(ctx, b.attachment(n, value.Instant(100*n))))
		}
		for since, want := range map[value.Instant]string{0: "60000", 100: "60000", 101: "30000", 301: "0"} {
			size, err := b.Uploaded(ctx, id(701), since)
			b.ok(err)
			b.same(size, want)
		}
	}},
	{"old attachments that no record holds are dropped, and no others", func(b *bench) {
		for n, at := range map[int]value.Instant{1: 100, 2: 100, 3: 100, 4: 900} {
			b.ok(b.SaveAttachment(ctx, b.attachment(n, at)))
		}
		use := store.Use{County: county, Record: id(1), Hash: b.attachment(1, 0).Hash}
		other := store.Use{County: county2, Record: id(2), Hash: b.attachment(2, 0).Hash}
		b.write(func(tx store.Tx) error { return tx.AddUses(ctx, []store.Use{use, use, other}) })
		b.write(func(tx store.Tx) error { return tx.AddUses(ctx, []store.Use{use}) })
		n, err := b.DropAttachments(ctx, 500)
		b.ok(err)
		b.same(fmt.Sprintf("%d %s", n, b.names()), "1 124")
		b.write(func(tx store.Tx) error { return tx.RemoveUses(ctx, county, []string{id(1), id(2)}) })
		n, err = b.DropAttachments(ctx, 500)
		b.ok(err)
		b.same(fmt.Sprintf("%d %s", n, b.names()), "1 24")
	}},
	{"an attachment may be held by a record before it is uploaded", func(b *bench) {
		late := b.attachment(5, 100)
		b.write(func(tx store.Tx) error {
			return tx.AddUses(ctx, []store.Use{{County: county, Record: id(1), Hash: late.Hash}})
		})
		b.ok(b.SaveAttachment(ctx, late))
		n, err := b.DropAttachments(ctx, 500)
		b.ok(err)
		b.same(n, "0")
	}},
}
