package sample

import (
	"jieli/engine"
	"jieli/journal"
	"jieli/value"
)

// registerHousehold reads a household in with its people and its account of 2020: one bundle, as the export of the
// national system gives them.
func (w *world) registerHousehold(h *household) engine.Bundle {
	b := engine.Bundle{County: value.County(h.no[:12])}
	b.Entries = make([]engine.EntryIn, 0, len(h.people)+2)
	b.Entries = append(b.Entries, engine.EntryIn{Register: "household", Record: h.id, Action: journal.Create,
		Fields: w.householdFields(h)})
	for i := range h.people {
		p := &h.people[i]
		b.Entries = append(b.Entries, engine.EntryIn{Register: "person", Record: h.personID(p), Action: journal.Create,
			Parent: h.id, Fields: personFields(h, p)})
		p.version = 1
	}
	f := newFields(700)
	h.income[0].write(f)
	b.Entries = append(b.Entries, engine.EntryIn{Register: "yearly_account", Record: accountID(h, 2020),
		Action: journal.Create, Parent: h.id, Fields: f.done()})
	h.version, h.latest, h.living.marked = 1, &h.income[0], h.living.unsafeHouse
	w.touch(h)
	return b
}

func accountID(h *household, year int) string {
	return value.DeriveID("sample", "account", h.no, pad(year, 4))
}

func (w *world) householdFields(h *household) []byte {
	h.keeper = w.villages[h.village].slot.on(w.now.Day())
	f := newFields(1400)
	f.omit = h.omit
	f.text("household_no", h.no)
	f.text("head_name", h.head().name)
	f.text("village", h.no[:12])
	f.text("natural_village", h.natural)
	f.text("phone", h.phone)
	f.date("registered_on", value.DateOf(2016, 5, 20))
	f.text("responsible", h.keeper.account)
	f.text("kind", h.kind)
	f.flag("formerly_poor", true)
	f.whole("formerly_poor_persons", h.poorPersons)
	f.text("identification_standard", h.standard)
	f.text("main_cause", h.cause)
	f.text("monitoring_category", "none")
	h.living.guarantees(f)
	h.living.conditions(f)
	if h.otherCause != "" {
		f.list("other_causes", h.otherCause)
	}
	return f.done()
}

func (l *living) guarantees(f *fields) {
	f.flag("housing_safe", !l.unsafeHouse)
	f.flag("schooling_secured", !l.outOfSchool)
	f.flag("medical_secured", !l.unsecuredMedical)
	f.flag("water_safe", !l.unsafeWater)
}

func (l *living) conditions(f *fields) {
	f.text("water_source", l.water)
	f.tenths("farmland", l.farmland)
	f.tenths("woodland", l.woodland)
	f.tenths("returned_woodland", 0)
	f.tenths("orchard", l.orchard)
	f.tenths("pasture", 0)
	f.tenths("water_surface", 0)
	f.tenths("floor_area", l.floor)
	f.flag("dangerous_house", l.unsafeHouse)
	f.text("danger_grade", l.grade)
	f.flag("toilet", l.toilet)
	f.yes("toilet_usable", l.toilet)
	f.flag("power_for_work", true)
	f.flag("power_for_living", true)
	f.flag("broadcast", true)
	f.text("road_kind", l.road)
	f.tenths("road_distance", l.distance)
	f.text("fuel", l.fuel)
	f.flag("cooperative", l.cooperative)
	f.flag("leading_enterprise", l.enterprise)
	f.flag("rich_leader", l.leader)
	f.list("industry_help", l.help...)
	f.flag("resettled", l.resettled)
	if l.resettled {
		f.text("resettlement_way", "scattered")
	}
}

func personFields(h *household, p *person) []byte {
	f := newFields(1100)
	f.omit = p.omit
	f.text("person_no", h.no+pad(p.no, 2))
	p.write(f)
	f.flag("formerly_poor", p.registered)
	return f.done()
}

// write writes what is known of a person; the names of fields and of questions in the profile are the same.
func (p *person) write(f *fields) {
	f.text("name", p.name)
	f.text("relation", p.relation)
	f.text("sex", sexOf(p.male))
	f.date("birth_date", p.birth)
	f.text("id_kind", "identity_card")
	f.text("national_id", p.cardNo)
	f.text("ethnicity", p.ethnicity)
	f.text("phone", p.phone)
	f.text("politics", p.politics)
	f.flag("speaks_mandarin", p.mandarin)
	f.text("schooling", p.schooling)
	f.text("pupil_state", p.pupil)
	f.text("graduate_reason", p.graduateReason)
	f.yes("study_aid", p.aided)
	f.list("health", p.ill.codes()...)
	f.text("labour", p.labour)
	p.writeDisability(f)
	p.writeInsurance(f)
	p.work.write(f)
	f.text("public_post", p.post)
	if p.post != "" {
		f.whole("public_post_months", p.postMonths)
	}
	if p.plans {
		f.flag("plans_to_work", true)
		f.list("service_needs", "job_information", "training")
	}
}

func sexOf(male bool) string {
	if male {
		return "male"
	}
	return "female"
}

func (p *person) writeDisability(f *fields) {
	if !p.ill.disabled {
		return
	}
	f.text("disability_kind", disabilityKinds[p.disability.kind-1])
	f.text("disability_grade", "grade_"+pad(p.disability.grade, 1))
	f.text("disability_card_no", p.cardNo+pad(p.disability.kind, 1)+pad(p.disability.grade, 1))
	f.whole("disability_card_year", p.disability.year)
	f.flag("disability_subsidy", p.subsidised())
}

func (p *person) writeInsurance(f *fields) {
	f.flag("resident_medical", !p.employed && !p.uninsured)
	f.flag("employee_medical", p.employed)
	f.flag("serious_illness_insurance", !p.uninsured)
	f.yes("premium_subsidy", !p.employed && !p.uninsured)
	if p.birth.Age(listDay) >= 16 && p.pupil == "" {
		f.flag("resident_pension", !p.employed && !p.unpaid)
		f.flag("employee_pension", p.employed)
	}
	f.yes("medical_aid", p.ill.serious && !p.uninsured)
	f.yes("minimum_living", p.minimum)
	f.yes("destitute_support", p.destitute)
}

func (w work) write(f *fields) {
	f.text("work_place", w.place)
	if !w.has() {
		return
	}
	f.text("work_county", w.county)
	f.text("work_firm", w.firm)
	f.text("work_trade", w.trade)
	f.text("work_channel", w.channel)
	f.whole("work_months", w.months)
	f.yuan("work_wage", w.wage)
	f.date("work_started_on", w.since)
}
