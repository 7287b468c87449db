package oversight

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"siaga/internal/private"
	"siaga/internal/region"
)

// Options are what the page is made of.
type Options struct {
	People  People
	Figures Figures
	Token   private.Text // of the bot, to check what a Mini App was given
	Now     func() time.Time
	Log     *slog.Logger
	Secure  bool // the page is reached by https: the cookie is never sent otherwise
	// Note stands on every page and file, as a key of words.toml ("simulation"); empty: nothing.
	Note string
}

// Server serves the page and its files under Path.
type Server struct {
	people  People
	figures Figures
	token   private.Text
	now     func() time.Time
	log     *slog.Logger
	secure  bool
	note    string
	views   *views
	kept    *kept
	hosts   *limits
	guests  *limits
}

// Path is where everything stands; App is the door of the Mini App below it.
const (
	Path    = "/oversight/"
	App     = "app"
	appPath = Path + App
)

// A session of a Mini App has a cookie of its own. Telegram in a browser shows Mini Apps inside a frame of its site, where a browser sends only
// a cookie that says so (SameSite=None), and keeps it apart from that of every other site (Partitioned).
const (
	cookieName  = "siaga_oversight"
	appCookie   = "siaga_oversight_app"
	longestBody = 8 << 10
)

// telegramWeb are the sites that may show the Mini App in a frame.
const telegramWeb = "https://web.telegram.org https://*.web.telegram.org"

// New makes the server. It fails only when its own words or pages are broken.
func New(o Options) (*Server, error) {
	v, err := newViews()
	if err != nil {
		return nil, err
	}
	s := &Server{people: o.People, figures: o.Figures, token: o.Token, now: o.Now, log: o.Log, secure: o.Secure, note: o.Note, views: v, kept: newKept(),
		hosts: newLimits(perHost, burstHost), guests: newLimits(perGuest, burstGuest)}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	return s, nil
}

// Handler serves all requests under Path. What comes from another site is refused before anything is read.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+Path+"open", s.entry)
	mux.HandleFunc("GET "+appPath, s.entry)
	mux.HandleFunc("GET "+Path+"style.css", s.asset("text/css; charset=utf-8", styleCSS))
	mux.HandleFunc("GET "+Path+"page.js", s.asset("text/javascript; charset=utf-8", pageJS))
	mux.HandleFunc("POST "+Path+"enter/app", s.enterApp)
	mux.HandleFunc("POST "+Path+"enter/link", s.enterLink)
	mux.HandleFunc("POST "+Path+"leave", s.leave)
	mux.HandleFunc("GET "+Path+"{$}", s.home)
	mux.HandleFunc("GET "+Path+"r/{code}", s.guarded(s.page))
	mux.HandleFunc("GET "+Path+"r/{code}/{file}", s.guarded(s.file))
	mux.HandleFunc(Path, func(w http.ResponseWriter, r *http.Request) { s.home(w, r) })
	same := http.NewCrossOriginProtection()
	same.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { s.refuse(w) }))
	return headers(s.limited(same.Handler(mux)))
}

// framers tells who may show the answer in a frame: Telegram's site the Mini App, and nobody anything else.
func framers(r *http.Request) string {
	_, err := r.Cookie(appCookie)
	if r.Method == http.MethodGet && (r.URL.Path == appPath || err == nil) {
		return telegramWeb
	}
	return "'none'"
}

// headers are those of every answer: nothing is kept, nothing from elsewhere is loaded, nobody but the Mini App's host frames the page.
func headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		by := framers(r)
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "+
			"form-action 'self'; base-uri 'none'; frame-ancestors "+by)
		h.Set("X-Content-Type-Options", "nosniff")
		if by == "'none'" { // this header cannot name a site
			h.Set("X-Frame-Options", "DENY")
		}
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("X-Robots-Tag", "noindex, nofollow")
		next.ServeHTTP(w, r)
	})
}

// refuse is the one answer to everything that is forbidden: not signed in, no seat, another region, no such region, no such
// file, forged data, a used link. Whoever asks cannot tell which.
func (s *Server) refuse(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(s.views.refusal)
}

// fail says that something is out of order, without a word about what.
func (s *Server) fail(w http.ResponseWriter, err error) {
	s.log.Error("oversight", "err", err)
	http.Error(w, "Sedang terganggu. Coba lagi sebentar. / Out of order. Try again soon.", http.StatusServiceUnavailable)
}

