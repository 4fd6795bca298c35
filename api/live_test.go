package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"jieli/api"
)

// listen opens the stream of a person and gives its messages.
func (w *world) listen(t *testing.T, url, login string) <-chan api.Live {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	r, err := http.NewRequestWithContext(ctx, "GET", url+"/api/v1/live", nil)
	check(t, err)
	r.Header.Set("Authorization", "Bearer "+w.token(login))
	res, err := http.DefaultClient.Do(r)
	check(t, err)
	t.Cleanup(func() { res.Body.Close() })
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %d %s", login, res.StatusCode, res.Header.Get("Content-Type"))
	}
	lines := bufio.NewScanner(res.Body)
	if !lines.Scan() || lines.Text() != ": open" {
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	messages := make(chan api.Live, 10)
	go func() {
		defer close(messages)
		for lines.Scan() {
			var m api.Live
			if body, ok := strings.CutPrefix(lines.Text(), "data: "); ok && json.Unmarshal([]byte(body), &m) == nil {
				messages <- m
			}
		}
	}()
	return messages
}

func TestAVisitIsToldToOpenPagesOfThoseWhomItConcerns(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.server)
	t.Cleanup(server.Close) // after the streams have ended
	li, wang, admin := w.listen(t, server.URL, "li"), w.listen(t, server.URL, "wang"), w.listen(t, server.URL, "admin")
	if rec := w.ask("li", "POST", "/api/v1/bundles", w.visit(100)); rec.Code != 200 {
		t.Fatalf("the visit is refused: %s", rec.Body)
	}
	select {
	case m := <-li:
		if !m.Figures || strings.Join(m.Areas, " ") != lingbei || !strings.Contains(strings.Join(m.Registers, " "), "household") {
			t.Errorf("the member of the town is told %+v", m)
		}
	case <-time.After(2 * time.Second):
		t.Error("the member of the town is not told within two seconds")
	}
	select {
	case m := <-wang:
		t.Errorf("a member of another town is told %+v", m)
	case m := <-admin:
		t.Errorf("who sees no households is told %+v", m)
	case <-time.After(600 * time.Millisecond):
	}
}

func TestOneSessionHasSoManyStreamsAndNoMore(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.server)
	token := w.token("li")
	open := func() *http.Response {
		r, err := http.NewRequest("GET", server.URL+"/api/v1/live", nil)
		check(t, err)
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		check(t, err)
		return res
	}
	var all []*http.Response
	for range 12 {
		res := open()
		if res.StatusCode != http.StatusOK {
			t.Fatalf("stream %d is refused: %d", len(all)+1, res.StatusCode)
		}
		all = append(all, res)
	}
	if res := open(); res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one stream more is answered with %d", res.StatusCode)
	}
	for _, res := range all {
		res.Body.Close()
	}
	server.CloseClientConnections()
	server.Close()
}
