package api

import (
	"mime"
	"net/http"
	"strconv"

	"jieli/access"
	"jieli/attachment"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// AttachmentView names an attachment that was taken in.
type AttachmentView struct {
	Hash string `json:"hash" doc:"what fields of the types photo and file hold: SHA-256 of the bytes as they are kept, with an ending"`
	Type string `json:"type"`
	Size int64  `json:"size" doc:"bytes as they are kept"`
}

// dayQuota bounds in bytes what one account adds in a day: five hundred photos as our pages send them, twenty-five as
// phones take them. Nobody fills the disk unseen with a password that was lent.
const dayQuota = 200 << 20

var (
	errQuota = fault.Define("attachment_quota",
		"您今天上传的照片和文件已达 {max} MB 的上限，请明天再传，或先把照片缩小。",
		"You have sent {max} MB of photos and files today, which is the most. Send more tomorrow, or make them smaller.")
	errNotSent = fault.Define("attachment_not_sent",
		"这张照片或文件还没有传到服务器，请拍摄它的人联网后打开系统补传。",
		"This photo or file has not reached the server yet; whoever took it should open the system where there is a network.")
)

func attachmentRoutes() []*route {
	return []*route{
		{method: post, path: "/attachments", id: "sendAttachment", who: signedIn, body: fileBody{}, limit: attachment.MaxSize,
			doc: "Send a photo (JPEG, PNG) or a file (PDF): it is told by its bytes, and kept without what cameras write about " +
				"place and device. The same bytes again give the same name",
			answer: AttachmentView{}, refusals: []int{422}, handle: postAttachment},
		{method: get, path: "/attachments/{hash}", id: "attachment", who: signedIn, answer: fileBody{}, handle: getAttachment,
			doc:   "A photo or file, for who sees a field that holds it in the record named",
			query: []param{{name: "register", kind: "string"}, {name: "county", kind: "string"}, {name: "id", kind: "string"}}},
	}
}

func postAttachment(c *call) error {
	data, err := c.readFile()
	if err != nil {
		return err
	}
	file, err := attachment.Read(data)
	if err != nil {
		return err
	}
	now, size := c.Clock.Now(), int64(len(file.Data))
	sent, err := c.Reader.Uploaded(c.ctx, c.actor.Account, now.Day().Start())
	if err != nil {
		return err
	}
	if sent+size > dayQuota {
		return errQuota.Error(fault.Busy, "max", dayQuota>>20)
	}
	err = c.Reader.SaveAttachment(c.ctx, store.Attachment{Hash: file.Hash, Type: file.Type, Size: size,
		UploadedBy: c.actor.Account, UploadedAt: now, Body: file.Data})
	if err != nil {
		return err
	}
	return c.json(AttachmentView{file.Name(), file.Type, size})
}

// getAttachment answers with the bytes. They are named by what they are, so that a browser keeps them for good; only its
// owner's, never a proxy's. Whether an attachment exists only those learn who see the field that names it.
func getAttachment(c *call) error {
	hash, ok := value.BlobHash(c.r.PathValue("hash"))
	reg := c.Catalog.Register(c.query.Get("register"))
	if !ok || !c.mayRead(reg) {
		return nothing()
	}
	r, seen, err := c.loadAt(reg, c.query.Get("county"), c.query.Get("id"))
	if err != nil {
		return err
	}
	name, held := heldName(r, seen, hash)
	if !held {
		return nothing()
	}
	tag := `"` + hash + `"`
	h := c.w.Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	if fresh(c.r.Header.Get("If-None-Match"), tag) {
		c.status = http.StatusNotModified
		c.w.WriteHeader(c.status)
		return nil
	}
	a, err := c.Reader.Attachment(c.ctx, hash)
	if err == nil && a == nil {
		err = notFound(errNotSent.At(""))
	}
	if err != nil {
		h.Del("ETag")
		return err
	}
	c.sendAttachment(a, name)
	return nil
}

// heldName looks for an attachment in the fields of a record that are shown plainly, and gives its own name if it has one.
func heldName(r *register.Record, seen access.View, hash string) (name string, held bool) {
	for i, f := range r.Register.Fields {
		if !holdsAttachments(f) || !seen.Shown(i) {
			continue
		}
		items, _ := r.Fields[i].([]string)
		for _, item := range items {
			if other, ok := value.BlobHash(item); ok && other == hash {
				_, name, _ = value.SplitBlob(item)
				return name, true
			}
		}
	}
	return "", false
}

func holdsAttachments(f *catalog.Field) bool {
	return f.Type.Name() == "photo" || f.Type.Name() == "file"
}

// attachmentPolicy keeps what was uploaded from being a page of ours: it runs nothing and is of no origin.
const attachmentPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

// sendAttachment sends pictures to be looked at, and other files to be kept: a PDF is no picture, and browsers that show
// one run its scripts.
func (c *call) sendAttachment(a *store.Attachment, name string) {
	shown := "attachment"
	if a.Type != "application/pdf" {
		shown = "inline"
	}
	if name == "" {
		const enough = 12 // digits that tell files apart in a folder
		name = a.Hash[:enough] + attachment.Ending(a.Type)
	}
	h := c.w.Header()
	h.Set("Content-Security-Policy", attachmentPolicy)
	h.Set("Content-Type", a.Type)
	h.Set("Content-Disposition", mime.FormatMediaType(shown, map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(a.Body)))
	c.status, c.bytes = http.StatusOK, len(a.Body)
	c.w.WriteHeader(c.status)
	c.w.Write(a.Body) // an error means that the client is gone; nobody is left to tell
}
