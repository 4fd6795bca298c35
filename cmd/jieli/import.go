package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"jieli/access"
	"jieli/catalog"
	"jieli/engine"
	"jieli/exchange"
	"jieli/fault"
)

type importCmd struct {
	siteFlags
	Name   string `arg:"" help:"哪种表格 / Kind of file, by its name in the pack."`
	File   string `arg:"" help:"CSV 或 XLSX 文件 / CSV or XLSX file." type:"existingfile"`
	As     string `required:"" help:"以谁的账号导入 / Login of the account that sends it."`
	DryRun bool   `help:"只核对，不导入 / Say what would be and keep nothing."`
}

var (
	importUnknown = fault.Define("import_unknown",
		"没有名为“{name}”的导入。可用：{names}。", "There is no import “{name}”; there are: {names}.")
	importDenied = fault.Define("import_not_allowed",
		"账号“{login}”没有导入这种表格的权限。", "The account “{login}” may not send files of this kind.")
)

// Run imports a file with the rights of an account, as that person could in the browser. Rows that are broken make exit
// code 1; the others are kept all the same.
func (c *importCmd) Run(ctx context.Context, out io.Writer) error {
	return c.with(ctx, out, func(s *site, e *engine.Engine) error {
		imp := s.cat.Import(c.Name)
		if imp == nil {
			return importUnknown.Error(fault.Invalid, "name", c.Name, "names", importNames(s.cat))
		}
		account, err := s.account(ctx, c.As)
		if err != nil {
			return err
		}
		actor, err := access.NewDirectory(s.store, s.cat, s.clock).Actor(ctx, account.County, account.ID)
		if err != nil {
			return err
		}
		scope := exchange.Scope(actor, imp)
		if len(scope) == 0 {
			return importDenied.Error(fault.Denied, "login", c.As)
		}
		data, err := os.ReadFile(c.File)
		if err != nil {
			return err
		}
		report, err := exchange.Run(ctx, exchange.Options{Import: imp, Actor: actor, Scope: scope, Reader: s.store, Engine: e,
			Catalog: s.cat, Now: s.clock.Now(), Device: "command-line", Dry: c.DryRun}, filepath.Base(c.File), data)
		if err != nil {
			return err
		}
		return printImport(out, report)
	})
}

func importNames(c *catalog.Catalog) string {
	names := make([]string, len(c.Imports))
	for i, x := range c.Imports {
		names[i] = x.Name
	}
	return strings.Join(names, ", ")
}

func printImport(out io.Writer, r *exchange.Report) error {
	printFindings(out, r.Problems, fault.Warn)
	for _, x := range r.Findings {
		fmt.Fprintf(out, "第 %d 行 / row %d %s: %s\n    %s [%s]\n", x.Row, x.Row, x.Column, x.Finding.Text.Zh,
			x.Finding.Text.In("en"), x.Finding.Code)
	}
	if r.More > 0 {
		fmt.Fprintf(out, "……另有 %d 处 / %d more\n", r.More, r.More)
	}
	fmt.Fprintf(out, "%d 行：匹配 %d，待人工判断 %d，已有在办 %d，有问题 %d；已收 %d，其中重复 %d / "+
		"%d rows: %d matched, %d for a person to decide, %d in hand already, %d broken; %d kept, of them %d repeated\n",
		r.Rows, r.Matched, r.Undecided, r.Standing, r.Broken, r.Accepted, r.Repeated,
		r.Rows, r.Matched, r.Undecided, r.Standing, r.Broken, r.Accepted, r.Repeated)
	if len(r.Problems) > 0 || r.Broken > 0 {
		return errFindings
	}
	return nil
}
