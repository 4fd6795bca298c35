package api

import (
	"net/http"
	"reflect"
	"strings"

	"jieli/catalog"
)

const base = "/api/v1"

// Limits of bodies in bytes.
const (
	bodySmall  = 16 << 10 // sign-in, purposes
	bodyBundle = 1 << 20  // one form with all its rows: 500 rows of 2 KiB
	bodyBatch  = 8 << 20  // a day's work of one phone, photos apart
)

// who may call a route at all. What of the answer they see their roles say.
type who int

const (
	anyone   who = iota // without a session
	signedIn            // any session
	powered             // a role with route.power, somewhere
	reader              // a role that may read the register named in the path, somewhere
)

// param is one parameter of the query.
type param struct {
	name, doc string
	kind      string // "string", "integer", "date", "area"
	enum      []string
}

// route is one line of the table from which the mux and the OpenAPI document are made.
type route struct {
	method, path string // path below /api/v1
	id           string // operationId
	doc          string
	who          who
	power        catalog.Power
	query        []param
	filters      bool // further parameters are filters by field
	body         any  // nil, or a zero value of the type that describes the body
	limit        int64
	answer       any   // nil for none; a zero value of the type; textBody for plain text
	status       int   // of success; 0 is 200
	refusals     []int // further statuses of this route: 409, 422 …
	always       bool  // for any session, whatever it was opened for
	password     bool  // for a session of a temporary password too
	copies       bool  // what it gives stays on the device: not for a session that sees as a role
	handle       func(*call) error
}

// textBody marks an answer that is plain text, pageBody one that is a page to print.
type (
	textBody   struct{}
	pageBody   struct{}
	streamBody struct{} // messages as long as somebody listens
	tileBody   struct{} // a square of the map
	chartBody  struct{} // a sheet as SVG or PDF
	sheetBody  struct{} // a list as a workbook or as text
	fileBody   struct{} // a file that is sent or given, whatever its kind
)

func (r *route) changes() bool { return r.method != http.MethodGet }

// segments gives the names of the path's parameters.
func (r *route) segments() []string {
	var names []string
	for _, part := range strings.Split(r.path, "/") {
		if strings.HasPrefix(part, "{") {
			names = append(names, strings.Trim(part, "{}"))
		}
	}
	return names
}

// statuses gives every status that the route may answer with, success first.
func (r *route) statuses() []int {
	list := []int{r.status, 400, 429, 500, 503}
	if r.status == 0 {
		list[0] = http.StatusOK
	}
	if r.who != anyone {
		list = append(list, 401)
	}
	if r.who == powered || r.changes() {
		list = append(list, 403)
	}
	if r.who == reader || len(r.segments()) > 0 {
		list = append(list, 404)
	}
	if r.body != nil {
		list = append(list, 413, 415)
	}
	return append(list, r.refusals...)
}

// typeOf gives the Go type that describes a body or an answer; nil for none.
func typeOf(x any) reflect.Type {
	if x == nil {
		return nil
	}
	return reflect.TypeOf(x)
}

// mux makes the handler of all routes, of the pages beside the API, and of what has no route.
func (s *Server) mux() http.Handler {
	mux := http.NewServeMux()
	allowed := map[string][]string{}
	for _, r := range s.routes {
		mux.Handle(r.method+" "+base+r.path, s.serve(r))
		allowed[r.path] = append(allowed[r.path], r.method)
	}
	for path, methods := range allowed {
		mux.Handle(base+path, s.wrongMethod(methods))
	}
	mux.Handle("/api/", s.serve(&route{path: "/{unknown}", id: "unknown", handle: func(c *call) error {
		return notFound(errNoRoute.At(""))
	}}))
	mux.HandleFunc("GET /healthz", s.health)
	mux.HandleFunc("GET /metrics", s.serveMetrics)
	mux.HandleFunc("/", s.page)
	return mux
}

func (s *Server) wrongMethod(methods []string) http.Handler {
	allow := strings.Join(methods, ", ")
	return s.serve(&route{path: "/{unknown}", id: "unknown", handle: func(c *call) error {
		c.w.Header().Set("Allow", allow)
		return errorOf(http.StatusMethodNotAllowed, errMethod.At("", "method", clip(c.r.Method)))
	}})
}
