package engine

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"jieli/catalog"
	"jieli/fault"
	"jieli/journal"
	"jieli/value"
)

// decode is stage 1: everything about a bundle that can be known without the database. It runs on the caller's
// goroutine, beside others.
func (e *Engine) decode(j *job) {
	b := j.bundle
	if !value.IsID(b.ID) {
		j.refuse(bundleID.At("id", "value", clip(b.ID)))
		j.hopeless = true
		return
	}
	if _, ok := e.cat.Areas.Get(b.County); b.County != value.County(b.County) || !ok && b.County != value.County(e.cat.Pack.Root) {
		j.refuse(countyInvalid.At("county", "value", clip(b.County)))
		j.hopeless = true
		return
	}
	decodeTime(j)
	decodePlace(j)
	decodeDevice(j)
	switch {
	case b.Form != "" && len(b.Entries) > 0, len(b.Review) > 0 && (b.Form != "" || len(b.Entries) > 0):
		j.refuse(bundleBoth.At("entries"))
	case len(b.Review) > 0:
		e.decodeReview(j)
	case b.Form != "":
		e.decodeForm(j)
	case len(b.Entries) == 0:
		j.refuse(bundleEmpty.At(""))
	case len(b.Entries) > maxEntries:
		j.refuse(bundleLarge.At("entries", "max", maxEntries, "n", len(b.Entries)))
	default:
		e.decodeEntries(j)
	}
}

func (j *job) refuse(f fault.Finding) { j.findings = bounded(j.findings, f) }

// maxFindings is how many findings answer one bundle: more than a person reads, few enough to send and keep.
const maxFindings = 100

// bounded adds a finding while there is room; one that refuses always has some, when nothing before it refused.
func bounded(list []fault.Finding, f fault.Finding) []fault.Finding {
	switch {
	case len(list) < maxFindings:
		return append(list, f)
	case len(list) == maxFindings:
		list = append(list, findingsLeftOut.At("", "max", maxFindings))
	}
	if f.Severity == fault.Stop && !fault.Blocks(list) {
		list = append(list, f)
	}
	return list
}

const (
	maxDevice = 100  // characters of a device's id
	maxReason = 1000 // characters of a reason
)

// decodeDevice checks what a device says of itself; its number tells which of its entries has seen which.
func decodeDevice(j *job) {
	b := j.bundle
	if len(b.Device) > maxDevice {
		j.refuse(bundleHead.At("device", "name", "device"))
	}
	if b.DeviceSeq < 0 || b.DeviceSeq > 0 && b.Device == "" {
		j.refuse(bundleHead.At("device_seq", "name", "device_seq"))
	}
	if b.Base < 0 {
		j.refuse(bundleHead.At("base", "name", "base"))
	}
}

func decodeTime(j *job) {
	now := j.came
	if j.bundle.MadeAt == "" {
		j.made = now
		return
	}
	made, err := value.ParseInstant(j.bundle.MadeAt)
	switch {
	case err != nil:
		j.refuse(timeInvalid.At("made_at", "value", clip(j.bundle.MadeAt)))
		j.made = now
	case made > now+maxAhead:
		j.refuse(clockAhead.At("made_at"))
		j.made = now
	default:
		j.made = min(made, now)
	}
}

func decodePlace(j *job) {
	p := j.bundle.Place
	if p == nil {
		return
	}
	if !(math.Abs(p.Lon) <= 180 && math.Abs(p.Lat) <= 90 && p.Accuracy >= 0 && p.Accuracy < 1e6) {
		j.refuse(placeInvalid.At("place"))
		j.bundle.Place = nil
	}
}

// text gives the place as it stands in an entry: "lon,lat,accuracy" with six digits, about 10 cm.
func (p *Place) text() string {
	if p == nil {
		return ""
	}
	return strconv.FormatFloat(p.Lon, 'f', 6, 64) + "," + strconv.FormatFloat(p.Lat, 'f', 6, 64) + "," +
		strconv.FormatFloat(p.Accuracy, 'f', 0, 64)
}

