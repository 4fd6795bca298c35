package pack

import (
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"jieli/catalog"
	"jieli/expr"
	"jieli/fault"
	"jieli/value"
)

// Class says what a change of a pack asks of the data that is there.
type Class string

const (
	// Compatible changes need nothing: tables get columns and indexes at most.
	Compatible Class = "compatible"
	// NeedsMigration changes keep all data and ask for work: recounting figures, filling new required fields, looking
	// at values that the new limits would refuse.
	NeedsMigration Class = "needs_migration"
	// Forbidden changes would make entries of the journal unreadable or give them another meaning.
	Forbidden Class = "forbidden"
)

var classRank = map[Class]int{Compatible: 0, NeedsMigration: 1, Forbidden: 2}

// Change is one difference between two versions of a pack. Path names the definition, as in
// "register household.members"; Text says what changed and what it asks for.
type Change struct {
	Class Class
	Path  string
	Text  fault.Text
}

// Diff compares two versions of one pack: the heaviest changes first, then by path. What people only read (labels,
// help, order) is no change.
func Diff(old, new *catalog.Catalog) []Change {
	d := &differ{}
	d.pack(old, new)
	d.areas(old, new)
	d.choices(old, new)
	d.parameters(old, new)
	d.registers(old, new)
	d.forms(old, new)
	d.roles(old, new)
	d.indicators(old, new)
	d.rounds(old, new)
	d.workflows(old, new)
	d.rules(old, new)
	d.documents(old, new)
	d.calendar(old, new)
	d.ledger(old, new)
	sort.SliceStable(d.changes, func(i, j int) bool {
		a, b := d.changes[i], d.changes[j]
		if classRank[a.Class] != classRank[b.Class] {
			return classRank[a.Class] > classRank[b.Class]
		}
		return a.Path < b.Path
	})
	return d.changes
}

// Worst gives the heaviest class among changes; Compatible when there are none.
func Worst(changes []Change) Class {
	worst := Compatible
	for _, c := range changes {
		if classRank[c.Class] > classRank[worst] {
			worst = c.Class
		}
	}
	return worst
}

type differ struct{ changes []Change }

func (d *differ) add(class Class, path, zh, en string) {
	d.changes = append(d.changes, Change{Class: class, Path: path, Text: fault.Text{Zh: zh, En: en}})
}

// changed adds a change when two values differ, with both in the sentence.
func (d *differ) changed(class Class, path, zh, en string, old, new any) {
	a, b := fmt.Sprint(old), fmt.Sprint(new)
	if a != b {
		show := func(s string) string {
			if s == "" || s == "<nil>" {
				return "–"
			}
			return s
		}
		d.add(class, path, zh+"："+show(a)+" → "+show(b), en+": "+show(a)+" → "+show(b))
	}
}

func (d *differ) pack(old, new *catalog.Catalog) {
	d.changed(Forbidden, "pack", "方案名称改变，这是另一个方案", "the name changes: this is another pack",
		old.Pack.Name, new.Pack.Name)
	d.changed(Forbidden, "pack", "方案所属区划改变", "the programme's own area changes", old.Pack.Root, new.Pack.Root)
	if old.Pack.Digest != new.Pack.Digest && !versionAfter(new.Pack.Version, old.Pack.Version) {
		d.add(Forbidden, "pack", "内容变了，版本号没有增大："+new.Pack.Version,
			"the content changes and the version does not rise: "+new.Pack.Version)
	}
}

// versionAfter compares versions number by number.
func versionAfter(a, b string) bool {
	x, y := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(x), len(y)) {
		p, q := 0, 0
		if i < len(x) {
			p, _ = strconv.Atoi(x[i])
		}
		if i < len(y) {
			q, _ = strconv.Atoi(y[i])
		}
		if p != q {
			return p > q
		}
	}
	return false
}

func (d *differ) areas(old, new *catalog.Catalog) {
	gone, added := 0, 0
	for _, a := range old.Areas.Below(old.Pack.Root, "") {
		if _, ok := new.Areas.Get(a.Code); !ok {
			gone++
			if gone <= 20 { // a county that is left out would fill pages
				d.add(Forbidden, "area "+a.Code, "区划被删除，其记录将无处归属", "the area is gone, and its records have no place")
			}
		}
	}
	for _, a := range new.Areas.Below(new.Pack.Root, "") {
		if _, ok := old.Areas.Get(a.Code); !ok {
			added++
		}
	}
	if added > 0 {
		d.add(Compatible, "areas", fmt.Sprintf("新增区划 %d 个", added), fmt.Sprintf("%d areas are new", added))
	}
}

