package pack

import (
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"jieli/fault"
)

// decodeDocuments parses every document and decodes it into the struct of its kind.
func (l *loader) decodeDocuments() {
	for i, p := range l.parseAll() {
		l.findings = append(l.findings, p.findings...)
		if p.root == nil {
			l.remember(l.sources[i])
			continue
		}
		l.decodeDocument(l.sources[i], p.root)
	}
	l.findings = l.findings[:min(len(l.findings), limitFindings)]
}

// readDocument is a document as a tree, nil when it cannot be read, and what is wrong with it.
type readDocument struct {
	root     *node
	findings []fault.Finding
}

// parseAll parses all documents side by side: that is a third of what loading a pack costs.
func (l *loader) parseAll() []readDocument {
	out := make([]readDocument, len(l.sources))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(l.sources)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(l.sources); i = int(next.Add(1)) - 1 {
				own := &loader{}
				out[i].root = own.parse(l.sources[i])
				out[i].findings = own.findings
			}
		})
	}
	workers.Wait()
	return out
}

func (l *loader) decodeDocument(s *source, root *node) {
	if root.kind != nodeMapping || len(root.entries) == 0 {
		l.report(root.pos, codeNoKind, "kinds", kindNames())
		l.remember(s)
		return
	}
	first := root.entries[0]
	for _, k := range kinds {
		if k.name == first.key {
			l.into(root, reflect.ValueOf(k.make(&l.docs)).Elem())
			return
		}
	}
	for _, k := range kinds {
		for _, e := range root.entries {
			if e.key == k.name && e.value.kind == nodeScalar {
				l.report(e.pos, codeKindNotFirst, "kind", k.name)
				l.broken[k.name+" "+e.value.text] = true
				return
			}
		}
	}
	l.report(first.pos, codeUnknownKind, "name", first.key, "kinds", kindNames(), "hint", hint(first.key, kindList()))
}

// decoder is a type that reads itself from a node; the others are read by their Go shape.
type decoder interface {
	decode(l *loader, n *node)
}

// placed is a struct that remembers where it stands.
type placed interface {
	stand(n *node)
}

// into decodes a node by the shape of a Go value: decoder, pointer, struct with `key` tags, slice.
func (l *loader) into(n *node, v reflect.Value) {
	if d, ok := v.Addr().Interface().(decoder); ok {
		d.decode(l, n)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		l.into(n, v.Elem())
	case reflect.Struct:
		l.structure(n, v)
	case reflect.Slice:
		l.slice(n, v)
	}
}

func (l *loader) slice(n *node, v reflect.Value) {
	if n.kind != nodeList {
		l.shape(n, "一个列表，如 [a, b]", "a list, as in [a, b]")
		return
	}
	for _, item := range n.items {
		x := reflect.New(v.Type().Elem()).Elem()
		l.into(item, x)
		v.Set(reflect.Append(v, x))
	}
}

func (l *loader) structure(n *node, v reflect.Value) {
	if p, ok := v.Addr().Interface().(placed); ok {
		p.stand(n)
	}
	if n.kind != nodeMapping {
		l.shape(n, "一组“键: 值”", "keys with values")
		return
	}
	slots := slotsOf(v.Type())
	meant := map[string]bool{} // keys that were misspelt: they are not reported as missing too
	for _, e := range n.entries {
		s, ok := findSlot(slots, e.key)
		if !ok && e.value.kind == nodeNull && strings.ContainsAny(e.key, " 。，、,") {
			l.report(e.pos, codeCommaInText)
			continue
		}
		if !ok {
			meant[nearest(e.key, slotList(slots))] = true
			l.report(e.pos, codeUnknownKey, "key", e.key, "keys", slotNames(slots), "hint", hint(e.key, slotList(slots)))
			continue
		}
		if e.value.kind == nodeNull && !s.null {
			l.report(e.pos, codeEmptyValue, "key", e.key)
			continue
		}
		l.into(e.value, v.FieldByIndex(s.index))
	}
	for _, s := range slots {
		if s.required && n.get(s.key) == nil && !meant[s.key] {
			l.report(n.pos, codeMissingKey, "key", s.key)
		}
	}
}

// slot is one key that a struct takes.
type slot struct {
	key      string
	required bool
	null     bool // the key may stand without a value
	index    []int
	field    reflect.StructField
}

// knownSlots keeps what slotsOf gives: a pack has tens of thousands of structs of some forty types.
var knownSlots sync.Map // reflect.Type → []slot

// slotsOf lists the keys of a struct, those of embedded structs included.
func slotsOf(t reflect.Type) []slot {
	if list, ok := knownSlots.Load(t); ok {
		return list.([]slot)
	}
	list := readSlots(t)
	knownSlots.Store(t, list)
	return list
}

func readSlots(t reflect.Type) []slot {
	var out []slot
	for i := range t.NumField() {
		f := t.Field(i)
		tag, tagged := f.Tag.Lookup("key")
		if f.Anonymous && !tagged && f.Type.Kind() == reflect.Struct {
			for _, s := range slotsOf(f.Type) {
				s.index = append([]int{i}, s.index...)
				out = append(out, s)
			}
			continue
		}
		if !tagged {
			continue
		}
		key, option, _ := strings.Cut(tag, ",")
		out = append(out, slot{
			key: key, required: option == "required", null: option == "null", index: f.Index, field: f,
		})
	}
	return out
}

func findSlot(slots []slot, key string) (slot, bool) {
	for _, s := range slots {
		if s.key == key {
			return s, true
		}
	}
	return slot{}, false
}

func slotList(slots []slot) []string {
	out := make([]string, 0, len(slots))
	for _, s := range slots {
		out = append(out, s.key)
	}
	return out
}

func slotNames(slots []slot) string { return strings.Join(slotList(slots), " ") }

// shape reports a value of the wrong shape, with what is expected in both languages.
func (l *loader) shape(n *node, zh, en string) {
	l.report(n.pos, codeShape, "want", fault.Text{Zh: zh, En: en})
}

// at is where a struct stands.
type at struct {
	pos    fault.Pos
	folder string
	node   *node
}

func (a *at) stand(n *node) {
	a.pos, a.node = n.pos, n
	if n.source != nil {
		a.folder = n.source.folder()
	}
}

// keyPos gives the place of a key of the struct, or of the struct itself when the key is not there.
func (a *at) keyPos(key string) fault.Pos {
	if a.node != nil {
		for _, e := range a.node.entries {
			if e.key == key {
				return e.pos
			}
		}
	}
	return a.pos
}

// has reports whether the key was written.
func (a *at) has(key string) bool { return a.node != nil && a.node.get(key) != nil }
