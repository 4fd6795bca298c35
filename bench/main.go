// Command bench measures the program on this machine and writes docs/performance.md: its figures beside the raw limits
// of the machine. `make bench` runs all of it alone on the machine; -only runs parts and writes nothing.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// part is one section of the report.
type part struct {
	name string
	run  func(*run) error
}

var parts = []part{{"raw", (*run).raw}, {"demo", (*run).demo}, {"writes", (*run).writes}, {"reads", (*run).reads}, {"tiles", (*run).tiles},
	{"start", (*run).start}, {"rules", (*run).rules}, {"judge", (*run).judge}, {"ledger", (*run).ledger}}

// run is one run of the benchmark.
type run struct {
	ctx     context.Context
	tree    string // folder of the source tree
	temp    string // folder for all data of the run
	many    int    // households of the large site
	on      string // the only database that reads measures, "" for both
	tries   int    // requests of one page of a list, and of all figures of a day
	sites   string // folder of sites that parts which only read keep, "" for none
	report  report
	servers *servers
	filled  map[string]*prepared // large sites by the name of their database
}

func main() {
	serveDir := flag.String("serve", "", "internal: serve the site in this folder")
	database := flag.String("database", "", "internal: its PostgreSQL URL")
	judged := flag.String("judge", "", "internal: judge the site in this folder: run, try or visit")
	only := flag.String("only", "", "parts to run, separated by commas: raw,demo,writes,reads,tiles,start,rules,judge,ledger; prints only")
	many := flag.Int("many", 1_000_000, "households of the large site")
	sites := flag.String("sites", "", "folder in which reads and tiles keep their sites, to measure them again without a fill")
	tries := flag.Int("tries", 40, "requests of one page of a list, and of all figures of a day")
	on := flag.String("on", "", "the only database that reads measures: SQLite or PostgreSQL")
	out := flag.String("out", "docs/performance.md", "where the report goes")
	flag.Parse()
	r := &run{ctx: context.Background(), many: *many, tries: *tries, on: *on, sites: *sites, servers: &servers{},
		filled: map[string]*prepared{}}
	do := func() error { return r.begin(*only, *out) }
	if *serveDir != "" {
		do = func() error { return serve(*serveDir, *database) }
	}
	if *judged != "" {
		do = func() error { return judgeSite(*serveDir, *judged) }
	}
	if err := do(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// begin runs the parts and reports.
func (r *run) begin(only, out string) (err error) {
	if r.temp, err = os.MkdirTemp("", "jieli-bench-"); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(r.temp) }() // nothing in it is worth an error
	if r.tree, err = os.Getwd(); err != nil {
		return err
	}
	if r.sites != "" {
		r.servers.kept = filepath.Join(r.sites, "pg")
	}
	defer r.servers.stop()
	for _, p := range parts {
		if only != "" && !slices.Contains(strings.Split(only, ","), p.name) {
			continue
		}
		say("── %s", p.name)
		if err := p.run(r); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	text := r.report.markdown(machine(r.tree))
	if only != "" {
		fmt.Print(text)
		return nil
	}
	return os.WriteFile(out, []byte(text), 0o644)
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
