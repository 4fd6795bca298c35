package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"jieli/access"
	"jieli/api"
	"jieli/engine"
	"jieli/journal"
	"jieli/register"
	"jieli/store"
	"jieli/value"
)

// phone is a device in step with the server, as the field app keeps it.
type phone struct {
	w       *world
	token   string
	id      string
	cursor  string
	records map[string]api.SyncRecord // by register/id
	fresh   map[string]bool           // came since a first copy began; nil outside of one
	parts   int
	last    api.SyncPart
}

func (w *world) phone(login string) *phone {
	return &phone{w: w, token: w.token(login), id: w.id("phone", login), records: map[string]api.SyncRecord{}}
}

// pull takes parts until nothing is left.
func (p *phone) pull() *phone {
	p.w.t.Helper()
	for p.part(); p.last.More; p.part() {
	}
	return p
}

func (p *phone) part() {
	p.w.t.Helper()
	p.parts++
	p.last = api.SyncPart{}
	query := url.Values{"device": {p.id}}
	if p.cursor != "" {
		query.Set("cursor", p.cursor)
	}
	rec := p.w.as(p.token, http.MethodGet, "/sync?"+query.Encode(), "")
	if rec.Code != http.StatusOK {
		p.w.t.Fatalf("sync: %d %s", rec.Code, rec.Body)
	}
	check(p.w.t, json.Unmarshal(rec.Body.Bytes(), &p.last))
	if p.last.Begins {
		p.fresh = map[string]bool{}
	}
	for reg, list := range p.last.Records {
		for _, r := range list {
			p.records[reg+"/"+r.ID] = r
			if p.fresh != nil {
				p.fresh[reg+"/"+r.ID] = true
			}
		}
	}
	for _, g := range p.last.Gone {
		delete(p.records, g.Register+"/"+g.ID)
	}
	if p.last.Ends {
		for key := range p.records {
			if !p.fresh[key] {
				delete(p.records, key)
			}
		}
		p.fresh = nil
	}
	p.cursor = p.last.Cursor
}

// as sends a request with a token, "" for none.
func (w *world) as(token, method, path, body string) *httptest.ResponseRecorder {
	w.t.Helper()
	var given any
	if body != "" {
		given = body
	}
	r := w.request(method, "/api/v1"+path, given)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return w.do(r)
}

func (w *world) want(rec *httptest.ResponseRecorder, status int) {
	w.t.Helper()
	if rec.Code != status {
		w.t.Errorf("%d, want %d: %s", rec.Code, status, rec.Body)
	}
}

// change is an entry that changes a record of which a version was seen.
func change(reg, record string, base int64, fields map[string]any) engine.EntryIn {
	e := entry(reg, record, "", fields)
	e.Action, e.Base = journal.Change, base
	return e
}

func (p *phone) has(key string) bool { _, ok := p.records[key]; return ok }

func TestAPhoneGetsWhatItsPersonReadsAndThenWhatChanged(t *testing.T) {
	w := newWorld(t)
	p := w.phone("li").pull()
	home := p.records["household/"+w.home]
	if !p.has("person/"+w.member) || p.has("household/"+w.far) || home.Version == 0 {
		t.Fatalf("first copy: %v", p.records)
	}
	for key := range p.records {
		if strings.HasPrefix(key, "account/") || strings.HasPrefix(key, "grant/") {
			t.Errorf("%s is carried", key)
		}
	}
	if !strings.Contains(home.Sounds, "ccsj") {
		t.Errorf("sounds: %q", home.Sounds)
	}
	if masked := fmt.Sprint(home.Fields["bank_account"]); strings.Contains(masked, "622") && !strings.Contains(masked, "*") {
		t.Errorf("bank account in plain: %s", masked)
	}
	p.pull()
	if len(p.last.Records) != 0 || p.last.Tasks != nil || p.last.Begins {
		t.Errorf("nothing changed, and came: %+v", p.last)
	}
	w.must(w.people["li"], yangshan, change("household", w.home, home.Version, map[string]any{"members": 5}))
	p.pull()
	if got := p.records["household/"+w.home]; len(p.last.Records["household"]) != 1 || got.Version != home.Version+1 {
		t.Errorf("after a change: %+v", p.last)
	}
}

