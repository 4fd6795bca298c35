package pack

import (
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

func parseDate(n *node) (value.Date, bool) {
	if n.kind != nodeScalar {
		return 0, false
	}
	d, err := value.ParseDate(strings.TrimSpace(n.text))
	return d, err == nil
}

// makeField builds a field of a register. It always gives one, so that what names the field is not reported too.
func (b *builder) makeField(name word, d *fieldDoc, r *catalog.Register) *catalog.Field {
	b.checkName(name, namePattern)
	if reservedFields[name.text] {
		b.report(name.pos, codeNameReserved, "name", name.text)
	}
	f := &catalog.Field{
		Name: name.text, Label: d.Label.text, Help: d.Help.text, Required: bool(d.Required),
		Apart: bool(d.Apart), Search: bool(d.Search), Filter: bool(d.Filter), List: bool(d.List), Retired: bool(d.Retired),
		Basis: d.Basis.text.Zh, ConstraintText: d.Message.text,
	}
	b.places[f] = name.pos
	if d.node != nil && d.node.kind == nodeMapping {
		for _, key := range []string{"label", "type"} {
			if !d.has(key) {
				b.report(name.pos, codeFieldLacks, "name", name.text, "key", key)
			}
		}
	}
	t, limits, ok := b.typed(&d.at, d.Type, &d.optionsDoc, name.text)
	f.Type, f.Limits = t, *limits
	if !ok {
		b.poor[name.text] = true
	}
	b.fieldPrivacy(f, d)
	b.fieldFlags(f, d)
	if ok && d.Default.set() {
		f.Default = b.value(d.Default.node, t, limits, codeDefault)
	}
	b.fieldExpressions(f, d, r)
	b.fieldAnswers(f, d, r)
	return f
}

func (b *builder) fieldExpressions(f *catalog.Field, d *fieldDoc, r *catalog.Register) {
	if d.Calculate.set() {
		b.later(func() {
			f.Calculate = b.compile(d.Calculate, b.recordEnv(r), f.Type.Kind())
			b.sameShape(d.Calculate, f.Calculate, f)
		})
	}
	if d.Constraint.set() {
		b.later(func() { f.Constraint = b.compile(d.Constraint, b.writingEnv(r), value.KindBool) })
	}
}

var (
	privacies   = []string{string(catalog.Personal), string(catalog.Sensitive)}
	openPrivacy = "open" // says on purpose what is so without it
)

func (b *builder) fieldPrivacy(f *catalog.Field, d *fieldDoc) {
	if d.Privacy.text != "" && d.Privacy.text != openPrivacy {
		if !slices.Contains(privacies, d.Privacy.text) {
			b.reportUnknown(d.Privacy, codeUnknownPrivacy, privacies)
			return
		}
		f.Privacy = catalog.Privacy(d.Privacy.text)
	}
	if f.Type == nil {
		return
	}
	switch name := f.Type.Name(); {
	case (name == "national_id" || name == "bank_account") && f.Privacy != catalog.Sensitive:
		b.report(d.Type.pos, codePrivacyTooLow, "name", f.Name, "type", name)
	case name == "phone" && d.Privacy.text == "":
		b.report(d.Type.pos, codePhoneOpen, "name", f.Name)
	}
}

// fieldFlags reports combinations that cannot be meant.
func (b *builder) fieldFlags(f *catalog.Field, d *fieldDoc) {
	type clash struct {
		bad  bool
		key  string
		with string
	}
	list := f.Type != nil && f.Type.Kind() == value.KindOpaque
	for _, c := range []clash{
		{d.Calculate.set() && f.Required, "required", "calculate"},
		{d.Calculate.set() && d.Default.set(), "default", "calculate"},
		{f.Retired && f.Required, "required", "retired"},
		{f.Retired && d.Default.set(), "default", "retired"},
		{f.Privacy == catalog.Sensitive && f.Filter, "filter", "privacy: sensitive"},
		{f.Apart && f.Type != nil && f.Type.Name() != "polygon", "apart", "type: " + d.Type.text},
		{f.Apart && f.Privacy == catalog.Sensitive, "apart", "privacy: sensitive"},
		{list && (f.Filter || f.Search), "filter", "type: " + d.Type.text},
	} {
		if c.bad {
			b.report(d.keyPos(c.key), codeFieldClash, "name", f.Name, "key", c.key, "with", c.with)
		}
	}
	if d.Constraint.set() && !d.has("message") {
		b.report(d.keyPos("constraint"), codeNoMessage, "name", f.Name)
	}
	if d.has("message") && !d.Constraint.set() {
		b.report(d.keyPos("message"), codeMessageAlone, "name", f.Name)
	}
}

// typed resolves a type and its options. When the type is unknown it gives text and false.
func (b *builder) typed(a *at, name word, o *optionsDoc, owner string) (value.Type, *value.Limits, bool) {
	t, ok := value.ByName(name.text)
	if !ok {
		if name.text != "" {
			b.reportUnknown(name, codeUnknownType, typeNames())
		}
		t, _ = value.ByName("text")
		return t, &value.Limits{}, false
	}
	b.checkOptions(a, t)
	limits := &value.Limits{
		MinLength: int(o.MinLength), MaxLength: int(o.MaxLength), Pattern: o.Pattern.text, Unit: o.Unit.text,
		Decimals: int(o.Decimals), Per: o.Per.text, Level: o.Level.text, MaxCount: int(o.MaxCount),
		Register: o.References.text,
	}
	return t, limits, b.limits(a, t, o, limits, owner)
}

func typeNames() []string {
	var out []string
	for _, t := range value.Types() {
		out = append(out, t.Name())
	}
	return out
}

// checkOptions reports options that the type does not take and those that it cannot do without.
func (b *builder) checkOptions(a *at, t value.Type) {
	takes := t.Options()
	for _, s := range slotsOf(reflect.TypeFor[optionsDoc]()) {
		if a.has(s.key) && !slices.Contains(takes, s.key) {
			b.report(a.keyPos(s.key), codeOptionNotForType,
				"key", s.key, "type", t.Name(), "takes", strings.Join(takes, " "))
		}
	}
	for key, needs := range neededOptions {
		if slices.Contains(needs, t.Name()) && !a.has(key) {
			b.report(a.keyPos("type"), codeOptionMissing, "key", key, "type", t.Name())
		}
	}
}

// neededOptions are the options without which a type means nothing.
var neededOptions = map[string][]string{
	"choices": {"choice", "choices"}, "register": {"reference"}, "unit": {"number"},
}

func (b *builder) limits(a *at, t value.Type, o *optionsDoc, l *value.Limits, owner string) bool {
	ok := true
	if o.Pattern.text != "" {
		if _, err := regexp.Compile(o.Pattern.text); err != nil {
			b.report(o.Pattern.pos, codePattern, "why", err)
			l.Pattern, ok = "", false
		}
	}
	if o.Decimals > 6 {
		b.report(a.keyPos("decimals"), codeDecimals)
		l.Decimals, ok = 0, false
	}
	if o.Unit.text != "" {
		l.Unit = b.unit(o.Unit)
		ok = ok && l.Unit != ""
	}
	if o.Level.text != "" && !b.level(o.Level) {
		l.Level, ok = "", false
	}
	if o.Choices.text != "" {
		if b.choices.known(o.Choices) {
			l.Choices = b.list[o.Choices.text]
		} else {
			ok = false
		}
	}
	if o.References.text != "" {
		b.later(func() { b.registers.known(o.References) })
	}
	if l.MaxLength > 0 && l.MinLength > l.MaxLength {
		b.report(a.keyPos("min_length"), codeLimitsCrossed, "name", owner)
	}
	if ok {
		l.Min, l.Max = b.bound(o.Min, t, l), b.bound(o.Max, t, l)
	}
	if l.Min != nil && l.Max != nil && *l.Min > *l.Max {
		b.report(a.keyPos("min"), codeLimitsCrossed, "name", owner)
	}
	return ok
}

// bound reads min or max in the type's own spelling and gives it in the scale of the value in memory.
func (b *builder) bound(r raw, t value.Type, l *value.Limits) *int64 {
	if !r.set() || !slices.Contains(t.Options(), "min") {
		return nil
	}
	var n int64
	switch v := b.value(r.node, t, l.Loose(), codeBound).(type) {
	case int64:
		n = v
	case value.Date:
		n = int64(v)
	case value.Instant:
		n = int64(v)
	default:
		return nil
	}
	return &n
}

// value reads a value as a pack writes it: what people would type, or true and false. nil when it cannot be read,
// which is reported under the given code.
func (b *builder) value(n *node, t value.Type, l *value.Limits, c *fault.Code) any {
	v, why := readValue(n, t, l)
	if why != nil {
		if why.Code == "choice_retired" && c == codeDefault {
			c = codeDefaultRetired
		}
		b.report(n.pos, c, "why", why.Text)
		return nil
	}
	return v
}

func readValue(n *node, t value.Type, l *value.Limits) (any, *fault.Finding) {
	switch n.kind {
	case nodeScalar:
		if t.Kind() == value.KindBool && n.style == stylePlain {
			if yes, err := strconv.ParseBool(n.text); err == nil {
				return t.Parse(yes, l)
			}
		}
		return t.ParseText(n.text, l)
	case nodeList:
		var list []any
		for _, item := range n.items {
			list = append(list, item.text)
		}
		return t.Parse(list, l)
	}
	return t.Parse(plain(n), l)
}

// plain gives a node as decoded YAML: scalars as their text, true and false as bool, null as nil.
func plain(n *node) any {
	switch n.kind {
	case nodeScalar:
		if n.style == stylePlain && (n.text == "true" || n.text == "false") {
			return n.text == "true"
		}
		return n.text
	case nodeList:
		out := make([]any, 0, len(n.items))
		for _, item := range n.items {
			out = append(out, plain(item))
		}
		return out
	case nodeMapping:
		out := make(map[string]any, len(n.entries))
		for _, e := range n.entries {
			out[e.key] = plain(e.value)
		}
		return out
	}
	return nil
}

// unit gives the name of a unit that may be written in any way people write it; "" when it is unknown.
func (b *builder) unit(w word) string {
	if u, ok := value.UnitOf(w.text); ok {
		return u.Name
	}
	var known []string
	for _, u := range value.Units() {
		known = append(known, u.Name, u.Label.Zh)
	}
	b.reportUnknown(w, codeUnknownUnit, known)
	return ""
}
