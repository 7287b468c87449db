package selfcheck_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"siaga/flows"
	"siaga/flows/selfcheck"
	"siaga/internal/i18n"
	"siaga/locales"
)

// madeKeys are the keys that are put together from a kind and a value.
func madeKeys() []string {
	keys := strings.Fields(`check.help check.kept check.verdict check.joined check.answered check.more check.no_more check.family check.enough check.late.cry
		check.misread check.from_picture check.p3mi.in check.p3mi.out check.p3mi.lapsed check.p3mi.number check.grade.high check.grade.caution check.grade.low check.land.EU check.land.XA check.land.XG`)
	for kind, values := range map[string]string{
		"read":   "country place company licence job_order pay fee age deadline phone account link",
		"where":  "abroad home unknown people marriage fake_internship organ_body",
		"other":  "goods news learn chat empty thanks",
		"result": "more questions forward late report another done",
		"say":    "agency office contract",
	} {
		for _, v := range strings.Fields(values) {
			keys = append(keys, "check."+kind+"."+v)
		}
	}
	for code, topic := range selfcheck.Topics() {
		keys = append(keys, "check.why."+code, "check.say."+topic)
	}
	return keys
}

// buttonKeys are the labels under all rows.
func buttonKeys(t *testing.T) []string {
	t.Helper()
	h := theHouse(t)
	var keys []string
	for _, row := range h.flow.Rows() {
		if row.Accept == nil {
			continue
		}
		s := &flows.Scene{C: &flows.Conversation{}, Env: h.env(morning), Row: row}
		for _, line := range row.Accept.Buttons(s) {
			for _, b := range line {
				if b.Key != "" {
					keys = append(keys, b.Key)
				}
			}
		}
	}
	return append(keys, "check.enough", "check.result.more", "check.result.late")
}

func TestEveryKeyUsedExistsAndNoOther(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	keys := append(madeKeys(), buttonKeys(t)...)
	for _, row := range h.flow.Rows() {
		if row.Ask != "" {
			keys = append(keys, row.Ask)
		}
	}
	for _, key := range keys {
		if !h.texts.Has(key) {
			t.Errorf("locales/id.toml lacks %q", key)
		}
	}
	for key := range h.texts.Keys("id") {
		if strings.HasPrefix(key, "check.") && !slices.Contains(keys, strings.TrimSuffix(key, ".words")) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func TestTextsFitAPhone(t *testing.T) {
	t.Parallel()
	for _, p := range i18n.Check(locales.Files) {
		if strings.HasPrefix(p.Key, "check.") {
			t.Error(p)
		}
	}
	source := theHouse(t).texts.Keys("id")
	for _, key := range buttonKeys(t) {
		if n := i18n.Limit(key, source); n != i18n.MaxButton {
			t.Errorf("the button %q may have %d characters, want %d", key, n, i18n.MaxButton)
		}
	}
}

// TestNothingIsCalledSafe: nobody can promise that an offer is safe, in no text.
func TestNothingIsCalledSafe(t *testing.T) {
	t.Parallel()
	for key, text := range theHouse(t).texts.Keys("id") {
		if strings.HasPrefix(key, "check.") && slices.Contains(strings.Fields(flows.Plain(text)), "aman") {
			t.Errorf("%s says \"aman\": %q", key, text)
		}
	}
}

// TestAnswersAreKnownToTheAssessment: a button that means nothing to the assessment would ask in vain.
func TestAnswersAreKnownToTheAssessment(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	known := h.assessor.Questions()
	if got := len(selfcheck.Questions()); got != 8 {
		t.Errorf("%d questions, want 8", got)
	}
	for q, values := range selfcheck.Questions() {
		for _, v := range values {
			if !slices.Contains(known[q], v) {
				t.Errorf("%s: the assessment does not know %q", q, v)
			}
		}
	}
	for _, iso := range selfcheck.Lands() {
		if _, ok := h.places.Country(iso); !ok {
			t.Errorf("no country %s", iso)
		}
		a := h.assessor.AssessAnswers("saya ditawari kerja", map[string]string{"country": iso, "passport": "them"})
		if len(a.Reasons) == 0 {
			t.Errorf("country %s: no reasons", iso)
		}
	}
}

func TestRowsAreNamedForTheFlow(t *testing.T) {
	t.Parallel()
	for _, row := range theHouse(t).flow.Rows() {
		if !strings.HasPrefix(string(row.At), "check.") {
			t.Errorf("row %q: a host could not tell it from its own", row.At)
		}
	}
}

// TestEverySignHasWords: every code of the assessment's table has a reason in plain words and a question.
func TestEverySignHasWords(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	raw, err := os.ReadFile("../../internal/offer/rules/signs.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		if len(f) == 0 || strings.HasPrefix(f[0], "#") {
			continue
		}
		n++
		topic, ok := selfcheck.Topics()[f[0]]
		if !ok || !h.texts.Has("check.why."+f[0]) || !h.texts.Has("check.say."+topic) {
			t.Errorf("the sign %q has no words", f[0])
		}
	}
	if n < 30 {
		t.Errorf("only %d rows of signs were read", n)
	}
}
