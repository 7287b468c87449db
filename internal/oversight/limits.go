package oversight

import (
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// How much one address and one session may ask. Behind a reverse proxy all come from one address, so that limit is wide: it
// stops guessing and floods, not readers.
const (
	perHost    = rate.Limit(20)
	burstHost  = 120
	perGuest   = rate.Limit(2)
	burstGuest = 40
	mostNames  = 10_000 // remembered at once; then all begin anew
)

// limits is a bucket for each name.
type limits struct {
	mu    sync.Mutex
	every rate.Limit
	burst int
	names map[string]*rate.Limiter
}

func newLimits(every rate.Limit, burst int) *limits {
	return &limits{every: every, burst: burst, names: map[string]*rate.Limiter{}}
}

func (l *limits) allow(name string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.names[name]
	if b == nil {
		if len(l.names) >= mostNames {
			clear(l.names)
		}
		b = rate.NewLimiter(l.every, l.burst)
		l.names[name] = b
	}
	return b.AllowN(now, 1)
}

// limited turns away an address that asks too often, whoever it is.
func (s *Server) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.RemoteAddr)
		if err != nil {
			host = r.RemoteAddr
		}
		if !s.hosts.allow(host, s.now()) {
			tooMany(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	http.Error(w, "Terlalu banyak permintaan. Coba lagi sebentar. / Too many requests. Try again soon.", http.StatusTooManyRequests)
}
