package main

import (
	"path/filepath"
	"testing"
)

func TestAFileOfRowsIsImportedWithTheRightsOfAnAccount(t *testing.T) {
	dir := t.TempDir()
	site := []string{"--data", filepath.Join(dir, "data"), "--pack", "../../exchange/testdata/pack"}
	call := func(args ...string) (int, string) { return jieli(t, append(args, site...)...) }
	t.Setenv("JIELI_PASSWORD", "一条足够长的口令 2022")
	for login, x := range map[string][2]string{"county": {"county_office", "441823"}, "li": {"team_member", "4418"}} {
		code, out := call("user", "add", login, "--name", "李干事", "--role", x[0], "--area", x[1])
		wants(t, code, out, 0)
	}
	file := filepath.Join(dir, "名单.csv")
	write(t, file, "姓名,行政村,金额\n无人,甲村,100\n")
	code, out := call("import", "department_warnings", file, "--as", "county", "--dry-run")
	wants(t, code, out, 0, "1 行", "待人工判断 1", "已收 0")
	code, out = call("import", "department_warnings", file, "--as", "county")
	wants(t, code, out, 0, "已收 1")
	code, out = call("import", "department_warnings", file, "--as", "county")
	wants(t, code, out, 0, "其中重复 1")
	code, out = call("import", "department_warnings", file, "--as", "li")
	wants(t, code, out, exitFailed, "import_not_allowed")
	code, out = call("import", "nothing", file, "--as", "county")
	wants(t, code, out, exitFailed, "import_unknown", "department_warnings")
	write(t, file, "姓名,行政村,金额\n无人,甲村,很多\n")
	code, out = call("import", "department_warnings", file, "--as", "county")
	wants(t, code, out, exitFindings, "第 2 行", "有问题 1")
}
