package sample

import (
	"jieli/value"
)

// carryOutProject gives a project its money and lets it be carried out as far as it gets.
func (w *world) carryOutProject(p *project, planned value.Date) {
	d := w.bank.dice
	day := w.allocate(p, planned)
	if p.fate == atPlan {
		return
	}
	length := p.row.days * d.between(80, 115) / 100
	day = nextVisitDay(day.AddDays(d.between(3, 12)))
	finish := w.finishDay(p, day, length)
	stones := w.beginProject(p, day, finish)
	if p.fate == wasStopped {
		w.stopProject(p, day.AddDays(d.between(30, 60)))
		return
	}
	w.payOnTheWay(p, day, finish)
	if p.fate == atWork {
		w.goOnWorking(p, stones)
		return
	}
	last := day
	for _, s := range stones {
		last = max(last, w.reach(p, s, min(s.due.AddDays(d.between(-6, 9)), finish-2)))
	}
	day = w.projectStep(p, max(finish, last+1), p.clerk, "finish", func(f *fields) {
		f.date("finished_on", finish)
		f.list("finish_photo", w.photo(subjectOf(p.name), p.village, true))
	})
	if p.fate != atAcceptance || d.chance(500) {
		day = nextVisitDay(day + 2)
		version := 1
		w.act(doing{day: day, who: p.clerk, form: "goal_result", county: p.county(), subject: p.goalID, base: &version, changes: 1,
			answer: func(f *fields) {
				f.whole("reached", p.goal*d.between(97, 106)/100)
			}})
	}
	if p.fate != atAcceptance {
		w.conclude(p, day)
	}
}

// finishDay gives the day on which the work is finished: so that the project stands where it is to stand on the last day.
func (w *world) finishDay(p *project, start value.Date, length int) value.Date {
	d := w.bank.dice
	day := start.AddDays(length)
	switch p.fate {
	case completed:
		day = min(day, value.DateOf(2022, 5, 25).AddDays(d.between(0, 10)))
	case atHandover:
		day = value.DateOf(2022, 6, 8).AddDays(d.between(0, 9))
	case atAnnouncement:
		day = value.DateOf(2022, 6, 27).AddDays(d.between(0, 9))
	case atAcceptance:
		day = value.DateOf(2022, 7, 5).AddDays(d.between(0, 15))
	}
	return nextVisitDay(max(day, start+20))
}

// beginProject begins the work, with milestones, and gives these.
func (w *world) beginProject(p *project, day, finish value.Date) []*stone {
	d := w.bank.dice
	p.start = day
	words := []string{"主体完成过半", "主体完工"}
	if p.row.asset == "none" {
		words = []string{"名单和方案确定", "活动过半"}
	}
	if p.budget < smallProject {
		words = words[1:]
	}
	stones := make([]*stone, len(words))
	for i := range words {
		due := day + value.Date(int(finish-day)*(i+1)/(len(words)+1))
		stones[i] = &stone{id: value.DeriveID("sample", "milestone", p.id, pad(i, 1)), due: due.AddDays(d.between(-4, 4)),
			last: i == len(words)-1}
	}
	w.projectStep(p, day, p.clerk, "start", func(f *fields) {
		f.date("started_on", day)
		f.text("contractor", p.row.payee)
		f.rows("milestones", len(stones), func(i int) {
			row := &fields{b: append(f.b, `"record":`...)}
			row.b = quote(row.b, stones[i].id)
			row.flag("new", true)
			row.text("name", words[i])
			row.date("due_on", stones[i].due)
			f.b = row.b
		})
	})
	return stones
}

// smallProject is the budget below which one milestone and one payment are enough, in yuan.
const smallProject = 120_000

// stone is a milestone.
type stone struct {
	id      string
	due     value.Date
	last    bool // nothing is left to build after it
	version int
}

