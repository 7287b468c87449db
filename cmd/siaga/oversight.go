package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"siaga/internal/app"
	"siaga/internal/config"
	"siaga/internal/region"
)

// Oversight holds the commands about the figures of the oversight page.
type Oversight struct {
	Snapshot OversightSnapshot `cmd:"" help:"Fix the figures of today and of months that are over, as the running bot does every hour."`
	Export   OversightExport   `cmd:"" help:"Write a file: figures.csv, figures.xlsx, report.pdf (the yearly report), or centre.json of the country."`
}

// OversightSnapshot fixes figures.
type OversightSnapshot struct {
	JSON bool `name:"json" help:"Answer with a JSON line."`
}

// Run does so; a second time it changes nothing.
func (c OversightSnapshot) Run(ctx context.Context, io streams, env environment) error {
	return withOffice(ctx, io, env, func(office *app.Office) error {
		taken, err := office.Snapshot(ctx)
		if err != nil {
			return err
		}
		said := "nothing new: today and all months that are over were fixed before"
		if taken.Day != "" || len(taken.Months) > 0 {
			said = fmt.Sprintf("fixed: day %s, months %v", taken.Day, taken.Months)
		}
		return done(io.out, c.JSON, taken, said)
	})
}

// OversightExport writes a file.
type OversightExport struct {
	File   string `arg:"" help:"figures.csv, figures.xlsx, report.pdf or centre.json."`
	Region string `default:"ID" help:"Code of a province, kabupaten or kota; ID is the country."`
	Month  string `help:"The twelve months up to this one (2026-12); without it the newest."`
	Lang   string `default:"id" enum:"id,en" help:"Language: id or en."`
	Out    string `short:"o" help:"File to write; without it to the output." placeholder:"FILE"`
}

// Run writes it.
func (c OversightExport) Run(ctx context.Context, io streams, env environment) error {
	return withOffice(ctx, io, env, func(office *app.Office) error {
		body, err := office.Export(ctx, c.File, region.Code(c.Region), c.Month, c.Lang)
		if err != nil {
			return err
		}
		if c.Out == "" {
			_, err = io.out.Write(body)
			return err
		}
		if err := os.WriteFile(c.Out, body, 0o600); err != nil {
			return config.Bad("%s cannot be written (%v)", c.Out, config.Reason(err))
		}
		return nil
	})
}

// withOffice opens the store for one command.
func withOffice(ctx context.Context, io streams, env environment, do func(*app.Office) error) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	return errors.Join(do(o), o.Close())
}

// oversight shows the page on a simulated year until Ctrl-C.
func (d Demo) oversight(ctx context.Context, l net.Listener, folder string, io streams) error {
	fmt.Fprintln(io.out, "Siaga demo: playing a year of all task forces …")
	seed := d.Seed
	if seed == 0 {
		seed = 7
	}
	demo, err := app.NewOversightDemo(ctx, folder, seed, d.Cases)
	if err != nil {
		return err
	}
	defer demo.Close()
	address := "http://" + strings.Replace(l.Addr().String(), "127.0.0.1", "localhost", 1)
	fmt.Fprintf(io.out, "Siaga demo: %s (as pusat), %s/?as=35 (as a province)\nEvery figure is made up; Ctrl-C ends it.\n", address, address)
	if !d.Headless {
		openBrowser(address)
	}
	return serveUntil(ctx, l, demo.Handler())
}
