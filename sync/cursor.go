package sync

import (
	"encoding/base64"
	"encoding/json"

	"jieli/fault"
	"jieli/value"
)

// maxCursor bounds a cursor in bytes: a mark for each of 64 streams fits.
const maxCursor = 8 << 10

var errCursor = fault.Define("sync_cursor_invalid",
	"本机的同步位置无法识别，请重新下载全部数据。未发送的内容不会丢失。",
	"The place up to which this device is in step is not understood. Fetch everything anew; what is unsent is not lost.")

// Cursor says up to where a device is in step. It grants nothing, and so needs no signature: what is given is decided by
// the scope of whoever asks.
type Cursor struct {
	Scope string     `json:"s"`           // digest of the scope that it was made for
	Marks []Mark     `json:"m"`           // one a stream
	Walk  *Walk      `json:"w,omitempty"` // where in the first copy; nil once it is whole
	Tail  string     `json:"t,omitempty"` // digest of the tasks that the device has
	Day   value.Date `json:"d,omitempty"` // day of these tasks
	Hour  int64      `json:"o,omitempty"` // hour of these tasks, since 1970
}

// Mark is the last entry of a stream that a device has seen.
type Mark struct {
	County string `json:"c"`
	Stream string `json:"n"`
	Seq    int64  `json:"q"` // 0: none
	Hash   string `json:"h"` // beginning of its leaf hash: another entry in its place means that the server was set back
}

// Walk is a place in the first copy: behind this record of this register.
type Walk struct {
	Register string `json:"r"`
	After    string `json:"a,omitempty"`
}

// String gives the text that a device keeps.
func (c *Cursor) String() string {
	b, _ := json.Marshal(c) // plain values only
	return base64.RawURLEncoding.EncodeToString(b)
}

// ParseCursor reads it; nil for "". Errors: Invalid (sync_cursor_invalid).
func ParseCursor(text string) (*Cursor, error) {
	if text == "" {
		return nil, nil
	}
	wrong := errCursor.Error(fault.Invalid)
	if len(text) > maxCursor {
		return nil, wrong
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, wrong
	}
	c := &Cursor{}
	if json.Unmarshal(b, c) != nil || len(c.Marks) > streamsMost {
		return nil, wrong
	}
	for _, m := range c.Marks {
		if m.Seq < 0 {
			return nil, wrong
		}
	}
	return c, nil
}
