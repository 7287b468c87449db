package oversight

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

func roles() []taskforce.Role {
	return []taskforce.Role{taskforce.Chair, taskforce.DailyChair, taskforce.Secretary, taskforce.Duty, taskforce.Subforce}
}

// may is the table of rights once more, written another way than ScopeOf.
func may(s Seat, c region.Code) bool {
	own, of := string(s.Code), string(c)
	switch len(own) {
	case 2:
		return own == "00" || of == own || strings.HasPrefix(of, own+".")
	case 5:
		return of == own && (s.Role == taskforce.Chair || s.Role == taskforce.DailyChair || s.Role == taskforce.Secretary)
	}
	return false
}

func endpoints(c region.Code) []string {
	at := Path + "r/" + string(c)
	all := []string{at, at + "?lang=en&v=cover", at + "?v=trend"}
	for _, f := range fileNames() {
		all = append(all, at+"/"+f)
	}
	return all
}

// TestAccess asks every kind of page and file of many regions as every role of many task forces: 5 roles at pusat, a third of the
// provinces and some kabupaten and kota, each for all regions near and a few far.
func TestAccess(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := members(tally.All)
	refusal := h.server.views.refusal
	asked, allowed := 0, 0
	for i, own := range all {
		if own.Level() == region.RegencyLevel && i%29 != 0 || own.Level() == region.ProvinceLevel && i%3 != 0 {
			continue
		}
		for j, role := range roles() {
			s := Seat{own, role}
			cookie := h.sit(fmt.Sprint(own, role), s)
			for k, c := range regionsFor(own, all, i+j) {
				for e, at := range endpoints(c) {
					if e > 0 && (k+e+i+j)%7 != 0 { // each endpoint for some, the page for all
						continue
					}
					asked++
					inside := cookieName
					if (k+e+j)%2 == 0 { // half of them from within the Mini App
						inside = appCookie
					}
					w := h.askWith(&http.Cookie{Name: inside, Value: cookie}, http.MethodGet, at, "")
					if may(s, c) && (c == tally.All || c != "00" && slices.Contains(all, c)) {
						allowed++
						want := http.StatusOK
						if strings.HasSuffix(at, "centre.json") && c != tally.All {
							want = http.StatusForbidden // the file for the centre is of the country
						}
						if w.Code != want {
							t.Fatalf("%v may see %s and got %d", s, at, w.Code)
						}
					} else if w.Code != http.StatusForbidden || !bytes.Equal(w.Body.Bytes(), refusal) {
						t.Fatalf("%v must not see %s and got %d", s, at, w.Code)
					}
				}
			}
		}
	}
	if asked < 3000 || allowed < 300 || allowed == asked {
		t.Errorf("the matrix shows too little: %d asked, %d allowed", asked, allowed)
	}
	t.Logf("%d combinations, %d allowed", asked, allowed)
}

// regionsFor are the region itself, all above, some below and beside, and what does not exist.
func regionsFor(own region.Code, all []region.Code, from int) []region.Code {
	out := []region.Code{own, own.Parent(), tally.All, "00", "99", "53.99", "", "53+", "xx", "53.02.01"}
	out = append(out, parts(own.Province())...)
	for i := range 10 {
		out = append(out, all[(from*31+i*53)%len(all)])
	}
	return slices.DeleteFunc(out, func(c region.Code) bool { return c == "" || c == "00" && own == "00" })
}

// TestEveryRefusalIsTheSame goes through what a stranger, a former officer or a neighbour can try.
func TestEveryRefusalIsTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	province := h.sit("p", Seat{"53", taskforce.Duty})
	duty := h.sit("d", Seat{"53.02", taskforce.Duty})
	gone := h.sit("g", Seat{"53", taskforce.Chair})
	delete(h.people.seats, "g")
	h.people.seats["4242"] = Seat{}
	page := Path + "r/53"
	for _, x := range []struct{ name, method, path, cookie, body string }{
		{"not signed in", "GET", page, "", ""},
		{"at the door", "GET", Path, "", ""},
		{"made up", "GET", page, "AAAA", ""},
		{"a seat that was emptied", "GET", page, gone, ""},
		{"no right", "GET", Path + "r/53.02", duty, ""},
		{"no right, at the door", "GET", Path, duty, ""},
		{"another province", "GET", Path + "r/52", province, ""},
		{"the country", "GET", Path + "r/ID", province, ""},
		{"no such region", "GET", Path + "r/99", province, ""},
		{"a bad code", "GET", Path + "r/..%2f53", province, ""},
		{"no such file", "GET", page + "/secrets.csv", province, ""},
		{"a file of another province", "GET", Path + "r/52/figures.csv", province, ""},
		{"no such page", "GET", Path + "admin", province, ""},
		{"another method", "POST", page, province, ""},
		{"forged initData", "POST", Path + "enter/app", "", signed("Siti", t0, url.QueryEscape)[1:]},
		{"old initData", "POST", Path + "enter/app", "", signed("Siti", t0.Add(-2*time.Hour), url.QueryEscape)},
		{"initData of somebody without a seat", "POST", Path + "enter/app", "", signed("Siti", t0, url.QueryEscape)},
		{"too much", "POST", Path + "enter/app", "", strings.Repeat("a", 10_000)},
		{"an unknown link", "POST", Path + "enter/link", "", "AAAA"},
		{"no link", "POST", Path + "enter/link", "", ""},
	} {
		w := h.ask(x.method, x.path, x.cookie, x.body)
		if w.Code != http.StatusForbidden || !bytes.Equal(w.Body.Bytes(), h.server.views.refusal) || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d, %d bytes", x.name, w.Code, w.Body.Len())
		}
	}
}

