package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"siaga/internal/config"
	"siaga/internal/oversight"
)

// listen opens the listeners. With a webhook the figures stand on an address of their own, away from the public one.
func (h *House) listen(failed context.CancelCauseFunc) ([]*http.Server, error) {
	public := http.NewServeMux()
	h.health(public)
	public.Handle(oversight.Path, h.oversight)
	muxes := map[string]*http.ServeMux{h.Config.Listen: public}
	if h.Config.WebhookURL == "" {
		public.Handle("GET /metrics", h.Metrics.Handler())
	} else {
		path, err := webhookPath(h.Config.WebhookURL)
		if err != nil {
			return nil, err
		}
		public.Handle(path, h.Bot.Webhook(h.Config.WebhookSecret, h.Engine.Accept))
		ops := http.NewServeMux()
		h.health(ops)
		ops.Handle("GET /metrics", h.Metrics.Handler())
		muxes[h.Config.OpsListen] = ops
	}
	return serve(muxes, failed)
}

func webhookPath(address string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", config.Bad("SIAGA_WEBHOOK_URL is not an address")
	}
	if u.Path == "" {
		return "/", nil
	}
	return u.Path, nil
}

func serve(muxes map[string]*http.ServeMux, failed context.CancelCauseFunc) ([]*http.Server, error) {
	var servers []*http.Server
	for addr, mux := range muxes {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			stopServers(servers)
			return nil, config.Bad("cannot listen on %s: the address is in use or not allowed; set SIAGA_LISTEN or SIAGA_OPS_LISTEN to a free one", addr)
		}
		s := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 16 << 10}
		servers = append(servers, s)
		go func() {
			if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				failed(fmt.Errorf("listener %s: %w", addr, err))
			}
		}()
	}
	return servers, nil
}

// health answers whether the process lives, and whether it can take updates.
func (h *House) health(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		if err := h.Store.Ping(ctx); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
}
