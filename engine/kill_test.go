package engine_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"jieli/access"
	"jieli/clock"
	"jieli/engine"
	"jieli/journal"
	"jieli/store/postgres/pgtest"
	"jieli/store/sqlite"
	"jieli/value"
)

// killDir tells the test binary to be the victim of the kill test instead of running tests.
const killDir = "JIELI_KILL_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killDir); dir != "" {
		victim(dir, os.Getenv("JIELI_KILL_RUN"))
		return
	}
	pgtest.Main(m)
}

// unitOnly is true in the every-day check, which leaves out what takes long.
func unitOnly() bool { return os.Getenv("JIELI_TEST") == "unit" }

const (
	kills        = 50
	killWriters  = 16
	killHouses   = 40
	longestRun   = 250 * time.Millisecond // after the first acknowledgement
	killDeadline = 5 * time.Minute
)

// A process under heavy load is killed 50 times at random moments. After each restart every acknowledged bundle is
// there, none is there twice, and the journal verifies.
func TestNothingAcknowledgedIsLostWhenTheProcessIsKilled(t *testing.T) {
	if unitOnly() {
		t.Skip("takes half a minute; make test runs it")
	}
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	acked := map[string]bool{}
	for run := range kills {
		for _, id := range killOnce(t, dir, run, time.Duration(r.Int64N(int64(longestRun)))) {
			acked[id] = true
		}
		if run%5 == 4 || run == kills-1 {
			checkSurvivor(t, dir, acked)
		}
	}
	t.Logf("%d kills, %d acknowledged bundles", kills, len(acked))
}

// killOnce starts the victim, lets it work for a while after its first acknowledgement, and kills it.
func killOnce(t *testing.T, dir string, run int, after time.Duration) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), killDeadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), killDir+"="+dir, fmt.Sprintf("JIELI_KILL_RUN=%d", run))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var list []string
	var once sync.Once
	for s := bufio.NewScanner(out); s.Scan(); {
		if id, ok := strings.CutPrefix(s.Text(), "ack "); ok && len(id) == 36 {
			list = append(list, id)
			once.Do(func() { time.AfterFunc(after, func() { cmd.Process.Kill() }) })
		}
	}
	cmd.Wait()
	if len(list) == 0 {
		t.Fatalf("run %d acknowledged nothing", run)
	}
	return list
}

func checkSurvivor(t *testing.T, dir string, acked map[string]bool) {
	t.Helper()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(context.Background(), dir, vault.Columns())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	cat := smallPack(t)
	for id := range acked {
		r, err := st.Receipt(context.Background(), yangshan, id)
		if err != nil || r == nil || !r.Accepted {
			t.Fatalf("acknowledged bundle %s is gone: %v %v", id, r, err)
		}
	}
	seen := map[string]bool{}
	heads, err := st.Streams(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for key, head := range heads {
		for from := int64(1); from <= head.N; from += 1000 {
			entries, err := st.Entries(context.Background(), key, from, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range entries {
				if seen[e.ID] {
					t.Fatalf("entry %s is there twice", e.ID)
				}
				seen[e.ID] = true
			}
		}
	}
	v := engine.Verifier{Store: st, Catalog: cat, Vault: vault, Digest: vault.Columns().Digest}
	report, err := v.Run(context.Background())
	if err != nil || len(report.Findings) > 0 {
		t.Fatalf("verify: %v %v", report, err)
	}
}

// victim works as hard as it can until it is killed, and says what was acknowledged only after it was.
func victim(dir, run string) {
	must := func(err error) {
		if err != nil {
			fmt.Fprintln(os.Stderr, "victim:", err)
			os.Exit(1)
		}
	}
	ctx := context.Background()
	vault, err := journal.NewVault(make([]byte, 32), journal.AES)
	must(err)
	st, err := sqlite.Open(ctx, dir, vault.Columns())
	must(err)
	cat := smallPack(&testing.T{})
	must(st.Migrate(ctx, cat))
	e, err := engine.New(ctx, engine.Options{Store: st, Catalog: cat, Vault: vault, Cipher: vault.Columns(), Clock: clock.System()})
	must(err)
	actor := &access.Actor{Account: id("victim"), Grants: []access.Grant{{Role: cat.Role("team_member"), Area: xiaojiang}}}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range killWriters {
		wg.Go(func() {
			for i := 0; ; i++ {
				b := victimBundle(run, n, i)
				r, err := e.Accept(ctx, actor, b)
				must(err)
				if r.Accepted {
					mu.Lock()
					fmt.Println("ack " + b.ID)
					mu.Unlock()
				}
			}
		})
	}
	wg.Wait()
}

func victimBundle(run string, writer, i int) engine.Bundle {
	b := engine.Bundle{ID: id("kill ", run, "-", writer, "-", i), County: yangshan,
		Device: fmt.Sprint(run, "-", writer), DeviceSeq: int64(i + 1)}
	house := id("victim house", (writer*7+i)%killHouses)
	if i < killHouses && writer == 0 {
		b.Form, b.Subject = "registration", id("victim house", i)
		b.Answers = raw(answers{"household_no": fmt.Sprintf("%06d", i), "head_name": "李大山", "village": daping})
		return b
	}
	b.Form, b.Subject, b.Base = "home_visit", house, 1
	b.Answers = raw(answers{"visited_on": value.Date(19000 + i%100).String(), "income": i, "phone": "13800000000"})
	return b
}
