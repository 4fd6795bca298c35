package pack

import (
	"slices"
	"strings"

	"jieli/catalog"
	"jieli/fault"
)

var (
	rights = []string{
		string(catalog.MayRead), string(catalog.MayCreate), string(catalog.MayChange), string(catalog.MayCorrect),
		string(catalog.MayVoid), string(catalog.MayErase), string(catalog.MaySubmit),
	}
	powers = []string{
		string(catalog.SeeFigures), string(catalog.SeeRounds), string(catalog.SeeJournal), string(catalog.KeepUsers),
		string(catalog.KeepSystem), string(catalog.Import), string(catalog.RunRules),
		string(catalog.Preview),
	}
)

func (b *builder) buildRoles() {
	for _, d := range b.docs.roles {
		if !b.roles.declare(d.Role) {
			continue
		}
		b.checkName(d.Role, namePattern)
		b.level(d.Level)
		r := &catalog.Role{
			Name: d.Role.text, Label: d.Label.text, Level: d.Level.text, Can: map[string][]catalog.Right{},
			Sees: b.privacyList(d.Sees), Unmask: b.privacyList(d.Unmask),
			Hides: b.roleFields(d.Hides), ReadOnly: b.roleFields(d.ReadOnly),
		}
		b.places[r] = d.pos
		for _, p := range d.Can {
			r.Can[p.key.text] = b.rightsOf(p.key, p.value)
		}
		for _, w := range d.Powers {
			if slices.Contains(powers, w.text) {
				r.Powers = append(r.Powers, catalog.Power(w.text))
			} else {
				b.reportUnknown(w, codeUnknownPower, powers, "known", strings.Join(powers, " "))
			}
		}
		b.cat.Roles = append(b.cat.Roles, r)
	}
}

// rightsOf reads the rights on one register or form.
func (b *builder) rightsOf(on word, list words) []catalog.Right {
	form := b.forms.places[on.text].File != ""
	known := on.text == "*" || form || b.registers.places[on.text].File != ""
	if !known && !b.isBroken("register", on.text) {
		all := slices.Concat(b.registers.list, b.forms.list)
		b.reportUnknown(on, codeUnknownRightOn, all)
	}
	var out []catalog.Right
	for _, w := range list {
		switch {
		case !slices.Contains(rights, w.text):
			b.reportUnknown(w, codeUnknownRight, rights, "known", strings.Join(rights, " "))
		case slices.Contains(out, catalog.Right(w.text)):
			b.report(w.pos, codeRightTwice, "name", w.text)
		case w.text == string(catalog.MaySubmit) && known && !form && on.text != "*":
			b.report(w.pos, codeSubmitNoForm, "name", on.text)
		default:
			out = append(out, catalog.Right(w.text))
		}
	}
	if len(out) > 0 && !slices.Contains(out, catalog.MayRead) && !form {
		b.report(on.pos, codeRightWithoutRead, "name", on.text)
	}
	return out
}

func (b *builder) privacyList(list words) []catalog.Privacy {
	var out []catalog.Privacy
	for _, w := range list {
		if !slices.Contains(privacies, w.text) {
			b.reportUnknown(w, codeUnknownPrivacy, privacies)
			continue
		}
		out = append(out, catalog.Privacy(w.text))
	}
	return out
}

func (b *builder) roleFields(d dict[words]) map[string][]string {
	if len(d) == 0 {
		return nil
	}
	out := map[string][]string{}
	for _, p := range d {
		r := b.register(p.key)
		for _, w := range p.value {
			if b.field(r, w) != nil {
				out[r.Name] = append(out[r.Name], w.text)
			}
		}
	}
	return out
}

