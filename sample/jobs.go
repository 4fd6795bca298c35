package sample

import "jieli/value"

// trades by firm of the table of words: the trade that such a firm belongs to.
var tradeOf = map[string]string{
	"电子厂": "manufacturing", "五金厂": "manufacturing", "服装厂": "manufacturing", "家具厂": "manufacturing",
	"食品厂": "manufacturing", "玩具厂": "manufacturing", "陶瓷厂": "manufacturing", "纸品厂": "manufacturing",
	"水泥制品厂": "manufacturing", "建筑工地": "construction", "装修队": "construction", "村里建筑队": "construction",
	"物流仓库": "transport", "快递站点": "transport", "餐馆": "catering", "农家乐": "catering", "超市": "trade",
	"镇上小卖部": "trade", "保洁公司": "household_service", "家政公司": "household_service", "汽修店": "household_service",
	"养鸡场": "farming", "蔬菜基地": "farming", "砂糖桔果园": "farming", "合作社基地": "farming",
	"茶厂": "manufacturing", "竹笋加工厂": "manufacturing", "米厂": "manufacturing", "木材加工点": "manufacturing",
	"乡村振兴车间": "manufacturing",
}

// workOf says whether and where somebody works.
func (m *maker) workOf(p *person, age int) {
	d := m.dice
	able := p.labour == "ordinary" || p.labour == "skilled"
	if age < 16 || age >= 66 || p.pupil != "" || !able && p.labour != "weak_or_half" {
		return
	}
	p.work.place = "none"
	share := 130
	switch {
	case p.labour == "skilled":
		share = 1000
	case able && age < 50:
		share = 760
	case able:
		share = 520
	}
	if !d.chance(share) {
		m.withoutWork(p, age)
		return
	}
	p.work = m.job(p, age, able)
	p.employed = p.work.trade == "manufacturing" && p.work.away() && d.chance(220)
}

func (m *maker) withoutWork(p *person, age int) {
	d := m.dice
	if p.schooling == "college" || p.schooling == "bachelor" {
		p.graduateReason = []string{"looking", "further_study", "civil_service", "care"}[d.weighted(40, 15, 25, 20)]
	}
	if age >= 38 && age < 66 && d.chance(90) {
		posts := []string{"cleaner", "forest_guard", "road_keeper", "water_keeper", "river_keeper"}
		p.post, p.postMonths = pick(d, posts), 12
		return
	}
	p.plans = age < 50 && d.chance(60)
}

func (m *maker) job(p *person, age int, able bool) work {
	d := m.dice
	w := work{months: d.between(5, 11), since: value.DateOf(2021, 2, 20).AddDays(d.between(0, 60))}
	near := d.weighted(25, 20, 52, 3)
	if !able || age >= 58 {
		near = d.weighted(75, 25)
	}
	w.place = []string{"town", "county", "province", "other_province"}[near]
	switch near {
	case 0, 1:
		w.firm = pick(d, m.tables.words["local_firm"])
		w.channel = []string{"own", "relatives", "leading_enterprise", "cooperative", "government"}[d.weighted(50, 28, 8, 8, 6)]
		if w.firm == "乡村振兴车间" {
			w.channel = "workshop"
		}
		w.wage = d.spread(16, 34) * 100
	default:
		w.firm = pick(d, m.tables.words["firm"])
		w.channel = []string{"own", "relatives", "government", "business"}[d.weighted(56, 34, 7, 3)]
		w.wage = d.spread(26, 58) * 100
	}
	if !able {
		w.wage = d.spread(9, 18) * 100
	}
	if p.labour == "skilled" {
		w.wage += 900
	}
	w.trade = tradeOf[w.firm]
	if near == 3 {
		w.county = pick(d, m.tables.words["far"])
	} else if near == 2 {
		w.county = pick(d, m.tables.words["away"])
	}
	return w
}
