package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/emulator"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// Demo runs everything on this machine: emulator, bot, a seeded register, and a page with phones side by side.
type Demo struct {
	Listen    string `default:"127.0.0.1:8088" help:"Address of the page."`
	Headless  bool   `help:"Do not open a browser."`
	Data      string `help:"Folder to keep the data in; without it a temporary one is used and removed." placeholder:"DIR"`
	Seed      uint64 `help:"Draw the same case codes and receipt numbers on each run, for training and pictures (0: not)."`
	Oversight bool   `help:"Show the oversight page on a simulated year instead of the bot."`
	Cases     int    `default:"4000" help:"With --oversight: how many cases the year has."`
	Verbose   bool   `help:"Write the log to the error stream."`
}

// The people of the demonstration. Their ids are far from real ones.
const (
	demoCitizen = 1001
	demoRegency = 1002
	demoProvin  = 1003
	demoToken   = "1:demo-token-without-value"
)

// Run runs until Ctrl-C and leaves nothing behind unless --data is given.
func (d Demo) Run(ctx context.Context, io streams) error {
	l, err := d.listen()
	if err != nil {
		return err
	}
	folder, remove, err := d.folder()
	if err != nil {
		return err
	}
	defer remove()
	if d.Oversight {
		return d.oversight(ctx, l, folder, io)
	}
	s := emulator.New(emulator.Options{Token: demoToken, BotName: "Siaga (latihan)", BotUsername: "siaga_latihan_bot"})
	defer s.Close()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() { cancel(serveUntil(ctx, l, s.Handler())) }()
	address := "http://" + l.Addr().String()
	house, err := d.house(ctx, address, folder, io)
	if err != nil {
		return err
	}
	defer house.Close()
	if err := demoPeople(ctx, house, s); err != nil {
		return err
	}
	err = house.Run(ctx, func() {
		fmt.Fprintf(io.out, "Siaga demo: %s\nLeft: somebody who writes. Right: two duty officers. Nothing here is real; Ctrl-C ends it.\n", address)
		if !d.Headless {
			openBrowser(address)
		}
	})
	if cause := context.Cause(ctx); err == nil && cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return err
}

// listen takes the address asked for, or any free port when the usual one is taken.
func (d Demo) listen() (net.Listener, error) {
	l, err := net.Listen("tcp", d.Listen)
	if err != nil && d.Listen == "127.0.0.1:8088" {
		l, err = net.Listen("tcp", "127.0.0.1:0")
	}
	if err != nil {
		return nil, config.Bad("cannot listen on %s: it is in use or not allowed; choose another with --listen", d.Listen)
	}
	return l, nil
}

// folder is where the data lie, and what removes it afterwards.
func (d Demo) folder() (string, func(), error) {
	if d.Data != "" {
		if err := os.MkdirAll(d.Data, 0o700); err != nil {
			return "", nil, config.Bad("the folder %s cannot be made", d.Data)
		}
		return d.Data, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "siaga-demo-")
	if err != nil {
		return "", nil, fmt.Errorf("make a temporary folder: %w", err)
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil
}

// house builds the bot against the emulator, every case an exercise.
func (d Demo) house(ctx context.Context, address, folder string, io streams) (*app.House, error) {
	keyFile := filepath.Join(folder, "demo.keys")
	if _, err := os.Stat(keyFile); errors.Is(err, os.ErrNotExist) {
		if _, err := private.CreateKeysFile(keyFile); err != nil {
			return nil, fmt.Errorf("make the key file: %w", err)
		}
	}
	cfg := config.Config{Token: demoToken, APIURL: address, DatabaseURL: "sqlite:" + filepath.Join(folder, "siaga.db"),
		Listen: "127.0.0.1:0", OpsListen: "127.0.0.1:0", Keys: keyFile, Tesseract: "tesseract"}
	o := app.Options{Exercise: true}
	if d.Verbose {
		o.Log = logger(io, "info")
	}
	if d.Seed != 0 {
		o.Random = app.NewSeeded(d.Seed)
	}
	return app.Build(ctx, cfg, o)
}

// demoPeople fills the register and links the two officers, as an operator and the officers would.
func demoPeople(ctx context.Context, house *app.House, s *emulator.Server) error {
	forces, seats := taskforce.Seed()
	for i := range seats {
		seats[i].Officer = nil
	}
	if err := house.Engine.Import(ctx, forces, seats); err != nil {
		return err
	}
	s.AddPerson(emulator.Person{ID: demoCitizen, FirstName: "Warga", LanguageCode: "id", Title: "Warga",
		Hint: "Tulis “halo” atau tekan Mulai. Ceritakan apa saja; ini latihan."})
	officers := []struct {
		id    int64
		seat  string
		title string
	}{
		{demoRegency, "53.02/duty/1", "Petugas Kab. Timor Tengah Selatan"},
		{demoProvin, "53/duty/1", "Petugas Provinsi NTT"},
	}
	for _, o := range officers {
		payload, err := house.Engine.Link(ctx, casework.SeatID(o.seat), taskforce.Officer{Name: o.title, Reachable: true})
		if err != nil {
			return err
		}
		s.AddPerson(emulator.Person{ID: o.id, FirstName: "Petugas", LanguageCode: "id", Title: o.title, Payload: payload,
			Hint: "Laporan dari SoE, TTS, atau kabupaten lain di NTT muncul di sini."})
		if _, err := s.Start(o.id, payload); err != nil {
			return err
		}
	}
	return nil
}

// openBrowser opens the page if the machine has something to open it with; if not, the address was printed.
func openBrowser(address string) {
	command := map[string][]string{"linux": {"xdg-open"}, "darwin": {"open"}, "windows": {"rundll32", "url.dll,FileProtocolHandler"}}[runtime.GOOS]
	if len(command) == 0 {
		return
	}
	path, err := exec.LookPath(command[0])
	if err != nil {
		return
	}
	if c := exec.Command(path, append(command[1:], address)...); c.Start() == nil {
		go func() { _ = c.Wait() }()
	}
}
