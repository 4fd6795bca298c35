package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"jieli/catalog"
	"jieli/fault"
	"jieli/pack"
	"jieli/scenario"
	"jieli/store"
	"jieli/store/sqlite"
)

type packCmd struct {
	Check     packCheckCmd     `cmd:"" help:"检查全部文件，列出所有错误 / Check all files and list every error."`
	Schema    packSchemaCmd    `cmd:"" help:"输出编辑器用的 JSON Schema / Print the JSON Schema for editors."`
	Reference packReferenceCmd `cmd:"" help:"输出定义语言手册 / Print the reference of the language."`
	Diff      packDiffCmd      `cmd:"" help:"比较两个版本 / Compare two versions."`
	Test      packTestCmd      `cmd:"" help:"运行情景测试 / Run the pack's scenarios."`
}

type packCheckCmd struct {
	Dir      string `arg:"" optional:"" type:"path" help:"定义包目录；不填则检查内置的 / Folder of the pack; without it the one shipped."`
	Warnings bool   `help:"也列出警告 / List warnings too." default:"true" negatable:""`
}

// Run checks one pack. Findings that are errors make exit code 1.
func (c *packCheckCmd) Run(out io.Writer) error {
	fsys, err := (&siteFlags{Pack: c.Dir}).packFS()
	if err != nil {
		return err
	}
	cat, findings := pack.Load(fsys)
	least := fault.Stop
	if c.Warnings {
		least = fault.Warn
	}
	printFindings(out, findings, least)
	if cat == nil {
		fmt.Fprintf(out, "✗ %d 处问题 / findings\n", len(findings))
		return errFindings
	}
	fmt.Fprintf(out, "✓ %s %s：%d 个台账，%d 份表单，%d 条质量规则，%d 个指标，%d 个情景；%d 处警告\n", cat.Pack.Name, cat.Pack.Version,
		len(cat.Registers), len(cat.Forms), len(cat.Checks), len(cat.Indicators), len(cat.Scenarios), len(findings))
	return nil
}

type packSchemaCmd struct{}

// Run prints the JSON Schema.
func (packSchemaCmd) Run(out io.Writer) error {
	_, err := out.Write(pack.Schema())
	return err
}

type packReferenceCmd struct{}

// Run prints the Markdown reference.
func (packReferenceCmd) Run(out io.Writer) error {
	_, err := out.Write(pack.Reference())
	return err
}

type packDiffCmd struct {
	Old string `arg:"" type:"existingdir" help:"旧版本目录 / Folder of the old version."`
	New string `arg:"" type:"existingdir" help:"新版本目录 / Folder of the new version."`
}

// Run lists the changes; a forbidden one makes exit code 1.
func (c *packDiffCmd) Run(out io.Writer) error {
	before, err := loadDir(out, c.Old)
	if err != nil {
		return err
	}
	after, err := loadDir(out, c.New)
	if err != nil {
		return err
	}
	forbidden := false
	for _, x := range pack.Diff(before, after) {
		fmt.Fprintf(out, "%-16s %s: %s\n", x.Class, x.Path, x.Text.Zh)
		forbidden = forbidden || x.Class == pack.Forbidden
	}
	if forbidden {
		return errFindings
	}
	return nil
}

// openEmpty gives a scenario a store of its own.
func openEmpty(ctx context.Context, dir string, cipher store.ColumnCipher) (store.Store, error) {
	return sqlite.Open(ctx, dir, cipher)
}

func loadDir(out io.Writer, dir string) (*catalog.Catalog, error) {
	cat, findings := pack.Load(os.DirFS(dir))
	if cat == nil {
		printFindings(out, findings, fault.Stop)
		return nil, errFindings
	}
	return cat, nil
}

type packTestCmd struct {
	Dir  string `arg:"" optional:"" type:"path" help:"定义包目录；不填则测试内置的 / Folder of the pack; without it the one shipped."`
	Only string `help:"只运行名称含此文字的情景 / Only scenarios whose name holds this text."`
}

// Run plays the scenarios; a failed one makes exit code 1.
func (c *packTestCmd) Run(ctx context.Context, out io.Writer) error {
	cat, err := (&siteFlags{Pack: c.Dir}).loadPack(out)
	if err != nil {
		return err
	}
	stage, err := scenario.NewStage(ctx, cat, openEmpty)
	if err != nil {
		return err
	}
	defer stage.Close()
	results, err := stage.RunAll(ctx, c.Only)
	if err != nil {
		return err
	}
	failed := 0
	for _, r := range results {
		if len(r.Problems) == 0 {
			fmt.Fprintf(out, "✓ %s\n", r.Name)
			continue
		}
		failed++
		fmt.Fprintf(out, "✗ %s\n", r.Name)
		for _, p := range r.Problems {
			fmt.Fprintf(out, "    %s\n", p)
		}
	}
	fmt.Fprintf(out, "%d 个情景，%d 个未通过 / %d scenarios, %d failed\n", len(results), failed, len(results), failed)
	if failed > 0 {
		return errFindings
	}
	return nil
}