// turnDown answers an error of People: nobody is refused, anything else is out of order.
func (s *Server) turnDown(w http.ResponseWriter, err error) {
	if errors.Is(err, ErrNobody) || errors.Is(err, ErrInitData) {
		s.refuse(w)
		return
	}
	s.fail(w, err)
}

// given is the cookie of the session that a request belongs to, nil when there is none.
func given(r *http.Request) *http.Cookie {
	for _, name := range []string{appCookie, cookieName} {
		if c, err := r.Cookie(name); err == nil {
			return c
		}
	}
	return nil
}

// scope looks up, at this request, what the holder of the session may see. A request without a cookie does the same work.
func (s *Server) scope(r *http.Request) (Scope, string, error) {
	value := ""
	if c := given(r); c != nil {
		value = c.Value
	}
	hash := private.TokenHash(value)
	seat, err := s.people.Overseer(r.Context(), hash, s.now())
	if err != nil {
		return Scope{}, hash, err
	}
	return ScopeOf(seat), hash, nil
}

// guarded lets through who may see the region of the path.
func (s *Server) guarded(next func(http.ResponseWriter, *http.Request, Scope, region.Code)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		code := region.Code(r.PathValue("code"))
		exists := known(code)
		scope, hash, err := s.scope(r)
		if err != nil {
			s.turnDown(w, err)
			return
		}
		if !exists || !scope.May(code) {
			s.refuse(w)
			return
		}
		if !s.guests.allow(hash, s.now()) {
			tooMany(w)
			return
		}
		next(w, r, scope, code)
	}
}

// home sends everybody to their own region.
func (s *Server) home(w http.ResponseWriter, r *http.Request) {
	scope, _, err := s.scope(r)
	if err != nil {
		s.turnDown(w, err)
		return
	}
	if scope.Root == "" || r.URL.Path != Path {
		s.refuse(w)
		return
	}
	http.Redirect(w, r, Path+"r/"+string(scope.Root), http.StatusSeeOther)
}

// entry is the page that a Mini App and a link open. It holds nothing; its script sends what stands behind the # of the
// address, which no server, log or preview ever sees.
func (s *Server) entry(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(s.views.entry)
}

func (s *Server) asset(kind string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "private, max-age=600")
		_, _ = w.Write(body)
	}
}

// enterApp begins a session for who opened the Mini App.
func (s *Server) enterApp(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
	if err != nil {
		s.refuse(w)
		return
	}
	account, err := CheckInitData(string(body), s.token, s.now())
	if err != nil {
		s.refuse(w)
		return
	}
	s.enter(w, r, s.people.Person(account), appCookie)
}

// enterLink begins a session for whose link it is, and ends the link.
func (s *Server) enterLink(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, longestBody))
	if err != nil {
		s.refuse(w)
		return
	}
	person, err := s.people.UseLink(r.Context(), private.TokenHash(strings.TrimSpace(string(body))), s.now())
	if err != nil {
		s.turnDown(w, err)
		return
	}
	s.enter(w, r, person, cookieName)
}

func (s *Server) enter(w http.ResponseWriter, r *http.Request, person, name string) {
	token, err := s.open(r.Context(), person)
	if err != nil {
		s.turnDown(w, err)
		return
	}
	http.SetCookie(w, s.cookie(name, token, int(sessionFor/time.Second)))
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) leave(w http.ResponseWriter, r *http.Request) {
	if c := given(r); c != nil {
		if err := s.people.EndSession(r.Context(), private.TokenHash(c.Value)); err != nil {
			s.fail(w, err)
			return
		}
	}
	for _, name := range []string{cookieName, appCookie} {
		http.SetCookie(w, s.cookie(name, "", -1))
	}
	s.refuse(w)
}

// cookie makes that of a session. Only Telegram opens a Mini App, and only by https, so the one that works in a frame is always Secure.
func (s *Server) cookie(name, value string, age int) *http.Cookie {
	c := &http.Cookie{Name: name, Value: value, Path: Path, MaxAge: age, HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteStrictMode}
	if name == appCookie {
		c.SameSite, c.Secure, c.Partitioned = http.SameSiteNoneMode, true, true
	}
	return c
}
