package pack

import (
	"encoding/hex"
	"regexp"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
)

// builder turns documents into a catalog. Skeletons come first, then what refers to names, then the expressions, last
// what must be looked at as a whole.
type builder struct {
	*loader
	cat *catalog.Catalog

	choices, parameters, roles, registers *names
	forms, indicators, rounds             *names
	tasks, rules, checks                  *names
	workflows, pages, imports, matches    *names
	commodities, accounts, transfers      *names

	reg      map[string]*registerBuild
	regDocs  map[*catalog.Register]*registerBuild
	formOf   map[*formDoc]*formBuild
	list     map[string]*catalog.ChoiceList
	envs     map[string]*expr.Env
	subjects map[*catalog.Register]expr.Subject
	fields   knownFields
	shared   *expr.Shared

	paramFields []expr.Field
	pending     []func()          // expressions, compiled when every register is complete
	poor        map[string]bool   // names of fields whose own definition is wrong: what follows from them is not reported
	places      map[any]fault.Pos // where a catalog value stands, for findings of the review
	asked       map[*catalog.Field]bool
	written     map[*catalog.Register]bool
	reads       map[string]bool // all that any expression reads: "parameter.monitoring_line"
	flows       []*flowBuild
}

// registerBuild keeps a register beside what it was made from: a register document, a form, or nothing (built in).
type registerBuild struct {
	reg  *catalog.Register
	doc  *registerDoc
	form *formDoc
	pos  fault.Pos
}

func (l *loader) build() *catalog.Catalog {
	b := newBuilder(l)
	b.buildPack()
	b.buildMechanisms()
	b.desugarWorkflows()
	b.buildChoices()
	b.ledgerLists()
	b.buildParameters()
	b.declareRegisters()
	b.buildFields()
	b.declareForms()
	b.buildRelations()
	b.buildLedger()
	b.buildForms()
	b.buildRoles()
	b.buildRights()
	b.buildCalendar()
	b.buildDocuments()
	b.buildWorkflows()
	b.buildImports()
	b.buildMatches()
	b.buildChecks()
	b.buildRules()
	b.buildRounds()
	b.buildIndicators()
	b.buildLayers()
	b.buildWallCharts()
	b.buildWorkspaces()
	for _, compile := range b.pending {
		compile()
	}
	b.orderCalculated()
	b.roundTargets()
	b.cat.Index()
	b.buildScenarios()
	b.review()
	return b.cat
}

func newBuilder(l *loader) *builder {
	b := &builder{
		loader: l, cat: &catalog.Catalog{Calendar: &catalog.Calendar{}},
		reg:      map[string]*registerBuild{},
		regDocs:  map[*catalog.Register]*registerBuild{},
		formOf:   map[*formDoc]*formBuild{},
		list:     map[string]*catalog.ChoiceList{},
		envs:     map[string]*expr.Env{},
		subjects: map[*catalog.Register]expr.Subject{},
		fields:   knownFields{},
		shared:   expr.NewShared(l.formulas),
		poor:     map[string]bool{},
		places:   map[any]fault.Pos{},
		asked:    map[*catalog.Field]bool{},
		written:  map[*catalog.Register]bool{},
		reads:    map[string]bool{},
	}
	b.choices = l.newNames("choices", codeUnknownChoices)
	b.parameters = l.newNames("parameter", codeUnknownParameter)
	b.roles = l.newNames("role", codeUnknownRole)
	b.registers = l.newNames("register", codeUnknownRegister)
	b.forms = l.newNames("form", codeUnknownForm)
	b.indicators = l.newNames("indicator", codeUnknownIndicator)
	b.rounds = l.newNames("round", codeUnknownRound)
	b.tasks = l.newNames("task", codeUnknownTask)
	b.rules = l.newNames("rule", codeUnknownTask)
	b.workflows = l.newNames("workflow", codeUnknownWorkflow)
	b.pages = l.newNames("document", codeUnknownDocument)
	b.commodities = l.newNames("commodity", codeUnknownCommodity)
	b.accounts = l.newNames("account", codeUnknownAccount)
	b.transfers = l.newNames("transfer", codeUnknownTransfer)
	b.imports = l.newNames("import", codeUnknownForm)
	b.matches = l.newNames("match", codeUnknownMatch)
	b.checks = l.newNames("check", codeUnknownCheck)
	return b
}

// later keeps an expression until every register is complete.
func (b *builder) later(compile func()) { b.pending = append(b.pending, compile) }

var versionPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+){1,3}$`)

func (b *builder) buildPack() {
	top := fault.Pos{File: packFile, Line: 1, Column: 1}
	if len(b.docs.packs) == 0 {
		if len(b.broken) == 0 && len(b.sources) > 0 {
			b.report(top, codeNoPack)
		}
		b.cat.Areas = catalog.NewAreas(nil)
		return
	}
	d := b.docs.packs[0]
	for _, more := range b.docs.packs[1:] {
		b.report(more.pos, codeSecondPack, "before", d.pos.String())
	}
	if d.pos.File != packFile {
		b.report(d.pos, codePackElsewhere)
	}
	b.checkName(d.Pack, namePattern)
	if d.Version.text != "" && !versionPattern.MatchString(d.Version.text) {
		b.report(d.Version.pos, codeVersion, "version", d.Version.text)
	}
	b.buildAreas(d)
	b.cat.Pack = catalog.Pack{
		Name: d.Pack.text, Version: d.Version.text, Label: d.Label.text, Areas: d.Areas.text, Root: d.Root.text,
		Digest: hex.EncodeToString(b.digest),
	}
}

// register gives the register of a name; nil when there is none, which is reported.
func (b *builder) register(w word) *catalog.Register {
	if !b.registers.known(w) {
		return nil
	}
	return b.reg[w.text].reg
}

// field gives a field of a register by name; nil when there is none, which is reported.
func (b *builder) field(r *catalog.Register, w word) *catalog.Field {
	if r == nil || w.text == "" {
		return nil
	}
	f := r.Field(w.text)
	if f == nil {
		b.reportUnknown(w, codeUnknownField, fieldNames(r), "register", r.Name)
	}
	return f
}

func fieldNames(r *catalog.Register) []string {
	out := make([]string, 0, len(r.Fields))
	for _, f := range r.Fields {
		out = append(out, f.Name)
	}
	return out
}
