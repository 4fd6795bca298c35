package main

import (
	"fmt"
	"net/url"
	"sort"
	"strings"
	"time"

	"jieli/catalog"
	"jieli/value"
)

// Targets of one page in ms by size of the site, and of all figures.
const (
	pageSmall, pageLarge = 10, 20
	figuresMost          = 50
)

// reads measures lists and figures, small and large, on both databases.
func (r *run) reads() error {
	for _, b := range backends {
		if r.on != "" && r.on != b.name {
			continue
		}
		for _, size := range []int{sampleHouseholds, r.many} {
			if err := r.readsOn(b, size); err != nil {
				return fmt.Errorf("%s with %d: %w", b.name, size, err)
			}
		}
	}
	return nil
}

// siteOf gives the large site, or one of the sample's size with its persons.
func (r *run) siteOf(b backend, size int) (*prepared, error) {
	if size == r.many {
		return r.large(b)
	}
	return r.keep(b, size, true)
}

func (r *run) readsOn(b backend, size int) error {
	begin := time.Now()
	p, err := r.siteOf(b, size)
	if err != nil {
		return err
	}
	say("   filled in %.0f s", time.Since(begin).Seconds())
	c, err := spawn(p.dir, p.database)
	if err != nil {
		return err
	}
	defer c.stop()
	site := fmt.Sprintf("%s, %s households", b.name, number(float64(size)))
	if err := r.pages(c, site, size); err != nil {
		return err
	}
	if err := r.figures(c, site); err != nil {
		return err
	}
	r.report.note(site+": memory of the server after it", number(c.memory())+" MB", "")
	return nil
}

// pages measures a page of every filter and reports the worst.
func (r *run) pages(c *child, site string, size int) error {
	cat, err := loadPack()
	if err != nil {
		return err
	}
	target := float64(pageSmall)
	if size > sampleHouseholds {
		target = pageLarge
	}
	worst := map[string]filterLine{}
	for _, login := range []string{officeLogin, member(0)} {
		conn, err := dial(c.addr, token(login))
		if err != nil {
			return err
		}
		defer conn.close()
		for _, page := range pagesOf(cat) {
			before := c.processor()
			took, err := repeat(conn, "/api/v1/registers/household/records?limit=50&"+page.query, r.tries)
			if err != nil {
				return err
			}
			busy := (c.processor() - before) * 1000 / float64(r.tries)
			words, _ := url.QueryUnescape(page.query) // we have made it ourselves
			got := filterLine{site, page.filter, login + ": " + words, quantile(took, .5), quantile(took, .95), busy}
			if got.p95 > worst[page.filter].p95 {
				worst[page.filter] = got
			}
		}
	}
	top := filterLine{}
	for _, name := range sortedKeys(worst) {
		if worst[name].p95 > top.p95 {
			top = worst[name]
		}
		r.report.filters = append(r.report.filters, worst[name])
	}
	r.report.atMost(fmt.Sprintf("%s: filtered, sorted page of 50, p95 of the worst filter (%s)", site, top.filter), top.p95, target, " ms",
		r.report.rawOf("echo"))
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// page is one list that is asked for.
type page struct{ filter, query string }

// pagesOf makes pages for all filters of the household, with values that are common and rare, in several orders.
func pagesOf(cat *catalog.Catalog) []page {
	var list []page
	for _, order := range []string{"-updated_at", "household_no", "-last_visited_on"} {
		list = append(list, page{"(none)", "sort=" + order})
		for _, f := range cat.Register("household").Fields {
			if !f.Filter {
				continue
			}
			for _, condition := range conditionsOf(cat, f) {
				list = append(list, page{f.Name, condition + "&sort=" + order})
			}
		}
	}
	return list
}

func conditionsOf(cat *catalog.Catalog, f *catalog.Field) []string {
	town := programmeTowns[0]
	switch f.Type.Name() {
	case "yes_no":
		return []string{f.Name + "=true", f.Name + "=false"}
	case "choice":
		return choicesOf(cat, f)
	case "area":
		return []string{f.Name + "=" + town, f.Name + "=" + cat.Areas.Below(town, value.Village)[0].Code}
	case "date":
		day := value.DateOf(2021, 10, 1)
		return []string{f.Name + "=" + day.String(), f.Name + ".min=" + day.AddDays(200).String(), f.Name + ".max=" + day.String(),
			f.Name + ".known=no"}
	}
	return []string{f.Name + "=" + url.QueryEscape("441803118200000017"), f.Name + ".known=yes"}
}

func choicesOf(cat *catalog.Catalog, f *catalog.Field) []string {
	var out, codes []string
	list, ok := f.Limits.Choices.(*catalog.ChoiceList)
	if !ok {
		return nil
	}
	for _, v := range list.Values {
		codes = append(codes, v.Code)
		out = append(out, f.Name+"="+v.Code)
	}
	return append(out, f.Name+".in="+url.QueryEscape(strings.Join(codes[1:], ",")), f.Name+".known=no")
}

// repeat asks for the same several times and gives how long each took in ms, sorted.
func repeat(c *client, path string, times int) ([]float64, error) {
	var took []float64
	for range times {
		begin := time.Now()
		status, body, err := c.ask("GET", path, nil)
		if err != nil {
			return nil, err
		}
		if status != 200 {
			return nil, fmt.Errorf("GET %s: %d %.300s", path, status, body)
		}
		took = append(took, float64(time.Since(begin).Microseconds())/1000)
	}
	sort.Float64s(took)
	return took, nil
}

// figures measures all figures of all towns for a day.
func (r *run) figures(c *child, site string) error {
	conn, err := dial(c.addr, token(officeLogin))
	if err != nil {
		return err
	}
	defer conn.close()
	var all []float64
	for _, day := range []string{"2021-08-01", "2021-12-31", "2022-03-17", "2022-06-14", "2022-07-30"} {
		took, err := repeat(conn, "/api/v1/figures?below=town&as_of="+day, r.tries)
		if err != nil {
			return err
		}
		all = append(all, took...)
	}
	sort.Float64s(all)
	r.report.atMost(site+": all figures of all 24 towns for a day, p95 of five days", quantile(all, .95), figuresMost, " ms",
		fmt.Sprintf("p50 %.1f ms", quantile(all, .5)))
	return nil
}
