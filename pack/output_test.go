package pack

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"jieli/catalog"
)

func TestReferenceIsCurrent(t *testing.T) {
	golden(t, "../docs/pack-language.md", string(Reference()))
}

func TestEveryKeyHasAComment(t *testing.T) {
	for _, typ := range documentTypes() {
		if comments()[typ.Name()] == "" {
			t.Errorf("%s has no comment", typ.Name())
		}
	}
	var schema struct {
		Defs map[string]struct {
			Description string
			Properties  map[string]struct{ Description string }
		} `json:"$defs"`
	}
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, def := range schema.Defs {
		for key, p := range def.Properties {
			if p.Description == "" || def.Description == "" {
				t.Errorf("%s.%s has no comment", name, key)
			}
		}
	}
	if len(schema.Defs) < 25 {
		t.Errorf("only %d definitions", len(schema.Defs))
	}
}

// TestSchemaFitsTheGoodPacks holds every document of good packs against the schema, and some wrong ones.
func TestSchemaFitsTheGoodPacks(t *testing.T) {
	var schema map[string]any
	if err := json.Unmarshal(Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	v := schemaCheck{defs: schema["$defs"].(map[string]any)}
	files, _ := filepath.Glob("testdata/good/*/*.yaml")
	more, _ := filepath.Glob("testdata/good/*/*/*.yaml")
	count := 0
	for _, file := range append(files, more...) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range parsed(t, data) {
			count++
			if why := v.check(schema, n, "document"); why != "" {
				t.Errorf("%s:%d: %s", file, n.pos.Line, why)
			}
		}
	}
	if count < 25 {
		t.Errorf("only %d documents", count)
	}
	for _, wrong := range []string{
		"registr: a", "register: a", "role: a\nlabel: x\nlevel: twon\n", "check: a\nlabel: {z: x}\nsubject: a\nwhen: b\n",
		"rule: a\nlabel: x\nsubject: a\nwhen: b\nthen: {task: t, label: x, owner: o, within: soon}\n",
	} {
		for _, n := range parsed(t, []byte(wrong)) {
			if v.check(schema, n, "document") == "" {
				t.Errorf("the schema takes %q", wrong)
			}
		}
	}
}

func parsed(t *testing.T, data []byte) []*node {
	t.Helper()
	l := newLoader(fstest.MapFS{})
	l.splitFile("x.yaml", data)
	var out []*node
	for _, s := range l.sources {
		if n := l.parse(s); n != nil {
			out = append(out, n)
		}
	}
	if len(l.findings) > 0 {
		t.Fatal(l.findings)
	}
	return out
}

// schemaCheck is as much of a JSON Schema validator as the schema uses.
type schemaCheck struct{ defs map[string]any }

func (v schemaCheck) check(schema map[string]any, n *node, path string) string {
	if ref, ok := schema["$ref"].(string); ok {
		def, known := v.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
		if !known {
			return path + ": no definition " + ref
		}
		if why := v.check(def, n, path); why != "" {
			return why
		}
	}
	if list, ok := schema["oneOf"].([]any); ok {
		if why := v.oneOf(list, n, path); why != "" {
			return why
		}
	}
	if values, ok := schema["enum"].([]any); ok && !slices.Contains(values, any(n.text)) {
		return fmt.Sprintf("%s: %q is none of %v", path, n.text, values)
	}
	if why := v.scalar(schema, n); why != "" {
		return path + ": " + why
	}
	return v.inside(schema, n, path)
}

func (v schemaCheck) oneOf(list []any, n *node, path string) string {
	fits, reasons := 0, []string{}
	for _, s := range list {
		if why := v.check(s.(map[string]any), n, path); why == "" {
			fits++
		} else {
			reasons = append(reasons, why)
		}
	}
	if fits != 1 {
		return fmt.Sprintf("%s: %d of oneOf fit: %s", path, fits, strings.Join(reasons, "; "))
	}
	return ""
}

// typesOf gives the JSON types that a node has for an editor.
func typesOf(n *node) []string {
	switch n.kind {
	case nodeMapping:
		return []string{"object"}
	case nodeList:
		return []string{"array"}
	case nodeNull:
		return []string{"null"}
	}
	if n.style == stylePlain && (n.text == "true" || n.text == "false") {
		return []string{"boolean"}
	}
	if f, err := strconv.ParseFloat(n.text, 64); err == nil && n.style == stylePlain {
		if f == math.Trunc(f) {
			return []string{"number", "integer"}
		}
		return []string{"number"}
	}
	return []string{"string"}
}

func (v schemaCheck) scalar(schema map[string]any, n *node) string {
	have := typesOf(n)
	switch want := schema["type"].(type) {
	case string:
		if !slices.Contains(have, want) {
			return fmt.Sprintf("%v is not %s", have, want)
		}
	case []any:
		if !slices.ContainsFunc(want, func(w any) bool { return slices.Contains(have, w.(string)) }) {
			return fmt.Sprintf("%v is none of %v", have, want)
		}
	}
	if p, ok := schema["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(n.text) {
		return n.text + " does not fit " + p
	}
	return ""
}

