package main

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/BurntSushi/toml"

	"siaga/flows/report"
	"siaga/locales"
)

// consentTexts are the fingerprints of the texts that people agreed to, by version. A version that somebody agreed to is never changed.
var consentTexts = map[string]string{
	"2026-11": "dbcb7bd96a0e2ce4",
}

// TestConsentTextHasItsVersion fails when the text that a reporter agrees to by sending changes and its version does not: then nobody could say
// any more what was agreed to.
func TestConsentTextHasItsVersion(t *testing.T) {
	t.Parallel()
	raw, err := locales.Files.ReadFile("id.toml")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := toml.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	sum := sha256.New()
	for _, key := range []string{"report.review", "report.send_now"} {
		text, ok := texts[key].(string)
		if !ok || text == "" {
			t.Fatalf("there is no text %s", key)
		}
		fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
	got := fmt.Sprintf("%x", sum.Sum(nil))[:16]
	if want := consentTexts[report.ConsentVersion]; got != want {
		t.Errorf("what reporters agree to is %s now, and version %q is %s: give flows/report.ConsentVersion a new value and add it here", got, report.ConsentVersion, want)
	}
}
