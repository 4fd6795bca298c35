package api

import (
	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
	"jieli/value"
)

// CatalogView is the programme as one person sees it.
type CatalogView struct {
	Pack       PackView              `json:"pack"`
	AreasRoot  string                `json:"areas_root"`
	Mechanisms []MechanismView       `json:"mechanisms" doc:"the folders of the pack, in the order in which people see them"`
	Roles      []RoleView            `json:"roles"`
	Choices    map[string]ChoiceView `json:"choices"`
	Registers  []RegisterView        `json:"registers"`
	Forms      []FormView            `json:"forms"`
	Workflows  []WorkflowView        `json:"workflows"`
	Documents  []DocumentView        `json:"documents"`
	Matches    []MatchView           `json:"matches" doc:"what can be listed for a record because it fits"`
	Rounds     []RoundKindView       `json:"rounds"`
	Indicators []IndicatorView       `json:"indicators"`
	Layers     []LayerView           `json:"layers" doc:"layers of the map"`
	WallCharts []WallChartView       `json:"wall_charts" doc:"maps to print and hang on a wall"`
	BaseMap    *BaseMapView          `json:"base_map" doc:"a map below the layers; null for none"`
	Workspace  WorkspaceView         `json:"workspace"`
	Units      map[string]UnitView   `json:"units"`
}

// PackView names the programme.
type PackView struct {
	Name    string     `json:"name"`
	Version string     `json:"version"`
	Label   fault.Text `json:"label"`
}

// MechanismView says what a folder of the pack is.
type MechanismView struct {
	Name  string      `json:"name"`
	Label fault.Text  `json:"label"`
	Help  *fault.Text `json:"help,omitempty"`
}

// RoleView names a role.
type RoleView struct {
	Name  string     `json:"name"`
	Label fault.Text `json:"label"`
	Level string     `json:"level"`
}

// UnitView names a unit of measure.
type UnitView struct {
	Label     fault.Text `json:"label"`
	Dimension string     `json:"dimension"`
}

// ChoiceView is a code list.
type ChoiceView struct {
	Label  fault.Text        `json:"label"`
	Values []ChoiceValueView `json:"values"`
}

// ChoiceValueView is one value of a code list.
type ChoiceValueView struct {
	Code    string     `json:"code"`
	Label   fault.Text `json:"label"`
	Retired bool       `json:"retired,omitempty"`
	Group   string     `json:"group,omitempty"`
}

// RegisterView is a register with the fields that the caller may know of.
type RegisterView struct {
	Name      string      `json:"name"`
	Label     fault.Text  `json:"label"`
	Help      *fault.Text `json:"help,omitempty"`
	Folder    string      `json:"folder"`
	Key       []string    `json:"key"`
	Parent    *string     `json:"parent"`
	As        string      `json:"as,omitempty"`
	Title     string      `json:"title" doc:"words for a record, fields in braces"`
	AreaField string      `json:"area_field,omitempty"`
	DateField string      `json:"date_field,omitempty"`
	BuiltIn   bool        `json:"built_in,omitempty"`
	Rights    []string    `json:"rights"`
	Fields    []FieldView `json:"fields"`
	Children  []string    `json:"children"`
	Accounts  bool        `json:"accounts,omitempty" doc:"its records own accounts, or move money or goods"`
}

// FieldView is a field. Min, Max and Default are in JSON form.
type FieldView struct {
	Name       string      `json:"name"`
	Label      fault.Text  `json:"label"`
	Help       *fault.Text `json:"help,omitempty"`
	Type       string      `json:"type"`
	Required   bool        `json:"required,omitempty"`
	Privacy    string      `json:"privacy,omitempty"`
	Default    any         `json:"default,omitempty"`
	Unit       string      `json:"unit,omitempty"`
	Decimals   int         `json:"decimals,omitempty"`
	Per        string      `json:"per,omitempty"`
	Min        any         `json:"min,omitempty"`
	Max        any         `json:"max,omitempty"`
	MinLength  int         `json:"min_length,omitempty"`
	MaxLength  int         `json:"max_length,omitempty"`
	Pattern    string      `json:"pattern,omitempty"`
	Choices    string      `json:"choices,omitempty"`
	Level      string      `json:"level,omitempty"`
	MaxCount   int         `json:"max_count,omitempty"`
	Register   string      `json:"register,omitempty"`
	Calculate  string      `json:"calculate,omitempty"`
	Constraint string      `json:"constraint,omitempty"`
	Message    *fault.Text `json:"message,omitempty"`
	Search     bool        `json:"search,omitempty"`
	Filter     bool        `json:"filter,omitempty"`
	List       bool        `json:"list,omitempty"`
	Retired    bool        `json:"retired,omitempty"`
	Masked     bool        `json:"masked,omitempty"`
	ReadOnly   bool        `json:"read_only,omitempty"`
	Basis      string      `json:"basis,omitempty"`
}