// reach reports a milestone, from where the photographs were taken.
func (w *world) reach(p *project, s *stone, day value.Date) value.Date {
	day = nextVisitDay(day)
	s.version = 1
	w.act(doing{day: day, who: p.clerk, form: "milestone_report", county: p.county(), subject: s.id, base: &s.version, changes: 1,
		answer: func(f *fields) {
			f.date("done_on", day)
			f.list("photos", w.photo(subjectOf(p.name), p.village, s.last))
			f.point("photo_place", p.village.place)
			f.text("note", "按图施工，现场已核")
		}})
	return day
}

// goOnWorking lets a project that is under way on the last day report, take longer or rest.
func (w *world) goOnWorking(p *project, stones []*stone) {
	d := w.bank.dice
	for _, s := range stones {
		if day := s.due.AddDays(d.between(-3, 12)); day < lastDay-2 && !d.chance(80) {
			w.reach(p, s, day)
		}
	}
	day := p.start.AddDays(d.between(25, 45))
	switch {
	case d.chance(450):
		w.projectStep(p, day, p.clerk, "delay", func(f *fields) {
			f.whole("days", d.between(20, 60))
			f.text("reason", "雨季无法施工，顺延工期")
		})
	case d.chance(80):
		w.projectStep(p, day, p.clerk, "pause", reason("材料未到，暂停施工"))
	default:
		w.act(doing{day: day, who: w.projectTeam(p, day), form: "project_report", county: p.county(), subject: p.id, base: &p.version,
			answer: func(f *fields) {
				f.text("progress_note", "已完成基础部分，质量正常")
				f.list("progress_photo", w.photo(subjectOf(p.name), p.village, false))
				f.point("photo_place", p.village.place)
			}})
	}
}

// projectTeam gives who of the town's team looks after the village on a day.
func (w *world) projectTeam(p *project, day value.Date) *staff {
	return p.village.slot.on(nextVisitDay(day))
}

// conclude accepts, announces, pays what is left and closes.
func (w *world) conclude(p *project, day value.Date) {
	d := w.bank.dice
	day = nextVisitDay(day.AddDays(d.between(3, 10)))
	second := w.projectTeam(p, day).name
	w.projectStep(p, day, w.bank.second[p.county()], "accept", func(f *fields) {
		f.text("second", second)
		f.whole("reached_persons", p.persons*d.between(96, 103)/100)
		f.text("acceptance_note", "完成建设任务，质量合格")
	})
	p.done = day
	settled := w.payAtTheEnd(p, day)
	if p.fate == atAnnouncement {
		return
	}
	day = w.projectStep(p, day.AddDays(d.between(3, 8)), p.clerk, "announce", func(f *fields) {
		f.text("announced_place", "镇政务公开栏和村务公开栏")
	})
	if p.fate == atHandover {
		return
	}
	if settled = w.giveBack(p, settled); p.spare > 0 && d.chance(30) {
		w.hurriedClosing(p, day)
	}
	w.close(p, max(day, settled).AddDays(d.between(2, 6)))
}

// close hands the asset over, or closes without one.
func (w *world) close(p *project, day value.Date) {
	if p.row.asset == "none" {
		w.projectStep(p, day, p.clerk, "close", reason("不形成资产"))
		return
	}
	day = nextVisitDay(day)
	bundle := w.act(doing{day: day, who: p.clerk, form: "project_hand_over", county: p.county(),
		subject: p.id, base: &p.version, changes: 1,
		answer: func(f *fields) {
			f.text("asset_name", p.name)
			f.text("asset_kind", p.row.asset)
			level, owner := "village", p.village.name+"经济联合社"
			if p.row.asset == "household" {
				level, owner = "household", "受益农户"
			}
			f.text("owner_level", level)
			f.text("owner_name", owner)
			f.text("keeper", p.village.name+"村民委员会")
			f.text("looked_after_by", w.office.villages[p.village.code].account)
			f.yuan("asset_value", max(1, p.paid))
		}})
	w.keepAsset(p, value.DeriveID(bundle, "add", "0"), day)
}

