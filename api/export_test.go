package api_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestAnExportHoldsWhatItsReaderSeesAndIsKept(t *testing.T) {
	w := newWorld(t)
	give := func(who, query string) string {
		rec := w.ask(who, "POST", "/api/v1/registers/household/export?format=csv"+query, nil)
		if rec.Code != http.StatusOK || !strings.Contains(rec.Header().Get("Content-Disposition"), "attachment") {
			t.Fatalf("%s %s: %d %s", who, query, rec.Code, rec.Body)
		}
		return strings.TrimPrefix(rec.Body.String(), "\ufeff")
	}
	rows := func(text string) int { return strings.Count(text, "\r\n") - 1 }
	list := w.get("li", "/registers/household/records")
	if n := rows(give("li", "")); float64(n) != list["count"] {
		t.Errorf("%d lines, the list has %v", n, list["count"])
	}
	if all, own := rows(give("auditor", "")), rows(give("wang", "")); all < 2 || own != 1 {
		t.Errorf("the auditor got %d, wang %d", all, own)
	}
	if n := rows(give("li", "&members.min=99")); n != 0 {
		t.Errorf("a filter holds: %d", n)
	}
	// What is masked on the page is masked in the file.
	text := give("li", "&columns=bank_account,members")
	view := w.get("li", "/registers/household/records/441823/"+w.home)["fields"].(map[string]any)
	hint := view["bank_account"].(map[string]any)["hint"].(string)
	if !strings.Contains(text, hint) {
		t.Errorf("%s lacks %s", text, hint)
	}
	if rec := w.ask("li", "POST", "/api/v1/registers/household/export?columns=none", nil); rec.Code != http.StatusBadRequest {
		t.Errorf("an unknown column: %d", rec.Code)
	}
	kept := w.get("auditor", "/journal/streams")
	found := false
	for _, s := range kept["list"].([]any) {
		found = found || strings.HasSuffix(s.(map[string]any)["stream"].(string), "-access")
	}
	if !found {
		t.Errorf("nothing says that lists were given: %v", kept)
	}
}
