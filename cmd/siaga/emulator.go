package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"siaga/internal/config"
	"siaga/internal/emulator"
)

// Emulator runs the Bot API emulator alone, for a bot that is started separately.
type Emulator struct {
	Listen string `default:"127.0.0.1:8081" help:"Address of the API and the page."`
	Token  string `default:"1:demo" help:"Token the bot must use."`
	Phones int    `default:"3" help:"How many phones the page shows."`
	Log    bool   `help:"Write every call as a JSON line to standard output."`
}

// Run serves until it is told to stop.
func (e Emulator) Run(ctx context.Context, io streams) error {
	o := emulator.Options{Token: e.Token, BotName: "Siaga (latihan)", BotUsername: "siaga_latihan_bot"}
	if e.Log {
		o.Log = io.out
	}
	s := emulator.New(o)
	defer s.Close()
	for i := range e.Phones {
		s.AddPerson(emulator.Person{ID: int64(1001 + i), FirstName: fmt.Sprintf("Orang %d", i+1), LanguageCode: "id", Title: fmt.Sprintf("HP %d", i+1)})
	}
	l, err := listen(e.Listen)
	if err != nil {
		return err
	}
	fmt.Fprintf(io.err, "emulator: http://%s/ (SIAGA_TELEGRAM_API_URL=http://%s SIAGA_TELEGRAM_TOKEN=%s)\n", l.Addr(), l.Addr(), e.Token)
	return serveUntil(ctx, l, s.Handler())
}

func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, config.Bad("cannot listen on %s: it is in use or not allowed; choose another with --listen", addr)
	}
	return l, nil
}

// serveUntil serves until the context ends, then closes what is open: the page's live views would never end by themselves.
func serveUntil(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = s.Close() })
	defer stop()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