// WorkspaceView is what the caller sees first.
type WorkspaceView struct {
	Registers  []string `json:"registers"`
	Forms      []string `json:"forms"`
	Rounds     []string `json:"rounds"`
	Indicators []string `json:"indicators"`
}

// RoundKindView is a kind of round.
type RoundKindView struct {
	Name      string     `json:"name"`
	Label     fault.Text `json:"label"`
	Target    string     `json:"target"`
	CoveredBy string     `json:"covered_by"`
	OpenedBy  string     `json:"opened_by" doc:"empty: each target falls due on a day of its own"`
	List      bool       `json:"list,omitempty" doc:"its targets are kept as a list, by place"`
	Due       string     `json:"due,omitempty" doc:"of a standing round: field of the target with the day by which it is due"`
}

// IndicatorView is an indicator without its expressions.
type IndicatorView struct {
	Name       string     `json:"name"`
	Label      fault.Text `json:"label"`
	Definition fault.Text `json:"definition"`
	Unit       fault.Text `json:"unit"`
	Kind       string     `json:"kind"`
	Decimals   int        `json:"decimals"`
	Precision  string     `json:"precision"`
	Folder     string     `json:"folder"`
	By         []string   `json:"by"`
	Plan       string     `json:"plan,omitempty" doc:"what it is held against: an indicator, or parameter.NAME"`
}

// catalogView makes the programme as the actor's roles see it. It depends on the roles alone, not on the areas.
func catalogView(c *catalog.Catalog, a *access.Actor) *CatalogView {
	v := &CatalogView{
		Pack:      PackView{c.Pack.Name, c.Pack.Version, c.Pack.Label},
		AreasRoot: c.Pack.Root, Mechanisms: mechanismViews(c), Roles: []RoleView{}, Choices: map[string]ChoiceView{}, Registers: []RegisterView{},
		Forms: []FormView{}, Rounds: []RoundKindView{}, Indicators: []IndicatorView{}, Units: map[string]UnitView{},
		Layers: layerViews(c, a), WallCharts: wallChartViews(c), Workflows: workflowViews(c, a), Documents: documentViews(c, a),
		Matches: matchViews(c, a),
	}
	for _, r := range c.Roles {
		v.Roles = append(v.Roles, RoleView{r.Name, r.Label, r.Level})
	}
	for _, r := range c.Registers {
		if rights := rightsOn(a, r.Name, r.BuiltIn); len(rights) > 0 {
			v.Registers = append(v.Registers, registerView(r, a, rights))
			v.Registers[len(v.Registers)-1].Accounts = keepsBooks(c, r, a)
		}
	}
	for _, f := range c.Forms {
		if seesForm(a, f) {
			v.Forms = append(v.Forms, formView(f, a))
		}
	}
	v.powers(c, a)
	v.lists(c)
	v.Workspace = workspaceView(c, a, v)
	return v
}

func mechanismViews(c *catalog.Catalog) []MechanismView {
	list := []MechanismView{}
	for _, m := range c.Mechanisms {
		list = append(list, MechanismView{m.Name, m.Label, words(m.Help)})
	}
	return list
}

func (v *CatalogView) powers(c *catalog.Catalog, a *access.Actor) {
	if len(a.Has(catalog.SeeRounds)) > 0 {
		for _, r := range c.Rounds {
			v.Rounds = append(v.Rounds, roundKindView(r))
		}
	}
	if len(a.Has(catalog.SeeFigures)) > 0 {
		for _, i := range c.Indicators {
			if !i.Hidden {
				v.Indicators = append(v.Indicators, indicatorView(i))
			}
		}
	}
}

