package pack

import (
	"fmt"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	d := os.Getenv("DUMP")
	if d == "" {
		t.Skip()
	}
	c, f := Load(os.DirFS(d))
	for _, x := range f {
		if x.Severity == "error" || os.Getenv("ALL") != "" {
			fmt.Println(x.Pos, x.Severity, x.Code, x.Text.En)
		}
	}
	fmt.Println(c != nil, len(f))
}
