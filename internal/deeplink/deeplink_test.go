package deeplink

import (
	"strings"
	"testing"

	"siaga/internal/region"
)

func TestPayloadOfEveryRegion(t *testing.T) {
	t.Parallel()
	g := region.Default()
	all := g.Provinces()
	for p := range g.AllRegencies() {
		all = append(all, p)
	}
	if len(all) != 552 {
		t.Errorf("%d provinces, kabupaten and kota, want 552", len(all))
	}
	const front = "https://t.me/siaga_bot?start="
	seen := map[string]region.Code{}
	for _, p := range all {
		link, err := Link("siaga_bot", p.Code, "mkn")
		payload, cut := strings.CutPrefix(link, front)
		if err != nil || !cut {
			t.Fatalf("%s: %q, %v", p.Code, link, err)
		}
		if strings.Trim(payload, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != "" || len(payload) > 64 {
			t.Errorf("%s: Telegram takes no payload %q", p.Code, payload)
		}
		if other, twice := seen[payload]; twice {
			t.Errorf("%s and %s have the same payload %q", p.Code, other, payload)
		}
		seen[payload] = p.Code
		if code, lang, ok := ParsePayload(payload); code != p.Code || lang != "mkn" || !ok {
			t.Errorf("%q is read as %q %q %v, want %s", payload, code, lang, ok, p.Code)
		}
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ bot, place, lang, want, fails string }{
		{"siaga_bot", "53.02", "id", "https://t.me/siaga_bot?start=r-5302-id", ""},
		{"SiagaNTTBot", "53", "mkn", "https://t.me/SiagaNTTBot?start=r-53-mkn", ""},
		{strings.Repeat("a", 32), "53", "id", "https://t.me/" + strings.Repeat("a", 32) + "?start=r-53-id", ""},
		{"", "53", "id", "", "cannot be the name of a bot"},
		{"abot", "53", "id", "", "cannot be the name of a bot"},
		{strings.Repeat("a", 33), "53", "id", "", "cannot be the name of a bot"},
		{"@siaga_bot", "53", "id", "", "cannot be the name of a bot"},
		{"siaga bot", "53", "id", "", "cannot be the name of a bot"},
		{"1siaga_bot", "53", "id", "", "cannot be the name of a bot"},
		{"_siaga_bot", "53", "id", "", "cannot be the name of a bot"},
		{"siaga/bot", "53", "id", "", "cannot be the name of a bot"},
		{"siaga_bot", "99.01", "id", "", `no region "99.01"`},
		{"siaga_bot", "5302", "id", "", `no region "5302"`},
		{"siaga_bot", "", "id", "", `no region ""`},
		{"siaga_bot", "53.02.01", "id", "", "write its kabupaten or kota, 53.02"},
		{"siaga_bot", "53", "ID", "", "not a language tag"},
		{"siaga_bot", "53", "i", "", "not a language tag"},
		{"siaga_bot", "53", "indo", "", "not a language tag"},
		{"siaga_bot", "53", "i-d", "", "not a language tag"},
	} {
		got, err := Link(c.bot, region.Code(c.place), c.lang)
		if got != c.want || (err != nil) != (c.fails != "") || err != nil && !strings.Contains(err.Error(), c.fails) {
			t.Errorf("%q %q %q: got %q, %v; want %q, %q", c.bot, c.place, c.lang, got, err, c.want, c.fails)
		}
	}
}

func TestParsePayloadRefuses(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", "r", "r-", "r-5302", "r-5302-", "r--id", "r-53.02-id", "5302-id", "R-5302-id", "r-5302-ID", "r-5302-id-", "r-5302-id ",
		" r-5302-id", "r-9901-id", "r-00-id", "r-530-id", "r-530201-id", "r-5a02-id", "r-5302-i", "r-5302-indo", "p-AbC_1", "r-٥٣-id",
		"r-5302-id" + strings.Repeat("d", 64)} {
		if place, lang, ok := ParsePayload(s); ok || place != "" || lang != "" {
			t.Errorf("%q is read as %q %q %v", s, place, lang, ok)
		}
	}
}

func FuzzParsePayload(f *testing.F) {
	for _, s := range []string{"r-5302-id", "r-53-mkn", "r-5302-", "r-530201-id", "p-AbC_1", "r-99-id", "r-53-\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		place, lang, ok := ParsePayload(s)
		if !ok {
			if place != "" || lang != "" {
				t.Errorf("%q is refused, but gives %q %q", s, place, lang)
			}
			return
		}
		if _, exists := region.Default().Lookup(place); !exists {
			t.Errorf("%q leads to %q, which is no place", s, place)
		}
		if link, err := Link("siaga_bot", place, lang); err != nil || link != "https://t.me/siaga_bot?start="+s {
			t.Errorf("%q is read as %s %s, which is written as %q, %v", s, place, lang, link, err)
		}
	})
}
