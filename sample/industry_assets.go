package sample

import (
	"jieli/engine"
	"jieli/value"
)

var idleAssets = []struct {
	kind, name string
	pond       bool
}{
	{"school", "旧小学校舍", false}, {"office", "旧村委会办公楼", false}, {"factory", "旧粮仓", false}, {"pond", "山塘", true},
	{"house", "闲置农房", false}, {"woodland", "集体林场", true},
}

// scheduleAssets finds idle assets in villages of all towns and puts most of them to use; town companies cooperate.
func (w *world) scheduleAssets(x *industry) {
	n := 0
	for i, t := range w.towns {
		for k := range 1 + i%2 {
			v := w.villages[t.villages[(i*3+k*5+1)%len(t.villages)]]
			w.idleAsset(x, v, n)
			n++
		}
		if i%3 == 0 {
			w.cooperation(x, t, i)
		}
	}
}

func (w *world) idleAsset(x *industry, v *village, n int) {
	d, who, kind := x.dice, w.office.villages[v.code], idleAssets[n%len(idleAssets)]
	price := d.between(4, 60) * 1000
	deeds := []deed{{"idle_asset_find", 0, who, func(f *fields, _ value.Date) {
		f.text("name", v.name+kind.name)
		f.text("kind", kind.kind)
		if kind.pond {
			f.tenths("land_area", d.between(40, 900))
		} else {
			f.tenths("floor_area", d.between(800, 9000))
		}
		f.whole("idle_since", d.between(2005, 2019))
	}}, {"idle_asset_decide", d.between(20, 70), who, func(f *fields, day value.Date) {
		f.date("voted_on", day)
		f.whole("votes_for", d.between(18, 60))
		f.text("use", []string{"lease", "own", "share"}[d.weighted(70, 15, 15)])
		f.yuan("floor_price", price)
	}}, {"idle_asset_use", d.between(15, 50), who, func(f *fields, day value.Date) {
		f.text("user", pick(d, []string{"本村种养大户", "镇强镇富村公司", "来料加工点", "民宿经营户"}))
		f.date("contract_from", day)
		f.date("contract_until", day.AddDays(365*d.between(1, 5)))
		f.yuan("income", price*d.between(100, 130)/100)
	}}}
	day := nextVisitDay(value.DateOf(2021, 9, 1).AddDays(d.between(0, 290)))
	a := &affair{county: v.code[:6], id: value.DeriveID("sample", "asset", pad(n, 2)), subject: collectiveID(v.code)}
	w.lead(a, d, day, deeds)
}

func (w *world) cooperation(x *industry, t *town, i int) {
	day := nextVisitDay(value.DateOf(2022, 3, 14).AddDays(i))
	var f *firm // one that came to the county early
	for _, y := range x.firms {
		if y.early && y.town.code[:6] == t.code[:6] {
			f = y
		}
	}
	w.add(at(day, 15, i), w.office.towns[t.code], func() engine.Bundle {
		a := newFields(250)
		a.text("enterprise", f.id)
		a.text("kind", []string{"order", "base", "share", "service"}[i/3%4])
		a.text("content", "镇集体企业与企业合作，保底收购，按量分成")
		a.date("signed_on", day)
		a.date("until", day.AddDays(1095))
		a.yuan("income", x.dice.between(3, 15)*10_000)
		return engine.Bundle{County: t.code[:6], Form: "cooperation", Subject: collectiveID(t.code), Base: 1, Answers: a.done()}
	})
}
