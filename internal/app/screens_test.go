package app_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"siaga/internal/app"
	"siaga/internal/i18n"
	"siaga/locales"
)

func TestEveryTextIsShownInItsPlace(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	all, err := app.Screens(texts, "a language that is not there")
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for key := range texts.Keys("id") {
		if base, words := strings.CutSuffix(key, ".words"); words && !texts.Has(base) {
			continue // words that are only typed
		}
		s, ok := all[key]
		if !ok || s.Text == "" {
			t.Errorf("%s is shown nowhere", key)
		}
		if s.Said != "" {
			played++
		}
		wellFormed(t, key, s.SVG())
	}
	if played < 750 {
		t.Errorf("only %d texts stand in a conversation", played)
	}
	for key, want := range map[string]string{
		"report.danger":        "citizen> [Ya, aman]\nbot> Terima kasih. Apakah ada orang yang perlu ditolong sekarang juga?\n     [🚨 Ya, sekarang juga]",
		"report.who.family":    "     [👪 Keluarganya]\n",
		"check.why.urgency":    "Diburu-buru.",
		"check.why.organ_body": "Yang saya baca: ", // beside the other reasons, though no transcript gives it
		"learn.tick.agency":    "📋 Daftar siap",
		"learn.work.said.near": "citizen> [Simpan fotonya]\nbot> Foto dan nomor paspor",
	} {
		if got := all[key].Transcript(); !strings.Contains(got, want) {
			t.Errorf("%s is shown in\n%s\nwant\n%s", key, got, want)
		}
	}
	if got := all["report.who.family"]; got.Chosen != "👪 Keluarganya" || !strings.Contains(got.SVG(), `stroke-width="3"`) {
		t.Errorf("the button that is meant does not stand out: %q", got.Chosen)
	}
}

func wellFormed(t *testing.T, key, drawing string) {
	t.Helper()
	in := xml.NewDecoder(strings.NewReader(drawing))
	for {
		if _, err := in.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("the drawing of %s: %v", key, err)
			return
		}
	}
}

// TestScreensInOtherLanguages plays the conversations where labels are long and stand on other lines than in Indonesian.
func TestScreensInOtherLanguages(t *testing.T) {
	t.Parallel()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"bug", "jv"} {
		t.Run(tag, func(t *testing.T) {
			t.Parallel()
			all, err := app.Screens(texts, tag)
			if err != nil || all["report.danger.now"].Chosen == "" {
				t.Errorf("got %d screens, %v", len(all), err)
			}
		})
	}
}
