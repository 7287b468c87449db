package app

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/oversight"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/simulate"
	"siaga/internal/store"
	"siaga/internal/tally"
)

var yearEnd = time.Date(2026, 11, 29, 5, 0, 0, 0, time.UTC)

// simulatedYear is a database with a year in it and its figures made.
func simulatedYear(t *testing.T, address string, cases int) (*store.DB, []casework.Case) {
	t.Helper()
	ctx := context.Background()
	keys, err := private.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(ctx, address, keys, store.Options{Now: func() time.Time { return yearEnd }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	begin := time.Now()
	all, err := PutYear(ctx, db, simulate.NewYear(7, yearEnd), cases)
	if err != nil {
		t.Fatal(err)
	}
	put := time.Since(begin)
	f := &figures{DB: db, clock: func() time.Time { return yearEnd }}
	taken, err := oversight.Snapshot(ctx, f, yearEnd)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d cases stored in %s; snapshot of %v in %s", db.Dialect(), cases, put, taken.Months, time.Since(begin)-put)
	if again, err := oversight.Snapshot(ctx, f, yearEnd); err != nil || again.Day != "" || len(again.Months) != 0 {
		t.Errorf("a second snapshot did %v, %v", again, err)
	}
	return db, all
}

// onBoth runs a test on SQLite and, when the environment names one, on PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, address string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		test(t, "sqlite:"+filepath.Join(t.TempDir(), "siaga.db"))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		test(t, schemaOf(t))
	})
}

func schemaOf(t *testing.T) string {
	t.Helper()
	address := os.Getenv("SIAGA_TEST_POSTGRES")
	if address == "" {
		if os.Getenv("SIAGA_REQUIRE_SERVICES") == "1" {
			t.Fatal("SIAGA_REQUIRE_SERVICES=1, but SIAGA_TEST_POSTGRES names no database")
		}
		t.Skip("set SIAGA_TEST_POSTGRES to run this on PostgreSQL as well")
	}
	admin, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	schema := "siaga_" + strings.ToLower(rand.Text())
	if _, err := admin.Exec("CREATE SCHEMA " + schema); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.Exec("DROP SCHEMA " + schema + " CASCADE")
		_ = admin.Close()
	})
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

// casesToPlay is small in ordinary tests; make simulate plays a whole year.
func casesToPlay() int {
	if os.Getenv("SIAGA_SIMULATE") != "" {
		return 9000
	}
	return 1500
}

// TestTheFiguresAreThoseOfAnIndependentCount counts the simulated year twice more: by SQL over the rows of the cases as they are stored for
// the work itself (not by tally, nor by the tables it reads), and by reading the cases; each shown figure must be the rounded one of
// these, and what is small must not be shown.
func TestTheFiguresAreThoseOfAnIndependentCount(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, address string) {
		db, all := simulatedYear(t, address, casesToPlay())
		ctx := context.Background()
		months, err := db.ShownMonths(ctx)
		if err != nil || months[0] != "2026-10" {
			t.Fatalf("shown: %v, %v", months, err)
		}
		shown, err := db.Shown(ctx, months[0])
		if err != nil {
			t.Fatal(err)
		}
		from, to := tally.Month("2025-11").Begin(), tally.Month("2026-11").Begin()
		var sawTotal, saw int
		check := func(code region.Code, m tally.Measure, cell string, n int) {
			t.Helper()
			got, ok := shown[tally.Key{Code: code, Measure: m, Cell: cell}]
			saw++
			if ok && (n < 5 || got != 5*((n+2)/5)) {
				t.Errorf("%s %s %q: %d is shown for %d", code, m, cell, got, n)
			}
			if ok {
				sawTotal++
			}
		}
		bySQL(t, db, from, to, check)
		usesBySQL(t, db, check)
		byCases(all, from, to, check)
		t.Logf("%d figures compared, %d of them shown of %d", saw, sawTotal, len(shown))
		if sawTotal < 40 {
			t.Error("too few figures are shown to compare anything")
		}
	})
}

