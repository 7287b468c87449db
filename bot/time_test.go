package bot

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"siaga/internal/private"
)

// TestTimeIsThatOfTheServer reads the time off an answer, even one that refuses, and does not make one up.
func TestTimeIsThatOfTheServer(t *testing.T) {
	t.Parallel()
	told := time.Date(2031, 5, 4, 3, 2, 1, 0, time.UTC)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", told.Format(http.TimeFormat))
		w.WriteHeader(http.StatusUnauthorized)
	}))
	defer server.Close()
	b, err := New(Options{Token: private.NewText("1:abc"), APIURL: server.URL})
	if err != nil {
		t.Fatal(err)
	}
	if now, ok := b.Time(); ok {
		t.Errorf("before any answer: got %v", now)
	}
	_, _ = b.Me(t.Context())
	now, ok := b.Time()
	if !ok || now.Before(told) || now.Sub(told) > time.Minute {
		t.Errorf("got %v %v, want %v", now, ok, told)
	}
	b.wire.dated.Store(&dated{told: told, came: time.Now().Add(-witnessLives - time.Minute)})
	if _, ok := b.Time(); ok {
		t.Error("an answer of hours ago still tells the time")
	}
}
