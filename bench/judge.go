package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"time"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/pack"
	"jieli/value"
)

// Targets of what goes over all records.
const (
	judgeSmall  = 2.0   // seconds for all rules over the households of the sample's size with their persons
	judgeLarge  = 120.0 // seconds for all rules over the large site
	judgeMemory = 300.0 // MB for it
	tryMost     = 10.0  // seconds for a trial with a year of history
	visitMost   = 2.0   // ms of the engine for one visit
	visitTries  = 400
)

// judged is what the process that is measured prints.
type judged struct {
	Records, Reviewed, Found   int64
	Seconds, TrySeconds, Visit float64 // Visit in ms
	Memory                     float64 // MB, at its most
}

// judge measures rules over all records, small and large, a trial on the past, and a visit.
func (r *run) judge() error {
	small, err := r.prepare(backends[0], sampleHouseholds, true)
	if err != nil {
		return err
	}
	got, err := judgeIn(small.dir, "run")
	if err != nil {
		return err
	}
	site := fmt.Sprintf("all rules over %s households with their persons", number(float64(got.Records)))
	r.report.atMost(site, got.Seconds, judgeSmall, " s", "")
	if got, err = judgeIn(small.dir, "visit"); err != nil {
		return err
	}
	r.report.atMost("one visit through all stages of the engine, all rules asked, without its commit, median", got.Visit, visitMost, " ms", "")
	if err := r.judgePast(); err != nil {
		return err
	}
	large, err := r.large(backends[0])
	if err != nil {
		return err
	}
	if got, err = judgeIn(large.dir, "run"); err != nil {
		return err
	}
	site = fmt.Sprintf("all rules over %s households in a stream", number(float64(got.Records)))
	r.report.atMost(site, got.Seconds, judgeLarge, " s", "")
	r.report.atMost(site+": memory of its own at its most", got.Memory, judgeMemory, " MB", "")
	return nil
}

// judgePast tries a rule on the sample, whose journal has years.
func (r *run) judgePast() error {
	data := filepath.Join(r.temp, "sample")
	if _, err := os.Stat(data); err != nil { // the part demo was not run
		if out, err := exec.Command("go", "run", "./cmd/jieli", "demo", "--load-only", "--data", data).CombinedOutput(); err != nil {
			return fmt.Errorf("jieli demo: %w %s", err, tail(out))
		}
	}
	got, err := judgeIn(data, "try")
	if err != nil {
		return err
	}
	r.report.atMost(fmt.Sprintf("trial of a rule over %s households with persons and visits, now and at the ends of twelve months of history",
		number(float64(got.Records))), got.TrySeconds, tryMost, " s", fmt.Sprintf("found %d", got.Found))
	return nil
}

// judgeIn runs this program again to judge a site.
func judgeIn(dir, what string) (*judged, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.Command(self, "-judge", what, "-serve", dir)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%w %s", err, tail(said.Bytes()))
	}
	got := &judged{}
	return got, json.Unmarshal(out, got)
}

// judgeSite is the process that is measured.
func judgeSite(dir, what string) error {
	debug.SetGCPercent(200) // as the program itself
	ctx := context.Background()
	s, err := openSite(ctx, dir, "")
	if err != nil {
		return err
	}
	got, most := &judged{}, watchMemory()
	switch what {
	case "run":
		err = s.runRules(ctx, got)
	case "try":
		err = s.tryRule(ctx, got)
	case "visit":
		err = s.checkVisits(ctx, got)
	}
	if err != nil {
		return err
	}
	got.Memory = most()
	if err := json.NewEncoder(os.Stdout).Encode(got); err != nil {
		return err
	}
	return s.close()
}

func (s *site) runRules(ctx context.Context, got *judged) error {
	report, err := s.engine.RunRules(ctx, engine.SystemActor(s.cat), engine.RunOptions{Dry: true})
	got.Records, got.Reviewed, got.Seconds = report.Records, report.Reviewed, report.Took.Seconds()
	return err
}

// triedCondition reads own fields, persons and visits.
const triedCondition = `household.people.exists(p, age(p.birth_date, today) < parameter.labour_age) && ` +
	`household.visits.exists(v, v.visited_on < today - days(180))`

func (s *site) tryRule(ctx context.Context, got *judged) error {
	x := &catalog.Rule{Name: "tried", Register: s.cat.Register("household")}
	when, problems := pack.Condition(s.cat, x.Register, triedCondition)
	if len(problems) > 0 {
		return fmt.Errorf("%v", problems)
	}
	x.When = when
	report, err := s.engine.TryRule(ctx, engine.Trial{Rule: x, Samples: 20, Since: clock.System().Now().Day().AddYears(-1)})
	if err != nil {
		return err
	}
	got.Records, got.Found, got.TrySeconds = report.Records, report.Found, report.Took.Seconds()
	return nil
}

// checkVisits sends visits one by one through all stages; nothing is kept, so that no commit is measured.
func (s *site) checkVisits(ctx context.Context, got *judged) error {
	v := newVisits(0, sampleHouseholds)
	actor := &access.Actor{Account: value.DeriveID("bench visitor"), Name: "测试员",
		Grants: []access.Grant{{Role: s.cat.Role("team_member"), Area: v.town}}}
	var took []float64
	for range visitTries {
		var b engine.Bundle
		if err := json.Unmarshal(v.one(), &b); err != nil {
			return err
		}
		begin := time.Now()
		r, err := s.engine.Check(ctx, actor, b)
		if err != nil || !r.Accepted {
			return fmt.Errorf("%v %v", r.Findings, err)
		}
		took = append(took, float64(time.Since(begin).Microseconds())/1000)
	}
	sort.Float64s(took)
	got.Visit = quantile(took, .5)
	return nil
}

// watchMemory notes the most memory that this process has of its own until it is asked, in MB. Pages of the database file
// that the system maps are not counted: they are its cache, which it takes back.
func watchMemory() (most func() float64) {
	stop, got := make(chan struct{}), make(chan float64)
	go func() {
		top := 0.0
		for {
			top = max(top, ownMemory())
			select {
			case <-stop:
				got <- top
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() float64 {
		close(stop)
		return <-got
	}
}

func ownMemory() float64 {
	raw, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for _, l := range strings.Split(string(raw), "\n") {
		if text, ok := strings.CutPrefix(l, "RssAnon:"); ok {
			kB, _ := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "kB")), 64) // a number, by the kernel
			return kB / 1024
		}
	}
	return 0
}