func TestAVoidedRecordLeavesThePhone(t *testing.T) {
	w := newWorld(t)
	w.must(w.people["li"], yangshan, entry("household", w.id("second"), "", household("441823111205000002", "陈测试丁", jiacun)))
	p := w.phone("li").pull()
	if !p.has("household/" + w.id("second")) {
		t.Fatal("it was never there")
	}
	e := change("household", w.id("second"), 1, nil)
	e.Action, e.Reason, e.Fields = journal.Void, "重复登记", nil
	w.must(w.people["li"], yangshan, e)
	if p.pull(); p.has("household/" + w.id("second")) {
		t.Error("the voided household is still there")
	}
}

func TestWhatLeavesTheScopeLeavesThePhone(t *testing.T) {
	w := newWorld(t)
	p := w.phone("li").pull()
	w.must(access.Operator(w.cat), yangshan, change("grant", w.id("grant", "li"), 1, map[string]any{"area": "441823111206"}))
	p.pull()
	if p.has("household/"+w.home) || p.parts < 2 {
		t.Error("a household outside of the new scope stays")
	}
}

func TestAPhoneNoticesThatTheServerWasSetBack(t *testing.T) {
	w := newWorld(t)
	p := w.phone("li").pull()
	other := newWorld(t) // what an earlier state restored looks like: other entries, or fewer
	q := &phone{w: other, token: other.token("li"), id: p.id, cursor: p.cursor, records: p.records}
	other.must(other.people["li"], yangshan, change("household", other.home, 1, map[string]any{"members": 6}))
	q.part()
	if !q.last.Restored && !q.last.Begins {
		t.Errorf("not noticed: %+v", q.last)
	}
}

// counted counts what is read.
type counted struct {
	store.Reader
	records, entries, streams *atomic.Int64
}

func (c counted) Find(ctx context.Context, q store.Query) ([]*register.Record, error) {
	list, err := c.Reader.Find(ctx, q)
	c.records.Add(int64(len(list)))
	return list, err
}

func (c counted) Entries(ctx context.Context, k journal.StreamKey, from int64, limit int) ([]*journal.Entry, error) {
	list, err := c.Reader.Entries(ctx, k, from, limit)
	c.entries.Add(int64(len(list)))
	return list, err
}

func (c counted) Streams(ctx context.Context) (map[journal.StreamKey]*journal.Head, error) {
	c.streams.Add(1)
	return c.Reader.Streams(ctx)
}

func TestAPullReadsWhatChangedAndNotWhatThereIs(t *testing.T) {
	var reads [2]string
	for i, households := range []int{20, 700} {
		c := counted{records: new(atomic.Int64), entries: new(atomic.Int64), streams: new(atomic.Int64)}
		w := newWorldWith(t, func(x *api.Config) { c.Reader = x.Reader; x.Reader = c })
		for from := 0; from < households; from += 100 {
			var list []engine.EntryIn
			for n := from; n < min(from+100, households); n++ {
				list = append(list, entry("household", w.id("h", fmt.Sprint(n)), "",
					household(fmt.Sprintf("4418231112052%05d", n), "陈测试甲", jiacun)))
			}
			w.must(w.people["li"], yangshan, list...)
		}
		p := w.phone("li").pull()
		if len(p.records) < households {
			t.Fatalf("%d of %d households", len(p.records), households)
		}
		for n := range 3 {
			w.must(w.people["li"], yangshan, change("household", w.id("h", fmt.Sprint(n)), 1, map[string]any{"members": 7}))
		}
		for _, counter := range []*atomic.Int64{c.records, c.entries, c.streams} {
			counter.Store(0)
		}
		p.pull()
		if got := len(p.last.Records["household"]); got != 3 {
			t.Errorf("%d records", got)
		}
		reads[i] = fmt.Sprint(c.entries.Load(), c.streams.Load())
	}
	if reads[0] != reads[1] || reads[0] != "4 0" { // three entries, and the one that shows that the server is the same
		t.Errorf("entries and lists of streams: %v", reads)
	}
}

