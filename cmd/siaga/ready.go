package main

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"siaga/internal/config"
)

// Ready asks the bot that runs with the same settings on this machine whether it works. It is what a container asks, which has no other program.
type Ready struct{}

// Run gives an error when there is no answer or not the right one.
func (Ready) Run(ctx context.Context, io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+healthAddress(cfg)+"/readyz", nil)
	if err != nil {
		return config.Bad("SIAGA_LISTEN is no address")
	}
	client := &http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		return errors.New("no bot answers here")
	}
	defer res.Body.Close()
	if _, err := copyAll(io.out, res.Body); err != nil {
		return errors.New("the answer was cut")
	}
	if res.StatusCode != http.StatusOK {
		return errors.New("the bot is not ready")
	}
	return nil
}

// healthAddress is where /readyz stands, as seen from this machine.
func healthAddress(cfg config.Config) string {
	address := cfg.Listen
	if cfg.WebhookURL != "" {
		address = cfg.OpsListen
	}
	host, port, err := net.SplitHostPort(address)
	if ip := net.ParseIP(host); err == nil && (host == "" || ip != nil && ip.IsUnspecified()) {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return address
}

func copyAll(to io.Writer, from io.Reader) (int64, error) {
	return io.Copy(to, io.LimitReader(from, 1<<10))
}
