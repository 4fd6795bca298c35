package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"jieli/access"
	"jieli/api"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/web"
)

type serveCmd struct {
	siteFlags
	digestFlags
	baseMapFlags
	Listen       string `help:"监听地址 / Address to listen on." default:"127.0.0.1:8780" env:"JIELI_LISTEN"`
	Secure       bool   `help:"经 HTTPS 访问（反向代理之后）/ Cookies over TLS only; set it behind a TLS proxy." env:"JIELI_SECURE"`
	Proxies      int    `help:"前面有几层反向代理 / How many reverse proxies stand before." env:"JIELI_PROXIES"`
	MetricsToken string `help:"采集 /metrics 的令牌 / Bearer token for /metrics." env:"JIELI_METRICS_TOKEN"`
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(ctx context.Context, out io.Writer) error {
	if err := c.digestFlags.check(); err != nil {
		return err
	}
	if err := c.baseMapFlags.check(); err != nil {
		return err
	}
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	return c.serve(ctx, out, s, nil)
}

// stopTime is how long running requests may take to finish when the system stops.
const stopTime = 10 * time.Second

// garbagePercent lets garbage grow to twice of what is in use before it is collected: under load that is some tens of MB
// for a tenth of the processor time.
const garbagePercent = 200

func (c *serveCmd) serve(ctx context.Context, out io.Writer, s *site, demo []api.DemoAccount) error {
	debug.SetGCPercent(garbagePercent)
	e, err := s.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	server, err := c.server(ctx, s, e, demo)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "接力已启动 / Jieli is serving: http://%s\n", listener.Addr())
	h := server.HTTP(c.Listen)
	go debug.FreeOSMemory() // what reading the pack has left: as much again as serving takes
	ctx, end := context.WithCancel(ctx)
	var daily sync.WaitGroup
	daily.Go(func() { newDailyRules(e, s.clock, server.Registry()).keep(ctx) })
	daily.Go(func() { keepClean(ctx, s.store, s.clock) })
	if j := c.digestFlags.job(s, server.Directory); j != nil {
		daily.Go(func() { j.Run(ctx) })
	}
	defer daily.Wait() // before the engine is closed
	defer end()
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.Background(), stopTime)
		defer cancel()
		h.Shutdown(stop)
	}()
	if err := h.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (c *serveCmd) server(ctx context.Context, s *site, e *engine.Engine, demo []api.DemoAccount) (*api.Server, error) {
	directory := access.NewDirectory(s.store, s.cat, s.clock)
	e.Follow(func(x engine.Commit) { forget(directory, x.Entries) })
	config := api.Config{Catalog: s.cat, Reader: s.store, Engine: e, Directory: directory,
		Sessions: access.NewSessions(s.store, directory, s.clock), Clock: s.clock,
		Log:   slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Ready: func() error { return s.ready() }, Demo: demo, Secure: c.Secure, Proxies: c.Proxies,
		MetricsToken: c.MetricsToken, Checkpoint: func() (string, error) { return s.signCheckpoint(ctx) }}
	config.BaseMap = c.baseMapFlags.baseMap()
	if files, ok := web.Dist(); ok {
		config.Static = files
	}
	if files, ok := web.Field(); ok {
		config.Field = files
	}
	return api.New(config)
}

// forget drops what the directory remembers of accounts whose records changed.
func forget(d *access.Directory, entries []*journal.Entry) {
	for _, x := range entries {
		switch x.Register {
		case "account":
			d.Forget(x.Record)
		case "grant":
			d.ForgetAll()
		}
	}
}

// readyTime bounds the question whether the database answers.
const readyTime = 2 * time.Second

func (s *site) ready() error {
	ctx, cancel := context.WithTimeout(context.Background(), readyTime)
	defer cancel()
	return s.store.Ping(ctx)
}
