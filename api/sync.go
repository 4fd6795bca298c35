package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/register"
	"jieli/store"
	"jieli/sync"
	"jieli/value"
)

// SyncPart is one piece of what a device carries. It is taken in together with its cursor, or not at all.
type SyncPart struct {
	Cursor   string                  `json:"cursor" doc:"to be sent with the next request"`
	More     bool                    `json:"more" doc:"another part is there now"`
	Begins   bool                    `json:"begins" doc:"a first copy begins: what does not come again by its end is to go"`
	Ends     bool                    `json:"ends" doc:"the first copy is whole"`
	Restored bool                    `json:"restored" doc:"the server was set back: what was sent lately is to be sent again, under its ids"`
	Records  map[string][]SyncRecord `json:"records" doc:"by register"`
	Gone     []sync.Ref              `json:"gone" doc:"records that the device has to give up"`
	Tasks    *[]TaskView             `json:"tasks,omitempty" doc:"all open tasks; missing: as before, or not yet"`
	Kit      string                  `json:"kit" doc:"version of what GET /sync/kit answers; empty while more is there"`
	Now      value.Instant           `json:"now" doc:"the server's clock"`
}

// SyncRecord is a RecordView without what the device can work out: names of areas, the register, empty lists.
type SyncRecord struct {
	ID        string         `json:"id"`
	County    string         `json:"county"`
	Version   int64          `json:"version"`
	Area      string         `json:"area"`
	Parent    string         `json:"parent,omitempty"`
	Title     string         `json:"title"`
	UpdatedAt value.Instant  `json:"updated_at"`
	UpdatedBy string         `json:"updated_by_name,omitempty"`
	Erased    bool           `json:"erased,omitempty"`
	Fields    map[string]any `json:"fields"`
	Named     named          `json:"named,omitempty"`
	Warnings  []WarningView  `json:"warnings,omitempty"`
	Conflicts []string       `json:"conflicts,omitempty"`
	Sounds    string         `json:"sounds,omitempty" doc:"pinyin and initials of what it is searched by, separated by spaces"`
}

// SyncKit is what a device needs besides records to work alone for a day.
type SyncKit struct {
	Version    string                    `json:"version"`
	Catalog    *CatalogView              `json:"catalog"`
	Areas      []AreaView                `json:"areas" doc:"those of the scope, and those above them"`
	Parameters map[string]map[string]any `json:"parameters" doc:"by area of a grant, as of today"`
	People     []Person                  `json:"people" doc:"who holds a grant in the scope"`
}

func syncRoutes() []*route {
	device := param{name: "device", kind: "string", doc: "id of the device that asks"}
	return []*route{
		{method: get, path: "/sync", id: "sync", who: signedIn, copies: true, answer: SyncPart{}, refusals: []int{403, 422}, handle: getSync,
			doc: "The next part of what a device carries: at first everything that its person may read, then what has changed",
			query: []param{device, {name: "cursor", kind: "string",
				doc: "that of the part before; a first copy begins when it is missing"}}},
		{method: get, path: "/sync/kit", id: "syncKit", who: signedIn, copies: true, answer: SyncKit{}, handle: getSyncKit,
			doc: "Forms, code lists, areas, parameters and people of the caller's scope"},
	}
}

// getSync answers one part. It costs what changed since the cursor: a few entries of each stream, and their records.
func getSync(c *call) error {
	if err := c.deviceMay(c.query.Get("device")); err != nil {
		return err
	}
	cursor, err := sync.ParseCursor(c.query.Get("cursor"))
	if err != nil {
		return err
	}
	scope, err := sync.ScopeOf(c.Catalog, c.actor)
	if err != nil {
		return err
	}
	part, err := sync.Next(c.ctx, c.Reader, scope, cursor)
	if err != nil {
		return err
	}
	out := SyncPart{More: part.More, Begins: part.Begins, Ends: part.Ends, Restored: part.Restored, Gone: part.Gone,
		Now: c.Clock.Now()}
	if out.Gone == nil {
		out.Gone = []sync.Ref{}
	}
	if out.Records, err = c.syncRecords(part.Records); err != nil {
		return err
	}
	if !part.More {
		if err := c.syncTail(&out, part); err != nil {
			return err
		}
	}
	out.Cursor = part.Cursor.String()
	c.w.Header().Set("Cache-Control", "no-store")
	c.write(http.StatusOK, "application/json", out, false)
	return nil
}

func (c *call) syncRecords(list []*register.Record) (map[string][]SyncRecord, error) {
	out := map[string][]SyncRecord{}
	p := c.presenter()
	views, err := p.records(list)
	if err != nil {
		return nil, err
	}
	at := make(map[string]*register.Record, len(list))
	for _, r := range list {
		at[r.ID] = r
	}
	for _, v := range views {
		r := SyncRecord{ID: v.ID, County: v.County, Version: v.Version, Area: v.Area, Title: v.Title, UpdatedAt: v.UpdatedAt,
			UpdatedBy: v.UpdatedBy, Erased: v.Erased, Fields: v.Fields, Named: v.Named, Warnings: v.Warnings,
			Conflicts: v.Conflicts, Sounds: sounds(at[v.ID], p.view(at[v.ID]))}
		if v.Parent != nil {
			r.Parent = *v.Parent
		}
		out[v.Register] = append(out[v.Register], r)
	}
	return out, nil
}

