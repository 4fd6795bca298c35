package sample

import (
	"strings"

	"jieli/engine"
	"jieli/value"
)

// teamwork is what the sample knows of branches, promises and leave.
type teamwork struct{ dice dice }

// scheduleTeamwork plans what teams do beside visits: branches, pairings, promises of the units, leave.
func (w *world) scheduleTeamwork() {
	x := &teamwork{dice: newDice(31)}
	for i, t := range w.towns {
		w.scheduleBranch(x, t, i)
		w.schedulePairings(x, t, i)
		w.schedulePromises(x, t, i)
		w.scheduleLeave(x, t, i)
	}
}

// submit is a form about a record, as whoever last saw it made would send it.
func submit(county, form, subject string, fill func(*fields)) engine.Bundle {
	f := newFields(300)
	fill(f)
	return engine.Bundle{County: county, Form: form, Subject: subject, Base: 1, Answers: f.done()}
}

var meetings = []struct{ kind, topic, resolution string }{
	{"theme_day", "入户走访怎样做到不漏一户", "两人一组，先难后易，当周走完"}, {"members", "讨论本镇帮扶重点", "饮水、撂荒地复耕列在前面"},
	{"lecture", "乡村振兴促进法学习", ""}, {"committee", "研究临时党支部分工", "每名党员联系一个村"},
	{"theme_day", "与村党支部一起清理水渠", "下月再清理村口一段"}, {"members", "学习防返贫监测政策", "收入下降的户当周核实"},
	{"group", "汛前隐患排查安排", "临河户逐户上门"}, {"review", "年度组织生活会", "对照意见逐条改"},
}

func (w *world) scheduleBranch(x *teamwork, t *town, i int) {
	county, leader := t.code[:6], t.slots[0].on(firstDay)
	founded := value.DateOf(2021, 7, 12).AddDays(i % 10)
	branch := value.DeriveID("sample", "branch", t.code)
	w.add(at(founded, 15, i), leader, func() engine.Bundle {
		b := submit(county, "party_branch", t.teamID, func(f *fields) {
			f.text("name", "广州市驻"+t.name+"帮镇扶村工作队临时党支部")
			f.date("founded_on", founded)
			f.text("approved_by", "中共"+t.name+"委员会")
			f.text("secretary", leader.name)
			f.whole("members", 4+i%4)
		})
		b.Record = branch
		return b
	})
	for k := range 12 {
		day := nextVisitDay(founded.AddDays(6 + 31*k + x.dice.IntN(5)))
		if day > lastDay {
			break
		}
		m := meetings[(i+k)%len(meetings)]
		who := t.slots[t.leads[(i+k)%len(t.leads)]].on(day)
		w.add(at(day, 17, i), who, func() engine.Bundle {
			return submit(county, "branch_meeting", branch, func(f *fields) {
				f.date("held_on", day)
				f.text("kind", m.kind)
				f.text("topic", m.topic)
				if m.resolution != "" {
					f.text("resolution", m.resolution)
				}
				f.yes("with_villages", strings.Contains(m.topic, "村党支部"))
			})
		})
	}
}

// pairedTowns are those of which the report tells: there every branch of a village is paired.
var pairedTowns = []string{"小江镇", "大麦山镇", "太保镇"}

func (w *world) schedulePairings(x *teamwork, t *town, i int) {
	villages := t.villages[:min(2, len(t.villages))]
	for _, name := range pairedTowns {
		if t.name == name {
			villages = t.villages
		}
	}
	var offices, firms []string
	for _, u := range w.tables.units {
		switch u.kind {
		case "municipal_unit":
			offices = append(offices, u.name)
		case "enterprise":
			firms = append(firms, u.name)
		}
	}
	county, leader := t.code[:6], t.slots[0].on(firstDay)
	for k, at0 := range villages {
		v := w.villages[at0]
		office, firm := offices[(i*3+k)%len(offices)], firms[(i+k)%len(firms)]
		day := nextVisitDay(value.DateOf(2021, 9, 6).AddDays(i*3 + k%9))
		pair := value.DeriveID("sample", "pairing", v.code)
		w.add(at(day, 10, 10+k%40), leader, func() engine.Bundle {
			b := submit(county, "pairing", t.teamID, func(f *fields) {
				f.text("village", v.code)
				f.text("village_branch", v.name+"党支部")
				f.text("office_unit", unitID(office))
				f.text("office_branch", office+"机关党支部")
				f.text("enterprise_unit", unitID(firm))
				f.text("enterprise_branch", firm+"党支部")
				f.date("starts_on", day)
				f.text("plan", "联合主题党日、走访慰问、消费帮扶和就业对接")
			})
			b.Record = pair
			return b
		})
		w.scheduleActivities(x, t, pair, day, i+k)
	}
}

