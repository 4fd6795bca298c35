package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// jieli runs the program as a person would and gives its exit code and output.
func jieli(t *testing.T, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(context.Background(), args, &out, &out)
	return code, out.String()
}

func wants(t *testing.T, code int, out string, wantCode int, words ...string) {
	t.Helper()
	if code != wantCode {
		t.Fatalf("exit code %d, want %d:\n%s", code, wantCode, out)
	}
	for _, w := range words {
		if !strings.Contains(out, w) {
			t.Errorf("output lacks %q:\n%s", w, out)
		}
	}
}

func TestHelpIsInChineseAndEnglish(t *testing.T) {
	code, out := jieli(t, "--help")
	wants(t, code, out, 0, "启动系统", "Serve the system")
	code, out = jieli(t, "figures", "--help")
	wants(t, code, out, 0, "--as-of", "说明一个指标")
}

func TestAWrongCallSaysSo(t *testing.T) {
	code, out := jieli(t, "fly")
	wants(t, code, out, exitUsage, "fly")
}

func TestTheShippedPackChecks(t *testing.T) {
	code, out := jieli(t, "pack", "check")
	wants(t, code, out, 0, "✓ guangqing")
}

func TestABrokenPackNamesItsErrorsAndNothingStarts(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "pack.yaml"), "pack: broken\nversion: 1.0\nnonsense: 1\n")
	code, out := jieli(t, "pack", "check", dir)
	wants(t, code, out, exitFindings, "pack.yaml:3:1", "✗")
	code, out = jieli(t, "serve", "--pack", dir, "--data", t.TempDir())
	wants(t, code, out, exitFindings, "pack.yaml:3:1")
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestASiteLivesThroughUsersCheckpointsBackupAndRestore(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("JIELI_PASSWORD", "一条足够长的口令 2022")
	code, out := jieli(t, "user", "add", "li", "--data", data, "--name", "李干事", "--role", "team_member", "--area", "441823111")
	wants(t, code, out, 0)
	code, out = jieli(t, "user", "add", "li", "--data", data, "--name", "李干事", "--role", "team_member", "--area", "441823111")
	wants(t, code, out, exitFailed, "key_taken")
	code, out = jieli(t, "user", "grant", "li", "--data", data, "--role", "nobody", "--area", "441823111")
	wants(t, code, out, exitFailed, "role_unknown")
	code, out = jieli(t, "user", "list", "--data", data)
	wants(t, code, out, 0, "team_member@小江镇")
	code, out = jieli(t, "user", "password", "li", "--data", data)
	wants(t, code, out, 0)
	code, out = jieli(t, "user", "password", "nobody", "--data", data)
	wants(t, code, out, exitFailed, "login_unknown")
	code, out = jieli(t, "user", "disable", "li", "--data", data)
	wants(t, code, out, 0)
	code, out = jieli(t, "journal", "checkpoint", "--data", data)
	wants(t, code, out, 0, "jieli checkpoint 1", "public key")
	code, out = jieli(t, "journal", "verify", "--data", data)
	wants(t, code, out, 0, "everything fits")
	code, out = jieli(t, "figures", "--data", data, "--format", "csv", "--as-of", "2022-07-28")
	wants(t, code, out, 0, "id,value,unit,shown", "households_visited,0,户")
	rulesOf(t, data)
	code, out = jieli(t, "figures", "--data", data, "--as-of", "yesterday")
	wants(t, code, out, exitFailed, "command_date_wrong")
	restoreElsewhere(t, data)
}

