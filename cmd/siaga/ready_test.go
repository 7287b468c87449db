package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"siaga/internal/config"
)

// TestReady: what a container asks is answered by the bot's own listener, and by nobody else.
func TestReady(t *testing.T) {
	t.Parallel()
	status := http.StatusOK
	bot := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			status = http.StatusTeapot
		}
		w.WriteHeader(status)
	}))
	address := bot.Listener.Addr().String()
	if got := siaga(t, []string{"SIAGA_LISTEN=" + address}, "", "ready"); got.code != exitDone {
		t.Errorf("%+v", got)
	}
	status = http.StatusServiceUnavailable
	siaga(t, []string{"SIAGA_LISTEN=" + address}, "", "ready").wants(t, exitFailed, "not ready")
	bot.Close()
	siaga(t, []string{"SIAGA_LISTEN=" + address}, "", "ready").wants(t, exitFailed, "no bot answers")
	_, port, _ := net.SplitHostPort(address)
	for given, want := range map[config.Config]string{
		{Listen: "0.0.0.0:" + port}: "127.0.0.1:" + port,
		{Listen: "[::]:" + port}:    "127.0.0.1:" + port,
		{Listen: "10.1.2.3:80"}:     "10.1.2.3:80",
		{Listen: "0.0.0.0:8080", OpsListen: "0.0.0.0:9464", WebhookURL: "https://x"}: "127.0.0.1:9464",
	} {
		if got := healthAddress(given); got != want {
			t.Errorf("%s and %s: asked at %s, want %s", given.Listen, given.OpsListen, got, want)
		}
	}
}
