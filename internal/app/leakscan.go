package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"siaga/internal/config"
	"siaga/internal/leakscan"
	"siaga/internal/session"
)

// Planted is how many words a scan plants.
const Planted = 50

// LeakReport is what a scan found.
type LeakReport struct {
	Planted int                `json:"planted"`
	Looked  map[string]int64   `json:"bytes_looked_at"`
	Leaks   []leakscan.Finding `json:"leaks"`
	Blind   []string           `json:"blind"` // sources whose control word was not found: nothing is proven about them
	Skipped []string           `json:"skipped"`
}

// leakScan is one scan.
type leakScan struct {
	o       *Office
	cfg     config.Config
	scanner *leakscan.Scanner
	control string
	first   int      // index of the first control word; words below it are planted, given, or secrets
	given   int      // index of the first secret
	sources []string // that hold a control word
	report  LeakReport
}

// LeakScan plants words in every sealed place, as a report would, and looks for them, for the operator's words and for the secrets of the
// settings in the database and its files, in Redis, the figures, temporary files, processes, and the paths given (logs, backups).
// What was planted is removed.
func LeakScan(ctx context.Context, o *Office, cfg config.Config, words, paths []string) (LeakReport, error) {
	s := &leakScan{o: o, cfg: cfg, control: "siagakontrol" + strings.ToLower(rand.Text()[:12])}
	all := make([]string, 0, Planted+len(words)+4)
	for range Planted {
		all = append(all, "kenari "+rand.Text()[:10]+" ungu "+rand.Text()[:6])
	}
	planted := all[:Planted:Planted]
	all = append(all, words...)
	s.given = len(all)
	all = append(all, cfg.Secrets()...)
	s.first = len(all)
	var err error
	if s.scanner, err = leakscan.New(append(all, s.control, "siaga_updates_waiting", "leakscan")...); err != nil {
		return s.report, config.Bad("%v", err)
	}
	remove, err := s.plant(ctx, planted)
	if err != nil {
		return s.report, errors.Join(err, remove())
	}
	err = errors.Join(s.look(ctx, paths), remove())
	found := s.scanner.Found()
	s.report.Planted = Planted
	s.report.Leaks, s.report.Blind = leakscan.Control(found, s.first, s.sources...)
	s.report.Leaks = s.allowed(s.report.Leaks)
	s.report.Looked = s.scanner.Looked()
	return s.report, err
}

// allowed leaves out secrets in the environment of processes: the settings may be given there.
func (s *leakScan) allowed(found []leakscan.Finding) []leakscan.Finding {
	var out []leakscan.Finding
	for _, f := range found {
		if f.Word >= s.given && f.Source == leakscan.Environment {
			continue
		}
		out = append(out, f)
	}
	return out
}

func (s *leakScan) look(ctx context.Context, paths []string) error {
	return errors.Join(s.database(ctx), s.redis(ctx), s.figures(ctx), s.temporary(), s.paths(paths), s.processes())
}

func (s *leakScan) database(ctx context.Context) error {
	const source = "database"
	if err := s.o.Store.Control(ctx, s.control); err != nil {
		return err
	}
	files := s.o.Store.Files(ctx)
	defer func() { _ = s.o.Store.Control(context.WithoutCancel(ctx), "") }()
	s.sources = append(s.sources, source)
	if err := s.o.Store.Dump(ctx, func(_ string, row []byte) { s.scanner.Scan(source, row) }); err != nil {
		return err
	}
	for _, f := range files {
		if _, err := s.scanner.Files(f); err != nil {
			return err
		}
	}
	if len(files) > 0 {
		s.sources = append(s.sources, files[1]) // what was just written stands in the log
	}
	return nil
}

func (s *leakScan) redis(ctx context.Context) error {
	const source = "redis"
	if s.cfg.RedisURL == "" {
		return s.skip(source, "not used")
	}
	client, err := session.Connect(s.cfg.RedisURL)
	if err != nil {
		return config.Bad("SIAGA_REDIS_URL: %v", err)
	}
	defer client.Close()
	remove, err := session.Control(ctx, client, s.control)
	if err != nil {
		return fmt.Errorf("write to Redis: %w", err)
	}
	defer func() { _ = remove(context.WithoutCancel(ctx)) }()
	s.sources = append(s.sources, source)
	return session.Walk(ctx, client, func(_ string, value []byte) { s.scanner.Scan(source, value) })
}

// figures reads /metrics of the running bot, whose own name of a figure is the control.
func (s *leakScan) figures(ctx context.Context) error {
	const source = "figures"
	address := s.cfg.Listen
	if s.cfg.WebhookURL != "" {
		address = s.cfg.OpsListen
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/metrics", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return s.skip(source, "the bot does not run here")
	}
	defer res.Body.Close()
	s.sources = append(s.sources, source)
	return s.scanner.Read(source, res.Body)
}

// temporary looks through what siaga could have left in the folder for temporary files, and proves that it looks.
func (s *leakScan) temporary() error {
	f, err := os.CreateTemp("", "siaga-leakscan-")
	if err != nil {
		return fmt.Errorf("write a temporary file: %w", config.Reason(err))
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(s.control)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	s.sources = append(s.sources, f.Name())
	names, err := filepath.Glob(filepath.Join(os.TempDir(), "siaga*"))
	for _, name := range names {
		if _, failed := s.scanner.Files(name); failed != nil {
			err = errors.Join(err, s.skip(name, "not readable"))
		}
	}
	return err
}

// paths looks through what the operator names. In a folder a control file proves that it is looked through.
func (s *leakScan) paths(paths []string) error {
	for _, path := range append([]string{s.cfg.LedgerDir()}, paths...) {
		info, err := os.Stat(path)
		if err != nil {
			return config.Bad("%s cannot be looked through: %v", path, config.Reason(err))
		}
		if info.IsDir() {
			name := filepath.Join(path, ".siaga-leakscan")
			if err := os.WriteFile(name, []byte(s.control), 0o600); err != nil {
				return config.Bad("%s cannot be written to, so nothing would prove that it is looked through: %v", path, config.Reason(err))
			}
			defer os.Remove(name)
			s.sources = append(s.sources, name)
		}
		if _, err := s.scanner.Files(path); err != nil {
			return err
		}
	}
	return nil
}

// processes looks through arguments and environment of every running siaga; this command's own argument is the control.
func (s *leakScan) processes() error {
	program := "siaga"
	if exe, err := os.Executable(); err == nil {
		program = filepath.Base(exe)
	}
	if _, err := s.scanner.Processes(program); err != nil {
		return s.skip("processes", err.Error())
	}
	s.sources = append(s.sources, leakscan.Arguments)
	return nil
}

func (s *leakScan) skip(source, why string) error {
	s.report.Skipped = append(s.report.Skipped, source+": "+why)
	return nil
}
