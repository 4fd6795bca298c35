package expr

import (
	"sync"

	"jieli/value"
)

// Program is a compiled expression. It is immutable and safe for concurrent use.
type Program struct {
	source   string
	root     *node
	reads    []string
	timely   bool
	names    []string  // of all subjects in scope, by slot
	subjects []string  // the same; "" for those of which the program reads no field
	lists    []listUse // by index
	ways     []way
	slots    int
	frames   sync.Pool
}

// frame is what one evaluation keeps: the rows at hand, read once. Frames are reused.
type frame struct {
	vars  Vars
	rows  []Row   // subjects, then rows of list macros
	lists [][]Row // child lists, read on first use
	known []bool  // lists that have been read
}

func (b *builder) program(root *node) *Program {
	p := &Program{
		source: b.src, root: root, timely: b.timely, lists: b.lists, ways: b.ways, reads: names(b.reads),
		subjects: make([]string, len(b.env.subjects)), slots: len(b.env.subjects) + b.slots,
	}
	for _, s := range b.env.subjects {
		p.names = append(p.names, s.name)
	}
	root.walk(func(n *node) {
		if n.op == opField && n.slot < len(p.subjects) {
			p.subjects[n.slot] = b.env.subjects[n.slot].name
		}
		n.rows.forget()
	})
	for _, w := range p.ways {
		p.subjects[w.from] = p.names[w.from]
	}
	root.compile()
	p.frames.New = func() any {
		return &frame{
			rows: make([]Row, p.slots), lists: make([][]Row, len(p.lists)), known: make([]bool, len(p.lists)),
		}
	}
	return p
}

// forget drops what only the checker needs.
func (r *rows) forget() {
	if r != nil {
		r.info = nil
	}
}

// Source gives the text that was compiled.
func (p *Program) Source() string { return p.source }

// Kind gives the kind of the result: what Eval returns.
func (p *Program) Kind() value.Kind { return valueOfKind[p.root.kind] }

// Reads names what the expression reads, sorted: "household.members", "parameter.monitoring_line", a child list as
// "household.people" and the fields of its rows as "household.people.birth_date". The caller must not change it.
func (p *Program) Reads() []string { return p.reads }

// Shape gives the kind of the geometry that the program gives, "" when it gives another value.
func (p *Program) Shape() string { return p.root.shape }

// Way is a reference that a program follows: a field of a subject, and the register whose record it names.
type Way struct{ Subject, Field, Register string }

// Follows names the references that the program follows. What it reads of a record that is pointed to stands in Reads
// as "subject.field.field".
func (p *Program) Follows() []Way {
	list := make([]Way, len(p.ways))
	for i, w := range p.ways {
		list[i] = Way{p.names[w.from], w.field.Name, w.field.Refers.Name}
	}
	return list
}

// Timely reports whether the result depends on today or now, so that it can change though no record does.
func (p *Program) Timely() bool { return p.timely }

func (p *Program) begin(v Vars) *frame {
	f := p.frames.Get().(*frame)
	f.vars = v
	for slot, name := range p.subjects {
		if name != "" {
			f.rows[slot] = v.Subject(name)
		}
	}
	if len(p.ways) > 0 {
		f.follow(p.ways)
	}
	return f
}

// follow reads the records that references name.
func (f *frame) follow(ways []way) {
	vars, able := f.vars.(Follower)
	for _, w := range ways {
		from := f.rows[w.from]
		if from == nil || !able {
			continue
		}
		if id, ok := from.Get(w.field.Name).(string); ok && id != "" {
			f.rows[w.to] = vars.Follow(w.field.Refers.Name, id)
		}
	}
}

// end gives the frame back without what it has read.
func (p *Program) end(f *frame) {
	f.vars = nil
	clear(f.rows)
	clear(f.lists)
	clear(f.known)
	p.frames.Put(f)
}

// list gives a child list, read once in an evaluation.
func (f *frame) list(p listUse, i int) []Row {
	if !f.known[i] {
		f.lists[i], f.known[i] = f.vars.List(p.subject, p.list), true
	}
	return f.lists[i]
}

// Holds evaluates a condition: true only when it is known to hold. Of an expression that is no condition it is false.
func (p *Program) Holds(v Vars) bool {
	if p.root.code.yes == nil {
		return false
	}
	f := p.begin(v)
	t := p.root.code.yes(f)
	p.end(f)
	return t == yes
}

// Eval gives the value in memory: bool, int64 (money in fen), float64 for numbers with decimals in their unit, string,
// value.Date, value.Instant, []string; a span of time is int64 microseconds. nil, false: it is not known.
func (p *Program) Eval(v Vars) (any, bool) {
	f := p.begin(v)
	got, ok := p.root.eval(f)
	p.end(f)
	return got, ok
}

// eval gives the value of a node as Program.Eval does.
func (n *node) eval(f *frame) (any, bool) {
	switch n.kind {
	case kBool:
		t := n.code.yes(f)
		return boxed(t == yes, t != unknown)
	case kDouble:
		return boxed(n.code.real(f))
	case kString:
		return boxed(n.code.text(f))
	case kStrings:
		return boxed(n.code.texts(f))
	case kOpaque:
		return boxed(n.code.shape(f))
	}
	i, ok := n.code.number(f)
	if !ok {
		return nil, false
	}
	switch n.kind {
	case kDate:
		return value.Date(i), true
	case kInstant:
		return value.Instant(i), true
	case kDays:
		return boxed(multiplyInt(i, microsPerDay))
	}
	return i, true
}

func boxed[T any](v T, ok bool) (any, bool) {
	if !ok {
		return nil, false
	}
	return v, true
}