// pairs walks definitions by name: both sides where both have it, nil on the side that has not.
func pairs[T any](old, new []*T, name func(*T) string, each func(name string, old, new *T)) {
	byName := map[string]*T{}
	for _, x := range new {
		byName[name(x)] = x
	}
	seen := map[string]bool{}
	for _, x := range old {
		seen[name(x)] = true
		each(name(x), x, byName[name(x)])
	}
	for _, x := range new {
		if !seen[name(x)] {
			each(name(x), nil, x)
		}
	}
}

func (d *differ) choices(old, new *catalog.Catalog) {
	name := func(l *catalog.ChoiceList) string { return l.Name }
	pairs(old.Choices, new.Choices, name, func(name string, a, b *catalog.ChoiceList) {
		if slices.Contains(ledgerLists, name) {
			return // their codes are the kinds of the ledger, which are compared as such
		}
		path := "choices " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增代码表", "the code list is new")
			return
		case b == nil:
			d.add(Forbidden, path, "代码表被删除，请保留并停用其代码", "the code list is gone; keep it and retire its codes")
			return
		}
		for _, v := range a.Values {
			switch _, kept := b.Label(v.Code); {
			case !kept:
				d.add(Forbidden, path+"."+v.Code, "代码被删除，请改为停用（retired）", "the code is gone; retire it instead")
			case v.Retired != !b.Active(v.Code):
				d.add(Compatible, path+"."+v.Code, "代码停用或恢复", "the code is retired, or in use again")
			}
		}
		for _, v := range b.Values {
			if _, had := a.Label(v.Code); !had {
				d.add(Compatible, path+"."+v.Code, "新增代码", "the code is new")
			}
		}
	})
}

func (d *differ) parameters(old, new *catalog.Catalog) {
	name := func(p *catalog.Parameter) string { return p.Name }
	pairs(old.Parameters, new.Parameters, name, func(name string, a, b *catalog.Parameter) {
		path := "parameter " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增参数", "the parameter is new")
		case b == nil:
			d.add(Compatible, path, "参数不再使用", "the parameter is used no more")
		default:
			d.changed(Forbidden, path, "类型改变", "its type changes", a.Type.Name(), b.Type.Name())
			d.parameterValues(path, a, b)
		}
	})
}

func (d *differ) parameterValues(path string, a, b *catalog.Parameter) {
	key := func(v catalog.ParameterValue) string { return v.Area + " " + v.From.String() }
	values := map[string]catalog.ParameterValue{}
	for _, v := range b.Values {
		values[key(v)] = v
	}
	for _, v := range a.Values {
		w, kept := values[key(v)]
		delete(values, key(v))
		switch {
		case !kept:
			d.add(NeedsMigration, path, "已生效的值被删除："+key(v)+"，依据它作出的判断需复核",
				"a value that held is gone: "+key(v)+"; what was decided by it must be looked at")
		case fmt.Sprint(v.Value) != fmt.Sprint(w.Value):
			d.add(NeedsMigration, path, "已生效的值改变："+key(v)+"，依据它作出的判断需复核",
				"a value that held changes: "+key(v)+"; what was decided by it must be looked at")
		}
	}
	for k := range values {
		d.add(Compatible, path, "新增值："+k, "a value is new: "+k)
	}
}

func (d *differ) registers(old, new *catalog.Catalog) {
	name := func(r *catalog.Register) string { return r.Name }
	pairs(old.Registers, new.Registers, name, func(name string, a, b *catalog.Register) {
		path := "register " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增台账", "the register is new")
		case b == nil:
			d.add(Forbidden, path, "台账被删除，其历史将无法读取；请保留并停用字段",
				"the register is gone, and its history cannot be read; keep it and retire its fields")
		default:
			d.register(path, a, b)
		}
	})
}

// registerName gives the name of a register, "" for none.
func registerName(r *catalog.Register) string {
	if r == nil {
		return ""
	}
	return r.Name
}

