package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"jieli/clock"
	"jieli/value"
)

// visitAnswers are the fifteen answers of one visit as a phone sends them: nine of the visit, six of the household.
func visitAnswers(r *rand.Rand, today value.Date) string {
	answers := `{"visited_on":"` + today.String() + `","mode":"in_person","visitor":"` + name(r) +
		`","spoke_with":"head","at_home":` + strconv.Itoa(1+r.IntN(6)) + `,"phone":"` + phone(r) +
		`","income_trend":"` + pick(r, "rising", 5, "steady", 4, "falling", 1) + `","large_spending":["medical"],` +
		`"medical_cost":` + strconv.Itoa(1000*(1+r.IntN(900))) + `,"housing_safe":true,"schooling_secured":true,` +
		`"medical_secured":true,"water_safe":` + pick(r, "true", 19, "false", 1) +
		`,"needs":["job","farming"],"promised":"下月联系镇上的就业驿站，带去培训班的报名表。"}`
	return answers
}

// visits makes the bundles of one client: visits to the households of its town, each based on the version that the
// client has seen.
type visits struct {
	r          *rand.Rand
	town       string
	device     string
	households []string
	versions   []int64
	next       int
	seq        int64
	body       bytes.Buffer
}

func newVisits(number, total int) *visits {
	town := number % len(programmeTowns)
	v := &visits{r: rand.New(rand.NewPCG(2, uint64(time.Now().UnixNano()))), town: programmeTowns[town],
		device: "bench-device-" + strconv.Itoa(number)}
	for i := town; i < total; i += len(programmeTowns) {
		v.households = append(v.households, householdID(i))
	}
	v.versions = make([]int64, len(v.households))
	for i := range v.versions {
		v.versions[i] = 1
	}
	return v
}

// put appends the bundle of the next visit.
func (v *visits) put(to *bytes.Buffer) {
	i := v.next % len(v.households)
	v.next++
	v.seq++
	now := clock.System().Now()
	to.WriteString(`{"id":"` + clock.NewID(clock.System()) + `","county":"` + v.town[:6] + `","device":"` + v.device +
		`","device_seq":` + strconv.FormatInt(v.seq, 10) + `,"made_at":"` + now.String() +
		`","form":"home_visit","subject":"` + v.households[i] + `","base":` + strconv.FormatInt(v.versions[i], 10) +
		`,"record":"` + clock.NewID(clock.System()) +
		`","place":{"lon":112.654321,"lat":24.123456,"accuracy":12},"answers":` + visitAnswers(v.r, now.Day()) + `}`)
	v.versions[i]++
}

// one is the body of one submission, many that of a batch.
func (v *visits) one() []byte {
	v.body.Reset()
	v.put(&v.body)
	return v.body.Bytes()
}

func (v *visits) many(n int) []byte {
	v.body.Reset()
	v.body.WriteString(`{"bundles":[`)
	for i := range n {
		if i > 0 {
			v.body.WriteByte(',')
		}
		v.put(&v.body)
	}
	v.body.WriteString(`]}`)
	return v.body.Bytes()
}

// writeResult is what a run of submissions came to.
type writeResult struct {
	Submissions int64
	Seconds     float64
	Latency     []float64 // of single requests, in ms, sorted
	Processor   float64   // seconds of the server for one submission
}

func (w *writeResult) rate() float64 { return float64(w.Submissions) / w.Seconds }

func (w *writeResult) p(q float64) float64 { return quantile(w.Latency, q) }

func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

// fleet are the clients of one site; they remember which versions they have seen from one load to the next.
type fleet []*visits

func newFleet(clients, households int) fleet {
	f := make(fleet, clients)
	for k := range f {
		f[k] = newVisits(k, households)
	}
	return f
}

// load sends visits from all clients for a while; batch 0 sends them one by one. Only acknowledged ones count.
func (f fleet) load(addr string, batch int, warm, during time.Duration) (*writeResult, error) {
	var wg sync.WaitGroup
	var counting, stop atomic.Bool
	var done atomic.Int64
	var mu sync.Mutex
	var failed error
	result := &writeResult{}
	for k, v := range f {
		wg.Add(1)
		go func() {
			defer wg.Done()
			latency, err := v.drive(addr, member(k%len(programmeTowns)), batch, &counting, &stop, &done)
			mu.Lock()
			defer mu.Unlock()
			result.Latency = append(result.Latency, latency...)
			if err != nil && failed == nil {
				failed = err
				stop.Store(true)
			}
		}()
	}
	time.Sleep(warm)
	counting.Store(true)
	begin := time.Now()
	time.Sleep(during)
	result.Seconds, result.Submissions = time.Since(begin).Seconds(), done.Load()
	stop.Store(true)
	wg.Wait()
	sort.Float64s(result.Latency)
	return result, failed
}

// drive is one client.
func (v *visits) drive(addr, login string, batch int, counting, stop *atomic.Bool, done *atomic.Int64) ([]float64, error) {
	c, err := dial(addr, token(login))
	if err != nil {
		return nil, err
	}
	defer c.close()
	var latency []float64
	for !stop.Load() {
		path, body, n := "/api/v1/bundles", []byte(nil), max(batch, 1)
		if batch > 0 {
			path, body = "/api/v1/bundles/batch", v.many(batch)
		} else {
			body = v.one()
		}
		begin := time.Now()
		status, answer, err := c.ask("POST", path, body)
		if err != nil {
			return nil, err
		}
		if accepted := bytes.Count(answer, []byte(`"accepted":true`)); status != 200 || accepted != n {
			return nil, fmt.Errorf("%d of %d accepted, status %d: %.900s", accepted, n, status, answer)
		}
		if counting.Load() {
			done.Add(int64(n))
			latency = append(latency, float64(time.Since(begin).Microseconds())/1000)
		}
	}
	return latency, nil
}
