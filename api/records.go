package api

import (
	"net/http"
	"strconv"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// RecordPage is a page of a list.
type RecordPage struct {
	Records []RecordView `json:"records"`
	Next    *string      `json:"next" doc:"for the parameter after; null on the last page"`
	Count   any          `json:"count" doc:"how many records the list has: a number, or \"1000+\""`
}

// RecordList is a short list, whole.
type RecordList struct {
	Records []RecordView `json:"records"`
}

// UnmaskRequest is the body of POST …/unmask.
type UnmaskRequest struct {
	Fields  []string `json:"fields"`
	Purpose string   `json:"purpose" doc:"why the values are needed; kept in the access journal"`
}

// Unmasked answers it.
type Unmasked struct {
	Fields map[string]any `json:"fields"`
}

// maxUnmask bounds the fields of one request: a purpose covers a few values, not a record.
const maxUnmask = 16

var errUnmask = fault.Define("unmask_not_allowed",
	"您的角色不能查看“{name}”的原值。", "None of your roles may unmask \"{name}\".")

func (c *call) mayRead(reg *catalog.Register) bool {
	return reg != nil && len(c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead)) > 0
}

// register gives the register of the path, which the guard has found readable.
func (c *call) register() *catalog.Register { return c.Catalog.Register(c.r.PathValue("register")) }

// getRecords answers a list with filters, order and pages.
func getRecords(c *call) error {
	reg := c.register()
	l, ok, err := c.readList(reg)
	if err != nil {
		return err
	}
	if l.q.Covered, err = c.covered(reg, l); err != nil {
		return err
	}
	list := orderName(reg.Name, l.q.Sort)
	if l.q.After, err = c.openCursor(list, c.query.Get("after"), len(l.q.Sort)+1); err != nil {
		return err
	}
	if !ok || len(l.q.Areas) == 0 {
		return c.json(RecordPage{Records: []RecordView{}, Count: 0})
	}
	return c.page(l.q, list)
}

// page answers with one page of a query.
func (c *call) page(q store.Query, list string) error {
	all := q
	all.After, all.Sort, all.Limit = nil, nil, 0
	n, err := c.Reader.Count(c.ctx, all, countMost+1)
	if err != nil {
		return err
	}
	page := RecordPage{Count: n}
	if n > countMost {
		page.Count = strconv.Itoa(countMost) + "+"
	}
	found, next, err := c.find(q, list)
	if err != nil {
		return err
	}
	page.Next = next
	if page.Records, err = c.presenter().records(found); err != nil {
		return err
	}
	return c.json(page)
}

// find gives one page and the cursor of the next; it asks for one row more to know whether there is one.
func (c *call) find(q store.Query, list string) ([]*register.Record, *string, error) {
	limit := q.Limit
	q.Limit++
	found, err := c.Reader.Find(c.ctx, q)
	if err != nil || len(found) <= limit {
		return found, nil, err
	}
	next := c.sealCursor(list, rowOf(found[limit-1], q.Sort))
	return found[:limit], &next, nil
}

// load gives the record of the path with what the caller sees of it, or NotFound: a record that the caller may not
// read does not differ from one that does not exist.
func (c *call) load(reg *catalog.Register) (*register.Record, access.View, error) {
	return c.loadAt(reg, c.r.PathValue("county"), c.r.PathValue("id"))
}

// loadAt is load for a record that is named elsewhere than in the path.
func (c *call) loadAt(reg *catalog.Register, county, id string) (*register.Record, access.View, error) {
	if !isCounty(county) || !value.IsID(id) {
		return nil, access.View{}, nothing()
	}
	r, err := c.Reader.Record(c.ctx, reg, county, id)
	if err != nil {
		return nil, access.View{}, err
	}
	if r == nil {
		return nil, access.View{}, nothing()
	}
	seen := c.actor.View(reg, r.Area)
	if !seen.Readable() {
		return nil, access.View{}, nothing()
	}
	return r, seen, nil
}

func isCounty(code string) bool { return len(code) == 6 && value.AreaLevel(code) == value.County6 }

// getRecord answers with one record, on any day.
func getRecord(c *call) error {
	reg := c.register()
	day, err := c.day("as_of", 0)
	if err != nil {
		return err
	}
	r, _, err := c.load(reg)
	if err != nil {
		return err
	}
	if c.query.Get("as_of") != "" {
		if r, err = c.Engine.StateOn(c.ctx, reg, r.County, r.ID, day); err != nil {
			return err
		}
		if r == nil || !c.actor.View(reg, r.Area).Readable() {
			return nothing()
		}
	}
	list, err := c.presenter().records([]*register.Record{r})
	if err != nil {
		return err
	}
	return c.json(list[0])
}

// childMost bounds the children of one record in one answer: the largest household has 30 members, a project some
// hundred payments.
const childMost = 1000

// getChildren answers with the child records of a record.
func getChildren(c *call) error {
	reg := c.register()
	var child *catalog.Register
	for _, x := range reg.Children {
		if x.Name == c.r.PathValue("child") || x.As != "" && x.As == c.r.PathValue("child") {
			child = x
		}
	}
	if child == nil || !c.mayRead(child) {
		return notFound(errRegister.At(""))
	}
	r, _, err := c.load(reg)
	if err != nil {
		return err
	}
	found, err := c.Reader.Find(c.ctx, store.Query{
		Register: child, Areas: c.actor.Areas(child.Name, child.BuiltIn, catalog.MayRead), Parent: r.ID,
		Conds: []store.Cond{}, Sort: []store.Sort{{Field: "created_at"}}, Limit: childMost,
	})
	if err != nil {
		return err
	}
	list, err := c.presenter().records(found)
	if err != nil {
		return err
	}
	return c.json(RecordList{list})
}

// postUnmask gives plain values of masked fields and keeps who asked and why. What the caller sees anyway is refused
// too: it would fill the access journal with nothing.
func postUnmask(c *call) error {
	var in UnmaskRequest
	err := c.readObject(func(key string, raw []byte) (known bool, f *fault.Finding) {
		switch key {
		case "fields":
			in.Fields, f = readStrings(raw, maxUnmask)
		case "purpose":
			in.Purpose, f = readString(raw)
		default:
			return false, nil
		}
		return true, f
	})
	if err != nil {
		return err
	}
	reg := c.register()
	r, seen, err := c.load(reg)
	if err != nil {
		return err
	}
	for _, name := range in.Fields {
		i, ok := reg.FieldIndex(name)
		if !ok || seen.Hidden(i) || !seen.Shown(i) && !seen.Unmaskable(i) {
			return errorOf(http.StatusForbidden, errUnmask.At("fields", "name", clip(name)))
		}
	}
	fields, err := c.Engine.Unmask(c.ctx, c.actor, reg, r.County, r.ID, in.Fields, in.Purpose)
	if err != nil {
		return err
	}
	c.w.Header().Set("Cache-Control", "no-store")
	return c.json(Unmasked{fields})
}
