package sample

import "jieli/value"

// The pilot of the model and the plan to spread it to all towns.
var (
	pilotPlanned  = value.DateOf(2021, 12, 6)
	pilotSetUp    = value.DateOf(2021, 12, 15)
	pilotRuns     = value.DateOf(2022, 4, 1)
	spreadPlanned = value.DateOf(2022, 7, 11)
)

// scheduleOperation plans the pilot, and that the model is to reach the other towns; two of them have begun to set it up.
func (w *world) scheduleOperation(x *water) {
	for i, t := range w.towns {
		id := value.DeriveID("sample", "operation", t.code)
		planned := nextVisitDay(spreadPlanned.AddDays(i / 12))
		if t.code == pilotTown {
			planned = pilotPlanned
		}
		a := &affair{county: t.code[:6], id: id}
		deeds := []deed{{"town_operation_plan", 0, w.office.programme, func(f *fields, _ value.Date) {
			f.text("town", t.code)
			f.yes("pilot", t.code == pilotTown)
			f.text("partner", "广州水投集团")
			if t.code == pilotTown {
				f.date("planned_for", value.DateOf(2022, 3, 31))
			} else {
				f.date("planned_for", value.DateOf(2022, 12, 31).AddDays(31*(i%8)))
			}
		}}}
		if t.code == pilotTown {
			deeds = append(deeds, w.setUpOperation(t, int(pilotSetUp-pilotPlanned)), w.beginOperation(t))
			w.runPilot(x, t, id)
		} else if i == 2 || i == 11 {
			deeds = append(deeds, w.setUpOperation(t, 9))
		}
		w.lead(a, x.dice, planned, deeds)
	}
}

func (w *world) setUpOperation(t *town, wait int) deed {
	return deed{"town_operation_set_up", wait, w.office.towns[t.code], func(f *fields, day value.Date) {
		f.date("task_force_on", day)
		f.text("task_force", t.name+"政府、驻镇工作队、广州水投集团、县水利局")
	}}
}

func (w *world) beginOperation(t *town) deed {
	wait := int(pilotRuns - nextVisitDay(pilotSetUp))
	return deed{"town_operation_begin", wait, w.office.towns[t.code], func(f *fields, day value.Date) {
		f.text("guide", "农村供水管护指引（第一版）")
		f.text("chain", "水源保护—净水消毒—管网巡查—入户水表—报修回访，一段一人负责")
		f.text("enterprise", t.name+"镇域供水管护公司（样例）")
		f.text("hotline", "0763-0000000")
		f.list("services", "water")
		f.date("running_from", day)
	}}
}

// runPilot plans rosters and the inspections of the services that the pilot's enterprise takes on.
func (w *world) runPilot(x *water, t *town, id string) {
	d, who := x.dice, x.operators[t.code]
	var staff [4]string
	for i := range staff {
		staff[i], _ = x.names.anybody()
	}
	for month := range 4 {
		day := value.DateOf(2022, 4+month, 1).AddDays(4)
		w.file(d, filing{day: day, hour: 9, who: who, county: t.code[:6], form: "duty_roster", subject: id, base: 3, answer: func(f *fields) {
			f.date("made_on", nextVisitDay(day))
			f.rows("duties", 4, func(i int) {
				f.newRow(value.DeriveID("sample", "duty", t.code, pad(month, 2), pad(i, 2)))
				f.date("from_on", day.AddDays(2+7*i))
				f.date("to_on", day.AddDays(8+7*i))
				f.text("service", "water")
				f.text("name", staff[(i+month)%4])
			})
		}})
	}
	town := w.office.towns[t.code]
	widened := nextVisitDay(value.DateOf(2022, 6, 6))
	w.file(d, filing{day: widened, hour: 10, who: town, county: t.code[:6], form: "town_operation_widen", subject: id, base: 3,
		answer: func(f *fields) { f.list("services", "water", "sewage", "road_cleaning", "waste") }})
	for k := range 12 {
		day := nextVisitDay(widened.AddDays(2 + 4*k))
		if day >= lastDay {
			return
		}
		w.file(d, filing{day: day, hour: 15, who: who, county: t.code[:6], form: "service_round", subject: id, base: 4, answer: func(f *fields) {
			f.date("done_on", day)
			f.text("service", []string{"sewage", "road_cleaning", "waste", "green"}[k%4])
			f.whole("villages", d.between(3, 18))
			f.yuan("cost", d.between(0, 6)*50)
		}})
	}
}
