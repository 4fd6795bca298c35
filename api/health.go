package api

import (
	"crypto/subtle"
	"maps"
	"net/http"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jieli/catalog"
)

// metrics counts requests. Labels are routes and classes of statuses, a closed set.
type metrics struct {
	registry *prometheus.Registry
	handler  http.Handler
	byRoute  map[string]*routeMetrics
}

type routeMetrics struct {
	byClass [6]prometheus.Counter
	seconds prometheus.Observer
}

func newMetrics(routes []*route) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), byRoute: map[string]*routeMetrics{}}
	requests := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "jieli_http_requests_total", Help: "Requests by route and class of status."}, []string{"route", "status"})
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "jieli_http_request_seconds", Help: "Time to answer by route.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"})
	m.registry.MustRegister(requests, seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	ids := []string{"unknown"}
	for _, r := range routes {
		ids = append(ids, r.id)
	}
	for _, id := range ids {
		rm := &routeMetrics{seconds: seconds.WithLabelValues(id)}
		for class := 1; class < len(rm.byClass); class++ {
			rm.byClass[class] = requests.WithLabelValues(id, strconv.Itoa(class)+"xx")
		}
		m.byRoute[id] = rm
	}
	m.handler = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

func (m *metrics) observe(id string, status int, seconds float64) {
	rm := m.byRoute[id]
	if class := status / 100; rm != nil && class > 0 && class < len(rm.byClass) {
		rm.byClass[class].Inc()
		rm.seconds.Observe(seconds)
	}
}

// Registry takes further metrics of the process: lag of followers, size of the store.
func (s *Server) Registry() *prometheus.Registry { return s.metrics.registry }

// serveMetrics answers a collector with the token, or a person with the power system. To others there is nothing.
func (s *Server) serveMetrics(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), s.dataHeaders)
	c := &call{Server: s, w: w, r: r, ctx: r.Context(), lang: language(r.Header.Get("Accept-Language"))}
	bearer := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if s.MetricsToken != "" && subtle.ConstantTimeCompare([]byte(bearer), []byte(s.MetricsToken)) == 1 {
		s.metrics.handler.ServeHTTP(w, r)
		return
	}
	if _, err := c.enter(); err != nil || c.session == nil || c.session.Temporary || len(c.actor.Has(catalog.KeepSystem)) == 0 {
		http.NotFound(w, r)
		return
	}
	s.metrics.handler.ServeHTTP(w, r)
}

// health says whether the server can work: 200 "ok", or 503. Reasons are for the log, not for strangers.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	maps.Copy(w.Header(), s.dataHeaders)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if s.Ready != nil {
		if err := s.Ready(); err != nil {
			s.Log.Error("not ready", "cause", err.Error())
			w.WriteHeader(http.StatusServiceUnavailable)
			strings.NewReader("unavailable\n").WriteTo(w)
			return
		}
	}
	strings.NewReader("ok\n").WriteTo(w)
}
