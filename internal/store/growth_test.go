package store

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"siaga/internal/private"
)

// TestOpenCasesAreFoundAmongClosedOnes looks at how SQLite finds open cases: never by walking over closed ones, which pile up for years.
func TestOpenCasesAreFoundAmongClosedOnes(t *testing.T) {
	keys, err := private.NewTestKeys()
	if err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "siaga.db"), keys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, where := range map[string]string{
		"of a task force": "lead = '53.02' AND " + isOpen + " AND exercise <> 2 ORDER BY opened_at DESC, id",
		"the newest":      "lead = '53.02' AND opened_at >= 5 AND " + isOpen + " AND exercise <> 2 ORDER BY opened_at DESC, id LIMIT 16",
		"of all":          "id > 'x' AND " + isOpen + " AND exercise <> 2 ORDER BY id LIMIT 100",
		"with a part":     "id IN (" + strings.ReplaceAll(seenBy, "$1", "'53.02'") + ") AND " + isOpen + " AND exercise <> 2 ORDER BY opened_at DESC, id",
	} {
		plan := planOf(t, db.read, "SELECT id, version, body FROM cases WHERE "+where)
		if !strings.Contains(plan, "INDEX cases_open") || strings.Contains(plan, "SCAN cases") && !strings.Contains(plan, "USING INDEX cases_open") {
			t.Errorf("open cases %s are found so:\n%s", name, plan)
		}
	}
}

func planOf(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
	if err != nil {
		t.Fatal(err)
	}
	var plan strings.Builder
	err = scanAll(rows, nil, func(scan func(...any) error) error {
		var id, parent, unused int
		var detail string
		err := scan(&id, &parent, &unused, &detail)
		plan.WriteString(detail + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
