package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"syscall"

	"github.com/jedib0t/go-pretty/v6/table"

	"jieli/access"
	"jieli/api"
	"jieli/catalog"
	"jieli/clock"
	"jieli/fault"
	"jieli/sample"
	"jieli/store/sqlite"
	"jieli/value"
)

type demoCmd struct {
	siteFlags
	Listen   string `help:"监听地址 / Address to listen on." default:"127.0.0.1:8780"`
	LoadOnly bool   `help:"只载入，不启动 / Load the sample and stop."`
}

// sampleLoaded is the setting that says that the sample is in place; it holds the shift of the clock, in µs.
const sampleLoaded = "sample_clock_shift"

// Run loads the sample programme, once, and serves it.
func (c *demoCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer func() { s.close() }()
	accounts := sample.Accounts(s.cat)
	shift, loaded, err := sampleShift(ctx, s)
	if err != nil {
		return err
	}
	if loaded && !c.LoadOnly {
		s.close()
		startAnew() // serves with the memory that serving takes, not with what the load has left
		if s, err = c.open(ctx, out, clock.System()); err != nil {
			return err
		}
	}
	s.clock = clock.Shifted{Base: s.clock, By: shift}
	fmt.Fprintln(out, "示例数据：地名真实，人物虚构 / Sample data: real places, made-up persons.")
	if c.LoadOnly {
		return nil
	}
	printAccounts(out, s.cat, accounts)
	serve := serveCmd{siteFlags: c.siteFlags, Listen: c.Listen}
	return serve.serve(ctx, out, s, demoAccounts(accounts))
}

// sampleShift loads the sample when it is not there yet, and gives by how much the demonstration's clock is shifted: its
// days go on from the day after the last one of the sample, so that tasks are due and rounds are open.
// loaded says that it has just been loaded.
func sampleShift(ctx context.Context, s *site) (shift int64, loaded bool, err error) {
	stored, err := s.store.Setting(ctx, sampleLoaded)
	if err != nil {
		return 0, false, err
	}
	if stored != "" {
		shift, err = strconv.ParseInt(stored, 10, 64)
		return shift, false, err
	}
	heads, err := s.store.Streams(ctx)
	if err != nil {
		return 0, false, err
	}
	if len(heads) > 0 {
		return 0, false, demoOverData.Error(fault.Conflict)
	}
	if err := loadSample(ctx, s); err != nil {
		return 0, false, err
	}
	shift = int64(nextMorning - s.clock.Now())
	return shift, true, s.store.SaveSetting(ctx, sampleLoaded, strconv.FormatInt(shift, 10))
}

// startAnew replaces this process by a new one with the same arguments; it returns only when the system cannot do that.
func startAnew() {
	if self, err := os.Executable(); err == nil {
		_ = syscall.Exec(self, os.Args, os.Environ())
	}
}

var demoOverData = fault.Define("demo_over_data",
	"数据目录里已有别的数据，或上次载入示例时中断；示例不会混入其中。请换一个空目录，或删除载入到一半的目录。",
	"The data folder holds other data, or a sample whose loading was cut off; the sample is not mixed with it. "+
		"Choose an empty folder, or delete the half-loaded one.")

// nextMorning is 08:30 on the day after the last one of the sample, 2022-07-28.
var nextMorning = value.DateOf(2022, 7, 29).Start() + value.Instant(8*value.Hour+30*value.Minute)

// loadSample runs the sample through an engine of its own whose clock goes through the programme's first year.
func loadSample(ctx context.Context, s *site) error {
	if file, ok := s.store.(*sqlite.Store); ok { // a load that was cut off is begun anew, so nothing need be durable before its end
		if err := file.Hasten(ctx); err != nil {
			return err
		}
	}
	moving := clock.Fixed(0)
	past := *s
	past.clock = moving
	e, err := past.engine(ctx)
	if err != nil {
		return err
	}
	defer e.Close()
	bar := progress(1, "载入示例 / loading the sample")
	sessions := access.NewSessions(s.store, access.NewDirectory(s.store, s.cat, moving), moving)
	err = sample.Load(ctx, sample.Target{Engine: e, Catalog: s.cat, Clock: moving, Sessions: sessions, Photos: s.store,
		Progress: func(n, total int) { bar.ChangeMax(total); bar.Set(n) }})
	bar.Finish()
	if err != nil {
		return err
	}
	return s.store.Settle(ctx)
}

func printAccounts(out io.Writer, cat *catalog.Catalog, accounts []sample.Account) {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.AppendHeader(table.Row{"账号 login", "密码 password", "角色 role", "区域 area"})
	for _, a := range accounts {
		role := a.Role
		if r := cat.Role(a.Role); r != nil {
			role = r.Label.Zh + " / " + r.Label.In("en")
		}
		t.AppendRow(table.Row{a.Login, a.Password, role, cat.Areas.Name(a.Area)})
	}
	t.Render()
}

func demoAccounts(accounts []sample.Account) []api.DemoAccount {
	list := make([]api.DemoAccount, len(accounts))
	for i, a := range accounts {
		list[i] = api.DemoAccount{Login: a.Login, Password: a.Password, Name: a.Name, Role: a.Role, Area: a.Area}
	}
	return list
}
