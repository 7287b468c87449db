package main

import (
	"context"
	"fmt"
	"log/slog"

	"siaga/internal/app"
	"siaga/internal/config"
)

// Serve runs the bot until it is told to stop.
type Serve struct{}

// Run reads the settings, opens everything, and works.
func (Serve) Run(ctx context.Context, io streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	if err := cfg.NeedToken(); err != nil {
		return err
	}
	log := logger(io, cfg.LogLevel)
	house, err := app.Build(ctx, cfg, app.Options{Log: log})
	if err != nil {
		return err
	}
	defer house.Close()
	return house.Run(ctx, func() {
		house.Log.Info("ready", "version", version, "listen", cfg.Listen, "webhook", cfg.WebhookURL != "", "redis", cfg.RedisURL != "")
	})
}

// logger writes structured lines to the error stream.
func logger(io streams, level string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	return slog.New(slog.NewJSONHandler(io.err, &slog.HandlerOptions{Level: l}))
}

// Version prints the version.
type Version struct {
	SBOM bool `name:"sbom" help:"As a bill of materials (CycloneDX, JSON): every module this file was built from, with its sum."`
}

// Run prints it.
func (v Version) Run(io streams) error {
	if v.SBOM {
		return writeBill(io.out)
	}
	_, err := fmt.Fprintln(io.out, "siaga", version)
	return err
}

// Settings lists the settings.
type Settings struct{}

// Run prints name, default and meaning of each.
func (Settings) Run(io streams) error {
	for _, f := range config.Fields() {
		if _, err := fmt.Fprintf(io.out, "%-24s %-26s %s\n", f.Name, f.Default, f.Help); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(io.out, "\nEach can be read from a file: NAME_FILE=path.")
	return err
}
