package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"jieli/clock"
	"jieli/engine"
	"jieli/fault"
	"jieli/journal"
	"jieli/value"
)

type journalCmd struct {
	Verify     verifyCmd     `cmd:"" help:"重放全部日志，核对哈希、台账和指标 / Replay everything and compare hashes, records, figures."`
	Rebuild    rebuildCmd    `cmd:"" help:"按日志重建与之不符的台账、指标、余额和待办 / Make anew what does not fit the journal."`
	Checkpoint checkpointCmd `cmd:"" help:"签署检查点 / Sign a checkpoint over all streams."`
	Prove      proveCmd      `cmd:"" help:"证明某条日志在检查点之内 / Prove that an entry is in the journal."`
}

type verifyCmd struct {
	siteFlags
}

// Run verifies; what does not fit makes exit code 1.
func (c *verifyCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	return verifySite(ctx, s, c.Data, out)
}

func verifySite(ctx context.Context, s *site, data string, out io.Writer) error {
	v, marks, err := s.verifier(data)
	if err != nil {
		return err
	}
	report, err := v.Run(ctx)
	if err != nil {
		return err
	}
	printReport(out, report, marks)
	if len(report.Findings) > 0 {
		return errFindings
	}
	fmt.Fprintln(out, "✓ 完整无误 / everything fits")
	return nil
}

// verifier gives what verifies a site against its checkpoints, and how many these are; a bar shows how far it is.
func (s *site) verifier(data string) (*engine.Verifier, int, error) {
	marks, err := s.checkpoints(data)
	if err != nil {
		return nil, 0, err
	}
	bar := progress(-1, "核对 / verifying")
	return &engine.Verifier{Store: s.store, Catalog: s.cat, Vault: s.keys.Vault, Digest: s.keys.Vault.Columns().Digest,
		Checkpoints: marks, Progress: func(n int64) { bar.Set64(n) }}, len(marks), nil
}

func printReport(out io.Writer, r *engine.Report, marks int) {
	printFindings(out, r.Findings, fault.Warn)
	fmt.Fprintf(out, "%d 条流，%d 条日志，%d 条记录，%d 个指标存量，%d 个账户，%d 项案件待办，%d 个附件，%d 个检查点 / "+
		"%d streams, %d entries, %d records, %d cells, %d accounts, %d tasks of cases, %d attachments\n",
		r.Streams, r.Entries, r.Records, r.Cells, r.Accounts, r.Tasks, r.Attachments, marks,
		r.Streams, r.Entries, r.Records, r.Cells, r.Accounts, r.Tasks, r.Attachments)
}

type rebuildCmd struct {
	siteFlags
}

// Run makes anew what does not fit the journal, and verifies; a journal that does not verify itself is left alone.
func (c *rebuildCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	v, marks, err := s.verifier(c.Data)
	if err != nil {
		return err
	}
	report, err := v.Rebuild(ctx, s.clock.Now().Day())
	if report != nil {
		printReport(out, report, marks)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "已按日志重建，再次核对 / made anew from the journal, verifying once more")
	return verifySite(ctx, s, c.Data, out)
}

// progressEvery is how often a progress bar is drawn: often enough for the eye.
const progressEvery = 100 * time.Millisecond

// progress shows how far long work has come; on a terminal only, so that logs stay readable.
func progress(max int64, text string) *progressbar.ProgressBar {
	return progressbar.NewOptions64(max, progressbar.OptionSetWriter(os.Stderr), progressbar.OptionSetDescription(text),
		progressbar.OptionSetVisibility(term.IsTerminal(int(os.Stderr.Fd()))), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(progressEvery), progressbar.OptionClearOnFinish())
}

// checkpointFolder keeps the signed checkpoints of a site, one file each.
const checkpointFolder = "checkpoints"

func (s *site) checkpoints(data string) ([]*journal.Checkpoint, error) {
	files, err := filepath.Glob(filepath.Join(data, checkpointFolder, "*.txt"))
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	var list []*journal.Checkpoint
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c, err := journal.OpenCheckpoint(text, s.keys.Public())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		list = append(list, c)
	}
	return list, nil
}

type checkpointCmd struct {
	siteFlags
}

// Run signs a checkpoint, keeps it in the data folder and prints it.
func (c *checkpointCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	now := s.clock.Now()
	signed, err := s.signCheckpoint(ctx)
	if err != nil {
		return err
	}
	dir := filepath.Join(c.Data, checkpointFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := filepath.Join(dir, fmt.Sprintf("%s-%d.txt", now.Day(), int64(now)))
	if err := os.WriteFile(name, []byte(signed), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n公钥 / public key: %s\n文件 / file: %s\n", signed, s.keys.Public(), name)
	return nil
}

// signCheckpoint signs the state of all streams as of now.
func (s *site) signCheckpoint(ctx context.Context) (string, error) {
	heads, err := s.store.Streams(ctx)
	if err != nil {
		return "", err
	}
	signed, err := journal.SignCheckpoint(journal.NewCheckpoint(s.cat.Pack.Name, s.clock.Now(), heads), s.keys.Signer)
	return string(signed), err
}

type proveCmd struct {
	siteFlags
	Entry string `arg:"" help:"日志编号（UUID）/ Entry id."`
}

// proof is what prove prints: enough to check with another program, see docs/journal-format.md.
type proof struct {
	Entry      json.RawMessage `json:"entry"`
	Leaf       journal.Hash    `json:"leaf"`
	County     string          `json:"county"`
	Stream     string          `json:"stream"`
	Seq        int64           `json:"seq"`
	Size       int64           `json:"size"`
	Root       journal.Hash    `json:"root"`
	Path       []journal.Hash  `json:"path"`
	Checkpoint string          `json:"checkpoint"`
}

// Run prints the proof of one entry against a checkpoint of now.
func (c *proveCmd) Run(ctx context.Context, out io.Writer) error {
	s, err := c.open(ctx, out, clock.System())
	if err != nil {
		return err
	}
	defer s.close()
	heads, err := s.store.Streams(ctx)
	if err != nil {
		return err
	}
	entry, err := s.findEntry(ctx, heads, c.Entry)
	if err != nil {
		return err
	}
	head := heads[entry.StreamKey]
	path, err := journal.ProveInclusion(ctx, s.store, entry.StreamKey, head.N, entry.Seq)
	if err != nil {
		return err
	}
	signed, err := journal.SignCheckpoint(journal.NewCheckpoint(s.cat.Pack.Name, s.clock.Now(), heads), s.keys.Signer)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(proof{Entry: entry.Body, Leaf: journal.LeafHash(entry.Body), County: entry.County,
		Stream: entry.Stream, Seq: entry.Seq, Size: head.N, Root: head.Root(), Path: path, Checkpoint: string(signed)})
}

var entryUnknown = fault.Define("command_entry_unknown",
	"日志中没有编号为“{id}”的条目。", "The journal has no entry “{id}”.")

func (s *site) findEntry(ctx context.Context, heads map[journal.StreamKey]*journal.Head, id string) (*journal.Entry, error) {
	if !value.IsID(id) {
		return nil, entryUnknown.Error(fault.Invalid, "id", id)
	}
	seen := map[string]bool{}
	for k := range heads {
		if seen[k.County] {
			continue
		}
		seen[k.County] = true
		entry, err := s.store.EntryByID(ctx, k.County, id)
		if err != nil || entry != nil {
			return entry, err
		}
	}
	return nil, entryUnknown.Error(fault.NotFound, "id", id)
}