// bySQL counts cases and referrals over the tables cases and referrals.
func bySQL(t *testing.T, db *store.DB, from, to time.Time, check func(region.Code, tally.Measure, string, int)) {
	t.Helper()
	const real = "c.exercise = 0 AND c.status <> 'merged'"
	part := "CASE WHEN %[1]s = '00' THEN '00+' WHEN length(%[1]s) = 2 THEN %[1]s || '+' ELSE %[1]s END"
	for _, level := range []string{"'ID'", "CASE WHEN %[1]s = '00' THEN '00+' ELSE substr(%[1]s, 1, 2) END", part} {
		of := func(column string) string {
			if !strings.Contains(level, "%") {
				return level
			}
			return fmt.Sprintf(level, column)
		}
		query(t, db, "SELECT "+of("c.lead")+", '', COUNT(*) FROM cases c WHERE "+real+" AND c.opened_at >= $1 AND c.opened_at < $2 GROUP BY 1", from, to,
			func(code, cell string, n int) { check(region.Code(code), tally.Cases, cell, n) })
		query(t, db, "SELECT "+of("c.lead")+", c.priority, COUNT(*) FROM cases c WHERE "+real+" AND c.opened_at >= $1 AND c.opened_at < $2 GROUP BY 1, 2", from, to,
			func(code, cell string, n int) { check(region.Code(code), tally.Urgencies, cell, n) })
		outcome := `CASE WHEN r.accepted_at > 0 THEN 'accepted' WHEN r.status = 'refused' THEN 'refused' WHEN r.status = 'lapsed' THEN 'lapsed'
			WHEN r.ended_at = 0 THEN 'waiting' ELSE 'moved' END`
		query(t, db, "SELECT "+of("r.to_code")+", "+outcome+", COUNT(*) FROM referrals r JOIN cases c ON c.id = r.case_id WHERE "+real+
			" AND r.offered_at >= $1 AND r.offered_at < $2 GROUP BY 1, 2", from, to,
			func(code, cell string, n int) { check(region.Code(code), tally.Offers, cell, n) })
	}
}

// usesBySQL counts posters, lessons and checks over the table of what was used.
func usesBySQL(t *testing.T, db *store.DB, check func(region.Code, tally.Measure, string, int)) {
	t.Helper()
	part := "CASE WHEN code = '' THEN 'ID+' WHEN length(code) = 2 THEN code || '+' ELSE code END"
	for _, of := range []string{"'ID'", "CASE WHEN code = '' THEN 'ID+' ELSE substr(code, 1, 2) END", part} {
		query(t, db, "SELECT "+of+", what, SUM(n) FROM region_uses WHERE month >= '2025-11' AND month <= '2026-10' AND CAST($1 AS BIGINT) < CAST($2 AS BIGINT) GROUP BY 1, 2",
			time.UnixMilli(1), time.UnixMilli(2), func(code, cell string, n int) { check(region.Code(code), tally.Uses, cell, n) })
	}
}

func query(t *testing.T, db *store.DB, text string, from, to time.Time, each func(code, cell string, n int)) {
	t.Helper()
	type line struct {
		code, cell string
		n          int
	}
	var found []line
	rows, err := db.SQL().Query(text, from.UnixMilli(), to.UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var l line
		if err := rows.Scan(&l.code, &l.cell, &l.n); err != nil {
			t.Fatal(err)
		}
		found = append(found, l)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil || len(found) == 0 {
		t.Fatalf("%d rows, %v", len(found), err)
	}
	for _, l := range found { // only now: with SQLite the page may need the one connection that writes
		each(l.code, l.cell, l.n)
	}
}

// byCases counts what stands sealed in the cases, of the country: form, language, origin, and steps.
func byCases(all []casework.Case, from, to time.Time, check func(region.Code, tally.Measure, string, int)) {
	type cell struct {
		m    tally.Measure
		name string
	}
	n := map[cell]int{}
	in := func(at time.Time) bool { return !at.Before(from) && at.Before(to) }
	for _, c := range all {
		if c.Exercise {
			continue
		}
		if in(c.OpenedAt) {
			n[cell{tally.Forms, string(c.Report.Form)}]++
			n[cell{tally.Languages, c.Report.Lang}]++
			home := c.Report.Places[casework.Home].Code
			if home == "" {
				home = c.Report.Places[casework.Recruitment].Code
			}
			n[cell{tally.Origins, string(home[:2])}]++
		}
		for _, m := range c.Milestones {
			if in(m.At) {
				n[cell{tally.Steps, string(m.Kind)}]++
			}
		}
		if c.Status == casework.Closed && in(c.Close.ConfirmedAt) {
			n[cell{tally.Closings, string(c.Close.Reason)}]++
		}
	}
	for k, v := range n {
		check(tally.All, k.m, k.name, v)
	}
}

// TestThePageOnASimulatedYear compares what the page says with an SQL count, and measures weight and first view, as pusat, a province
// and a kabupaten see it.
func TestThePageOnASimulatedYear(t *testing.T) {
	t.Parallel()
	onBoth(t, thePage)
}

func thePage(t *testing.T, address string) {
	db, _ := simulatedYear(t, address, casesToPlay())
	at := servePage(t, db)
	sameOnThePage(t, db, at)
	preventionOnThePage(t, db, at)
	for _, code := range []string{"ID", "35", "53", "35.09"} {
		for _, lang := range []string{"id", "en"} {
			begin := time.Now()
			page := at.get(t, "/oversight/r/"+code+"?lang="+lang)
			took := time.Since(begin)
			weight := len(page)
			for _, part := range []string{"style.css", "page.js"} {
				weight += len(at.get(t, "/oversight/"+part))
			}
			t.Logf("%s %s: %d bytes with style and script, %s", code, lang, weight, took.Round(time.Millisecond))
			if weight > 300<<10 {
				t.Errorf("%s %s weighs %d bytes", code, lang, weight)
			}
			if took > time.Second {
				t.Errorf("%s %s took %s", code, lang, took)
			}
		}
	}
}