func TestMiniAppAndLinkOpenTheOwnRegion(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.people.seats["person4242"] = Seat{"53.02", taskforce.Secretary}
	h.people.links[private.TokenHash("once")] = entry{"person4242", t0.Add(time.Minute)}
	for _, x := range []struct{ path, body string }{{"enter/app", signed("A+B & C%", t0, url.QueryEscape)}, {"enter/link", "once"}} {
		w := h.ask("POST", Path+x.path, "", x.body)
		if w.Code != http.StatusNoContent {
			t.Fatalf("%s: %d", x.path, w.Code)
		}
		c := w.Result().Cookies()[0]
		site, name := http.SameSiteStrictMode, cookieName
		if x.path == "enter/app" {
			site, name = http.SameSiteNoneMode, appCookie
		}
		if !c.HttpOnly || !c.Secure || c.SameSite != site || c.Partitioned != (name == appCookie) || c.Name != name || c.Path != Path || c.MaxAge != 1800 {
			t.Errorf("the cookie: %+v", c)
		}
		w = h.askWith(c, "GET", Path, "")
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != Path+"r/53.02" {
			t.Errorf("%s: %d to %s", x.path, w.Code, w.Header().Get("Location"))
		}
		if w = h.askWith(c, "GET", Path+"r/53.02", ""); w.Code != http.StatusOK {
			t.Errorf("%s: %d", x.path, w.Code)
		}
	}
	if w := h.ask("POST", Path+"enter/link", "", "once"); w.Code != http.StatusForbidden {
		t.Errorf("a link worked twice: %d", w.Code)
	}
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	status := func(cookie string) int { return h.ask("GET", Path+"r/53", cookie, "").Code }
	cookie := h.sit("p", Seat{"53", taskforce.Chair})
	if got := status(cookie); got != 200 {
		t.Fatal(got)
	}
	h.people.seats["p"] = Seat{"52", taskforce.Chair} // moved to another province meanwhile
	if got := status(cookie); got != 403 {
		t.Errorf("after a move: %d", got)
	}
	h.people.seats["p"] = Seat{"53", taskforce.Chair}
	h.ask("POST", Path+"leave", cookie, "")
	if got := status(cookie); got != 403 {
		t.Errorf("after leaving: %d", got)
	}
	cookie = h.sit("p", Seat{"53", taskforce.Chair})
	h.wait(sessionFor)
	if got := status(cookie); got != 403 {
		t.Errorf("after half an hour: %d", got)
	}
	h.people.down = true
	if got := status(cookie); got != 503 {
		t.Errorf("with the database down: %d", got)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cookie := h.sit("p", Seat{"00", taskforce.Chair})
	for _, at := range []string{Path, Path + "r/ID", Path + "r/53", Path + "open", Path + "nothing", Path + "r/ID/figures.csv"} {
		w := h.ask("GET", at, cookie, "")
		csp := w.Header().Get("Content-Security-Policy")
		if w.Header().Get("Cache-Control") != "no-store" || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", at, w.Header())
		}
		body := w.Body.String()
		for _, bad := range []string{"style=\"", "<style", "onclick", "javascript:", "https://", "⟦", "<script>"} {
			if strings.Contains(strings.ReplaceAll(body, "http://www.w3.org", ""), bad) {
				t.Errorf("%s holds %q", at, bad)
			}
		}
	}
}

func TestAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r := httptest.NewRequest("POST", "https://siaga.test"+Path+"enter/link", strings.NewReader("x"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.mux.ServeHTTP(w, r)
	if w.Code != 403 || !bytes.Equal(w.Body.Bytes(), h.server.views.refusal) {
		t.Errorf("got %d", w.Code)
	}
}

func TestTooManyRequests(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.server.hosts = newLimits(perHost, burstHost)
	many := 0
	for range burstHost + 50 {
		if h.ask("POST", Path+"enter/link", "", "guess").Code == http.StatusTooManyRequests {
			many++
		}
	}
	if many != 50 {
		t.Errorf("%d of %d were turned away", many, burstHost+50)
	}
	h.wait(time.Second)
	if got := h.ask("GET", Path+"open", "", "").Code; got != 200 {
		t.Errorf("a second later: %d", got)
	}
}

// TestRefusalsTakeTheSameTime compares the median of refusals for different reasons (threats, T32: under five milliseconds).
func TestRefusalsTakeTheSameTime(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	cookie := h.sit("p", Seat{"53", taskforce.Chair})
	median := func(path, cookie string) time.Duration {
		var all []time.Duration
		for range 300 {
			begin := time.Now()
			h.ask("GET", path, cookie, "")
			all = append(all, time.Since(begin))
		}
		slices.Sort(all)
		return all[len(all)/2]
	}
	stranger, other, none := median(Path+"r/53", ""), median(Path+"r/52", cookie), median(Path+"r/99", cookie)
	t.Logf("stranger %s, another province %s, no such region %s", stranger, other, none)
	if max(stranger, other, none)-min(stranger, other, none) > 5*time.Millisecond {
		t.Error("a refusal tells by its time why it was one")
	}
}
