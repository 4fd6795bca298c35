package catalog

// index finds definitions by name; built once by Index.
type index struct {
	roles      map[string]*Role
	choices    map[string]*ChoiceList
	parameters map[string]*Parameter
	registers  map[string]*Register
	forms      map[string]*Form
	indicators map[string]*Indicator
	rounds     map[string]*Round
	workflows  map[string]*Workflow
	documents  map[string]*Document
	imports    map[string]*FileImport
	matches    map[string]*Match

	commodities map[string]*Commodity
	accounts    map[string]*AccountKind
	transfers   map[string]*TransferKind
}

// Index prepares all look-ups by name. The compiler calls it once, when every slice is filled; later changes are not
// seen. Names are unique within their kind by then.
func (c *Catalog) Index() {
	c.index = index{
		roles:      byName(c.Roles, func(r *Role) string { return r.Name }),
		choices:    byName(c.Choices, func(l *ChoiceList) string { return l.Name }),
		parameters: byName(c.Parameters, func(p *Parameter) string { return p.Name }),
		registers:  byName(c.Registers, func(r *Register) string { return r.Name }),
		forms:      byName(c.Forms, func(f *Form) string { return f.Name }),
		indicators: byName(c.Indicators, func(i *Indicator) string { return i.Name }),
		rounds:     byName(c.Rounds, func(r *Round) string { return r.Name }),
		workflows:  byName(c.Workflows, func(w *Workflow) string { return w.Name }),
		documents:  byName(c.Documents, func(d *Document) string { return d.Name }),
		imports:    byName(c.Imports, func(i *FileImport) string { return i.Name }),
		matches:    byName(c.Matches, func(m *Match) string { return m.Name }),

		commodities: byName(c.Commodities, func(x *Commodity) string { return x.Name }),
		accounts:    byName(c.Accounts, func(k *AccountKind) string { return k.Name }),
		transfers:   byName(c.TransferKinds, func(k *TransferKind) string { return k.Name }),
	}
	for _, r := range c.Registers {
		r.Index()
	}
	for _, l := range c.Choices {
		l.Index()
	}
	for _, f := range c.Forms {
		f.Index()
	}
}

func byName[T any](list []T, name func(T) string) map[string]T {
	m := make(map[string]T, len(list))
	for _, x := range list {
		m[name(x)] = x
	}
	return m
}

// Index prepares FieldIndex and Field.
func (r *Register) Index() {
	r.fields, r.answerer = make(map[string]int, len(r.Fields)), nil
	for i, f := range r.Fields {
		r.fields[f.Name] = i
		if f.Answers {
			r.answerer = f
		}
	}
}

// Answerer gives the field that names who answers for a record of the register, nil when nobody does.
func (r *Register) Answerer() *Field { return r.answerer }

// Role gives a role by name, or nil.
func (c *Catalog) Role(name string) *Role { return c.index.roles[name] }

// ChoiceList gives a code list by name, or nil.
func (c *Catalog) ChoiceList(name string) *ChoiceList { return c.index.choices[name] }

// Parameter gives a parameter by name, or nil.
func (c *Catalog) Parameter(name string) *Parameter { return c.index.parameters[name] }

// Register gives a register by name, or nil.
func (c *Catalog) Register(name string) *Register { return c.index.registers[name] }

// Form gives a form by name, or nil.
func (c *Catalog) Form(name string) *Form { return c.index.forms[name] }

// Indicator gives an indicator by name, or nil; parts of ratios have names too.
func (c *Catalog) Indicator(name string) *Indicator { return c.index.indicators[name] }

// Round gives a kind of round by name, or nil.
func (c *Catalog) Round(name string) *Round { return c.index.rounds[name] }

// Workflow gives a workflow by name, or nil.
func (c *Catalog) Workflow(name string) *Workflow { return c.index.workflows[name] }

// Document gives a document by name, or nil.
func (c *Catalog) Document(name string) *Document { return c.index.documents[name] }

// Import gives a kind of import by name, or nil.
func (c *Catalog) Import(name string) *FileImport { return c.index.imports[name] }

// Match gives a match by name, or nil.
func (c *Catalog) Match(name string) *Match { return c.index.matches[name] }

// Commodity gives a commodity by name, or nil.
func (c *Catalog) Commodity(name string) *Commodity { return c.index.commodities[name] }

// AccountKind gives a kind of account by name, or nil.
func (c *Catalog) AccountKind(name string) *AccountKind { return c.index.accounts[name] }

// TransferKind gives a kind of transfer by name, or nil.
func (c *Catalog) TransferKind(name string) *TransferKind { return c.index.transfers[name] }

// ByName gives the questions of all sections by name, not those inside repeats.
func (f *Form) ByName() map[string]*Question {
	return f.byName
}

// Index prepares ByName.
func (f *Form) Index() {
	f.byName = map[string]*Question{}
	for _, s := range f.Sections {
		for _, q := range s.Questions {
			f.byName[q.Name] = q
		}
	}
}
