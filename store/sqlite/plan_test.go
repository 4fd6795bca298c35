package sqlite

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"jieli/store/portable"
	"jieli/store/storetest"
)

// TestReadsOfAGroupGoThroughNoCounty holds that what every write reads is found by its whole key: SQLite keeps no
// statistics here and takes a county for ten rows.
func TestReadsOfAGroupGoThroughNoCounty(t *testing.T) {
	s := openIn(t, t.TempDir())
	if err := s.Migrate(context.Background(), storetest.Programme()); err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, statement := range portable.Declared() {
		if !strings.Contains(statement.Text, "in (values") {
			continue
		}
		asked++
		text := portable.Question(statement.Text)
		args := make([]any, strings.Count(text, "?"))
		for i := range args {
			args[i] = "a"
		}
		if plan := planOf(t, s.Readers(), text, args); strings.Contains(plan, "(county=?)") {
			t.Errorf("goes through the county: %s\n%s", statement.Text, plan)
		}
	}
	if asked < 4 {
		t.Fatalf("%d statements", asked)
	}
}

func planOf(t *testing.T, db *sql.DB, text string, args []any) string {
	t.Helper()
	rows, err := db.Query("explain query plan "+text, args...)
	if err != nil {
		t.Fatal(text, err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(detail + "\n")
	}
	return plan.String()
}