func (v schemaCheck) inside(schema map[string]any, n *node, path string) string {
	properties, _ := schema["properties"].(map[string]any)
	for _, e := range n.entries {
		sub, ok := properties[e.key].(map[string]any)
		if !ok {
			if sub, ok = schema["additionalProperties"].(map[string]any); !ok {
				if schema["additionalProperties"] == false {
					return path + ": no key " + e.key
				}
				continue
			}
		}
		if why := v.check(sub, e.value, path+"."+e.key); why != "" {
			return why
		}
	}
	if required, ok := schema["required"].([]any); ok {
		for _, key := range required {
			if n.get(key.(string)) == nil {
				return fmt.Sprintf("%s: no %s", path, key)
			}
		}
	}
	items, _ := schema["items"].(map[string]any)
	for i, item := range n.items {
		if why := v.check(items, item, path+"["+strconv.Itoa(i)+"]"); items != nil && why != "" {
			return why
		}
	}
	return ""
}

func TestDiff(t *testing.T) {
	cases := []struct {
		name, file, from, to string
		want                 string // "class path", each change on a line
	}{
		{"a new optional field is compatible", "households/household.yaml", "  last_visited_on:",
			"  pets: {label: {zh: 宠物, en: Pets}, type: integer}\n  last_visited_on:", "compatible register household.pets"},
		{"a new required field asks for work", "households/household.yaml", "  operator:",
			"  owner: {label: {zh: 户主, en: Owner}, type: text, required: true}\n  operator:",
			"needs_migration register plot.owner"},
		{"a changed type is forbidden", "households/household.yaml", "type: point, privacy: personal",
			"type: polygon, privacy: personal", "forbidden register household.dwelling"},
		{"a changed unit is forbidden", "households/household.yaml", "unit: 亩", "unit: 公顷", "forbidden register plot.size"},
		{"a narrower limit asks for work", "households/household.yaml", "max: 10000,", "max: 500,",
			"needs_migration register plot.size"},
		{"a wider limit is nothing", "households/household.yaml", "max: 10000,", "max: 20000,", ""},
		{"a code that is gone is forbidden", "households/household.yaml", "  spouse: {zh: 配偶, en: Spouse}\n", "",
			"forbidden choices relation.spouse"},
		{"a retired code is compatible", "households/household.yaml", "spouse: {zh: 配偶, en: Spouse}",
			"spouse: {zh: 配偶, en: Spouse, retired: true}", "compatible choices relation.spouse"},
		{"words alone are no change", "households/household.yaml", "label: {zh: 地块, en: Plot}", "label: {zh: 田块, en: Field}", ""},
		{"another calculation is computed again", "households/household.yaml", "household.income_net / household.members",
			"household.income_net / household.members / 2", "needs_migration register household.income_per_capita"},
		{"another count is counted again", "survey/figures.yaml", `household.monitoring_category != "none"`,
			`household.monitoring_category == "sudden"`, "needs_migration indicator monitored_persons"},
		{"a past value of policy asks for work", "parameters.yaml", "6500 元", "6400 元", "needs_migration parameter monitoring_line"},
		{"a new value of policy is compatible", "parameters.yaml", "  - {area: \"441823\"",
			"  - {area: \"441882\", from: 2022-01-01, value: 1 元, basis: 乙}\n  - {area: \"441823\"",
			"compatible parameter monitoring_line"},
		{"privacy that changes asks for work", "households/household.yaml", "type: point, privacy: personal",
			"type: point, privacy: sensitive", "needs_migration register household.dwelling"},
		{"a new required question hits drafts", "survey/visits.yaml", "      head: {show: household.head_name}\n",
			"      poor: {save_to: household.formerly_poor, required: true}\n", "needs_migration form home_visit.poor"},
		{"a role that is gone asks for work", "roles.yaml", "role: administrator", "role: keeper",
			"needs_migration role administrator\ncompatible role keeper"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { differs(t, "small", c.file, c.from, c.to, c.want) })
	}
}