// keepAsset lets the village look after what was built; an operating asset brings an income.
func (w *world) keepAsset(p *project, asset string, day value.Date) {
	d := w.bank.dice
	village, version := w.office.villages[p.village.code], 1
	w.disposeOf(p, asset, day)
	on := nextVisitDay(day.AddDays(d.between(20, 70)))
	if d.chance(300) {
		w.act(doing{day: on, who: village, form: "asset_check", county: p.county(), subject: asset, base: &version, changes: 1,
			answer: func(f *fields) {
				f.date("done_on", on)
				f.text("condition", []string{"good", "worn"}[d.weighted(9, 1)])
				f.text("upkeep", "清理杂物，检查运行情况")
				f.yuan("cost", d.between(0, 8)*50)
			}})
	}
	if p.row.asset != "operating" {
		return
	}
	paid := nextVisitDay(value.DateOf(2022, 7, 4).AddDays(d.between(0, 20)))
	income := max(2, p.paid*d.between(2, 6)/100/100) * 100
	w.act(doing{day: max(paid, day+5), who: village, form: "asset_income", county: p.county(), subject: asset, base: &version,
		answer: func(f *fields) {
			f.whole("year", 2022)
			f.date("received_on", nextVisitDay(max(paid, day+5)))
			f.yuan("amount", income)
			f.yuan("collective", income*7/10)
			f.text("use", "七成归村集体，三成按协议分给参与农户")
		}})
}

// Of the assets, counted through: scrapped, or kept after the town or the county has looked; the last is still with the county.
const (
	assetsAsked = 12
	askedEvery  = 9
)

// disposeOf lets a village ask to dispose of one asset in nine: it is broken, washed away, or of more use to another.
func (w *world) disposeOf(p *project, asset string, handed value.Date) {
	b := w.bank
	if b.assets++; b.assets%askedEvery != 0 || b.assets > assetsAsked*askedEvery || p.row.asset == "household" {
		return
	}
	n, county := b.assets/askedEvery, p.county()
	village := w.office.villages[p.village.code]
	x := []struct{ way, why string }{{"loss", "六月暴雨冲毁，无法修复"}, {"scrap", "设备锈蚀，维修费用高于重置"}, {"transfer", "移交镇水厂统一管护"}}[n%3]
	deeds := []deed{{"asset_disposal_apply", 0, village, func(f *fields, day value.Date) {
		f.text("way", x.way)
		f.text("reason_given", x.why)
		f.date("met_on", day.AddDays(-3))
	}}}
	why := func(text string) func(*fields, value.Date) {
		return func(f *fields, _ value.Date) { f.text("reason", text) }
	}
	switch n % 6 {
	case 4:
		deeds = append(deeds, deed{"asset_disposal_keep", 3, w.care.clerks[p.town.code], why("还能修复，由村集体安排维修")})
	case 5:
		deeds = append(deeds, deed{"asset_disposal_pass", 3, w.care.clerks[p.town.code], nil})
	default:
		deeds = append(deeds, deed{"asset_disposal_pass", 3, w.care.clerks[p.town.code], nil},
			deed{"asset_disposal_approve", 4, w.office.counties[county], nil},
			deed{"asset_disposal_carry_out", 6, village, func(f *fields, _ value.Date) {
				f.whole("proceeds", map[string]int{"scrap": (400 + 50*n) * 100}[x.way])
			}})
	}
	day := nextVisitDay(max(handed.AddDays(25), value.DateOf(2022, 6, 27).AddDays(n)))
	if day > lastDay {
		return
	}
	a := &affair{county: county, id: value.DeriveID("sample", "disposal", pad(n, 2)), subject: asset}
	w.lead(a, b.deals, day, deeds)
}

// hurriedClosing is refused: money is left with the project.
func (w *world) hurriedClosing(p *project, day value.Date) {
	w.act(doing{day: day, who: p.clerk, form: "project_close", county: p.county(), subject: p.id, base: &p.version, refused: true,
		answer: reason("尽快结项")})
}

// stopProject ends a project whose money has been returned.
func (w *world) stopProject(p *project, day value.Date) {
	for _, g := range p.grants {
		day = w.returnMoney(p, g, day) + 1
	}
	w.projectStep(p, day+3, w.projectOffice(p), "stop", reason("地质条件不符，无法施工"))
}