func TestALostPhoneIsRevokedWipesAndSaysSo(t *testing.T) {
	w := newWorld(t)
	p := w.phone("li").pull()
	report := `{"name":"手机","app":"1","pack":"1","unsent":2,"clock":"2022-06-12T12:00:00+08:00"}`
	w.want(w.as(p.token, http.MethodPut, "/devices/"+p.id, report), http.StatusNoContent)
	admin := w.token("admin")
	var list []api.DeviceView
	check(t, json.Unmarshal(w.as(admin, http.MethodGet, "/devices", "").Body.Bytes(), &list))
	if len(list) != 1 || list[0].Unsent != 2 || list[0].AreaName == "" || list[0].Ahead != -2*24*3600 || list[0].RevokedAt != nil {
		t.Fatalf("devices: %+v", list)
	}
	if rec := w.as("", http.MethodGet, "/devices/"+p.id+"/order", ""); strings.Contains(rec.Body.String(), "true") {
		t.Errorf("order before: %s", rec.Body)
	}
	w.want(w.as(admin, http.MethodDelete, "/devices/"+p.id, ""), http.StatusNoContent)
	w.want(w.as(p.token, http.MethodGet, "/sync", ""), http.StatusUnauthorized)
	if rec := w.as("", http.MethodGet, "/devices/"+p.id+"/order", ""); !strings.Contains(rec.Body.String(), "true") {
		t.Errorf("order after: %s", rec.Body)
	}
	again := w.token("li")
	w.want(w.as(again, http.MethodGet, "/sync?device="+p.id, ""), http.StatusForbidden)
	w.want(w.as(again, http.MethodPut, "/devices/"+p.id, report), http.StatusForbidden)
	w.want(w.as("", http.MethodPost, "/devices/"+p.id+"/wiped", ""), http.StatusNoContent)
	check(t, json.Unmarshal(w.as(admin, http.MethodGet, "/devices", "").Body.Bytes(), &list))
	if list[0].RevokedAt == nil || list[0].WipedAt == nil {
		t.Errorf("devices: %+v", list)
	}
}

func TestTheKitHoldsTheFormsOfTheRoleAndTheAreasOfTheScope(t *testing.T) {
	w := newWorld(t)
	p := w.phone("li").pull()
	var kit api.SyncKit
	check(t, json.Unmarshal(w.as(p.token, http.MethodGet, "/sync/kit", "").Body.Bytes(), &kit))
	if kit.Version != p.last.Kit || len(kit.Catalog.Forms) == 0 || len(kit.People) == 0 {
		t.Errorf("kit %s of %s, %d forms, %d people", kit.Version, p.last.Kit, len(kit.Catalog.Forms), len(kit.People))
	}
	levels := map[string]bool{}
	for _, a := range kit.Areas {
		levels[a.Level] = true
	}
	if !levels[value.Village] || !levels[value.County6] {
		t.Errorf("areas: %v", levels)
	}
	for _, f := range kit.Catalog.Forms {
		if !f.MaySubmit {
			t.Errorf("form %s is carried and must not be sent", f.Name)
		}
	}
}

// BenchmarkPull measures a pull of three changes, in towns of different size: it is to cost the same.
func BenchmarkPull(b *testing.B) {
	for _, households := range []int{100, 2000} {
		b.Run(fmt.Sprint(households, " households"), func(b *testing.B) {
			w := newWorld(b)
			for from := 0; from < households; from += 100 {
				var list []engine.EntryIn
				for n := from; n < from+100; n++ {
					list = append(list, entry("household", w.id("h", fmt.Sprint(n)), "",
						household(fmt.Sprintf("4418231112052%05d", n), "陈测试甲", jiacun)))
				}
				w.must(w.people["li"], yangshan, list...)
			}
			p := w.phone("li").pull()
			for n := range 3 {
				w.must(w.people["li"], yangshan, change("household", w.id("h", fmt.Sprint(n)), 1, map[string]any{"members": 7}))
			}
			before := p.cursor
			b.ReportAllocs()
			for b.Loop() {
				p.cursor = before
				p.part()
			}
		})
	}
}