// buildRights adds what the folders of mechanisms give to the roles.
func (b *builder) buildRights() {
	given := b.rightsOfRoles()
	for _, d := range b.docs.rights {
		if !b.roles.known(d.Rights) {
			continue
		}
		r := b.cat.Roles[slices.IndexFunc(b.cat.Roles, func(r *catalog.Role) bool { return r.Name == d.Rights.text })]
		for _, p := range d.Can {
			rights := b.rightsOf(p.key, p.value)
			before, twice := given[[2]string{r.Name, p.key.text}]
			switch {
			case p.key.text == "*":
				b.report(p.key.pos, codeRightsAll)
			case twice:
				b.report(p.key.pos, codeRightsAgain, "role", r.Name, "name", p.key.text, "before", before.String())
			default:
				given[[2]string{r.Name, p.key.text}] = p.key.pos
				r.Can[p.key.text] = rights
			}
		}
		r.Hides = joinFields(r.Hides, b.roleFields(d.Hides))
		r.ReadOnly = joinFields(r.ReadOnly, b.roleFields(d.ReadOnly))
	}
}

// rightsOfRoles says where each role gives each of its own rights.
func (b *builder) rightsOfRoles() map[[2]string]fault.Pos {
	given := map[[2]string]fault.Pos{}
	for _, d := range b.docs.roles {
		for _, p := range d.Can {
			given[[2]string{d.Role.text, p.key.text}] = p.key.pos
		}
	}
	return given
}

func joinFields(to, more map[string][]string) map[string][]string {
	if to == nil {
		return more
	}
	for register, fields := range more {
		for _, f := range fields {
			if !slices.Contains(to[register], f) {
				to[register] = append(to[register], f)
			}
		}
	}
	return to
}

// buildWorkspaces makes the workspaces of the roles, then appends what mechanisms put on them.
func (b *builder) buildWorkspaces() {
	seen := map[string]fault.Pos{}
	for _, d := range b.docs.workspaces {
		b.roles.known(d.Workspace)
		if before, dup := seen[d.Workspace.text]; dup {
			b.duplicate("workspace", d.Workspace, before)
			continue
		}
		seen[d.Workspace.text] = d.pos
		b.putOn(d)
	}
	for _, d := range b.docs.rights {
		if b.roles.places[d.Rights.text].File != "" && len(d.Registers)+len(d.Forms)+len(d.Rounds)+len(d.Indicators) > 0 {
			b.putOn(&workspaceDoc{at: d.at, Workspace: d.Rights, Registers: d.Registers, Forms: d.Forms, Rounds: d.Rounds,
				Indicators: d.Indicators})
		}
	}
}

// putOn appends to the workspace of a role, which it makes with the first of them.
func (b *builder) putOn(d *workspaceDoc) {
	i := slices.IndexFunc(b.cat.Workspaces, func(w *catalog.Workspace) bool { return w.Role == d.Workspace.text })
	if i < 0 {
		i = len(b.cat.Workspaces)
		b.cat.Workspaces = append(b.cat.Workspaces, &catalog.Workspace{Role: d.Workspace.text})
	}
	w := b.cat.Workspaces[i]
	w.Registers = joinNames(w.Registers, b.shown(d, d.Registers, b.registers, catalog.MayRead))
	w.Forms = joinNames(w.Forms, b.shown(d, d.Forms, b.forms, catalog.MaySubmit))
	w.Rounds = joinNames(w.Rounds, knownTexts(d.Rounds, b.rounds))
	w.Indicators = joinNames(w.Indicators, knownTexts(d.Indicators, b.indicators))
}

func joinNames(to, more []string) []string {
	for _, name := range more {
		if !slices.Contains(to, name) {
			to = append(to, name)
		}
	}
	return to
}

// shown lists what a workspace shows and warns of what its role has no right to.
func (b *builder) shown(d *workspaceDoc, list words, n *names, right catalog.Right) []string {
	out := knownTexts(list, n)
	i := slices.IndexFunc(b.cat.Roles, func(r *catalog.Role) bool { return r.Name == d.Workspace.text })
	if i < 0 {
		return out
	}
	for _, w := range list {
		x := b.reg[w.text]
		builtIn := x != nil && x.reg.BuiltIn
		if slices.Contains(out, w.text) && !b.cat.Roles[i].May(w.text, right, builtIn) {
			b.report(w.pos, codeWorkspaceNoRight, "name", w.text, "role", d.Workspace.text, "right", right)
		}
	}
	return out
}

func knownTexts(list words, n *names) []string {
	var out []string
	for _, w := range list {
		if n.known(w) {
			out = append(out, w.text)
		}
	}
	return out
}
