package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
)

// rulesLeast is the speed of our evaluation as a part of that of the bare CEL library.
const rulesLeast = 0.5

var benchLine = regexp.MustCompile(`Benchmark(Holds|BareCEL)/(\S+?)-\d+\s+\d+\s+([\d.]+) ns/op`)

// rules compares evaluation with bare CEL on the same expressions: the benchmark of package expr.
func (r *run) rules() error {
	out, err := exec.Command("go", "test", "./expr", "-run", "^$", "-bench", "^Benchmark(Holds|BareCEL)$", "-count", "5").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w %s", err, tail(out))
	}
	best := map[string]map[string]float64{"Holds": {}, "BareCEL": {}}
	for _, m := range benchLine.FindAllStringSubmatch(string(out), -1) {
		ns, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return err
		}
		if have, ok := best[m[1]][m[2]]; !ok || ns < have {
			best[m[1]][m[2]] = ns
		}
	}
	if len(best["Holds"]) == 0 {
		return fmt.Errorf("no results in %s", tail(out))
	}
	for _, name := range sortedKeys(best["Holds"]) {
		ours, bare := best["Holds"][name], best["BareCEL"][name]
		r.report.atLeast("speed of rules against bare CEL, expression “"+name+"”", bare/ours, rulesLeast, " times",
			fmt.Sprintf("bare CEL %.0f ns, ours %.0f ns", bare, ours))
	}
	return nil
}
