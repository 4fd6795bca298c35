package engine

import (
	"encoding/json"

	"jieli/store"
	"jieli/value"
)

// hold notes which attachments the entries of a touch name, so that these are not cleaned away. It goes by entries and not
// by the record: what a field ceases to hold, or what lost against a later change, stays in its history. An attachment
// that has not been uploaded yet is held all the same: a phone without a network may send the form before its photos.
func (u *unit) hold(t *touch) {
	for _, i := range t.plan.attached {
		for _, e := range t.entries {
			var items []string
			raw, wrote := e.Fields[t.reg.Fields[i].Name]
			if !wrote || json.Unmarshal(raw, &items) != nil { // the fields of an entry have been read: only null is none
				continue
			}
			for _, item := range items {
				if hash, ok := value.BlobHash(item); ok {
					u.uses = append(u.uses, store.Use{County: e.County, Record: e.Record, Hash: hash})
				}
			}
		}
	}
}

// flushUses writes what is held; erased records hold nothing any more, and what nobody else holds is cleaned away.
func (u *unit) flushUses() error {
	if err := u.tx.AddUses(u.ctx, u.uses); err != nil {
		return err
	}
	for county, records := range u.erased {
		if err := u.tx.RemoveUses(u.ctx, county, records); err != nil {
			return err
		}
	}
	return nil
}