func roundKindView(r *catalog.Round) RoundKindView {
	v := RoundKindView{Name: r.Name, Label: r.Label, Target: r.Target.Name, CoveredBy: r.CoveredBy.Name, List: r.Sweep(), Due: r.Due}
	if !r.Standing() {
		v.OpenedBy = r.Opener.Name
	}
	return v
}

func indicatorView(i *catalog.Indicator) IndicatorView {
	return IndicatorView{Name: i.Name, Label: i.Label, Definition: i.Definition, Unit: i.Unit, Kind: string(i.Kind),
		Decimals: i.Decimals, Precision: string(i.Precision), Folder: i.Folder, By: orEmpty(i.By),
		Plan: planName(i)}
}

// lists adds the code lists and units. They are public words of the programme; all are given, for histories too.
func (v *CatalogView) lists(c *catalog.Catalog) {
	for _, l := range c.Choices {
		view := ChoiceView{Label: l.Title, Values: []ChoiceValueView{}}
		for _, x := range l.Values {
			view.Values = append(view.Values, ChoiceValueView{x.Code, x.Text, x.Retired, x.Group})
		}
		v.Choices[l.Name] = view
	}
	for _, u := range value.Units() {
		v.Units[u.Name] = UnitView{u.Label, u.Dimension}
	}
}

// rightsOn gives all rights that any role of the actor has on a register or form.
func rightsOn(a *access.Actor, name string, builtIn bool) []string {
	var list []string
	for _, right := range []catalog.Right{catalog.MayRead, catalog.MayCreate, catalog.MayChange, catalog.MayCorrect,
		catalog.MayVoid, catalog.MayErase, catalog.MaySubmit} {
		if len(a.Areas(name, builtIn, right)) > 0 {
			list = append(list, string(right))
		}
	}
	return list
}

func registerView(r *catalog.Register, a *access.Actor, rights []string) RegisterView {
	v := RegisterView{
		Name: r.Name, Label: r.Label, Help: words(r.Help), Folder: r.Folder, Key: orEmpty(r.Key), As: r.As,
		Title: titlePattern(r.Title), AreaField: r.AreaField, DateField: r.DateField, BuiltIn: r.BuiltIn,
		Rights: rights, Fields: []FieldView{}, Children: []string{},
	}
	if r.Parent != nil {
		v.Parent = &r.Parent.Name
	}
	seen := a.Widest(r)
	for i, f := range r.Fields {
		if seen.Readable() && seen.Hidden(i) {
			continue
		}
		field := fieldView(f)
		field.Masked = seen.Masked(i)
		field.ReadOnly = f.Calculate != nil || f.Kept || seen.Readable() && !seen.Writable(i)
		v.Fields = append(v.Fields, field)
	}
	for _, child := range r.Children {
		if len(a.Areas(child.Name, child.BuiltIn, catalog.MayRead)) > 0 {
			v.Children = append(v.Children, child.Name)
		}
	}
	return v
}

func titlePattern(parts []catalog.TitlePart) string {
	text := ""
	for _, p := range parts {
		if p.Field != "" {
			text += "{" + p.Field + "}"
		}
		text += p.Text
	}
	return text
}

// workspaceView merges the workspaces of the actor's roles and leaves out what the actor does not see.
func workspaceView(c *catalog.Catalog, a *access.Actor, v *CatalogView) WorkspaceView {
	shown := map[string]bool{}
	for _, x := range v.Registers {
		shown["register "+x.Name] = true
	}
	for _, x := range v.Forms {
		shown["form "+x.Name] = x.MaySubmit
	}
	for _, x := range v.Rounds {
		shown["round "+x.Name] = true
	}
	for _, x := range v.Indicators {
		shown["indicator "+x.Name] = true
	}
	add := func(list []string, kind string, names []string) []string {
		for _, name := range names {
			if key := kind + " " + name; shown[key] {
				list, shown[key] = append(list, name), false
			}
		}
		return list
	}
	w := WorkspaceView{[]string{}, []string{}, []string{}, []string{}}
	for _, role := range a.Roles() {
		for _, x := range c.Workspaces {
			if x.Role != role {
				continue
			}
			w.Registers = add(w.Registers, "register", x.Registers)
			w.Forms = add(w.Forms, "form", x.Forms)
			w.Rounds = add(w.Rounds, "round", x.Rounds)
			w.Indicators = add(w.Indicators, "indicator", x.Indicators)
		}
	}
	return w
}
