package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"jieli/catalog"
	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
)

var errManyListeners = fault.Define("too_many_listeners",
	"同时打开的页面太多，请关闭一些再试；不影响填报，只是数据不会自动更新。",
	"Too many pages are open at once; close some. Nothing is lost, figures only do not follow by themselves.")

const (
	// liveGather is how long changes gather before they are told: a figure is to follow within two seconds.
	liveGather = 400 * time.Millisecond
	// liveBeat is how often a silent stream says that it is there, so that proxies keep it; then the session is asked
	// for again too.
	liveBeat = 25 * time.Second
	// liveLongest is the most that a caller can ask a stream to last, in seconds.
	liveLongest = 24 * 60 * 60
	// liveWrite is how long one message may take to be sent.
	liveWrite = 10 * time.Second
	// listenersMost bounds the streams of one process: each holds a goroutine and some KiB.
	listenersMost = 4000
	// listenersOfSession is how many a person's browser may have open.
	listenersOfSession = 12
	// changesMost bounds what waits for one listener; beyond, it is told of everything that it may see.
	changesMost = 400
)

// Live is one message of GET /live: what has changed since the one before, as far as the caller may see it.
type Live struct {
	Registers []string `json:"registers" doc:"registers of which records have changed"`
	Areas     []string `json:"areas" doc:"towns, or higher areas, in which something has changed"`
	Figures   bool     `json:"figures" doc:"figures may have changed"`
}

// change is that a register has changed in a town, or in the higher area to which a stream belongs.
type change struct{ register, area string }

// feed tells open pages what commits have changed. It keeps no names of records.
type feed struct {
	mu        sync.Mutex
	listeners map[*listener]bool
	bySession map[string]int
	closed    chan struct{}
	once      sync.Once
}

// listener is one open stream.
type listener struct {
	session string
	waiting map[change]bool // guarded by feed.mu
	wake    chan struct{}
}

func newFeed() *feed {
	return &feed{listeners: map[*listener]bool{}, bySession: map[string]int{}, closed: make(chan struct{})}
}

// close ends all streams, so that the server can stop.
func (f *feed) close() { f.once.Do(func() { close(f.closed) }) }

// open begins a stream; nil when there are too many.
func (f *feed) open(session string) *listener {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.listeners) >= listenersMost || f.bySession[session] >= listenersOfSession {
		return nil
	}
	l := &listener{session: session, waiting: map[change]bool{}, wake: make(chan struct{}, 1)}
	f.listeners[l] = true
	f.bySession[session]++
	return l
}

func (f *feed) end(l *listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.listeners, l)
	if f.bySession[l.session]--; f.bySession[l.session] <= 0 {
		delete(f.bySession, l.session)
	}
}

// follow is told of each commit. Cost: the different registers and towns of the commit, for each listener.
func (f *feed) follow(c engine.Commit) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.listeners) == 0 {
		return
	}
	changes := map[change]bool{}
	for _, e := range c.Entries {
		if e.Action != journal.Read {
			changes[change{e.Register, e.Stream}] = true
		}
	}
	for l := range f.listeners {
		for x := range changes {
			if len(l.waiting) < changesMost {
				l.waiting[x] = true
			}
		}
		select {
		case l.wake <- struct{}{}:
		default:
		}
	}
}

// take gives what waits for a listener, and forgets it.
func (f *feed) take(l *listener) map[change]bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	got := l.waiting
	l.waiting = map[change]bool{}
	return got
}

// getLive sends messages for as long as the page is open and the session lasts.
func getLive(c *call) error {
	seconds, err := c.number("seconds", 0, 0, liveLongest)
	if err != nil {
		return err
	}
	l := c.feed.open(c.session.Digest)
	if l == nil {
		return errManyListeners.Error(fault.Busy)
	}
	defer c.feed.end(l)
	c.status = http.StatusOK
	c.w.Header().Set("Content-Type", "text/event-stream")
	c.w.Header().Set("Cache-Control", "no-store")
	c.w.Header().Set("X-Accel-Buffering", "no") // proxies must not hold messages back
	var over <-chan time.Time
	if seconds > 0 {
		over = time.After(time.Duration(seconds) * time.Second)
	}
	beat := time.NewTicker(liveBeat)
	defer beat.Stop()
	if !c.tellLive(": open\n\n") {
		return nil
	}
	for {
		select {
		case <-l.wake:
			time.Sleep(liveGather)
			if text := c.liveMessage(c.feed.take(l)); text != "" && !c.tellLive(text) {
				return nil
			}
		case <-beat.C:
			if !c.stillOpen() || !c.tellLive(": here\n\n") {
				return nil
			}
		case <-over:
			return nil
		case <-c.feed.closed:
			return nil
		case <-c.r.Context().Done():
			return nil
		}
	}
}

// stillOpen asks for the session again, and takes what it allows by now.
func (c *call) stillOpen() bool {
	session, err := c.Sessions.Open(c.r.Context(), c.token)
	if err != nil {
		return false
	}
	c.session, c.actor = session, session.Actor
	return true
}

// tellLive sends a text at once; false when nobody listens any more.
func (c *call) tellLive(text string) bool {
	control := http.NewResponseController(c.w)
	control.SetWriteDeadline(clock.System().Now().Time().Add(liveWrite)) // not every writer has deadlines
	if _, err := c.w.Write([]byte(text)); err != nil {
		return false
	}
	return control.Flush() == nil
}

// liveMessage is what the caller may know of changes, "" for nothing.
func (c *call) liveMessage(changes map[change]bool) string {
	m := Live{Registers: []string{}, Areas: []string{}}
	figures := c.actor.Has(catalog.SeeFigures)
	for x := range changes {
		counted := within(x.area, figures)
		reg := c.Catalog.Register(x.register)
		reads := reg != nil && within(x.area, c.actor.Areas(reg.Name, reg.BuiltIn, catalog.MayRead))
		m.Figures = m.Figures || counted
		if reads && !slices.Contains(m.Registers, x.register) {
			m.Registers = append(m.Registers, x.register)
		}
		if (reads || counted) && !slices.Contains(m.Areas, x.area) {
			m.Areas = append(m.Areas, x.area)
		}
	}
	if len(m.Areas) == 0 {
		return ""
	}
	slices.Sort(m.Registers)
	slices.Sort(m.Areas)
	body, err := json.Marshal(m)
	if err != nil {
		c.cause = err
		return ""
	}
	return "data: " + string(body) + "\n\n"
}

// within reports whether an area and a caller's areas have something in common: what changed in a town concerns who sees
// one of its villages.
func within(area string, areas []string) bool {
	return slices.ContainsFunc(areas, func(mine string) bool {
		return strings.HasPrefix(area, mine) || strings.HasPrefix(mine, area)
	})
}
