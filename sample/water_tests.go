package sample

import (
	"strconv"

	"jieli/value"
)

// testPlan is a test that is taken on a day.
type testPlan struct {
	day         value.Date
	kind, point string
	over        bool
}

// firstTest is that before the supply; where it is over the limit it is mended and tested again first.
func (w *world) firstTest(x *water, s *scheme, town *staff) {
	good := w.scheduleTest(x, s, testPlan{day: s.built.AddDays(4), kind: "first", point: "plant", over: s.spoiled})
	if day := nextVisitDay(good.AddDays(2)); day < lastDay.AddDays(-1) {
		s.running = day
		s.deed(w, x, day, 15, town, "water_scheme_commission", func(f *fields) { f.date("running_from", day) })
	}
}

// scheduleTest takes a sample and lets it go its way; it gives the day on which the water passes.
func (w *world) scheduleTest(x *water, s *scheme, p testPlan) value.Date {
	x.numbers++
	d, id := x.dice, value.DeriveID("sample", "test", strconv.Itoa(x.numbers))
	who, town := x.operators[s.town.code], w.office.towns[s.town.code]
	day := nextVisitDay(p.day)
	lab := "样例" + s.village.countyName + "疾病预防控制中心"
	file := func(day value.Date, hour int, who *staff, form, subject, record string, base int64, answer func(*fields)) {
		if day <= lastDay {
			w.file(d, filing{day: day, hour: hour, who: who, county: s.town.code[:6], form: form, subject: subject, record: record,
				base: base, answer: answer})
		}
	}
	sampler, _ := x.names.anybody()
	file(day, 9, who, "water_test_take", s.id, id, s.version, func(f *fields) {
		f.text("point", p.point)
		f.text("kind", p.kind)
		f.date("sampled_on", day)
		f.text("sampler", sampler)
		f.text("lab", lab)
	})
	reported := nextVisitDay(day.AddDays(d.between(6, 12)))
	file(reported, 10, who, "water_test_report", id, "", 1, func(f *fields) { w.results(x, f, p, reported) })
	judged := nextVisitDay(reported.AddDays(d.between(1, 2)))
	if !p.over {
		file(judged, 11, town, "water_test_pass", id, "", 2, func(*fields) {})
		return judged
	}
	file(judged, 11, town, "water_test_fail", id, "", 2, func(*fields) {})
	mended := nextVisitDay(judged.AddDays(d.between(2, 9)))
	if mended > lastDay {
		return mended
	}
	return w.repeatTest(x, s, p, id, mended, file)
}

type fileTest func(day value.Date, hour int, who *staff, form, subject, record string, base int64, answer func(*fields))

// repeatTest mends what was over the limit and tests again.
func (w *world) repeatTest(x *water, s *scheme, p testPlan, id string, mended value.Date, file fileTest) value.Date {
	d, who, town := x.dice, x.operators[s.town.code], w.office.towns[s.town.code]
	again := value.DeriveID(w.nextBundle(), "add", "0")
	file(mended, 14, who, "water_test_mend", id, "", 3, func(f *fields) {
		f.text("mended", pick(d, []string{"加药泵堵塞，清洗更换；水池清洗消毒", "滤料板结，反冲洗并补充滤料", "管网末梢排水冲洗，调高投药量"}))
		f.flag("told_users", true)
	})
	sampled := nextVisitDay(mended.AddDays(d.between(1, 4)))
	file(sampled, 9, who, "water_test_sample", again, "", 1, func(f *fields) {
		f.date("sampled_on", sampled)
		f.text("lab", "样例"+s.village.countyName+"疾病预防控制中心")
	})
	reported := nextVisitDay(sampled.AddDays(d.between(5, 9)))
	file(reported, 10, who, "water_test_report", again, "", 2, func(f *fields) {
		w.results(x, f, testPlan{point: p.point}, reported)
	})
	judged := nextVisitDay(reported.AddDays(1))
	file(judged, 11, town, "water_test_pass", again, "", 3, func(*fields) {})
	return judged
}

// measured is a value of a report; "" is not detected.
type measured struct{ item, value string }

// results fills in a report: what was not detected is said so, and what is over stands out.
func (w *world) results(x *water, f *fields, p testPlan, day value.Date) {
	d := x.dice
	x.numbers++
	list := []measured{{"coliforms", "0"}, {"colonies", strconv.Itoa(d.between(2, 60))}, {"turbidity", "0." + strconv.Itoa(d.between(55, 95))},
		{"ph", "7." + strconv.Itoa(d.between(0, 8))}, {"iron", pick(d, []string{"", "", "0.08", "0.12"})},
		{"nitrate", strconv.Itoa(d.between(1, 6)) + ".4"}, {"chlorine", "0." + strconv.Itoa(d.between(6, 30)+10)}}
	if p.over {
		list[1].value, list[6].value = strconv.Itoa(d.between(520, 1400)), ""
		if p.kind == "flood" {
			list[2].value = strconv.Itoa(d.between(4, 11))
		}
	}
	f.date("reported_on", day)
	f.text("report_no", "样例-"+strconv.Itoa(x.numbers))
	f.rows("results", len(list), func(i int) {
		f.newRow(value.DeriveID("sample", "result", strconv.Itoa(x.numbers), list[i].item))
		f.text("item", list[i].item)
		f.yes("not_detected", list[i].value == "")
		f.number("value", list[i].value)
	})
}

// nextBundle gives the id of the bundle that is planned next.
func (w *world) nextBundle() string {
	e := event{number: len(w.events)}
	return e.bundleID()
}
