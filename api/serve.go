package api

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/fault"
)

const (
	cookieName = "jieli_session"
	viewCookie = "jieli_view" // of a session that sees as a role; while it lasts it stands before the other
	csrfHeader = "X-Jieli"
)

// pagePolicy is what the pages of the client may load: our own files only, nothing inline, no eval. Images may also
// be data: and blob:, which the map and the preview of a photo need; they run nothing. Frames nowhere.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
	"form-action 'self'; frame-ancestors 'none'"

// dataPolicy is for answers that are no pages: nothing at all.
const dataPolicy = "default-src 'none'; frame-ancestors 'none'"

// fixedHeaders makes the headers that every answer of a kind has. Their values are shared: nobody appends to them.
func fixedHeaders(policy string, tls bool) http.Header {
	h := http.Header{}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY") // for browsers that do not know frame-ancestors
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
	if tls {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return h
}

// serve makes the handler of one route: number, guard, handle, answer, log.
func (s *Server) serve(rt *route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := s.Clock.Now()
		c := &call{Server: s, w: w, r: r, route: rt, lang: language(r.Header.Get("Accept-Language")),
			id: s.prefix + "-" + strconv.FormatInt(s.requests.Add(1), 36)}
		maps.Copy(w.Header(), s.dataHeaders)
		w.Header().Set("X-Request-Id", c.id)
		w.Header().Set("Vary", "Accept-Language, Cookie, Authorization")
		ctx, cancel := context.WithTimeout(r.Context(), workTime)
		defer cancel()
		c.ctx = ctx
		defer func() {
			if p := recover(); p != nil {
				c.panicked(p)
			}
			took := float64(s.Clock.Now()-begin) / 1e6
			s.metrics.observe(rt.id, c.status, took)
			c.log(took)
		}()
		err := c.guard()
		if err == nil {
			err = rt.handle(c)
		}
		if err != nil {
			c.fail(err)
		}
	})
}

// panicked answers 500 when nothing was sent yet. The stack is logged; the message of the panic might hold values of
// records, so only its type is.
func (c *call) panicked(p any) {
	c.cause = fmt.Errorf("panic of type %T", p)
	c.Log.LogAttrs(context.Background(), slog.LevelError, "panic", slog.String("request", c.id),
		slog.String("type", fmt.Sprintf("%T", p)), slog.String("stack", string(debug.Stack())))
	if c.status == 0 {
		c.fail(errInside.Error(fault.Internal, "id", c.id))
	}
}

// log writes one line about the request: no path, no query, no address, no names; the route says what was asked for.
func (c *call) log(took float64) {
	level := slog.LevelInfo
	if c.status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	if !c.Log.Enabled(c.ctx, level) {
		return
	}
	attrs := [7]slog.Attr{slog.String("request", c.id), slog.String("route", c.route.id), slog.Int("status", c.status),
		slog.Int("bytes", c.bytes), slog.Float64("ms", float64(int64(took*1e6))/1e3), slog.String("code", c.code)}
	n := 6
	if c.cause != nil {
		attrs[n] = slog.String("cause", c.cause.Error())
		n++
	}
	c.Log.LogAttrs(c.ctx, level, "request", attrs[:n]...)
}

// packHeader tells the pages of who is signed in which version of the programme the server has, so that they notice when it
// was replaced under them.
const packHeader = "X-Jieli-Pack"

// guard lets through who may call the route, at the pace allowed, with a query that the route takes.
func (c *call) guard() error {
	byCookie, err := c.enter()
	if err != nil && (c.route.who != anyone || fault.KindOf(err) != fault.Unauthenticated) {
		return c.paced(err)
	}
	if c.actor != nil {
		c.w.Header().Set(packHeader, c.Catalog.Pack.Version)
	}
	if err := c.paced(nil); err != nil {
		return err
	}
	if c.route.changes() && byCookie && c.actor != nil && !c.ownPage() {
		return errorOf(http.StatusForbidden, errCrossSite.At(""))
	}
	if err := c.bound(); err != nil {
		return err
	}
	if err := c.may(); err != nil {
		return err
	}
	return c.readQuery()
}

// enter opens the session of the bearer's token, else that of the cookies: the one that sees as a role while it lasts,
// then one's own.
func (c *call) enter() (byCookie bool, err error) {
	if bearer, ok := strings.CutPrefix(c.r.Header.Get("Authorization"), "Bearer "); ok {
		return false, c.open(strings.TrimSpace(bearer))
	}
	for _, name := range []string{viewCookie, cookieName} {
		cookie, none := c.r.Cookie(name)
		if none != nil || cookie.Value == "" {
			continue
		}
		if err = c.open(cookie.Value); err == nil || fault.KindOf(err) != fault.Unauthenticated {
			return true, err
		}
	}
	return true, err
}

func (c *call) open(token string) error {
	if token == "" {
		return nil
	}
	session, err := c.Sessions.Open(c.ctx, token)
	if err == nil {
		c.token, c.session, c.actor = token, session, session.Actor
	}
	return err
}

// bound holds a session to what it was opened for: one that sees as a role reads, one of a temporary password chooses
// another. Signing in anew is open to both.
func (c *call) bound() error {
	if c.session == nil || c.route.who == anyone || c.route.always {
		return nil
	}
	if c.session.Temporary && !c.route.password {
		return errMustChange.Error(fault.Denied)
	}
	if c.session.Viewing != nil && (c.route.changes() || c.route.copies) {
		return errViewing.Error(fault.Denied)
	}
	return nil
}

// ownPage reports whether the request comes from our own pages: only they can set the header.
func (c *call) ownPage() bool {
	site := c.r.Header.Get("Sec-Fetch-Site")
	return c.r.Header.Get(csrfHeader) == "1" && (site == "" || site == "same-origin" || site == "none")
}

// paced bounds requests by session, or by address without one. It gives err where the pace is kept.
func (c *call) paced(err error) error {
	key := ""
	if c.session != nil {
		key = c.session.Digest
	} else {
		key = access.Neighbourhood(c.address())
	}
	if wait := c.limits.take(key, c.session != nil); wait > 0 {
		seconds := int64(wait.Seconds()) + 1
		return errTooFast.Error(fault.Busy, "seconds", seconds).Because(access.Wait(wait))
	}
	return err
}

// address gives where the request comes from: what the outermost of our own proxies saw.
func (c *call) address() string {
	if c.Proxies > 0 {
		hops := strings.Split(strings.Join(c.r.Header.Values("X-Forwarded-For"), ","), ",")
		if i := len(hops) - c.Proxies; i >= 0 {
			return strings.TrimSpace(hops[i])
		}
	}
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return c.r.RemoteAddr
	}
	return host
}

// may asks the roles.
func (c *call) may() error {
	if c.route.who == anyone {
		return nil
	}
	if c.actor == nil {
		return c.unknown()
	}
	switch c.route.who {
	case powered:
		if len(c.actor.Has(c.route.power)) == 0 {
			return errPower.Error(fault.Denied)
		}
	case reader:
		if !c.mayRead(c.named()) {
			return notFound(errRegister.At(""))
		}
	}
	return nil
}

// named gives the register that the path is about: by its name, or as that of the cases of a workflow; nil for none.
func (c *call) named() *catalog.Register {
	if flow := c.Catalog.Workflow(c.r.PathValue("workflow")); flow != nil {
		return flow.Case
	}
	return c.Catalog.Register(c.r.PathValue("register"))
}

func (c *call) unknown() error {
	_, err := c.Sessions.Open(c.ctx, "")
	return err
}
