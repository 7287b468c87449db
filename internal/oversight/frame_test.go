package oversight

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"siaga/internal/taskforce"
)

// TestOnlyTelegramMayFrameTheMiniApp looks at who may show each answer in a frame: Telegram's own site the Mini App, from its door to its files
// and refusals, and nobody anything that is opened by a link or by nobody.
func TestOnlyTelegramMayFrameTheMiniApp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.people.seats["person4242"] = Seat{"53", taskforce.Secretary}
	inside := h.ask("POST", Path+"enter/app", "", signed("Siti", t0, url.QueryEscape)).Result().Cookies()[0]
	link := &http.Cookie{Name: cookieName, Value: h.sit("p", Seat{"53", taskforce.Secretary})}
	madeUp := &http.Cookie{Name: appCookie, Value: "AAAA"}
	for _, x := range []struct {
		name, path string
		cookie     *http.Cookie
		framed     bool
		status     int
	}{
		{"the door of the Mini App", Path + App, nil, true, 200},
		{"its first page", Path, inside, true, 303},
		{"its page", Path + "r/53", inside, true, 200},
		{"a page below", Path + "r/53.02", inside, true, 200},
		{"its files", Path + "r/53/figures.csv", inside, true, 200},
		{"its refusal", Path + "r/52", inside, true, 403},
		{"the refusal of a session that is over", Path + "r/53", madeUp, true, 403},
		{"the door of a link", Path + "open", nil, false, 200},
		{"the page behind a link", Path + "r/53", link, false, 200},
		{"the first page behind a link", Path, link, false, 303},
		{"a file behind a link", Path + "r/53/figures.csv", link, false, 200},
		{"a stranger's refusal", Path + "r/53", nil, false, 403},
		{"no such page", Path + "nothing", nil, false, 403},
		{"a path like the door", Path + "app/", nil, false, 403},
	} {
		w := h.askWith(x.cookie, "GET", x.path, "")
		csp := w.Header().Get("Content-Security-Policy")
		_, by, _ := strings.Cut(csp, "frame-ancestors ")
		want, deny := "'none'", "DENY"
		if x.framed {
			want, deny = "https://web.telegram.org https://*.web.telegram.org", ""
		}
		if by != want || w.Header().Get("X-Frame-Options") != deny || w.Code != x.status {
			t.Errorf("%s: %d, frame-ancestors %s, X-Frame-Options %q", x.name, w.Code, by, w.Header().Get("X-Frame-Options"))
		}
	}
	if w := h.ask("POST", Path+"enter/app", "", "forged"); w.Code != 403 || !strings.HasSuffix(w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'") {
		t.Errorf("forged data: %d, %s", w.Code, w.Header().Get("Content-Security-Policy"))
	}
}

// TestLeavingTheMiniAppEndsItsSession ends the session of the frame as well.
func TestLeavingTheMiniAppEndsItsSession(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.people.seats["person4242"] = Seat{"53", taskforce.Secretary}
	inside := h.ask("POST", Path+"enter/app", "", signed("Siti", t0, url.QueryEscape)).Result().Cookies()[0]
	w := h.askWith(inside, "POST", Path+"leave", "")
	for _, c := range w.Result().Cookies() {
		if c.MaxAge >= 0 || c.Value != "" {
			t.Errorf("a cookie stays: %+v", c)
		}
	}
	if got := h.askWith(inside, "GET", Path+"r/53", "").Code; got != 403 || len(w.Result().Cookies()) != 2 {
		t.Errorf("after leaving: %d", got)
	}
}
