package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestOfferLineByLine(t *testing.T) {
	t.Parallel()
	ads := []struct{ text, label, code, span string }{
		{"Lowongan admin Kamboja, gaji 12jt, tiket ditanggung", "high", "banned_destination", "Kamboja"},
		{"Berangkat ke Malaysia pakai visa turis dulu, kerja di kebun", "high", "visa_mismatch", "visa turis"},
	}
	in := mixed(func(i int) string { return fmt.Sprintf(`{"text":%q}`, ads[i%2].text) })
	got := siaga(t, nil, in, "offer")
	all := answers(t, got.out)
	if got.code != exitDone || len(all) != 2*len(bad)+1 {
		t.Fatalf("code %d, %d answers to %d lines\n%s", got.code, len(all), 2*len(bad)+1, got.err)
	}
	for i, a := range all {
		if i%2 == 1 {
			if s, ok := a["error"].(string); !ok || s == "" {
				t.Errorf("line %d, %q: %v", i+1, bad[i/2], a)
			}
			continue
		}
		want := ads[i/2%2]
		if a["label"] != want.label {
			t.Errorf("line %d: label %v, want %s", i+1, a["label"], want.label)
		}
		if reasons, _ := a["reasons"].([]any); !slices.Contains(reasons, any(want.code)) {
			t.Errorf("line %d: reasons %v lack %s", i+1, a["reasons"], want.code)
		}
		if span := spanOf(a, want.code); !strings.Contains(want.text, span) || !strings.Contains(span, want.span) {
			t.Errorf("line %d: %s is proved by %q, want %q", i+1, want.code, span, want.span)
		}
	}
}

// spanOf is the proof of a code in an answer.
func spanOf(answer map[string]any, code string) string {
	why, _ := answer["why"].([]any)
	for _, w := range why {
		if row, ok := w.(map[string]any); ok && row["code"] == code {
			span, _ := row["span"].(string)
			return span
		}
	}
	return ""
}

func TestOfferTextAndAnswersAddUp(t *testing.T) {
	t.Parallel()
	in := `{"text":"Saya ditawari kerja restoran di Malaysia sama teman"}
{"text":"Saya ditawari kerja restoran di Malaysia sama teman","answers":{"visa":"visit"}}
{"answers":{"passport":"them"}}
{"text":"terima kasih ya"}
{"text":5}
{"answers":"visa"}
`
	all := answers(t, siaga(t, nil, in, "offer").out)
	if len(all) != 6 {
		t.Fatalf("%d answers", len(all))
	}
	for i, want := range []string{"caution", "high", "high", "not_offer"} {
		if all[i]["label"] != want {
			t.Errorf("line %d: %v, want %s", i+1, all[i]["label"], want)
		}
	}
	for _, a := range all[4:] {
		if a["error"] == nil {
			t.Errorf("no error: %v", a)
		}
	}
}
