// Package api is the HTTP edge: JSON over /api/v1, described by an OpenAPI 3.1 document that is made from the same
// table of routes and the same Go types that serve it. Reads go to store.Reader with the caller's scope in the query;
// writes go to Engine. One file per noun; a handler reads, checks, asks, answers.
package api

import (
	"crypto/rand"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"jieli/access"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/store"
)

const (
	// maxHeader bounds the request line and headers; ours are below 4 KiB.
	maxHeader = 32 << 10
	// Times after which a connection that does not get on is closed: a phone on a village network sends a bundle of a
	// few KiB within seconds, a photo within a minute.
	readHeaderTime = 10 * time.Second
	readTime       = 90 * time.Second
	writeTime      = 90 * time.Second
	idleTime       = 120 * time.Second
	// workTime bounds one request's work behind the edge.
	workTime = 30 * time.Second
	// gzipFrom is the size in bytes from which an answer is compressed: below it fits one packet anyway.
	gzipFrom = 1400
)

// Config is what a server works with.
type Config struct {
	Catalog   *catalog.Catalog
	Reader    store.Reader
	Engine    Engine
	Directory *access.Directory
	Sessions  *access.Sessions
	Clock     clock.Clock
	Log       *slog.Logger

	// Checkpoint gives the latest signed checkpoint over all streams, "" when there is none yet; nil: none ever.
	Checkpoint func() (string, error)

	Ready   func() error  // what /healthz asks; nil: always ready
	Static  fs.FS         // the built web client, or nil
	Field   fs.FS         // the built field app, served below /field/, or nil
	Demo    []DemoAccount // accounts that anyone may sign in with; only in a demonstration
	Secure  bool          // the cookie is sent over TLS only: true except on localhost
	Proxies int           // how many reverse proxies stand before the server and append to X-Forwarded-For
	// BaseMap is drawn below the layers of the map; nil: none.
	BaseMap *BaseMap
	// MetricsToken lets a collector read /metrics as a bearer; "" leaves that to people with the power system.
	MetricsToken string
	// CursorKey signs cursors; processes that share it take each other's. nil: a random one.
	CursorKey []byte
	// PerSecond and Burst bound requests of one session; 0 takes the standard.
	PerSecond float64
	Burst     int
}

// Server is the HTTP edge of one process. Safe for concurrent use.
type Server struct {
	Config
	handler  http.Handler
	routes   []*route
	metrics  *metrics
	limits   *limiter
	views    *viewCache
	kits     kitCache
	feed     *feed
	tiles    *tileCache
	squares  *squareStore
	bases    *tileCache // pictures of the base map
	static   *static
	texts    map[string]fault.Text // sentences of warnings by code
	requests atomic.Int64
	prefix   string // of request numbers: differs from process to process
	bodies   sync.Pool
	trying   sync.Mutex // held while a rule is tried

	dataHeaders, pageHeaders http.Header
}

// New makes a server and everything in it that does not change.
func New(c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if len(c.CursorKey) == 0 {
		c.CursorKey = make([]byte, 32)
		rand.Read(c.CursorKey) // never fails since Go 1.24
	}
	s := &Server{Config: c, routes: routes(), views: newViewCache(), kits: kitCache{kept: map[string]*SyncKit{}},
		feed: newFeed(), tiles: newTileCache(), squares: newSquareStore(c.Catalog), bases: newTileCache(), prefix: rand.Text()[:6]}
	s.dataHeaders, s.pageHeaders = fixedHeaders(dataPolicy, c.Secure), fixedHeaders(pagePolicy, c.Secure)
	s.metrics = newMetrics(s.routes)
	s.limits = newLimiter(c.Clock, c.PerSecond, c.Burst)
	s.texts = warningTexts(c.Catalog)
	s.Demo = demoNames(c.Catalog, c.Demo)
	if c.Static != nil {
		var err error
		if s.static, err = loadStatic(c.Static); err != nil {
			return nil, err
		}
	}
	if s.static != nil && c.Field != nil {
		if err := s.static.add(fieldRoot, c.Field); err != nil {
			return nil, err
		}
	}
	s.handler = s.mux()
	s.Engine.Follow(s.feed.follow)
	s.Engine.Follow(s.tiles.follow)
	s.Engine.Follow(s.squares.follow)
	return s, nil
}

// ServeHTTP serves one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// HTTP gives a server with all its times bounded, ready to listen.
func (s *Server) HTTP(addr string) *http.Server {
	h := &http.Server{
		Addr: addr, Handler: s, MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: readHeaderTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn),
	}
	h.RegisterOnShutdown(s.feed.close)
	return h
}

// warningTexts gathers the sentences for the codes that stand in Record.Warnings.
func warningTexts(c *catalog.Catalog) map[string]fault.Text {
	texts := map[string]fault.Text{}
	for _, code := range fault.Codes() {
		texts[code.Name] = code.Text
	}
	for _, check := range c.Checks {
		texts[check.Name] = check.Label
	}
	return texts
}
