package e2e_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var oversightPicture = flag.String("oversight", "", "write the picture of the oversight page to this file")

// TestOversightInABrowser opens the page of "siaga demo --oversight" as pusat on a phone and on a desk, and goes into a province and a
// kabupaten. It must be seen within a second, with its style, and fit the width of a phone.
func TestOversightInABrowser(t *testing.T) {
	t.Parallel()
	ctx := chromium(t)
	demo, temp := startDemo(t, "--oversight", "--cases", "1500")
	address := "http" + strings.TrimSpace(between(demo.out.String(), "Siaga demo: http", " "))
	h := &hand{t: t, ctx: ctx}
	h.do("let in", chromedp.EmulateViewport(390, 844), chromedp.Navigate(address), chromedp.WaitVisible("#ranking"))
	for _, at := range []struct {
		name, path string
		wide, tall int64
	}{{"oversight-phone", "r/ID", 390, 844}, {"oversight-desk", "r/ID?lang=en", 1280, 900}, {"oversight-province", "r/35?v=cover", 390, 844}, {"oversight-regency", "r/35.09", 390, 844}} {
		h.do(at.name, chromedp.EmulateViewport(at.wide, at.tall), chromedp.Navigate(address+"/oversight/"+at.path), chromedp.WaitVisible("#about"))
		first := seen[float64](h, `performance.getEntriesByName("first-contentful-paint")[0].startTime`)
		across := seen[float64](h, `document.documentElement.scrollWidth`)
		text := seen[string](h, `document.querySelector("main").innerText`)
		styled := seen[string](h, `getComputedStyle(document.querySelector(".card")).borderRadius`)
		t.Logf("%s: first view after %.0f ms, %.0f wide", at.name, first, across)
		if first <= 0 || first > 1000 {
			t.Errorf("%s: first view after %.0f ms", at.name, first)
		}
		if across > float64(at.wide) {
			t.Errorf("%s is %.0f wide on a screen of %d", at.name, across, at.wide)
		}
		if len(text) < 400 || strings.Contains(text, "⟦") || styled == "0px" {
			t.Errorf("%s shows %d characters, corners %s", at.name, len(text), styled)
		}
		h.whole(at.name)
	}
	h.do("leave", chromedp.Click(`nav form button`), chromedp.WaitVisible("body.plain"))
	if refusal := seen[string](h, `document.body.innerText`); !strings.Contains(refusal, "/pantau") {
		t.Errorf("after leaving: %q", refusal)
	}
	endDemo(t, demo, temp)
}

func seen[T any](h *hand, script string) T {
	h.t.Helper()
	v, err := chromedp.Run(h.ctx, chromedp.Evaluate[T](script))
	if err != nil {
		h.t.Fatalf("%s: %v", script, err)
	}
	return v
}

// whole keeps a picture of the whole page, for a person to look at.
func (h *hand) whole(name string) {
	h.t.Helper()
	shot, err := chromedp.Run(h.ctx, chromedp.FullScreenshot(100))
	if dir := os.Getenv("SIAGA_ARTEFACTS"); dir != "" && err == nil {
		err = errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, name+".png"), shot, 0o600))
	}
	if err != nil {
		h.t.Error(err)
	}
	if name == "oversight-desk" && *oversightPicture != "" {
		h.do("the picture for docs", chromedp.EmulateViewport(1000, 1160))
		h.keep(*oversightPicture)
	}
}
