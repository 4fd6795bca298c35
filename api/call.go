package api

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"jieli/access"
	"jieli/fault"
	"jieli/value"
)

const (
	maxQuery      = 4 << 10 // bytes of a query
	maxParameters = 40      // of a query
)

// call is one request on its way.
type call struct {
	*Server
	w       http.ResponseWriter
	r       *http.Request
	ctx     context.Context
	route   *route
	id      string // number of the request
	lang    string // "zh" or "en"
	token   string // that opened the session
	session *access.Session
	actor   *access.Actor
	query   url.Values

	// For the log.
	status int
	bytes  int
	code   string
	cause  error
}

// errorOf makes an error of one finding with a status.
func errorOf(status int, f fault.Finding) error {
	kind := fault.Invalid
	for k, s := range statusOf {
		if s == status {
			kind = k
		}
	}
	err := &fault.Error{Kind: kind, Findings: []fault.Finding{f}}
	if statusOf[kind] == status {
		return err
	}
	return withStatus{err, status}
}

func notFound(f fault.Finding) error { return errorOf(http.StatusNotFound, f) }

func nothing() error { return notFound(errNothing.At("")) }

// language gives "en" when Accept-Language asks for English before Chinese, else "zh".
func language(header string) string {
	for _, part := range strings.Split(header, ",") {
		tag := strings.ToLower(strings.TrimSpace(strings.SplitN(part, ";", 2)[0]))
		switch {
		case strings.HasPrefix(tag, "zh"):
			return "zh"
		case strings.HasPrefix(tag, "en"):
			return "en"
		}
	}
	return "zh"
}

// readQuery reads the query strictly: well-formed, UTF-8, each parameter known and given once.
func (c *call) readQuery() error {
	raw := c.r.URL.RawQuery
	if raw == "" {
		return nil
	}
	if len(raw) > maxQuery {
		return unreadable(errQuery.At(""))
	}
	q, err := url.ParseQuery(raw)
	if err != nil || len(q) > maxParameters {
		return unreadable(errQuery.At(""))
	}
	for name, values := range q {
		if len(values) != 1 || !utf8.ValidString(name) || !utf8.ValidString(values[0]) ||
			strings.IndexFunc(values[0], func(r rune) bool { return r < ' ' }) >= 0 {
			return unreadable(errQuery.At(clip(strings.ToValidUTF8(name, "?"))))
		}
		if !c.route.takes(name) {
			return unreadable(errParameter.At(clip(name), "name", clip(name)))
		}
	}
	c.query = q
	return nil
}

func (r *route) takes(name string) bool {
	for i := range r.query {
		if r.query[i].name == name {
			return true
		}
	}
	return r.filters
}

// badParameter makes the error for a parameter with a wrong value.
func badParameter(name, zh, en string) error {
	f := errParameterValue.At(name)
	f.Text = fault.Text{
		Zh: errParameterValue.At("", "name", name, "want", zh).Text.Zh,
		En: errParameterValue.At("", "name", name, "want", en).Text.En,
	}
	return unreadable(f)
}

// day reads a parameter that is a day, fallback when it is missing.
func (c *call) day(name string, fallback value.Date) (value.Date, error) {
	text := c.query.Get(name)
	if text == "" {
		return fallback, nil
	}
	d, err := value.ParseDate(text)
	if err != nil {
		return 0, badParameter(name, "日期，如 2022-06-14", "a date like 2022-06-14")
	}
	return d, nil
}

// number reads a parameter that is a whole number from least to most.
func (c *call) number(name string, fallback, least, most int) (int, error) {
	text := c.query.Get(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		span := strconv.Itoa(least) + "–" + strconv.Itoa(most)
		return 0, badParameter(name, span+" 之间的整数", "a whole number from "+span)
	}
	return n, nil
}

// area reads a parameter that is the code of an area; "" when it is missing.
func (c *call) area(name string) (string, error) {
	code := c.query.Get(name)
	if code == "" {
		return "", nil
	}
	if _, ok := c.Catalog.Areas.Get(code); !ok {
		return "", badParameter(name, "本系统的区划代码", "the code of an area of this programme")
	}
	return code, nil
}

// oneOf reads a parameter with a closed list of values.
func (c *call) oneOf(name, fallback string, values ...string) (string, error) {
	text := c.query.Get(name)
	if text == "" {
		return fallback, nil
	}
	for _, v := range values {
		if text == v {
			return text, nil
		}
	}
	list := strings.Join(values, ", ")
	return "", badParameter(name, "其中之一："+list, "one of: "+list)
}

// readBody gives the body, which must be JSON and within the route's limit. The caller gives it back by c.release.
func (c *call) readBody() (*bytes.Buffer, error) {
	if !isJSON(c.r.Header.Get("Content-Type")) {
		return nil, errorOf(http.StatusUnsupportedMediaType, errMedia.At(""))
	}
	if c.r.ContentLength > c.route.limit {
		return nil, c.tooLarge()
	}
	buf, _ := c.bodies.Get().(*bytes.Buffer)
	if buf == nil {
		buf = new(bytes.Buffer)
	}
	buf.Reset()
	if n := c.r.ContentLength; n > 0 {
		buf.Grow(int(n) + bytes.MinRead)
	}
	_, err := buf.ReadFrom(http.MaxBytesReader(c.w, c.r.Body, c.route.limit))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		err = c.tooLarge()
	case err != nil:
		err = unreadable(errCutOff.At(""))
	case !utf8.Valid(buf.Bytes()):
		err = unreadable(errBody.At("", "at", validPrefix(buf.Bytes())+1))
	}
	if err != nil {
		c.release(buf)
		return nil, err
	}
	return buf, nil
}

func isJSON(contentType string) bool {
	if contentType == "application/json" {
		return true
	}
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && media == "application/json"
}

func (c *call) tooLarge() error {
	return errorOf(http.StatusRequestEntityTooLarge, errTooLarge.At("", "max", c.route.limit))
}

func validPrefix(b []byte) int {
	n := 0
	for n < len(b) {
		r, size := utf8.DecodeRune(b[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// keepBodies bounds the buffers that are kept for reuse.
const keepBodies = 256 << 10

func (s *Server) release(buf *bytes.Buffer) {
	if buf.Cap() <= keepBodies {
		s.bodies.Put(buf)
	}
}

// readObject reads the body as one object.
func (c *call) readObject(each member) error {
	buf, err := c.readBody()
	if err != nil {
		return err
	}
	defer c.release(buf)
	if f := scanObject(buf.Bytes(), each); f != nil {
		return unreadable(*f)
	}
	return nil
}
