package api

import (
	"bytes"
	"encoding/json"

	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
)

const (
	// maxBatch bounds the bundles of one batch: a phone's day.
	maxBatch = 500
	// maxBundleEntries bounds the entries of one bundle as the engine does, before they are read.
	maxBundleEntries = 500
)

var (
	errBatchLarge = fault.Define("batch_too_large",
		"一次最多发送 {max} 份，请分批发送。", "At most {max} bundles at once; send them in parts.")
	errEntriesMany = fault.Define("entries_too_many",
		"一份提交最多 {max} 条，请分批发送。", "A bundle takes at most {max} entries; send them in parts.")
)

// Batch is the body of POST /bundles/batch.
type Batch struct {
	Bundles []engine.Bundle `json:"bundles"`
}

// Receipts answers a batch, in its order.
type Receipts struct {
	Receipts []engine.Receipt `json:"receipts"`
}

// RefusedBundle is a problem with the receipt of the bundle that it is about.
type RefusedBundle struct {
	Problem
	Receipt engine.Receipt `json:"receipt"`
}

// readBundle reads a bundle once: its own members here, strictly; answers and fields stay as they came, the engine
// reads them with the types of the form at hand. They point into raw.
func readBundle(raw []byte) (b engine.Bundle, f *fault.Finding) {
	f = scanObject(raw, func(key string, raw []byte) (bool, *fault.Finding) {
		var f *fault.Finding
		switch key {
		case "id":
			b.ID, f = readString(raw)
		case "county":
			b.County, f = readString(raw)
		case "role":
			b.Role, f = readString(raw)
		case "device":
			b.Device, f = readString(raw)
		case "device_seq":
			b.DeviceSeq, f = readInteger(raw)
		case "made_at":
			b.MadeAt, f = readString(raw)
		case "place":
			b.Place, f = readPlace(raw)
		case "pack":
			b.Pack, f = readString(raw)
		case "form":
			b.Form, f = readString(raw)
		case "subject":
			b.Subject, f = readString(raw)
		case "base":
			b.Base, f = readInteger(raw)
		case "record":
			b.Record, f = readString(raw)
		case "answers":
			b.Answers, f = raw, wellFormed(raw)
		case "entries":
			b.Entries, f = readEntries(raw)
		default:
			return false, nil
		}
		return true, f
	})
	return b, f
}

// wellFormed checks what stays as it came: the engine keeps it even when it refuses the bundle unread.
func wellFormed(raw []byte) *fault.Finding {
	if !json.Valid(raw) {
		return at(errBody, "", "at", 1)
	}
	return nil
}

func readPlace(raw []byte) (*engine.Place, *fault.Finding) {
	if string(raw) == "null" {
		return nil, nil
	}
	p := &engine.Place{}
	f := scanObject(raw, func(key string, raw []byte) (bool, *fault.Finding) {
		var f *fault.Finding
		switch key {
		case "lon":
			p.Lon, f = readFloat(raw)
		case "lat":
			p.Lat, f = readFloat(raw)
		case "accuracy":
			p.Accuracy, f = readFloat(raw)
		default:
			return false, nil
		}
		return true, f
	})
	return p, f
}

func readEntries(raw []byte) ([]engine.EntryIn, *fault.Finding) {
	if string(raw) == "null" {
		return nil, nil
	}
	var list []engine.EntryIn
	f := scanArray(raw, func(i int, raw []byte) *fault.Finding {
		if i >= maxBundleEntries {
			return at(errEntriesMany, "", "max", maxBundleEntries)
		}
		e, f := readEntry(raw)
		list = append(list, e)
		return f
	})
	return list, f
}

