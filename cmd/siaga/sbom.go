package main

import (
	"encoding/json"
	"errors"
	"io"
	"runtime/debug"
	"strings"
)

// bill is a software bill of materials in the form of CycloneDX 1.5: what this very file was built from, as the linker wrote it down.
type bill struct {
	Format     string   `json:"bomFormat"`
	Spec       string   `json:"specVersion"`
	Version    int      `json:"version"`
	Metadata   billMeta `json:"metadata"`
	Components []part   `json:"components"`
}

type billMeta struct {
	Component part `json:"component"`
}

// part is one module.
type part struct {
	Type       string     `json:"type"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	URL        string     `json:"purl,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var errNoBuildInfo = errors.New("this file does not say what it was built from")

// writeBill prints it.
func writeBill(w io.Writer) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errNoBuildInfo
	}
	b := bill{Format: "CycloneDX", Spec: "1.5", Version: 1, Metadata: billMeta{Component: part{Type: "application", Name: "siaga", Version: version}}}
	b.Components = append(b.Components, part{Type: "framework", Name: "go", Version: strings.TrimPrefix(info.GoVersion, "go")})
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		b.Components = append(b.Components, part{Type: "library", Name: m.Path, Version: m.Version, URL: "pkg:golang/" + m.Path + "@" + m.Version,
			Properties: []property{{"go:sum", m.Sum}}})
	}
	for _, s := range info.Settings {
		if s.Key == "CGO_ENABLED" || s.Key == "-trimpath" || strings.HasPrefix(s.Key, "vcs") || s.Key == "GOOS" || s.Key == "GOARCH" {
			b.Metadata.Component.Properties = append(b.Metadata.Component.Properties, property{"go:" + s.Key, s.Value})
		}
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(b)
}
