package sample

import (
	"context"
	"sort"
	"strings"
	"testing"

	"jieli/access"
	"jieli/register"
	"jieli/store"
)

// warnings counts the records of the programme, those with warnings, and warnings by code.
func warnings(t *testing.T, s *site) (records, marked int, byCode map[string]int) {
	t.Helper()
	byCode = map[string]int{}
	for _, reg := range s.cat.Registers {
		if reg.BuiltIn {
			continue
		}
		q := store.Query{Register: reg, Limit: 5000, Sort: []store.Sort{{Field: "id"}}}
		for {
			page, err := s.store.Find(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range page {
				records++
				if len(r.Warnings) > 0 {
					marked++
				}
				for _, w := range r.Warnings {
					byCode[w]++
				}
			}
			if len(page) < q.Limit {
				break
			}
			q.After = []any{page[len(page)-1].ID}
		}
	}
	return records, marked, byCode
}

func checkWarnings(t *testing.T, s *site) {
	records, marked, byCode := warnings(t, s)
	codes := make([]string, 0, len(byCode))
	for code := range byCode {
		if !strings.HasPrefix(code, register.ConflictMark) {
			codes = append(codes, code)
		}
	}
	sort.Slice(codes, func(i, j int) bool { return byCode[codes[i]] > byCode[codes[j]] })
	for _, code := range codes {
		t.Logf("%5d %s", byCode[code], code)
	}
	t.Logf("%d of %d records", marked, records)
	if share := float64(marked) / float64(records); share < 0.02 || share > 0.04 {
		t.Errorf("%d of %d records have warnings", marked, records)
	}
	if len(codes) < 60 {
		t.Errorf("%d kinds of warnings", len(codes))
	}
}

func checkTrouble(t *testing.T, s *site) {
	ctx := context.Background()
	open, err := s.store.OpenConflicts(ctx, nil, 100)
	if err != nil {
		t.Fatal(err)
	}
	if len(open) != openConflicts {
		t.Errorf("%d conflicts are open, planned %d: %+v", len(open), openConflicts, open)
	}
	meant, refused := 0, 0
	w := plan(t)
	for i := range w.events {
		e := &w.events[i]
		if !e.refused {
			continue
		}
		meant++
		for _, county := range []string{"441800", "441803", "441821", "441823", "441825", "441826", "441881", "441882"} {
			r, err := s.store.Receipt(ctx, county, e.bundleID())
			if err != nil {
				t.Fatal(err)
			}
			if r != nil && !r.Accepted && strings.Contains(r.Body, "severity") {
				refused++
			}
		}
	}
	if meant < 11 || refused != meant {
		t.Errorf("%d of %d bundles that were meant to be refused are kept with their reason", refused, meant)
	}
}

func checkSignIn(t *testing.T, s *site) {
	sessions := access.NewSessions(s.store, access.NewDirectory(s.store, s.cat, s.clock), s.clock)
	for _, a := range Accounts(s.cat)[1:4] {
		_, session, err := sessions.SignIn(context.Background(), a.Login, a.Password, access.Client{Address: "127.0.0.1"})
		if err != nil {
			t.Errorf("%s: %v", a.Login, err)
			continue
		}
		if session.Actor.Name != a.Name || len(session.Actor.Grants) == 0 {
			t.Errorf("%s is %s with %d grants", a.Login, session.Actor.Name, len(session.Actor.Grants))
		}
	}
}