func readEntry(raw []byte) (e engine.EntryIn, f *fault.Finding) {
	f = scanObject(raw, func(key string, raw []byte) (bool, *fault.Finding) {
		var f *fault.Finding
		switch key {
		case "id":
			e.ID, f = readString(raw)
		case "register":
			e.Register, f = readString(raw)
		case "record":
			e.Record, f = readString(raw)
		case "action":
			var action string
			action, f = readString(raw)
			e.Action = journal.Action(action)
		case "base":
			e.Base, f = readInteger(raw)
		case "parent":
			e.Parent, f = readString(raw)
		case "reason":
			e.Reason, f = readString(raw)
		case "fields":
			e.Fields, f = raw, wellFormed(raw)
		default:
			return false, nil
		}
		return true, f
	})
	return e, f
}

// withBundle reads the body as one bundle. The engine keeps no part of it once it has answered; while it may still be
// at work on it (an error) the buffer is not used again.
func (c *call) withBundle(do func(engine.Bundle) (engine.Receipt, error)) error {
	buf, err := c.readBody()
	if err != nil {
		return err
	}
	b, f := readBundle(buf.Bytes())
	if f != nil {
		c.release(buf)
		return unreadable(*f)
	}
	receipt, err := do(b)
	if err != nil {
		return err
	}
	c.release(buf)
	return c.receipt(receipt)
}

// receipt answers with a receipt: 200, or 422 and the reasons.
func (c *call) receipt(r engine.Receipt) error {
	if r.Accepted {
		return c.json(r)
	}
	err := fault.Of(fault.Invalid, r.Findings)
	if err == nil {
		err = errInside.Error(fault.Internal, "id", c.id)
		return err
	}
	p := problemOf(err, c.lang, c.id)
	c.code = p.Code
	c.w.Header().Set("Cache-Control", "no-store")
	c.write(p.Status, "application/problem+json", RefusedBundle{p, r}, false)
	return nil
}

// postBundle accepts one bundle.
func postBundle(c *call) error {
	return c.withBundle(func(b engine.Bundle) (engine.Receipt, error) { return c.Engine.Accept(c.ctx, c.actor, b) })
}

// checkBundle says what would become of a bundle.
func checkBundle(c *call) error {
	buf, err := c.readBody()
	if err != nil {
		return err
	}
	b, f := readBundle(buf.Bytes())
	if f != nil {
		c.release(buf)
		return unreadable(*f)
	}
	receipt, err := c.Engine.Check(c.ctx, c.actor, b)
	if err != nil {
		return err
	}
	c.release(buf)
	return c.json(receipt)
}

// postBatch accepts many bundles, each on its own. One that cannot be read is refused with its reason and does not
// stand in the way of the others.
func postBatch(c *call) error {
	buf, err := c.readBody()
	if err != nil {
		return err
	}
	var batch batch
	if f := scanObject(buf.Bytes(), batch.member); f != nil {
		c.release(buf)
		return unreadable(*f)
	}
	accepted, err := c.Engine.AcceptAll(c.ctx, c.actor, batch.bundles)
	if err != nil {
		return err
	}
	c.release(buf)
	for i, at := range batch.place {
		batch.receipts[at] = accepted[i]
	}
	if batch.receipts == nil {
		batch.receipts = []engine.Receipt{}
	}
	return c.json(Receipts{batch.receipts})
}

// batch is a batch while it is read: the readable bundles with their places, and receipts for all.
type batch struct {
	bundles  []engine.Bundle
	place    []int
	receipts []engine.Receipt
}

func (t *batch) member(key string, raw []byte) (bool, *fault.Finding) {
	if key != "bundles" {
		return false, nil
	}
	return true, scanArray(raw, func(i int, raw []byte) *fault.Finding {
		if i >= maxBatch {
			return at(errBatchLarge, "", "max", maxBatch)
		}
		b, f := readBundle(bytes.TrimSpace(raw))
		if f != nil {
			t.receipts = append(t.receipts, engine.Receipt{Bundle: b.ID, Findings: []fault.Finding{*f}})
			return nil
		}
		t.receipts = append(t.receipts, engine.Receipt{})
		t.place, t.bundles = append(t.place, i), append(t.bundles, b)
		return nil
	})
}