// differs compares a good pack with itself after one text is replaced.
func differs(t *testing.T, folder, file, from, to, want string) {
	t.Helper()
	old, findings := Load(os.DirFS("testdata/good/" + folder))
	if old == nil {
		t.Fatal(findings)
	}
	var got []string
	for _, x := range Diff(old, edited(t, folder, file, from, to, "2026.11.2")) {
		got = append(got, string(x.Class)+" "+x.Path)
		if x.Text.Zh == "" || x.Text.En == "" {
			t.Errorf("change without words: %+v", x)
		}
	}
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

func TestDiffOfWorkflows(t *testing.T) {
	const file = "monitoring/recognition.yaml"
	for _, c := range []struct{ name, from, to, want string }{
		{"another clock leaves open cases as they are", "within: {days: parameter.verification_days}}", "within: {days: 4}}",
			"needs_migration workflow recognition.verification"},
		{"other owners get the tasks anew", "owner: village_committee", "owner: [village_committee, team_member]",
			"needs_migration workflow recognition.notice\ncompatible role team_member\ncompatible workflow recognition.proceed"},
		{"a rule that is gone takes its code along", "rule: income_below_line", "rule: low_income",
			"forbidden choices rule.income_below_line\nneeds_migration rule income_below_line\n" +
				"compatible choices rule.low_income\ncompatible rule low_income"},
		{"a step that is gone is forbidden, retired it is not",
			"  - {do: extend, label: {zh: 延期, en: Extend}, from: [verification], clock: extend}\n", "",
			"forbidden choices recognition_act.extend\nneeds_migration form recognition_extend\ncompatible role team_member"},
		{"a retired step hits drafts alone", "from: [verification], clock: extend}", "from: [verification], clock: extend, retired: true}",
			"needs_migration form recognition_extend\ncompatible choices recognition_act.extend\ncompatible role team_member"},
		{"another condition of a rule is run over all records", "income_per_capita < parameter", "income_per_capita <= parameter",
			"needs_migration rule income_below_line"},
		{"a holiday that is gone moves what is due", ", 2022-06-03]", "]", "needs_migration calendar 2022-06-03"},
	} {
		t.Run(c.name, func(t *testing.T) { differs(t, "flow", file, c.from, c.to, c.want) })
	}
}

func TestDiffWantsARisingVersion(t *testing.T) {
	old := small(t)
	if changes := Diff(old, small(t)); len(changes) > 0 {
		t.Errorf("a pack differs from itself: %v", changes)
	}
	for version, want := range map[string]Class{"2026.11.1": Forbidden, "2026.9.30": Forbidden, "2026.11.10": Compatible} {
		next := edited(t, "small", "households/household.yaml", "label: {zh: 地块, en: Plot}", "label: {zh: 田块, en: Field}", version)
		if worst := Worst(Diff(old, next)); worst != want {
			t.Errorf("version %s is %s, want %s", version, worst, want)
		}
	}
}

// edited loads a good pack with one text replaced and another version.
func edited(t *testing.T, folder, file, from, to, version string) *catalog.Catalog {
	t.Helper()
	files := copyOf(t, "testdata/good/"+folder)
	text := string(files[file].Data)
	if !strings.Contains(text, from) {
		t.Fatalf("%s does not hold %q", file, from)
	}
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
	head := strings.Replace(string(files["pack.yaml"].Data), "2026.11.1", version, 1)
	files["pack.yaml"] = &fstest.MapFile{Data: []byte(head)}
	cat, findings := Load(files)
	if cat == nil {
		t.Fatal(findings)
	}
	return cat
}

func TestDiffOfTheLedger(t *testing.T) {
	for _, c := range []struct{ name, file, from, to, want string }{
		{"another unit is forbidden", "goods.yaml", "unit: 斤\ndecimals", "unit: 公斤\ndecimals", "forbidden commodity produce"},
		{"finer amounts are compatible", "goods.yaml", "decimals: 1", "decimals: 2", "compatible commodity produce"},
		{"coarser amounts ask for work", "goods.yaml", "decimals: 1", "decimals: 0", "needs_migration commodity produce"},
		{"a floor asks for work", "goods.yaml", "commodity: produce\nfloor: none\n---\naccount: station",
			"commodity: produce\n---\naccount: station", "needs_migration account harvest"},
		{"a floor that is gone is compatible", "goods.yaml", "en: Stock of the station}\n",
			"en: Stock of the station}\nfloor: none\n", "compatible account station"},
		{"another way of a kind asks for work", "goods.yaml", "from: station\nto: sold", "from: sold\nto: station",
			"needs_migration transfer sale"},
		{"a new account is compatible", "goods.yaml", "account: sold\n",
			"account: spoilt\nlabel: {zh: 损耗, en: Spoilt}\ncommodity: produce\nfloor: none\n---\naccount: sold\n", "compatible account spoilt"},
		{"what a form enters from now on is compatible", "goods.yaml", "when: has(sell.weight)", "when: sell.weight > 1.0",
			"compatible form sell"},
	} {
		t.Run(c.name, func(t *testing.T) { differs(t, "books", c.file, c.from, c.to, c.want) })
	}
}

// What holds something, or has moved something, is kept for good.
func TestDiffOfLedgerKindsThatGo(t *testing.T) {
	const kept = "account: sold\n"
	const more = "account: spoilt\nlabel: {zh: 损耗, en: Spoilt}\ncommodity: produce\neach: source\nfloor: none\n---\n" +
		"transfer: loss\nlabel: {zh: 损耗, en: Loss}\nfrom: station\nto: spoilt\n---\n" + kept
	old := edited(t, "books", "goods.yaml", kept, more, "2026.11.1")
	same := edited(t, "books", "goods.yaml", kept, strings.Replace(more, "each: source\n", "", 1), "2026.11.2")
	gone := edited(t, "books", "goods.yaml", kept, kept, "2026.11.2")
	for want, new := range map[string]*catalog.Catalog{
		"forbidden account spoilt": same, "forbidden account spoilt, forbidden transfer loss": gone,
	} {
		var got []string
		for _, x := range Diff(old, new) {
			got = append(got, string(x.Class)+" "+x.Path)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	}
}
