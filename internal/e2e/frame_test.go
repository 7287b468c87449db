package e2e_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"siaga/internal/oversight"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// secretary is the only person of a small oversight page, the secretary of a province.
type secretary struct{ sessions map[string]bool }

func (secretary) Person(int64) string { return "p" }
func (secretary) SeatOf(context.Context, string) (oversight.Seat, error) {
	return oversight.Seat{Code: "53", Role: taskforce.Secretary}, nil
}

func (secretary) UseLink(context.Context, string, time.Time) (string, error) {
	return "", oversight.ErrNobody
}

func (s secretary) SaveSession(_ context.Context, hash, _ string, _ time.Time) error {
	s.sessions[hash] = true
	return nil
}

func (s secretary) Overseer(ctx context.Context, hash string, _ time.Time) (oversight.Seat, error) {
	if !s.sessions[hash] {
		return oversight.Seat{}, oversight.ErrNobody
	}
	return s.SeatOf(ctx, "p")
}
func (s secretary) EndSession(context.Context, string) error { return nil }

// nothing are the figures of a house in which nothing happened.
type nothing struct{}

func (nothing) ShownMonths(context.Context) ([]tally.Month, error)          { return nil, nil }
func (nothing) Shown(context.Context, tally.Month) (tally.Counts, error)    { return nil, nil }
func (nothing) StandingDay(context.Context, string) (string, error)         { return "", nil }
func (nothing) Standings(context.Context, string) ([]tally.Standing, error) { return nil, nil }
func (nothing) OnDuty(context.Context) (map[region.Code]int, error)         { return nil, nil }
func (nothing) Empty(context.Context) (map[region.Code]bool, error)         { return nil, nil }
func (nothing) Desk(context.Context, region.Code) (oversight.Desk, error) {
	return oversight.Desk{Formation: taskforce.FormedUnknown, Decree: taskforce.DecreeNone}, nil
}
func (nothing) History(context.Context, region.Code, string) ([]tally.Standing, error) {
	return nil, nil
}

func (nothing) Prevention(context.Context, string, string) ([]oversight.Activity, error) {
	return nil, nil
}

func (nothing) PreventionOf(context.Context, region.Code, string, string) ([]oversight.Activity, error) {
	return nil, nil
}

// initData is what Telegram gives to a Mini App, signed as it signs.
func initData(token string) string {
	mac := func(key []byte, text string) []byte {
		m := hmac.New(sha256.New, key)
		m.Write([]byte(text))
		return m.Sum(nil)
	}
	date, user := fmt.Sprint(time.Now().Unix()), `{"id":42,"first_name":"Siti"}`
	hash := mac(mac([]byte("WebAppData"), token), "auth_date="+date+"\nuser="+user)
	return "auth_date=" + date + "&user=" + url.QueryEscape(user) + "&hash=" + hex.EncodeToString(hash)
}

// TestTheMiniAppInTelegramsFrame lets a browser show the Mini App in a frame of web.telegram.org, where it opens the page although the browser
// refuses the cookies of other sites; and in a frame of somebody else, where nothing of it runs.
func TestTheMiniAppInTelegramsFrame(t *testing.T) {
	t.Parallel()
	const token = "1:secret"
	pages, err := oversight.New(oversight.Options{People: secretary{map[string]bool{}}, Figures: nothing{}, Token: private.NewText(token), Now: time.Now, Secure: true})
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan string, 100)
	siaga := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := httptest.NewRecorder()
		pages.Handler().ServeHTTP(seen, r)
		for k, v := range seen.Header() {
			w.Header()[k] = v
		}
		w.WriteHeader(seen.Code)
		_, _ = w.Write(seen.Body.Bytes())
		asked <- fmt.Sprintf("%s %s %d", r.Method, r.URL.Path, seen.Code)
	}))
	defer siaga.Close()
	address := "https://siaga.test/oversight/app#tgWebAppData=" + url.QueryEscape(initData(token)) + "&tgWebAppVersion=8.0"
	host := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<body id="host"><iframe src="%s"></iframe></body>`, strings.ReplaceAll(address, "&", "&amp;"))
	}))
	defer host.Close()
	at := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "https://") }
	h := &hand{t: t, ctx: chromium(t, chromedp.Flag("ignore-certificate-errors", true), chromedp.Flag("test-third-party-cookie-phaseout", true),
		chromedp.Flag("host-resolver-rules", "MAP siaga.test "+at(siaga)+", MAP web.telegram.org "+at(host)+", MAP evil.test "+at(host)))}
	until := func(last string) (all []string) {
		t.Helper()
		for {
			select {
			case got := <-asked:
				all = append(all, got)
				if got == last {
					return all
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%s was never asked; asked was %v", last, all)
			}
		}
	}
	h.do("Telegram", chromedp.Navigate("https://web.telegram.org/k/"), chromedp.WaitVisible("#host"))
	all := strings.Join(until("GET /oversight/r/53 200"), "\n")
	if !strings.Contains(all, "POST /oversight/enter/app 204") || !strings.Contains(all, "GET /oversight/ 303") {
		t.Errorf("in Telegram's frame: %s", all)
	}
	h.do("somebody else", chromedp.Navigate("https://evil.test/"), chromedp.WaitVisible("#host"))
	until("GET /oversight/app 200")
	h.do("the next page", chromedp.Navigate("https://siaga.test/oversight/open"), chromedp.WaitVisible("[data-refused]"))
	if all := until("POST /oversight/enter/link 403"); strings.Contains(strings.Join(all, "\n"), "enter/app") {
		t.Errorf("in the frame of somebody else: %v", all)
	}
}
