package main

import (
	"context"
	"fmt"
	"os"

	"jieli/pack"
	"jieli/scenario"
	"jieli/store"
	"jieli/store/sqlite"
)

func main() {
	cat, findings := pack.Load(os.DirFS("packs/guangqing"))
	for _, f := range findings {
		if f.Code != "pack_scenario_value" {
			fmt.Println(f.Severity, f.String())
		}
	}
	if cat == nil {
		return
	}
	fmt.Println("OK registers", len(cat.Registers), "forms", len(cat.Forms), "checks", len(cat.Checks), "indicators", len(cat.Indicators), "scenarios", len(cat.Scenarios), "choices", len(cat.Choices))
	hold := ""
	if len(os.Args) > 1 {
		hold = os.Args[1]
	}
	open := func(ctx context.Context, dir string, c store.ColumnCipher) (store.Store, error) {
		return sqlite.Open(ctx, dir, c)
	}
	bad := 0
	for _, s := range cat.Scenarios {
		r, err := scenario.RunAll(context.Background(), cat, open, s.Name)
		if err != nil {
			fmt.Println("ERR", s.Name, err)
			bad++
			continue
		}
		for _, x := range r {
			if hold != "" && x.Name != hold {
				continue
			}
			if len(x.Problems) > 0 {
				bad++
				fmt.Println("FAIL", x.Name)
				for _, p := range x.Problems {
					fmt.Println("   ", p)
				}
			}
		}
	}
	fmt.Println("bad", bad)
}
