package journal

import (
	"encoding/hex"
	"encoding/json"
	"strconv"

	"jieli/fault"
	"jieli/value"
)

// Decode reads the canonical bytes of an entry. It takes exactly what Encode writes: any other spelling of the same
// JSON is refused, so that Decode(Encode(e)) equals e and Encode(Decode(b)) equals b. The entry keeps body and slices
// of it. Errors are *fault.Error, Invalid, and say at which byte what was expected; TooLarge over MaxBody.
func Decode(body []byte) (*Entry, error) {
	if len(body) > MaxBody {
		return nil, codeEntryTooLarge.Error(fault.TooLarge, "max", MaxBody)
	}
	e, bad := decode(body)
	switch {
	case bad == nil:
		return e, nil
	case bad.key != "":
		return nil, codeEntryIncomplete.Error(fault.Invalid, "key", bad.key)
	}
	return nil, codeNotCanonical.Error(fault.Invalid, "at", bad.at, "want", bad.want)
}

// misfit is why a body was refused: at a byte (from 1) something else was wanted, or a part is missing or impossible.
type misfit struct {
	at   int
	want string
	key  string
}

func decode(body []byte) (*Entry, *misfit) {
	if len(body) > MaxBody {
		return nil, &misfit{at: MaxBody + 1, want: "EOF"}
	}
	d := decoder{s: string(body), body: body}
	e := d.entry()
	if d.want == "" && d.i != len(d.s) {
		d.fail(d.i, "EOF")
	}
	if d.want != "" {
		return nil, &misfit{at: d.at + 1, want: d.want}
	}
	if key := e.lacks(); key != "" {
		return nil, &misfit{key: key}
	}
	return e, nil
}

// decoder walks over a body; after the first thing that does not fit it stands still. s and body are the same bytes:
// texts are cut from s, so that they cost no copy each.
type decoder struct {
	s    string
	body []byte
	i    int
	at   int    // place of the first misfit, from 0
	want string // what should have been there; "" while all is well
}

func (d *decoder) fail(at int, want string) {
	if d.want == "" {
		d.at, d.want = at, want
	}
}

func (d *decoder) entry() *Entry {
	e := &Entry{Body: d.body}
	e.Action = Action(d.text(`{"action":`))
	e.Actor = d.text(`,"actor":`)
	e.Area = d.text(`,"area":`)
	e.Base = d.number(`,"base":`)
	e.Bundle = d.text(`,"bundle":`)
	e.County = d.text(`,"county":`)
	e.Device = d.text(`,"device":`)
	e.DeviceSeq = d.number(`,"device_seq":`)
	e.Fields = d.fields(`,"fields":{`)
	e.Form = d.text(`,"form":`)
	e.ID = d.text(`,"format":1,"id":`)
	e.MadeAt = value.Instant(d.number(`,"made_at":`))
	e.Pack = d.text(`,"pack":`)
	e.Place = d.text(`,"place":`)
	e.Prev = d.hash(`,"prev":`)
	e.Reason = d.text(`,"reason":`)
	e.ReceivedAt = value.Instant(d.number(`,"received_at":`))
	e.Record = d.text(`,"record":`)
	e.Register = d.text(`,"register":`)
	e.Role = d.text(`,"role":`)
	e.Seq = d.number(`,"seq":`)
	e.Stream = d.text(`,"stream":`)
	e.Version = d.number(`,"version":`)
	d.key(`}`)
	return e
}

// key walks over text that must stand here.
func (d *decoder) key(text string) bool {
	if d.want != "" {
		return false
	}
	if len(d.s)-d.i < len(text) || d.s[d.i:d.i+len(text)] != text {
		d.fail(d.i, text)
		return false
	}
	d.i += len(text)
	return true
}

func (d *decoder) text(key string) string {
	if !d.key(key) {
		return ""
	}
	var bad int
	s, end := readString(d.s, d.i, &bad)
	if end < 0 {
		d.fail(bad, `"…"`)
		return ""
	}
	d.i = end
	return s
}

func (d *decoder) number(key string) int64 {
	if !d.key(key) {
		return 0
	}
	var bad int
	end := skipNumber(d.s, d.i, &bad)
	if end < 0 {
		d.fail(bad, "0…9")
		return 0
	}
	n, err := strconv.ParseInt(d.s[d.i:end], 10, 64)
	if err != nil {
		d.fail(d.i, "int64")
	}
	d.i = end
	return n
}

func (d *decoder) hash(key string) (h Hash) {
	at := d.i + len(key)
	text := d.text(key)
	if d.want != "" {
		return h
	}
	h, ok := parseHash(text)
	if !ok {
		d.fail(at, `"64 × 0…9a…f"`)
	}
	return h
}

// fields reads the object of field values; nil when it is empty.
func (d *decoder) fields(key string) map[string]json.RawMessage {
	if !d.key(key) {
		return nil
	}
	if d.i < len(d.s) && d.s[d.i] == '}' {
		d.i++
		return nil
	}
	fields := make(map[string]json.RawMessage, 16)
	before := ""
	for {
		at := d.i
		name := d.text("")
		if d.want == "" && (name <= before || !isASCII(name)) { // so a name is never empty
			d.fail(at, `> "`+before+`"`)
		}
		before = name
		if !d.key(":") {
			return nil
		}
		var bad int
		end := skipValue(d.s, d.i, 0, &bad)
		if end < 0 {
			d.fail(bad, "JSON")
			return nil
		}
		fields[name] = json.RawMessage(d.body[d.i:end:end])
		d.i = end
		if d.i < len(d.s) && d.s[d.i] == ',' {
			d.i++
			continue
		}
		d.key("}")
		return fields
	}
}

// parseHash reads 64 lower-case hexadecimal digits.
func parseHash(s string) (h Hash, ok bool) {
	if len(s) != 2*len(h) {
		return Hash{}, false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return Hash{}, false
		}
	}
	_, err := hex.Decode(h[:], []byte(s))
	return h, err == nil
}
