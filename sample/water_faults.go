package sample

import (
	"jieli/sample/scenery"
	"jieli/value"
)

// breakage is a kind of fault as villagers tell it.
type breakage struct {
	service, kind, spot, said, repair string
	urgent                            bool
	yuan                              int
}

var breakages = []breakage{
	{"water", "no_water", "村口高位水池", "从早上起一直没有水", "水泵跳闸，更换接触器", true, 180},
	{"water", "leak", "晒谷场旁", "路边水管爆了，水往田里流", "换管3米，加固接口", true, 260},
	{"water", "low_pressure", "山坡上的几户", "傍晚水很小，热水器打不着", "清洗过滤器，调减压阀", false, 60},
	{"water", "dirty", "下村", "下雨后水有点黄", "管网排水冲洗，检查滤料", false, 90},
	{"water", "meter", "村委会旁", "水表不走", "更换水表", false, 75},
	{"lamp", "lamp_out", "小学门口", "路灯不亮，孩子放学看不见", "更换蓄电池", false, 320},
	{"waste", "not_collected", "垃圾收集点", "垃圾桶满了三天没人收", "已清运，调整班次", false, 0},
	{"sewage", "blocked", "小广场边", "污水沟堵了，有臭味", "疏通30米，清淤", false, 200},
	{"road", "road_damage", "进村路弯道", "边坡掉石头，车要绕着走", "清理碎石，放警示桩", true, 500},
	{"road_cleaning", "dirty_road", "圩日路段", "圩日后路上垃圾没人扫", "已清扫", false, 0},
}

// ends of a fault.
const (
	confirmed = iota
	repairedLate
	disputed
	waitedForParts
	dismissed
)

// scheduleFaults plans what breaks in all towns, how it is told, repaired, confirmed or disputed.
func (w *world) scheduleFaults(x *water) {
	n := 0
	for i, t := range w.towns {
		first := value.DateOf(2021, 9, 13)
		for day := first.AddDays(x.dice.between(0, 50)); day <= lastDay; day = day.AddDays(x.dice.between(40, 85)) {
			w.fault(x, t, n, day)
			n++
		}
		if t.flooded {
			w.fault(x, t, n, value.DateOf(2022, 6, 21))
			n++
		}
		if i%3 == 0 { // and what is open on the last day
			w.fault(x, t, n, lastDay.AddDays(-x.dice.between(0, 3)))
			n++
		}
	}
}

func (w *world) fault(x *water, t *town, n int, day value.Date) {
	d := x.dice
	b := breakages[(n*7+n/10)%len(breakages)]
	v := w.villages[t.villages[d.IntN(len(t.villages))]]
	village, operator := w.office.villages[v.code], x.operators[t.code]
	if day = nextVisitDay(day); day > lastDay {
		return
	}
	deeds := []deed{{"service_fault_report", 0, village, func(f *fields, day value.Date) { w.reportFault(x, f, v, b, day) }}}
	repair := func(wait int) deed {
		return deed{"service_fault_repair", wait, operator, func(f *fields, day value.Date) {
			f.date("repaired_on", day)
			f.text("repaired", b.repair)
			f.yuan("cost", b.yuan)
			f.list("repair_photo", w.photo(scenery.Tank, v, true))
		}}
	}
	confirm := deed{"service_fault_confirm", d.between(1, 3), village, func(f *fields, _ value.Date) {
		f.text("confirm_way", pick(d, []string{"person", "phone", "person"}))
	}}
	reason := func(form string, wait int, who *staff, why string) deed {
		return deed{form, wait, who, func(f *fields, _ value.Date) { f.text("reason", why) }}
	}
	quick := map[bool]int{true: 1, false: 2}[b.urgent]
	switch d.weighted(70, 10, 8, 7, 5) {
	case confirmed:
		deeds = append(deeds, repair(d.between(0, quick)), confirm)
	case repairedLate:
		deeds = append(deeds, repair(quick+d.between(3, 6)), confirm)
	case disputed:
		deeds = append(deeds, repair(1), reason("service_fault_dispute", 2, village, "报修人说没有修好"), repair(d.between(1, 3)), confirm)
	case waitedForParts:
		wait := deed{"service_fault_wait", 1, operator, func(f *fields, _ value.Date) {
			f.whole("days", 4)
			f.text("reason", "等配件到货，已告知报修人")
		}}
		deeds = append(deeds, wait, repair(d.between(2, 4)), confirm)
	case dismissed:
		deeds = append(deeds, reason("service_fault_dismiss", 2, w.office.towns[t.code], "重复报修，已在另一单办理"))
	}
	a := &affair{county: t.code[:6], id: value.DeriveID("sample", "fault", pad(n, 4))}
	w.lead(a, d, day, deeds)
}

func (w *world) reportFault(x *water, f *fields, v *village, b breakage, day value.Date) {
	d := x.dice
	f.text("place", v.code)
	f.text("spot", b.spot)
	f.text("service", b.service)
	f.text("kind", b.kind)
	if b.service == "water" {
		for _, s := range x.schemes {
			if s.running != 0 && s.running <= day && s.town == w.towns[v.town] {
				f.text("scheme", s.id)
				break
			}
		}
	}
	f.text("said", b.said)
	f.flag("urgent", b.urgent)
	f.whole("households", d.between(1, 40))
	f.text("way", []string{"spoken", "phone", "online", "visit"}[d.weighted(45, 30, 15, 10)])
	name, _ := x.names.anybody()
	f.text("reporter", name)
	if d.chance(700) {
		f.text("reporter_phone", w.maker.phone())
	}
	if d.chance(200) {
		taken, _ := x.names.anybody()
		f.text("taken_by", taken)
	}
}
