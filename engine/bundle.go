// Package engine is the write path: Accept is the only way by which data changes.
package engine

import (
	"encoding/json"

	"jieli/fault"
	"jieli/journal"
)

// Bundle is what one person sends at once: the answers of one form, or entries made directly. It is accepted or
// refused as a whole, and replayed safely under its id.
type Bundle struct {
	ID        string          `json:"id"`                   // UUIDv7 made by the client
	County    string          `json:"county"`               // six digits: where the subject is kept
	Role      string          `json:"role,omitempty"`       // which of the actor's roles; "" takes the first that may
	Device    string          `json:"device"`               // device id, made by the client once
	DeviceSeq int64           `json:"device_seq,omitempty"` // rising per device
	MadeAt    string          `json:"made_at"`              // RFC 3339, by the device's clock
	Place     *Place          `json:"place,omitempty"`
	Pack      string          `json:"pack,omitempty"` // version of the pack that the client had
	Form      string          `json:"form,omitempty"`
	Subject   string          `json:"subject,omitempty"` // record id of the form's subject
	Base      int64           `json:"base,omitempty"`    // version of the subject that the client had
	Record    string          `json:"record,omitempty"`  // id for the form's own record (else derived from ID)
	Answers   json.RawMessage `json:"answers,omitempty"`
	Entries   []EntryIn       `json:"entries,omitempty"` // instead of Form
	Review    []ReviewIn      `json:"review,omitempty"`  // instead of both
}

// ReviewIn names a record to be judged anew: its calculated fields, checks and rules; nothing else of it changes. It is
// for whoever has the power to run rules.
type ReviewIn struct {
	Register string `json:"register"`
	Record   string `json:"record"`
}

// Place is where the device was; Accuracy in metres.
type Place struct {
	Lon      float64 `json:"lon"`
	Lat      float64 `json:"lat"`
	Accuracy float64 `json:"accuracy,omitempty"`
}

// EntryIn is one direct entry of a bundle.
type EntryIn struct {
	ID       string          `json:"id,omitempty"` // derived from the bundle's id and its place when empty
	Register string          `json:"register"`
	Record   string          `json:"record"`
	Action   journal.Action  `json:"action"`
	Base     int64           `json:"base,omitempty"`
	Parent   string          `json:"parent,omitempty"` // for create, in registers with a parent
	Reason   string          `json:"reason,omitempty"`
	Fields   json.RawMessage `json:"fields,omitempty"`
}

// Receipt is the answer to a bundle. Findings holds the warnings of an accepted bundle, or why it was refused.
type Receipt struct {
	Bundle    string          `json:"bundle"`
	Accepted  bool            `json:"accepted"`
	Replayed  bool            `json:"replayed,omitempty"` // the same bundle was answered before; this is that answer
	Entries   []EntryReceipt  `json:"entries,omitempty"`
	Findings  []fault.Finding `json:"findings,omitempty"`
	Conflicts []string        `json:"conflicts,omitempty"` // fields now in conflict, "register/record.field"
}

// EntryReceipt says where an entry stands.
type EntryReceipt struct {
	ID       string `json:"id"`
	County   string `json:"county"`
	Stream   string `json:"stream"`
	Seq      int64  `json:"seq"`
	Register string `json:"register"`
	Record   string `json:"record"`
	Version  int64  `json:"version"`
}