func (d *differ) register(path string, a, b *catalog.Register) {
	d.changed(Forbidden, path, "上级台账改变", "its parent changes", registerName(a.Parent), registerName(b.Parent))
	d.changed(NeedsMigration, path, "主键改变，需重算主键并检查重复", "its key changes: keys are made again and may collide",
		strings.Join(a.Key, "+"), strings.Join(b.Key, "+"))
	d.changed(NeedsMigration, path, "区划字段改变，记录需重新归属", "the field that places records changes: they move",
		a.AreaField, b.AreaField)
	d.changed(NeedsMigration, path, "业务日期字段改变", "the field of the business date changes", a.DateField, b.DateField)
	name := func(f *catalog.Field) string { return f.Name }
	pairs(a.Fields, b.Fields, name, func(name string, x, y *catalog.Field) {
		at := path + "." + name
		switch {
		case x == nil && y.Required && y.Default == nil:
			d.add(NeedsMigration, at, "新增必填字段，现有记录没有值", "a required field is new: present records have no value")
		case x == nil && y.Calculate != nil:
			d.add(NeedsMigration, at, "新增计算字段，现有记录需重算", "a calculated field is new: present records are computed again")
		case x == nil:
			d.add(Compatible, at, "新增字段", "the field is new")
		case y == nil:
			d.add(NeedsMigration, at, "字段被删除，列保留但不再显示；请改为停用（retired）",
				"the field is gone, its column stays unseen; retire it instead")
		default:
			d.field(at, x, y)
		}
	})
}

func (d *differ) field(path string, a, b *catalog.Field) {
	if a.Type.Name() != b.Type.Name() {
		class := Forbidden
		if b.Type.Name() == "text" && a.Type.Column() == value.ColumnText && a.Type.Kind() == value.KindString {
			class = Compatible // every value is a text already
		}
		d.changed(class, path, "类型改变", "its type changes", a.Type.Name(), b.Type.Name())
		return
	}
	x, y := &a.Limits, &b.Limits
	d.changed(Forbidden, path, "计量单位改变，已有数值的含义会变",
		"its unit changes: present numbers would mean something else", x.Unit, y.Unit)
	d.changed(Forbidden, path, "小数位数改变，已存数值会错位", "its decimals change: stored numbers would shift", x.Decimals, y.Decimals)
	d.changed(Forbidden, path, "引用的台账改变", "the register it points to changes", x.Register, y.Register)
	d.changed(NeedsMigration, path, "代码表改变", "its code list changes", listName(x), listName(y))
	d.changed(NeedsMigration, path, "区划层级改变", "its level of areas changes", x.Level, y.Level)
	d.changed(NeedsMigration, path, "隐私级别改变，加密与索引需重做", "its privacy changes: columns are sealed or opened again",
		a.Privacy, b.Privacy)
	d.changed(NeedsMigration, path, "计算式改变，现有记录需重算", "its calculation changes: present records are computed again",
		programText(a.Calculate), programText(b.Calculate))
	if !a.Required && b.Required {
		d.add(NeedsMigration, path, "改为必填，现有记录可能缺值", "it becomes required: present records may lack it")
	}
	if narrower(x, y) {
		d.add(NeedsMigration, path, "限制收紧，现有值可能不合要求", "its limits narrow: present values may not fit")
	}
	d.changed(Compatible, path, "停用状态改变", "it is retired, or in use again", a.Retired, b.Retired)
}

func listName(l *value.Limits) string {
	if c, ok := l.Choices.(*catalog.ChoiceList); ok {
		return c.Name
	}
	return ""
}

func programText(p *expr.Program) string {
	if p == nil {
		return ""
	}
	return strings.Join(strings.Fields(p.Source()), " ")
}

// narrower reports whether values within a may lie outside b.
func narrower(a, b *value.Limits) bool {
	return b.Min != nil && (a.Min == nil || *b.Min > *a.Min) ||
		b.Max != nil && (a.Max == nil || *b.Max < *a.Max) ||
		b.MinLength > a.MinLength ||
		b.MaxLength > 0 && (a.MaxLength == 0 || b.MaxLength < a.MaxLength) ||
		b.MaxCount > 0 && (a.MaxCount == 0 || b.MaxCount < a.MaxCount) ||
		b.Pattern != "" && b.Pattern != a.Pattern
}

func (d *differ) forms(old, new *catalog.Catalog) {
	name := func(f *catalog.Form) string { return f.Name }
	pairs(old.Forms, new.Forms, name, func(name string, a, b *catalog.Form) {
		path := "form " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增表单", "the form is new")
		case b == nil:
			d.add(NeedsMigration, path, "表单被删除，设备上未提交的填报将被拒绝", "the form is gone: drafts on devices will be refused")
		default:
			d.changed(Forbidden, path, "所关于的台账改变", "its subject changes", registerName(a.Subject), registerName(b.Subject))
			d.changed(Forbidden, path, "creates 改变", "creates changes", a.Creates, b.Creates)
			d.questions(path, a, b)
			d.posts(path, a, b)
		}
	})
}

