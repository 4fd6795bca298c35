package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/store"
	"jieli/value"
)

const (
	// pageSize and pageMost bound the records of one answer.
	pageSize = 50
	pageMost = 500
	// countMost is where counting stops: nobody pages through more.
	countMost = 1000
	// maxIn bounds the values of one .in filter.
	maxIn = 100
	// maxSort bounds the columns of an order.
	maxSort = 3
	// searchMost bounds the records that a search word may select within a list.
	searchMost = 1000
	// wordMost is the length to which search terms are cut, in characters.
	wordMost = 32
)

var (
	errFilter = fault.Define("filter_unknown",
		"不能按“{name}”筛选或排序。", "\"{name}\" cannot be filtered or sorted by.")
	errFilterMasked = fault.Define("filter_not_visible",
		"“{name}”对您不可见，不能按它筛选或排序。", "You do not see \"{name}\", so you cannot filter or sort by it.")
	errFilterValue = fault.Define("filter_value_wrong",
		"筛选条件“{name}”的值不正确。", "The value of filter \"{name}\" is wrong.")
)

// systemColumns are the columns beside the fields that lists can be sorted by.
var systemColumns = map[string]bool{"updated_at": true, "created_at": true, "area": true}

// listQuery reads the parameters of a list of records into a query within the caller's scope.
type listQuery struct {
	*call
	reg  *catalog.Register
	q    store.Query
	uses []int // fields that the caller must see for the query to tell nothing new
}

// readList reads filters, order and scope. The result may select nothing at all: then ok is false.
func (c *call) readList(reg *catalog.Register) (l *listQuery, ok bool, err error) {
	l = &listQuery{call: c, reg: reg, q: store.Query{Register: reg}}
	if l.q.Limit, err = c.number("limit", pageSize, 1, pageMost); err != nil {
		return nil, false, err
	}
	for name := range c.query {
		if err := l.filter(name, c.query.Get(name)); err != nil {
			return nil, false, err
		}
	}
	if err := l.sort(c.query.Get("sort")); err != nil {
		return nil, false, err
	}
	if ok, err = l.scope(); err != nil || !ok {
		return l, false, err
	}
	if text := c.query.Get("q"); text != "" {
		return l.search(text)
	}
	return l, true, nil
}

// reserved are the parameters of a list that are no filters.
var reserved = map[string]bool{"area": true, "sort": true, "limit": true, "after": true, "parent": true, "round": true,
	"covered": true, "q": true}

// filter reads one FIELD, FIELD.min, FIELD.max, FIELD.in or FIELD.known. A field with the name of a reserved
// parameter can only be asked for with a suffix.
func (l *listQuery) filter(name, text string) error {
	if reserved[name] {
		return nil
	}
	field, op := name, "="
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		field, op = name[:i], name[i+1:]
	}
	i, ok := l.reg.FieldIndex(field)
	if !ok || !l.reg.Fields[i].Filter {
		return unreadable(errFilter.At(clip(name), "name", clip(name)))
	}
	l.uses = append(l.uses, i)
	cond, err := condition(l.reg.Fields[i], name, op, text)
	l.q.Conds = append(l.q.Conds, cond)
	return err
}

func condition(f *catalog.Field, name, op, text string) (store.Cond, error) {
	wrong := unreadable(errFilterValue.At(clip(name), "name", clip(name)))
	if op == "known" {
		switch text {
		case "yes":
			return store.Cond{Field: f.Name, Op: "known"}, nil
		case "no":
			return store.Cond{Field: f.Name, Op: "unknown"}, nil
		}
		return store.Cond{}, wrong
	}
	texts := []string{text}
	if op == "in" {
		texts = strings.Split(text, ",")
	}
	if len(texts) > maxIn {
		return store.Cond{}, wrong
	}
	values := make([]any, len(texts))
	for i, t := range texts {
		v, ok := filterValue(f, t)
		if !ok {
			return store.Cond{}, wrong
		}
		values[i] = v
	}
	sql, ok := operator(f, op)
	if !ok {
		return store.Cond{}, unreadable(errFilter.At(clip(name), "name", clip(name)))
	}
	return store.Cond{Field: f.Name, Op: sql, Values: values}, nil
}

// operator gives the store's word for a suffix, where it means something for the field.
func operator(f *catalog.Field, op string) (string, bool) {
	kind := f.Type.Kind()
	if kind == value.KindOpaque {
		return "", false
	}
	switch op {
	case "=":
		switch {
		case kind == value.KindStrings:
			return "has", true
		case f.Type.Name() == "area":
			return "prefix", true // a town finds what lies in its villages
		}
		return "=", true
	case "in":
		return "in", kind != value.KindStrings
	case "min", "max":
		ordered := kind == value.KindInt || kind == value.KindDouble || kind == value.KindDate ||
			kind == value.KindInstant
		return map[string]string{"min": ">=", "max": "<="}[op], ordered && f.Privacy != catalog.Sensitive
	}
	return "", false
}

