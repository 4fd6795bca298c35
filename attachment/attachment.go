// Package attachment takes in uploaded photos and files: says by the bytes what they are, and leaves out what a camera
// or a program wrote about place, device and person. The picture itself is never decoded and encoded anew.
package attachment

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"jieli/fault"
)

// MaxSize is the largest attachment in bytes: a phone's photo as it comes; our own pages send a tenth of it.
const MaxSize = 8 << 20

// Problems of what was sent.
var (
	errKind = fault.Define("attachment_kind",
		"只能上传 JPEG 或 PNG 照片和 PDF 文件；这个文件都不是，请换一个或另存后再传。",
		"Only JPEG and PNG pictures and PDF files can be sent; this is none of them. Choose another, or save it as one.")
	errDamaged = fault.Define("attachment_damaged",
		"照片不完整或已损坏，请重新拍摄或重新导出后再传。",
		"The picture is cut off or damaged. Take it again, or export it again.")
)

// kind is a kind of file that is taken.
type kind struct {
	media, ending string
	begins        string
	clean         func([]byte) ([]byte, bool) // nil: kept as it is
}

var kinds = []kind{
	{"image/jpeg", ".jpg", "\xff\xd8\xff", cleanJPEG},
	{"image/png", ".png", "\x89PNG\r\n\x1a\n", cleanPNG},
	{"application/pdf", ".pdf", "%PDF-", nil},
}

// File is an attachment as it is kept.
type File struct {
	Hash string // SHA-256 of Data in hexadecimal digits
	Type string // media type
	Data []byte
	end  string
}

// Name is the value that fields of the types photo and file hold.
func (f *File) Name() string { return f.Hash + f.end }

// Read takes bytes in. Errors are *fault.Error of kind Invalid. Bytes that came out of it come out of it unchanged, so
// that who knows how may give the same name before sending.
func Read(data []byte) (*File, error) {
	for _, k := range kinds {
		if !bytes.HasPrefix(data, []byte(k.begins)) {
			continue
		}
		if k.clean != nil {
			var whole bool
			if data, whole = k.clean(data); !whole {
				return nil, errDamaged.Error(fault.Invalid)
			}
		}
		return &File{Hash: Hash(data), Type: k.media, Data: data, end: k.ending}, nil
	}
	return nil, errKind.Error(fault.Invalid)
}

// Hash names bytes.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Ending gives the ending of file names of a media type that is taken, "" for another.
func Ending(media string) string {
	for _, k := range kinds {
		if k.media == media {
			return k.ending
		}
	}
	return ""
}