// sounds gives how the searched fields that the caller sees are typed; a phone has no table of pinyin.
func sounds(r *register.Record, seen access.View) string {
	var words []string
	for i, f := range r.Register.Fields {
		if text, ok := r.Fields[i].(string); ok && f.Search && seen.Shown(i) && f.Privacy != catalog.Sensitive {
			words = append(words, register.Sounds(text)...)
		}
	}
	return strings.Join(words, " ")
}

// syncTail adds the tasks, where they may be others than before, and the version of the kit. Tasks follow from records and
// from the day, but also from what people of other towns hand over, so that they are looked at once an hour in any case.
func (c *call) syncTail(out *SyncPart, part *sync.Part) error {
	version, _, err := c.kit()
	if err != nil {
		return err
	}
	out.Kit = version
	cursor, today := part.Cursor, c.Engine.Today()
	hour := int64(c.Clock.Now()) / microsOfHour
	if !part.Changed && cursor.Tail != "" && cursor.Day == today && cursor.Hour == hour {
		return nil
	}
	tasks, err := c.taskList()
	if err != nil {
		return err
	}
	digest := shortDigest(tasks)
	if digest != cursor.Tail {
		out.Tasks = &tasks
	}
	cursor.Tail, cursor.Day, cursor.Hour = digest, today, hour
	return nil
}

const microsOfHour = 3_600_000_000

func shortDigest(v any) string {
	b, _ := json.Marshal(v) // types of answers always encode
	sum := sha256.Sum256(b)
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// getSyncKit answers the kit.
func getSyncKit(c *call) error {
	version, k, err := c.kit()
	if err != nil {
		return err
	}
	full := *k
	full.Version = version
	if full.People, err = c.peopleOfScope(); err != nil {
		return err
	}
	return c.json(full)
}

// kit gives what follows from the programme, the caller's grants and the day, with its version. It is kept, as the catalog
// is; people are not part of it.
func (c *call) kit() (version string, k *SyncKit, err error) {
	reach := c.actor.Reach()
	today := c.Engine.Today()
	key := c.roleKey() + " " + strings.Join(reach, " ") + " " + today.String()
	c.kits.mu.Lock()
	defer c.kits.mu.Unlock()
	if kept, ok := c.kits.kept[key]; ok {
		return kept.Version, kept, nil
	}
	k = &SyncKit{Catalog: fieldCatalog(c.Catalog, c.actor), Areas: c.areasOfScope(reach), Parameters: map[string]map[string]any{}}
	for _, area := range reach {
		k.Parameters[area] = c.parametersOf(area, today)
	}
	k.Version = shortDigest(k)
	if len(c.kits.kept) >= viewsKept {
		clear(c.kits.kept)
	}
	c.kits.kept[key] = k
	return k.Version, k, nil
}

// fieldCatalog leaves out what a phone does not show.
func fieldCatalog(cat *catalog.Catalog, a *access.Actor) *CatalogView {
	v := catalogView(cat, a)
	v.Indicators, v.Layers, v.Documents, v.Matches = []IndicatorView{}, []LayerView{}, []DocumentView{}, []MatchView{}
	v.Registers = slices.DeleteFunc(v.Registers, func(r RegisterView) bool { return r.BuiltIn })
	v.Forms = slices.DeleteFunc(v.Forms, func(f FormView) bool { return !f.MaySubmit })
	used := choicesUsed(v)
	maps.DeleteFunc(v.Choices, func(name string, _ ChoiceView) bool { return !used[name] })
	return v
}

// choicesUsed gives the code lists of the fields and questions of a view.
func choicesUsed(v *CatalogView) map[string]bool {
	used := map[string]bool{}
	for _, r := range v.Registers {
		for _, f := range r.Fields {
			used[f.Choices] = true
		}
	}
	var ask func(list []QuestionView)
	ask = func(list []QuestionView) {
		for _, q := range list {
			if q.Field != nil {
				used[q.Field.Choices] = true
			}
			if q.Repeat != nil {
				ask(q.Repeat.Questions)
			}
		}
	}
	for _, f := range v.Forms {
		for _, s := range f.Sections {
			ask(s.Questions)
		}
	}
	return used
}

// areasOfScope gives the areas of the grants, all below them, and those above, by whose names they are called.
func (c *call) areasOfScope(reach []string) []AreaView {
	list, seen := []AreaView{}, map[string]bool{}
	add := func(a catalog.Area) {
		if !seen[a.Code] {
			seen[a.Code] = true
			list = append(list, AreaView{a.Code, a.Name, a.NameEn, a.Level, a.Parent})
		}
	}
	for _, code := range reach {
		for up, ok := c.Catalog.Areas.Get(code); ok; up, ok = c.Catalog.Areas.Get(up.Parent) {
			add(up)
		}
		for _, a := range c.Catalog.Areas.Below(code, "") {
			add(a)
		}
	}
	return list
}

var errDeviceRevoked = fault.Define("device_revoked",
	"这台手机已被管理员停用，机内数据将被清除。", "This device has been revoked; its copy of the data is wiped.")

// deviceMay refuses a device that was revoked, or is somebody else's. One that is not known yet may begin.
func (c *call) deviceMay(id string) error {
	if id == "" {
		return nil
	}
	d, err := c.Reader.Device(c.ctx, id)
	if err != nil || d == nil {
		return err
	}
	if d.RevokedAt != 0 || d.Account != c.actor.Account {
		return errDeviceRevoked.Error(fault.Denied)
	}
	return nil
}

var _ sync.Source = store.Reader(nil)