var activities = []struct{ kind, what, result string }{
	{"joint_meeting", "联合主题党日，到村史馆学习", ""}, {"visits", "春节前走访慰问老党员和监测户", "送去慰问品十二份"},
	{"sales", "食堂采购对接，订购村里的红薯和鸡蛋", "签了两个月的供货单"}, {"jobs", "招工信息进村", "六人报名面试"},
	{"advice", "请技术员讲沙糖桔黄龙病防治", "十五户到场"}, {"lecture", "机关支部书记上党课", ""},
}

func (w *world) scheduleActivities(x *teamwork, t *town, pair string, from value.Date, n int) {
	for k := range 2 {
		day := nextVisitDay(from.AddDays(40 + 120*k + x.dice.IntN(40)))
		a := activities[(n+k*2)%len(activities)]
		who := t.slots[t.leads[n%len(t.leads)]].on(day)
		w.add(at(day, 16, 5+n%50), who, func() engine.Bundle {
			return submit(t.code[:6], "pairing_activity", pair, func(f *fields) {
				f.date("held_on", day)
				f.text("kind", a.kind)
				f.text("what", a.what)
				if a.result != "" {
					f.text("result", a.result)
				}
			})
		})
	}
}

var leaves = []struct {
	kind string
	days int
}{{"annual", 5}, {"home", 3}, {"private", 1}, {"duty", 2}, {"sick", 2}}

// scheduleLeave plans leave of members, two or three a team; one is refused in the flood, the last waits for an answer.
func (w *world) scheduleLeave(x *teamwork, t *town, i int) {
	for k := range 2 + i%2 {
		s := t.slots[len(t.slots)-1-(i+k*2)%4]
		asked := nextVisitDay(value.DateOf(2021, 10, 20).AddDays(k*95 + i*4 + x.dice.IntN(5)))
		if i == 5 && k == 0 {
			asked = value.DateOf(2022, 6, 20)
		}
		if i%9 == 7 && k == 0 {
			asked = value.DateOf(2022, 7, 27)
		}
		if asked > lastDay {
			continue
		}
		who, l := s.on(asked), leaves[(i+k)%len(leaves)]
		from := nextVisitDay(asked + 5)
		if s.on(from+value.Date(l.days)) != who || s.on(asked-relayDays-1) != who {
			continue // comes or goes just then
		}
		w.askLeave(t, s, who, asked, from, l.kind, l.days)
	}
}

func (w *world) askLeave(t *town, s *slot, who *staff, asked, from value.Date, kind string, days int) {
	county, posting := t.code[:6], ""
	for _, x := range s.terms {
		if x.who == who {
			posting = x.posting
		}
	}
	stand := t.slots[1].on(asked)
	if stand == who {
		stand = t.slots[0].on(asked)
	}
	id := value.DeriveID("sample", "leave", who.login, asked.String())
	w.add(at(asked, 11, 20), who, func() engine.Bundle {
		b := submit(county, "leave_ask", posting, func(f *fields) {
			f.text("kind", kind)
			f.date("from_on", from)
			f.date("until_on", from.AddDays(days-1))
			f.text("stand_in", stand.account)
		})
		b.Record = id
		if asked == value.DateOf(2022, 7, 27) {
			return b // the leader has not answered yet
		}
		answer := asked + 1 + value.Date(len(who.login)%2)
		w.follow(at(answer, 9, 30), t.slots[0].on(asked), func(string) engine.Bundle {
			if asked == value.DateOf(2022, 6, 20) {
				return submit(county, "leave_refuse", id, func(f *fields) { f.text("reason", "防汛值守期间请留驻，汛后另安排") })
			}
			return submit(county, "leave_grant", id, func(*fields) {})
		})
		return b
	})
}
