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

// TestOversightInABrowser opens the page of "siaga demo --oversight" as pusat on a phone and on a desk, by day and by night, and goes into a
// province, a kabupaten and a row that nobody filled in. It must be seen within a second, with its style, and fit the width of a phone.
func TestOversightInABrowser(t *testing.T) {
	t.Parallel()
	demo, temp := startDemo(t, "--oversight", "--cases", "1500")
	address := "http" + strings.TrimSpace(between(demo.out.String(), "Siaga demo: http", " "))
	for _, light := range []struct{ name, ground, flag string }{{"", "rgb(255, 255, 255)", "preferredColorScheme=1"}, {"-night", "rgb(18, 23, 31)", "preferredColorScheme=0"}} {
		h := &hand{t: t, ctx: chromium(t, chromedp.Flag("blink-settings", light.flag))}
		h.do("let in", chromedp.EmulateViewport(390, 844), chromedp.Navigate(address), chromedp.WaitVisible("#ranking"))
		ready := tileIn(h, address, `document.querySelector("#map .tiles a.b3, #map .tiles a.b2")`)
		empty := tileIn(h, address, `[...document.querySelectorAll("#map .tiles a")].find(a => a.querySelector("b.empty"))`)
		for _, at := range []struct {
			name, path string
			wide, tall int64
		}{{"oversight-phone", "r/ID", 390, 844}, {"oversight-desk", "r/ID?lang=en", 1280, 900}, {"oversight-province", "r/35?v=cover", 390, 844},
			{"oversight-regency", ready, 390, 844}, {"oversight-regency-desk", ready, 1280, 900}, {"oversight-empty", empty, 390, 844}} {
			h.page(address, at.name+light.name, at.path, at.wide, at.tall)
			if got := seen[string](h, `getComputedStyle(document.body).backgroundColor`); got != light.ground {
				t.Errorf("%s%s stands on %s", at.name, light.name, got)
			}
		}
		h.do("leave", chromedp.Click(`nav form button`), chromedp.WaitVisible("body.plain"))
		if refusal := seen[string](h, `document.body.innerText`); !strings.Contains(refusal, "/pantau") {
			t.Errorf("after leaving: %q", refusal)
		}
	}
	endDemo(t, demo, temp)
}

// tileIn looks for a kabupaten or kota by its tile, as a reader does: by going through the provinces.
func tileIn(h *hand, address, tile string) string {
	h.t.Helper()
	for _, p := range []string{"35", "33", "53", "11", "12", "62", "81", "91", "94", "95"} {
		h.do("province "+p, chromedp.Navigate(address+"/oversight/r/"+p+"?lang=en"), chromedp.WaitVisible("#about"))
		if link := seen[string](h, `((`+tile+`) || {}).pathname || ""`); link != "" {
			return strings.TrimPrefix(link, "/oversight/")
		}
	}
	h.t.Fatalf("no tile in ten provinces is %s", tile)
	return ""
}

// page opens one page and looks at it.
func (h *hand) page(address, name, path string, wide, tall int64) {
	h.t.Helper()
	h.do(name, chromedp.EmulateViewport(wide, tall), chromedp.Navigate(address+"/oversight/"+path), chromedp.WaitVisible("#about"))
	first, err := chromedp.Run(h.ctx, chromedp.Poll[float64](`(performance.getEntriesByName("first-contentful-paint")[0] || {}).startTime`))
	if err != nil {
		h.t.Fatal(err)
	}
	across := seen[float64](h, `document.documentElement.scrollWidth`)
	text := seen[string](h, `document.querySelector("main").innerText`)
	styled := seen[string](h, `getComputedStyle(document.querySelector(".card")).borderRadius`)
	h.t.Logf("%s: first view after %.0f ms, %.0f wide", name, first, across)
	if first <= 0 || first > 1000 {
		h.t.Errorf("%s: first view after %.0f ms", name, first)
	}
	if across > float64(wide) {
		h.t.Errorf("%s is %.0f wide on a screen of %d", name, across, wide)
	}
	if len(text) < 400 || strings.Contains(text, "⟦") || styled == "0px" {
		h.t.Errorf("%s shows %d characters, corners %s", name, len(text), styled)
	}
	h.whole(name)
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
