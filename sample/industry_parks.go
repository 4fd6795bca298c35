package sample

import (
	"jieli/engine"
	"jieli/value"
)

// scheduleParks plays two provincial parks under creation, a third that was not approved, and the ten flagship projects.
func (w *world) scheduleParks(x *industry) {
	for i, p := range []struct {
		county, name, product string
		output, households    int // 万元; expected
		approved              bool
	}{
		{"441881", "英德市麻竹笋产业园", "麻竹笋", 152_600, 30_140, true},
		{"441882", "连州市菜心产业园", "菜心", 105_900, 19_480, true},
		{"441826", "连南县稻田鱼产业园", "稻田鱼", 48_000, 6_000, false},
	} {
		w.park(x, i, p.county, p.name, p.product, p.output, p.households, p.approved)
	}
	for i, p := range flagships {
		w.flagship(x, i, p)
	}
}

func (w *world) park(x *industry, i int, county, name, product string, output, households int, approved bool) {
	office, day := w.office.counties[county], value.DateOf(2021, 8, 16).AddDays(i*3)
	expected := func(f *fields) {
		f.yuan("output_expected", output*10_000)
		f.whole("households_expected", households)
	}
	deeds := []deed{{"industrial_park_propose", 0, office, func(f *fields, day value.Date) {
		f.text("name", name)
		f.text("grade", "provincial")
		f.text("county", county)
		f.text("leading_product", product)
		f.date("proposed_on", day)
		expected(f)
	}}}
	if approved {
		deeds = append(deeds, deed{"industrial_park_approve", 85 + 20*i, w.office.programme, func(f *fields, day value.Date) {
			f.date("approved_on", day)
			f.text("approval_no", "样例农函〔2021〕"+pad(31+i, 1)+"号")
			expected(f)
		}}, deed{"industrial_park_report", 90, office, func(f *fields, _ value.Date) {
			f.whole("report_year", 2021)
			f.yuan("output_last", output*(42+9*i)*100)
			f.whole("households_last", households*(55-7*i)/100)
		}})
	} else {
		deeds = append(deeds, deed{"industrial_park_drop", 110, office, func(f *fields, _ value.Date) {
			f.text("reason", "本批没有获批，明年再报")
		}})
	}
	w.lead(&affair{county: county, id: value.DeriveID("sample", "park", county)}, x.dice, day, deeds)
}

type flagshipRow struct {
	town, name, system string
	expected           int // 万元
}

// flagships are the ten projects; what they are to cost is 14.93 亿元 in all.
var flagships = []flagshipRow{
	{"441823105", "七彩稻田公园", "tourism", 11_800}, {"441826105", "古寨康养旅游", "tourism", 23_500},
	{"441823107", "农光一体光伏", "energy", 37_000}, {"441881110", "麻竹笋精深加工", "specialty", 21_600},
	{"441825100", "丝苗米加工中心", "grain", 9_400}, {"441823110", "生态茶园和茶厂", "specialty", 8_700},
	{"441826102", "奈李冷链分拣中心", "specialty", 6_300}, {"441882105", "菜心种植基地", "specialty", 12_500},
	{"441821107", "丝苗米育秧中心", "grain", 5_900}, {"441881116", "红茶加工园", "specialty", 12_600},
}

func (w *world) flagship(x *industry, i int, p flagshipRow) {
	d, office := x.dice, w.office.towns[p.town]
	invested := p.expected * d.between(8, 20) / 100
	report := deed{"flagship_project_report", d.between(78, 88), office, func(f *fields, _ value.Date) {
		f.yuan("invested", invested*10_000)
		f.text("progress", pick(d, []string{"完成场地平整，主体施工", "主体完工，设备进场", "道路、供电接通"}))
		invested += p.expected * d.between(10, 24) / 100
	}}
	deeds := []deed{{"flagship_project_choose", 0, w.office.programme, func(f *fields, day value.Date) {
		f.text("name", p.name)
		f.text("system", p.system)
		f.text("town", p.town)
		f.date("chosen_on", day)
		f.yuan("expected", p.expected*10_000)
	}}}
	if i != 9 { // one has not begun
		deeds = append(deeds, deed{"flagship_project_start", d.between(25, 90), office, func(f *fields, day value.Date) {
			f.date("begun_on", day)
		}}, report, report)
	}
	if i == 4 {
		deeds = append(deeds, deed{"flagship_project_finish", 40, office, func(f *fields, day value.Date) {
			f.date("done_on", day)
			f.yuan("invested", (p.expected+120)*10_000)
		}})
	}
	w.lead(&affair{county: p.town[:6], id: value.DeriveID("sample", "flagship", p.town)}, d, value.DateOf(2021, 10, 20), deeds)
}

// scheduleCertificates registers the recognitions; one ran out and was renewed late, one ran out for good.
func (w *world) scheduleCertificates(x *industry) {
	n := 0
	add := func(kind, grade, place, product string, from, until value.Date) string {
		id, number := value.DeriveID("sample", "certificate", pad(n, 3)), "样例农函〔"+from.String()[:4]+"〕"+pad(n+1, 2)
		w.add(at(value.DateOf(2021, 7, 20), 9, n), w.office.towns[place[:9]], func() engine.Bundle {
			f := newFields(300)
			f.text("kind", kind)
			f.text("grade", grade)
			f.text("number", number)
			f.text("name", product)
			f.text("place", place)
			f.text("product", product)
			f.date("valid_from", from)
			f.date("valid_until", until)
			return engine.Bundle{County: place[:6], Form: "certificate_registration", Subject: id, Answers: f.done()}
		})
		n++
		return id
	}
	for i := range 22 {
		t := w.towns[(i*7)%len(w.towns)]
		v, until := w.villages[t.villages[(i*5+2)%len(t.villages)]], value.DateOf(2023, 12, 31)
		if i < 2 {
			until = value.DateOf(2022, 5, 31).AddDays(30 * i)
		}
		id := add("specialty_village", "provincial", v.code, t.products[0], value.DateOf(2020-i%2, 6, 20), until)
		if i < 2 {
			w.endOfCertificate(id, v.code, i == 0)
		}
	}
	for _, p := range [][2]string{{"441881110", "麻竹笋"}, {"441882105", "菜心"}} {
		add("specialty_town", "provincial", p[0], p[1], value.DateOf(2020, 11, 2), value.DateOf(2023, 10, 31))
	}
	for i, p := range listed {
		add("listed_product", "national", p[0], p[1], value.DateOf(2020, 3+i, 15), value.DateOf(2022+i%2, 10+i%3, 20))
	}
}

// listed are products of the national list, with their towns.
var listed = [][2]string{{"441881110", "西牛麻竹笋"}, {"441881116", "英德红茶"}, {"441882105", "连州菜心"},
	{"441825100", "连山大米"}, {"441826105", "连南瑶山茶"}}

// endOfCertificate renews a certificate after it has run out, or lets it end.
func (w *world) endOfCertificate(id, village string, renew bool) {
	day := value.DateOf(2022, 7, 6)
	w.add(at(day, 9, 40), w.office.towns[village[:9]], func() engine.Bundle {
		f := newFields(120)
		if !renew {
			f.date("noted_on", day)
			f.text("why", "主导产品改种，不再申报")
			return engine.Bundle{County: village[:6], Form: "certificate_lapse", Subject: id, Base: 1, Answers: f.done()}
		}
		f.date("renewed_on", day)
		f.date("until", value.DateOf(2025, 5, 31))
		return engine.Bundle{County: village[:6], Form: "certificate_renewal", Subject: id, Base: 1, Answers: f.done()}
	})
}
