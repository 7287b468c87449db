package e2e_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// postgres gives a database address with a schema of its own, or skips when no PostgreSQL is named.
func postgres(t *testing.T) string {
	t.Helper()
	base := need(t, "SIAGA_TEST_POSTGRES")
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	schema := "e2e_" + strings.ToLower(rand.Text()[:12])
	if _, err := db.ExecContext(t.Context(), "CREATE SCHEMA "+schema); err != nil {
		t.Fatalf("PostgreSQL at SIAGA_TEST_POSTGRES: %v", err)
	}
	t.Cleanup(func() {
		_, _ = db.Exec("DROP SCHEMA " + schema + " CASCADE")
		_ = db.Close()
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// redisAddress gives the Redis of the tests, or skips. Keys are pseudonyms under fresh keys, so runs do not meet.
func redisAddress(t *testing.T) string {
	t.Helper()
	return need(t, "SIAGA_TEST_REDIS")
}

// need skips a test whose service is not named, or fails it where services are required.
func need(t *testing.T, name string) string {
	t.Helper()
	v := os.Getenv(name)
	if v != "" {
		return v
	}
	if os.Getenv("SIAGA_REQUIRE_SERVICES") == "1" {
		t.Fatalf("%s is not set, and SIAGA_REQUIRE_SERVICES=1 wants it", name)
	}
	t.Skipf("%s is not set: this test joins where the service is", name)
	return ""
}