// filterValue reads a value in its JSON form from a query: numbers and yes/no without quotes, everything else as text.
func filterValue(f *catalog.Field, text string) (any, bool) {
	if text == "" {
		return nil, false
	}
	var raw any = text
	switch f.Type.Kind() {
	case value.KindStrings:
		return text, true
	case value.KindBool:
		switch text {
		case "true", "yes":
			return true, true
		case "false", "no":
			return false, true
		}
		return nil, false
	case value.KindInt, value.KindDouble:
		if !json.Valid([]byte(text)) {
			return nil, false
		}
		raw = json.Number(text)
	}
	if f.Type.Name() == "area" {
		return text, value.AreaLevel(text) != ""
	}
	if f.Type.Name() == "choice" || f.Type.Name() == "reference" {
		return text, len(text) <= 200
	}
	v, finding := f.Type.Parse(raw, f.Limits.Loose())
	return v, finding == nil && v != nil
}

// sort reads the order: columns with "-" for descending, separated by commas.
func (l *listQuery) sort(text string) error {
	if text == "" {
		text = "-updated_at"
	}
	parts := strings.Split(text, ",")
	if len(parts) > maxSort {
		return unreadable(errFilter.At("sort", "name", clip(text)))
	}
	for _, part := range parts {
		name, desc := strings.CutPrefix(part, "-")
		i, isField := l.reg.FieldIndex(name)
		switch {
		case systemColumns[name]:
		case isField && sortable(l.reg.Fields[i]):
			l.uses = append(l.uses, i)
		default:
			return unreadable(errFilter.At("sort", "name", clip(name)))
		}
		l.q.Sort = append(l.q.Sort, store.Sort{Field: name, Desc: desc})
	}
	return nil
}

func sortable(f *catalog.Field) bool {
	kind := f.Type.Kind()
	return f.Filter && f.Privacy != catalog.Sensitive && kind != value.KindStrings && kind != value.KindOpaque
}

// scope narrows the query to the areas where the caller may read the register and sees the fields that the query
// uses: a filter on a masked field would tell what the mask hides.
func (l *listQuery) scope() (bool, error) {
	area, err := l.area("area")
	if err != nil {
		return false, err
	}
	seen := l.actor.Seeing(l.reg, l.uses)
	if len(seen) == 0 {
		name := "?"
		for _, i := range l.uses {
			if !l.actor.Widest(l.reg).Shown(i) {
				name = l.reg.Fields[i].Name
			}
		}
		return false, errorOf(http.StatusForbidden, errFilterMasked.At(name, "name", name))
	}
	l.q.Areas = l.places(access.Narrow(seen, area))
	if l.q.Parent = l.query.Get("parent"); l.q.Parent != "" && !value.IsID(l.q.Parent) {
		return false, badParameter("parent", "记录编号", "the id of a record")
	}
	return len(l.q.Areas) > 0, nil
}

// places makes of filters on the field that places the records a scope: a record's own area follows that field, and
// lists are read by area, county by county, where a field is only looked at row by row.
func (l *listQuery) places(areas []string) []string {
	var rest []store.Cond
	for _, c := range l.q.Conds {
		if c.Field != l.reg.AreaField || c.Op != "prefix" && c.Op != "in" {
			rest = append(rest, c)
			continue
		}
		var codes []string
		below := false // what lies below a code is not meant by .in, and something may
		for _, v := range c.Values {
			code, _ := v.(string)
			codes = append(codes, code)
			below = below || c.Op == "in" && value.AreaLevel(code) != value.Village
		}
		if areas = intersect(codes, areas); below {
			rest = append(rest, c)
		}
	}
	l.q.Conds = rest
	return areas
}

// search restricts the query to the records that have a term beginning with the text.
func (l *listQuery) search(text string) (*listQuery, bool, error) {
	word := searchWord(text)
	areas := intersect(l.q.Areas, searchable(l.actor, l.reg))
	if word == "" || len(areas) == 0 {
		return l, false, nil
	}
	found, err := l.Reader.Search(l.ctx, store.SearchQuery{Prefix: word, Registers: []string{l.reg.Name}, Areas: areas,
		Limit: searchMost})
	l.q.IDs = []string{}
	for _, f := range found {
		l.q.IDs = append(l.q.IDs, f.Record)
	}
	return l, len(l.q.IDs) > 0, err
}

// searchWord folds a text as terms are folded.
func searchWord(text string) string {
	word := value.Fold(text)
	if utf8.RuneCountInString(word) > wordMost {
		word = string([]rune(word)[:wordMost])
	}
	return word
}

// searchable gives the areas in which the actor may search a register: where all fields that terms are made of are
// seen. Sensitive fields have digests for terms, which no typed text begins.
func searchable(a *access.Actor, reg *catalog.Register) []string {
	var fields []int
	terms := false
	for i, f := range reg.Fields {
		if f.Search {
			terms = true
			if f.Privacy != catalog.Sensitive {
				fields = append(fields, i)
			}
		}
	}
	if !terms {
		return nil
	}
	return a.Seeing(reg, fields)
}

// intersect gives the areas that lie in both scopes.
func intersect(a, b []string) []string {
	var out []string
	for _, area := range a {
		out = append(out, access.Narrow(b, area)...)
	}
	return access.Minimal(out)
}
