// Command jieli runs a town-stationed assistance programme: it serves the system, loads the demonstration, checks
// packs, verifies the journal, prints figures, keeps users, backs up and restores.
//
// Exit codes: 0 done; 1 the thing asked about is not in order (findings in a pack, a journal that does not verify);
// 2 the command was called wrongly; 3 the system could not be reached or opened.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"jieli/fault"
)

const (
	exitFindings = 1
	exitUsage    = 2
	exitFailed   = 3
)

// version is set by the linker.
var version = "dev"

type commands struct {
	Serve   serveCmd   `cmd:"" help:"启动系统 / Serve the system."`
	Demo    demoCmd    `cmd:"" help:"载入示例项目并启动 / Load the sample programme and serve it."`
	Pack    packCmd    `cmd:"" help:"检查项目定义包 / Check, describe, compare and test packs."`
	Journal journalCmd `cmd:"" help:"验证日志、签署检查点、出具证明 / Verify the journal, sign checkpoints, prove entries."`
	Figures figuresCmd `cmd:"" help:"查询指标 / Print figures and explain them."`
	Ledger  ledgerCmd  `cmd:"" help:"资金物资：收支结存、对账单 / Money and goods: totals and statements."`
	Rule    ruleCmd    `cmd:"" help:"列出、试算、运行规则 / List, try and run the rules."`
	Import  importCmd  `cmd:"" help:"导入部门发来的表格 / Import a file of rows."`
	User    userCmd    `cmd:"" help:"管理账号 / Make accounts, grant roles, set passwords."`
	Backup  backupCmd  `cmd:"" help:"在线备份 / Back up while the system runs."`
	Restore restoreCmd `cmd:"" help:"恢复备份并验证 / Restore a backup and verify it."`
	Version versionCmd `cmd:"" help:"版本 / Print the version."`
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(out io.Writer) error {
	_, err := fmt.Fprintln(out, "jieli", version)
	return err
}

// errFindings ends the program with exitFindings; what was found has been printed.
var errFindings = errors.New("findings")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is main without the process, so that tests start the same program.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var cli commands
	code := -1
	parser, err := kong.New(&cli, kong.Name("jieli"), kong.UsageOnError(),
		kong.Description("接力：驻镇帮镇扶村项目管理系统 / Jieli runs a town-stationed assistance programme."),
		kong.Writers(stdout, stderr), kong.Exit(func(c int) { code = c }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.BindTo(stdout, (*io.Writer)(nil)))
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	call, err := parser.Parse(args)
	switch {
	case code >= 0:
		return code // help was asked for
	case err != nil:
		fmt.Fprintln(stderr, "jieli:", err)
		return exitUsage
	}
	return report(call.Run(), stderr)
}

// report prints an error for people, in both languages, and gives the exit code.
func report(err error, stderr io.Writer) int {
	var problem *fault.Error
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errFindings):
		return exitFindings
	case errors.As(err, &problem):
		for _, f := range problem.Findings {
			fmt.Fprintf(stderr, "%s\n  %s\n  [%s]\n", f.Text.Zh, f.Text.In("en"), f.Code)
		}
		if problem.Cause != nil {
			fmt.Fprintln(stderr, " ", problem.Cause)
		}
	default:
		fmt.Fprintln(stderr, "jieli:", err)
	}
	return exitFailed
}
