// Command bench measures the program on this machine and writes docs/performance.md: the figures of the programme
// beside the raw limits of the machine. `make bench` runs it; -only runs parts of it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

func main() {
	serveDir := flag.String("serve", "", "internal: serve the site in this folder")
	database := flag.String("database", "", "internal: its PostgreSQL URL")
	flag.Parse()
	var err error
	if *serveDir != "" {
		err = serve(*serveDir, *database)
	} else {
		err = quick(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func quick(ctx context.Context) error {
	dir := os.Getenv("DIR")
	if dir == "" {
		dir, _ = os.MkdirTemp("", "jieli-bench-")
		s, err := openSite(ctx, dir, os.Getenv("DB"))
		if err != nil {
			return err
		}
		begin := time.Now()
		if err := s.fill(ctx, 14_487, true, nil); err != nil {
			return err
		}
		fmt.Println("fill", time.Since(begin))
		if err := s.admitAll(ctx); err != nil {
			return err
		}
		if err := s.close(); err != nil {
			return err
		}
		fmt.Println(dir)
		return nil
	}
	c, err := spawn(dir, os.Getenv("DB"))
	if err != nil {
		return err
	}
	defer c.stop()
	f := newFleet(16, 14_487)
	for _, batch := range []int{0, 100} {
		if os.Getenv("PROF") != "" {
			go func() {
				time.Sleep(1 * time.Second)
				exec.Command("curl", "-s", "-o", fmt.Sprintf("prof%d", batch), "http://"+c.addr+"/debug/pprof/profile?seconds=5").Run()
				exec.Command("curl", "-s", "-o", fmt.Sprintf("allocs%d", batch), "http://"+c.addr+"/debug/pprof/allocs").Run()
			}()
		}
		warm := 1 * time.Second
		u := c.cpu()
		r, err := f.load(c.addr, batch, warm, 6*time.Second)
		if err != nil {
			return err
		}
		used := (c.cpu() - u) * r.Seconds / (r.Seconds + warm.Seconds())
		fmt.Printf("batch %d: %.0f/s p50 %.1f ms p99 %.1f ms; cpu %.3f ms each\n", batch, r.rate(), r.p(.5), r.p(.99), used*1000/float64(r.Submissions))
	}
	return nil
}

// cpu gives the seconds of processor time that the child has used.
func (c *child) cpu() float64 {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	f := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')'):]))
	u, _ := strconv.ParseFloat(f[12], 64)
	s, _ := strconv.ParseFloat(f[13], 64)
	return (u + s) / 100
}
