package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// line is one measured figure.
type line struct {
	figure, target, measured, raw string
	met                           bool
	informal                      bool // no target: stands there to explain the others
}

type report struct {
	lines   []line
	filters []filterLine
}

// filterLine is the worst page of one filter on one site.
type filterLine struct {
	site, filter, query string
	p50, p95            float64
	busy                float64 // ms of processor time of the server
}

// atLeast and atMost judge a figure by its target.
func (r *report) atLeast(figure string, got, want float64, unit, raw string) {
	r.put(line{figure: figure, target: "≥ " + number(want) + unit, measured: number(got) + unit, raw: raw, met: got >= want})
}

func (r *report) atMost(figure string, got, want float64, unit, raw string) {
	r.put(line{figure: figure, target: "< " + number(want) + unit, measured: number(got) + unit, raw: raw, met: got < want})
}

func (r *report) note(figure, measured, raw string) {
	r.put(line{figure: figure, measured: measured, raw: raw, informal: true})
}

func (r *report) put(l line) {
	r.lines = append(r.lines, l)
	say("%-78s %-16s %-16s %s", l.figure, l.measured, l.target, l.raw)
}

// number prints a figure with three digits that mean something, thousands apart.
func number(v float64) string {
	switch {
	case v >= 1000:
		s := fmt.Sprintf("%.0f", v)
		for i := len(s) - 3; i > 0; i -= 3 {
			s = s[:i] + "," + s[i:]
		}
		return s
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10 || v == float64(int(v)):
		return strings.TrimSuffix(fmt.Sprintf("%.1f", v), ".0")
	}
	return fmt.Sprintf("%.2f", v)
}

func (r *report) markdown(where string) string {
	var b strings.Builder
	b.WriteString("# Performance\n\nWritten by `make bench`; do not edit. Run it alone on the machine: two busy cores leave nothing " +
		"for a third\nprogram. Load comes from another process over the loopback, with connections kept open; server, load " +
		"and, where it\nis used, PostgreSQL share the cores. The pack is packs/guangqing with all its checks, rules and " +
		"indicators. What is\nacknowledged is on disk (SQLite `synchronous=FULL`, PostgreSQL `synchronous_commit=on`).\n\n" +
		where + "\n\n| figure | target | measured | | raw limit of this machine beside it |\n|---|---|---|---|---|\n")
	for _, l := range r.lines {
		mark := "✓"
		if l.informal {
			mark = ""
		} else if !l.met {
			mark = "✗"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", l.figure, l.target, l.measured, mark, l.raw)
	}
	if len(r.filters) > 0 {
		b.WriteString("\n## Pages by filter\n\nThe worst page of 50 households of each filter, over its values, three orders " +
			"and two readers (one of the whole\ncity, one of a town), counting included.\n\n" +
			"| site | filter | worst query | p50 | p95 | processor time of the server |\n|---|---|---|---|---|---|\n")
		for _, f := range r.filters {
			fmt.Fprintf(&b, "| %s | %s | `%s` | %.1f ms | %.1f ms | %.1f ms |\n", f.site, f.filter, f.query, f.p50, f.p95, f.busy)
		}
	}
	return b.String()
}

// machine says where and of what it was measured.
func machine(tree string) string {
	commit := ""
	if out, err := exec.Command("git", "-C", tree, "rev-parse", "--short", "HEAD").Output(); err == nil {
		commit = ", commit " + strings.TrimSpace(string(out))
	}
	cpu := ""
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for _, l := range strings.Split(string(raw), "\n") {
			if _, name, ok := strings.Cut(l, "model name"); ok {
				cpu = " (" + strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(name), ":")) + ")"
				break
			}
		}
	}
	return fmt.Sprintf("Measured on %s: %d cores%s, %s %s%s.", time.Now().Format(time.DateOnly), runtime.NumCPU(), cpu, runtime.GOOS,
		runtime.Version(), commit)
}
