package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// The published figures of investors and projects.
const (
	investorVisits     = 63
	investorIntents    = 28
	investmentProjects = 18
	investmentExpected = 63_000 // 万元
)

// industry is what the sample knows of the mechanism.
type industry struct {
	dice  dice
	names *namer
	firms []*firm
}

// firm is an enterprise that a town is in touch with.
type firm struct {
	id, name, system, trade string
	town                    *town
	early                   bool // it came in the first half of the year
}

func (w *world) scheduleIndustry() {
	x := &industry{dice: newDice(21), names: newNamer(w.tables)}
	x.names.dice = x.dice
	w.scheduleCollectives(x)
	w.scheduleIncomes(x)
	w.scheduleFunnel(x)
	w.scheduleParks(x)
	w.scheduleCertificates(x)
	w.scheduleAssets(x)
	w.scheduleOfficers(x)
}

// firmWords make names of enterprises that do not exist.
var (
	firmWords = []string{"穗禾", "粤耕", "岭丰", "云岚", "绿屿", "禾信", "南稻", "青笋", "珠实", "北江源", "穗田", "岭上春"}
	firmKinds = []struct{ system, trade, name, plan string }{
		{"specialty", "农产品加工", "农业发展有限公司", "农产品加工厂"}, {"grain", "稻米加工", "米业有限公司", "丝苗米加工线"},
		{"trade", "冷链物流", "冷链物流有限公司", "产地冷库"}, {"tourism", "乡村旅游", "文旅有限公司", "民宿和研学基地"},
		{"specialty", "茶叶种植加工", "茶业有限公司", "生态茶园"}, {"energy", "光伏发电", "新能源有限公司", "农光互补电站"},
		{"specialty", "设施蔬菜", "蔬菜种植有限公司", "蔬菜基地"},
	}
)

func (w *world) newFirm(x *industry, n int) *firm {
	k := firmKinds[(n*3+n/7)%len(firmKinds)]
	name := "广州" + firmWords[n%len(firmWords)] + firmSuffix(n/len(firmWords)) + k.name
	f := &firm{id: value.DeriveID("sample", "firm", pad(n, 3)), name: name, system: k.system, trade: k.trade, town: w.towns[n%len(w.towns)]}
	x.firms = append(x.firms, f)
	return f
}

func firmSuffix(n int) string {
	return []string{"", "一品", "农联", "兴旺", "千汇", "百谷"}[n]
}

// registration is what a town enters of an enterprise.
func (w *world) registration(x *industry, f *firm, day value.Date) engine.Bundle {
	a := newFields(400)
	a.text("name", f.name)
	a.text("legal_kind", "company")
	a.text("system", f.system)
	a.text("trade", f.trade)
	a.text("seat", pick(x.dice, []string{"广州市天河区", "广州市黄埔区", "广州市花都区", "广州市增城区", "广州市番禺区"}))
	a.yes("leading", x.dice.chance(250))
	a.text("town", f.town.code)
	name, _ := x.names.anybody()
	a.text("contact", name)
	a.text("contact_phone", w.maker.phone())
	a.date("registered_on", day)
	return engine.Bundle{County: f.town.code[:6], Form: "enterprise_registration", Subject: f.id, Answers: a.done()}
}

// scheduleOfficers gives three members of each team a duty: investment, business service, sales.
func (w *world) scheduleOfficers(x *industry) {
	for i, t := range w.towns {
		n := 0
		for _, s := range t.slots {
			if s.post == "leader" || len(s.terms) > 1 || n == 3 {
				continue
			}
			kind, posting := []string{"investment", "business_service", "sales"}[n], s.terms[0].posting
			day := nextVisitDay(value.DateOf(2021, 8, 2).AddDays(i % 9))
			w.add(at(day, 10+n, i), t.slots[0].on(day), func() engine.Bundle {
				f := newFields(100)
				f.text("kind", kind)
				f.date("starts_on", day)
				return engine.Bundle{County: t.code[:6], Form: "officer_duty", Subject: posting, Base: 1, Answers: f.done()}
			})
			n++
		}
	}
}

func collectiveID(code string) string { return value.DeriveID("sample", "collective", code) }

// scheduleCollectives brings in the cooperative of each village and the company of every third town, which stood before.
func (w *world) scheduleCollectives(x *industry) {
	for i, t := range w.towns {
		w.add(at(firstDay, 16, i), w.office.steward, func() engine.Bundle {
			b := engine.Bundle{County: t.code[:6]}
			for _, v := range t.villages {
				b.Entries = append(b.Entries, w.collective(x, w.villages[v].code, w.villages[v].name+"村经济合作社",
					"village_cooperative", w.villages[v].profile.households))
			}
			if i%3 == 0 {
				b.Entries = append(b.Entries, w.collective(x, t.code, t.name+"强镇富村发展有限公司", "town_company", 0))
			}
			return b
		})
	}
}

func (w *world) collective(x *industry, code, name, kind string, households int) engine.EntryIn {
	f := newFields(300)
	f.text("name", name)
	f.text("kind", kind)
	f.text("place", code)
	head, _ := x.names.anybody()
	f.text("head", head)
	f.text("head_phone", w.maker.phone())
	if households > 0 {
		f.whole("member_households", households)
	}
	f.date("founded_on", value.DateOf(2018+x.dice.IntN(3), 1+x.dice.IntN(12), 10))
	return engine.EntryIn{Register: "collective_body", Record: collectiveID(code), Action: journal.Create, Fields: f.done()}
}