func (d *differ) questions(path string, a, b *catalog.Form) {
	for name, q := range a.ByName() {
		if r := b.ByName()[name]; r == nil && !q.ReadOnly {
			d.add(NeedsMigration, path+"."+name, "问题被删除，设备上未提交的填报会多出这一项",
				"the question is gone: drafts on devices still answer it")
		}
	}
	for name, q := range b.ByName() {
		if a.ByName()[name] == nil && q.Required {
			d.add(NeedsMigration, path+"."+name, "新增必答问题，设备上未提交的填报缺这一项",
				"a required question is new: drafts on devices lack it")
		}
	}
}

func (d *differ) roles(old, new *catalog.Catalog) {
	name := func(r *catalog.Role) string { return r.Name }
	pairs(old.Roles, new.Roles, name, func(name string, a, b *catalog.Role) {
		path := "role " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增角色", "the role is new")
		case b == nil:
			d.add(NeedsMigration, path, "角色被删除，其授权失效", "the role is gone: its grants give nothing")
		default:
			d.changed(NeedsMigration, path, "授权层级改变", "the level of its grants changes", a.Level, b.Level)
			d.changed(Compatible, path, "权限改变", "its rights change", rightsText(a), rightsText(b))
		}
	})
}

func rightsText(r *catalog.Role) string {
	return fmt.Sprint(r.Can, r.Sees, r.Unmask, r.Hides, r.ReadOnly, r.Powers) // maps print sorted by key
}

func (d *differ) indicators(old, new *catalog.Catalog) {
	name := func(i *catalog.Indicator) string { return i.Name }
	pairs(old.Indicators, new.Indicators, name, func(name string, a, b *catalog.Indicator) {
		path := "indicator " + name
		switch {
		case a == nil && b.Stored():
			d.add(NeedsMigration, path, "新增指标，需从现有记录统计", "the indicator is new: it is counted from the records")
		case a == nil:
			d.add(Compatible, path, "新增指标", "the indicator is new")
		case b == nil:
			d.add(NeedsMigration, path, "指标被删除，引用它的报告会缺数", "the indicator is gone: reports that show it lack a figure")
		default:
			d.changed(NeedsMigration, path, "口径改变，需重新统计", "what it counts changes: it is counted again", counts(a), counts(b))
			d.changed(Compatible, path, "对照的计划改变", "what it is held against changes", planName(a), planName(b))
		}
	})
}

func planName(i *catalog.Indicator) string {
	switch {
	case i.Plan != nil:
		return i.Plan.Name
	case i.PlanParameter != nil:
		return "parameter." + i.PlanParameter.Name
	}
	return ""
}

// counts gives all that decides what an indicator counts.
func counts(i *catalog.Indicator) string {
	register, of := "", ""
	if i.Register != nil {
		register = i.Register.Name
	}
	if i.Of != nil {
		of = i.Of.Name
	}
	parts := []string{string(i.Kind), register, programText(i.Sum), programText(i.Where), i.Date, i.From, i.Until,
		strings.Join(i.By, "+"), i.Distinct, of, strconv.Itoa(i.Scale)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

func (d *differ) rounds(old, new *catalog.Catalog) {
	name := func(r *catalog.Round) string { return r.Name }
	pairs(old.Rounds, new.Rounds, name, func(name string, a, b *catalog.Round) {
		path := "round " + name
		switch {
		case a == nil:
			d.add(Compatible, path, "新增轮次", "the round is new")
		case b == nil:
			d.add(NeedsMigration, path, "轮次被删除，其覆盖情况不再显示", "the round is gone: its coverage is shown no more")
		default:
			text := func(r *catalog.Round) string {
				return strings.Join([]string{registerName(r.Opener), programText(r.When), r.From, r.To, r.Target.Name,
					programText(r.Where), r.CoveredBy.Name, r.On, registerName(r.Places), r.PlaceArea, r.Shape, r.Point, r.Due,
					strconv.Itoa(r.Lead)}, " ")
			}
			d.changed(NeedsMigration, path, "口径改变，覆盖情况需重算",
				"what it covers changes: coverage is counted again", text(a), text(b))
		}
	})
}
