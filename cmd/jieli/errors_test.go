package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"jieli/fault"
)

var rewrite = flag.Bool("rewrite", false, "write docs/errors.md anew")

const errorsFile = "../../docs/errors.md"

func TestTheListOfProblemCodesIsCurrent(t *testing.T) {
	want := errorsPage()
	if *rewrite {
		if err := os.WriteFile(errorsFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(errorsFile)
	if err != nil || !bytes.Equal(have, want) {
		t.Errorf("docs/errors.md is not current (%v); run go test ./cmd/jieli -run ProblemCodes -rewrite", err)
	}
}

// errorsPage lists all codes that are linked into the program.
func errorsPage() []byte {
	var b bytes.Buffer
	b.WriteString("# Problem codes\n\nMade by `go test ./cmd/jieli -run ProblemCodes -rewrite`; do not edit by hand. " +
		"Codes are stable, sentences may be bettered.\nThe checks of a pack have codes of their own, in the pack.\n\n" +
		"| code | severity | 中文 | English |\n|---|---|---|---|\n")
	for _, c := range fault.Codes() {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", c.Name, c.Severity, cell(c.Text.Zh), cell(c.Text.En))
	}
	return b.Bytes()
}

// cell keeps a sentence within its cell of a table.
func cell(s string) string { return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;").Replace(s) }
