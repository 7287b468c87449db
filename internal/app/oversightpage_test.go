package app

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/oversight"
	"siaga/internal/private"
	"siaga/internal/store"
	"siaga/internal/tally"
)

// site is the page of a database, opened by a link as the secretary of pusat.
type site struct {
	*httptest.Server
	client *http.Client
}

func servePage(t *testing.T, db *store.DB) site {
	t.Helper()
	ctx := context.Background()
	person := db.PersonOf(private.NewText("sim:00/chair/1"))
	if _, err := db.OverseerOf(ctx, person); err != nil {
		t.Fatalf("nobody sits at pusat: %v", err)
	}
	var ticks atomic.Int64
	clock := func() time.Time { return yearEnd.Add(time.Duration(ticks.Add(1)) * time.Second) } // nobody asks that fast
	pages, err := oversight.New(oversight.Options{People: overseers{db}, Figures: &figures{DB: db, clock: clock}, Now: clock, Note: "simulation"})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(pages.Handler())
	t.Cleanup(s.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.System(ctx, func(tx engine.Tx) error {
		return tx.SavePageLink(ctx, private.TokenHash("once"), person, yearEnd.Add(5*time.Minute))
	})
	if err != nil {
		t.Fatal(err)
	}
	at := site{s, &http.Client{Jar: jar}}
	answer, err := at.client.Post(s.URL+oversight.Path+"enter/link", "text/plain", strings.NewReader("once"))
	if err != nil || answer.StatusCode != http.StatusNoContent {
		t.Fatalf("the link: %v, %v", answer, err)
	}
	_ = answer.Body.Close()
	return at
}

func (s site) get(t *testing.T, path string) []byte {
	t.Helper()
	answer, err := s.client.Get(s.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d, %v", path, answer.StatusCode, err)
	}
	return body
}

// sameOnThePage compares what stands on the pages of the country and of all provinces with an SQL count of the cases themselves.
func sameOnThePage(t *testing.T, db *store.DB, at site) {
	t.Helper()
	from, to := tally.Month("2025-11").Begin(), tally.Month("2026-11").Begin()
	shown := 0
	for _, of := range []string{"'ID'", "substr(lead, 1, 2)"} {
		query(t, db, "SELECT "+of+", '', COUNT(*) FROM cases WHERE exercise = 0 AND opened_at >= $1 AND opened_at < $2 GROUP BY 1", from, to, func(code, _ string, n int) {
			if code == "00" {
				return // the desk of pusat has no page of its own
			}
			page := string(at.get(t, "/oversight/r/"+code+"?lang=en"))
			said := regexp.MustCompile(`About (\d+) new cases`).FindStringSubmatch(page)
			switch {
			case said == nil && n < 5:
			case said == nil:
				t.Logf("%s: %d cases, hidden for the sake of others", code, n)
			case said[1] != strconv.Itoa(5*((n+2)/5)) || n < 5:
				t.Errorf("%s: the page says %s, there are %d", code, said[1], n)
			default:
				shown++
			}
		})
	}
	if shown < 10 {
		t.Errorf("only %d pages say how many cases there are", shown)
	}
	t.Logf("%d pages say how many cases there are, as SQL counts them", shown)
}

// preventionOnThePage compares the prevention work on the pages of the country, all provinces and some kabupaten with an SQL count.
func preventionOnThePage(t *testing.T, db *store.DB, at site) {
	t.Helper()
	compared := 0
	for _, of := range []string{"'ID'", "substr(task_force, 1, 2)", "task_force"} {
		pages := map[string]string{}
		query(t, db, "SELECT "+of+", kind || ' ' || CAST(SUM(people) AS TEXT), COUNT(*) FROM activities WHERE day >= '2025-11-01' AND day <= '2026-11-29' AND exercise = 0 AND CAST($1 AS BIGINT) < CAST($2 AS BIGINT) GROUP BY 1, kind",
			time.UnixMilli(1), time.UnixMilli(2), func(code, cell string, n int) {
				if code == "00" || len(code) == 2 && of == "task_force" || len(pages) > 60 {
					return
				}
				if pages[code] == "" {
					pages[code] = string(at.get(t, "/oversight/r/"+code+"?lang=en"))
				}
				kind, people, _ := strings.Cut(cell, " ")
				name := map[string]string{"advocacy": "Advocacy", "socialisation": "Awareness raising", "training": "Training", "cooperation": "Cooperation"}[kind]
				if want := name + "</th><td>" + strconv.Itoa(n) + "</td><td>" + people + "</td>"; !strings.Contains(pages[code], want) {
					t.Errorf("%s lacks %s", code, want)
				}
				compared++
			})
	}
	if compared < 150 {
		t.Errorf("only %d sums of prevention work were compared", compared)
	}
	t.Logf("%d sums of prevention work are on the pages as SQL counts them", compared)
}