func (e *Engine) decodeEntries(j *job) {
	for i := range j.bundle.Entries {
		x := &j.bundle.Entries[i]
		path := fmt.Sprintf("entries[%d]", i)
		reg := e.cat.Register(x.Register)
		if reg == nil {
			j.refuse(registerUnknown.At(path+".register", "name", clip(x.Register)))
			continue
		}
		in := newIntent(reg, x.Record, x.Action, path+".fields")
		in.base, in.parent, in.reason, in.direct, in.entryID = x.Base, x.Parent, x.Reason, true, x.ID
		j.checkHead(in, path, i)
		decodeFields(j, in, x.Fields)
		j.stepsOnly(in, path)
		j.transfersOnly(in, path)
		if len(in.fields) > 0 && (in.action == journal.Void || in.action == journal.Erase) {
			j.refuse(fieldsUnwanted.At(in.path))
		}
		j.intents = append(j.intents, in)
	}
}

// checkHead checks what stands beside the fields of a direct entry.
func (j *job) checkHead(in *intent, path string, i int) {
	if in.entryID == "" {
		in.entryID = value.DeriveNear(j.bundle.ID, strconv.Itoa(i))
	} else if !value.IsID(in.entryID) {
		j.refuse(recordID.At(path+".id", "value", clip(in.entryID)))
	}
	if !value.IsID(in.record) {
		j.refuse(recordID.At(path+".record", "value", clip(in.record)))
	}
	if in.base < 0 {
		j.refuse(bundleHead.At(path+".base", "name", "base"))
	}
	if len([]rune(in.reason)) > maxReason {
		j.refuse(reasonLong.At(path+".reason", "max", maxReason))
	}
	switch in.action {
	case journal.Create, journal.Change:
	case journal.Correct, journal.Void, journal.Erase:
		if len([]rune(in.reason)) < 2 {
			j.refuse(reasonMissing.At(path + ".reason"))
		}
	default:
		j.refuse(actionUnknown.At(path+".action", "value", clip(string(in.action))))
	}
}

func decodeFields(j *job, in *intent, data json.RawMessage) {
	raw, ok := j.object(data, in.path)
	if !ok {
		return
	}
	for _, name := range sortedNames(raw) {
		f := in.reg.Field(name)
		if f == nil {
			j.refuse(fieldUnknown.At(in.path+"."+clip(name), "register", in.reg.Label, "name", clip(name)))
			continue
		}
		j.put(in, f, raw[name], in.path+"."+name)
	}
}

// put parses one value into an intent.
func (j *job) put(in *intent, f *catalog.Field, raw any, path string) {
	switch {
	case f.Calculate != nil:
		j.refuse(fieldCalculated.At(path, "label", f.Label))
		return
	case f.Kept:
		j.refuse(fieldKept.At(path, "label", f.Label))
		return
	case f.Retired && raw != nil:
		j.refuse(fieldRetired.At(path, "label", f.Label))
		return
	}
	v, finding := f.Type.Parse(raw, &f.Limits)
	if finding != nil {
		j.refuse(finding.Under(path))
		return
	}
	if text, ok := v.(string); ok && f.Privacy != catalog.Open && journal.IsSealed(json.RawMessage(`"`+text+`"`)) {
		j.refuse(valueReserved.At(path, "label", f.Label))
		return
	}
	in.fields[f.Name] = v
	in.paths[f.Name] = path
}

// object decodes a JSON object strictly; blank data is an empty one.
func (j *job) object(data json.RawMessage, path string) (map[string]any, bool) {
	if len(data) == 0 || string(data) == "null" {
		return nil, true
	}
	raw, finding := value.DecodeStrict(data, value.JSONLimits{})
	if finding != nil {
		j.refuse(finding.Under(path))
		return nil, false
	}
	m, ok := raw.(map[string]any)
	if !ok {
		j.refuse(bundleMalformed.At(path, "why", "{}"))
	}
	return m, ok
}

// clip keeps what is shown back to a sender short.
func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