// rulesOf lists, tries and runs rules where nothing is recorded yet.
func rulesOf(t *testing.T, data string) {
	t.Helper()
	code, out := jieli(t, "rule", "list")
	wants(t, code, out, 0, "water_unsafe", "饮水安全没有保障")
	code, out = jieli(t, "rule", "try", "water_unsafe", "--data", data)
	wants(t, code, out, 0, "0 records", "发现 / found            0")
	code, out = jieli(t, "rule", "try", "--data", data, "--subject", "household", "--when", "household.members > 3")
	wants(t, code, out, 0, "0 records")
	code, out = jieli(t, "rule", "try", "--data", data, "--subject", "household", "--when", "household.memberz > 3")
	wants(t, code, out, exitFindings, "--when:1:11", "members")
	code, out = jieli(t, "rule", "try", "--data", data)
	wants(t, code, out, exitFailed, "command_rule_how")
	code, out = jieli(t, "rule", "run", "--data", data, "--rule", "nothing")
	wants(t, code, out, exitFailed, "command_rule_unknown")
	code, out = jieli(t, "rule", "run", "--data", data, "--dry")
	wants(t, code, out, 0, "0 judged anew")
}

func TestTheLedgerIsReadWhereNothingHasMovedYet(t *testing.T) {
	books := []string{"--data", filepath.Join(t.TempDir(), "data"), "--pack", "../../pack/testdata/good/books"}
	code, out := jieli(t, append([]string{"ledger", "totals"}, books...)...)
	wants(t, code, out, 0, "结存")
	code, out = jieli(t, append([]string{"ledger", "statement", "appropriated", "--of", "441823", "--each", "central"}, books...)...)
	wants(t, code, out, 0, "上级拨款  阳山县", "期末余额")
	code, out = jieli(t, append([]string{"ledger", "statement", "purse"}, books...)...)
	wants(t, code, out, exitFailed, "command_ledger_account", "project_money")
	code, out = jieli(t, append([]string{"ledger", "statement", "project_money", "--of", "1"}, books...)...)
	wants(t, code, out, exitFailed, "command_ledger_owner")
	code, out = jieli(t, append([]string{"ledger", "totals", "--area", "99"}, books...)...)
	wants(t, code, out, exitFailed, "command_area_wrong")
}

func restoreElsewhere(t *testing.T, data string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.db")
	code, out := jieli(t, "backup", "--data", data, file)
	wants(t, code, out, 0, "✓")
	other := filepath.Join(t.TempDir(), "other")
	if err := os.CopyFS(filepath.Join(other, "keys"), os.DirFS(filepath.Join(data, "keys"))); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"master.key", "signing.key"} {
		if err := os.Chmod(filepath.Join(other, "keys", key), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	code, out = jieli(t, "restore", "--data", other, file)
	wants(t, code, out, 0, "everything fits")
	code, out = jieli(t, "restore", "--data", other, file)
	wants(t, code, out, exitFailed, "restore_over_data")
}

func TestAnEntryIsProved(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	t.Setenv("JIELI_PASSWORD", "一条足够长的口令 2022")
	code, out := jieli(t, "user", "add", "wang", "--data", data, "--name", "王干事", "--role", "county_office", "--area", "441823")
	wants(t, code, out, 0)
	code, out = jieli(t, "journal", "prove", "--data", data, "not-an-id")
	wants(t, code, out, exitFailed, "command_entry_unknown")
	entry := firstEntry(t, data)
	code, out = jieli(t, "journal", "prove", "--data", data, entry)
	wants(t, code, out, 0)
	var p struct {
		Leaf, Root string
		Seq, Size  int64
	}
	if err := json.Unmarshal([]byte(out), &p); err != nil || p.Seq < 1 || p.Size < p.Seq || p.Root == "" {
		t.Errorf("proof %+v, %v", p, err)
	}
}

func firstEntry(t *testing.T, data string) string {
	t.Helper()
	ctx := context.Background()
	var out bytes.Buffer
	f := siteFlags{Data: data, Cipher: "aes"}
	s, err := f.open(ctx, &out, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	heads, err := s.store.Streams(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for key := range heads {
		entries, err := s.store.Entries(ctx, key, 1, 1)
		if err != nil || len(entries) == 0 {
			t.Fatal(entries, err)
		}
		return entries[0].ID
	}
	t.Fatal("no streams")
	return ""
}
