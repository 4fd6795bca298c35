package journal

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jieli/fault"
	"jieli/value"
)

// MaxBody bounds the canonical bytes of one entry: the widest form of the field has some 200 questions; a record with
// a drawn polygon and long remarks stays under a tenth of it.
const MaxBody = 1 << 20

// Format is the version of the canonical form; it stands in every body. A later form gets the next number, and this
// one stays readable for ever.
const Format = 1

// Encode writes the canonical bytes of an entry (docs/journal-format.md), sets e.Body to them and gives them. Field
// values that are JSON but not canonical are put in canonical form in e.Fields first. Errors are *fault.Error: Internal
// when the entry is incomplete, TooLarge over MaxBody.
func Encode(e *Entry) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	names, size, err := e.canonicalFields()
	if err != nil {
		return nil, err
	}
	if size > MaxBody {
		return nil, codeEntryTooLarge.Error(fault.TooLarge, "max", MaxBody)
	}
	b := e.appendTo(make([]byte, 0, size), names)
	if len(b) > MaxBody {
		return nil, codeEntryTooLarge.Error(fault.TooLarge, "max", MaxBody)
	}
	e.Body = b
	return b, nil
}

// appendTo writes all keys in the order of their bytes; every key is always there.
func (e *Entry) appendTo(b []byte, names []string) []byte {
	b = append(e.appendHead(b), '{')
	for i, name := range names {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, name), ':')
		b = append(b, e.Fields[name]...)
	}
	return e.appendTail(append(b, '}'))
}

// appendHead writes what stands before the object of the fields.
func (e *Entry) appendHead(b []byte) []byte {
	b = appendString(append(b, `{"action":`...), string(e.Action))
	b = appendString(append(b, `,"actor":`...), e.Actor)
	b = appendString(append(b, `,"area":`...), e.Area)
	b = strconv.AppendInt(append(b, `,"base":`...), e.Base, 10)
	b = appendString(append(b, `,"bundle":`...), e.Bundle)
	b = appendString(append(b, `,"county":`...), e.County)
	b = appendString(append(b, `,"device":`...), e.Device)
	b = strconv.AppendInt(append(b, `,"device_seq":`...), e.DeviceSeq, 10)
	return append(b, `,"fields":`...)
}

// appendTail writes what stands behind the object of the fields.
func (e *Entry) appendTail(b []byte) []byte {
	b = appendString(append(b, `,"form":`...), e.Form)
	b = appendString(append(b, `,"format":1,"id":`...), e.ID)
	b = strconv.AppendInt(append(b, `,"made_at":`...), int64(e.MadeAt), 10)
	b = appendString(append(b, `,"pack":`...), e.Pack)
	b = appendString(append(b, `,"place":`...), e.Place)
	b = hex.AppendEncode(append(b, `,"prev":"`...), e.Prev[:])
	b = appendString(append(b, `","reason":`...), e.Reason)
	b = strconv.AppendInt(append(b, `,"received_at":`...), int64(e.ReceivedAt), 10)
	b = appendString(append(b, `,"record":`...), e.Record)
	b = appendString(append(b, `,"register":`...), e.Register)
	b = appendString(append(b, `,"role":`...), e.Role)
	b = strconv.AppendInt(append(b, `,"seq":`...), e.Seq, 10)
	b = appendString(append(b, `,"stream":`...), e.Stream)
	b = strconv.AppendInt(append(b, `,"version":`...), e.Version, 10)
	return append(b, '}')
}

// fixedSize is about what the keys, numbers and the link of a body take.
const fixedSize = 520

// canonicalFields gives the field names in order and about how many bytes the body takes.
func (e *Entry) canonicalFields() ([]string, int, error) {
	names := make([]string, 0, len(e.Fields))
	size := fixedSize + len(e.Actor) + len(e.Area) + len(e.Bundle) + len(e.Device) + len(e.Form) + len(e.ID) +
		len(e.Pack) + len(e.Place) + len(e.Reason) + len(e.Record) + len(e.Register) + len(e.Role)
	for name, raw := range e.Fields {
		if name == "" || !isASCII(name) {
			return nil, 0, codeEntryIncomplete.Error(fault.Internal, "key", "fields")
		}
		var bad int
		if s := string(raw); skipValue(s, 0, 0, &bad) != len(s) {
			clean, err := value.Canonical(raw)
			if s = string(clean); err != nil || skipValue(s, 0, 0, &bad) != len(s) {
				return nil, 0, codeEntryValue.Error(fault.Internal, "key", name).Because(err)
			}
			e.Fields[name], raw = clean, clean
		}
		names = append(names, name)
		size += len(name) + len(raw) + 4
	}
	slices.Sort(names)
	return names, size, nil
}

// check holds an entry to what every entry must have, whoever wrote it.
func (e *Entry) check() error {
	if key := e.lacks(); key != "" {
		return codeEntryIncomplete.Error(fault.Internal, "key", key)
	}
	texts := [...]struct{ key, text string }{
		{"actor", e.Actor}, {"area", e.Area}, {"bundle", e.Bundle}, {"device", e.Device}, {"form", e.Form},
		{"id", e.ID}, {"pack", e.Pack}, {"place", e.Place}, {"reason", e.Reason}, {"record", e.Record},
		{"register", e.Register}, {"role", e.Role},
	}
	for _, t := range texts {
		if !utf8.ValidString(t.text) {
			return codeEntryText.Error(fault.Internal, "key", t.key)
		}
	}
	return nil
}

// lacks names the first part of the entry that is missing or impossible, "" when there is none.
func (e *Entry) lacks() string {
	switch {
	case !e.Action.known():
		return "action"
	case e.Actor == "":
		return "actor"
	case e.Base < 0:
		return "base"
	case !isCode(e.County, 6, 6):
		return "county"
	case e.DeviceSeq < 0:
		return "device_seq"
	case e.ID == "":
		return "id"
	case e.MadeAt > e.ReceivedAt:
		return "made_at"
	case e.Record == "":
		return "record"
	case e.Register == "":
		return "register"
	case e.Seq < 1:
		return "seq"
	case !isStream(e.Stream):
		return "stream"
	case e.Version < 1:
		return "version"
	}
	return ""
}

func (a Action) known() bool {
	switch a {
	case Create, Change, Correct, Void, Erase, Read:
		return true
	}
	return false
}

// isStream reports whether s names a stream: an area code, or one with a word behind a hyphen for a second stream of
// the same area ("441823105-access": who looked at what there).
func isStream(s string) bool {
	code, word, second := strings.Cut(s, "-")
	if second && (word == "" || len(word) > 20 || strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") != "") {
		return false
	}
	return isCode(code, 2, 12)
}

// isCode reports whether s is an area code: digits only, min to max of them.
func isCode(s string, min, max int) bool {
	return len(s) >= min && len(s) <= max && skipDigits(s, 0) == len(s)
}
