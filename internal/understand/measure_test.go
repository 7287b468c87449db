package understand

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"siaga/internal/region"
)

// sample is a line of testdata.
type sample struct {
	Text, Lang, Intent, Place string
	Urgent, Minor, Abroad     bool
}

func samples(t testing.TB, name string) []sample {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []sample
	s := bufio.NewScanner(f)
	for s.Scan() {
		var one sample
		if err := json.Unmarshal(s.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		t.Fatal(name, "holds nothing")
	}
	return all
}

func newReader() *Reader { return New(region.NewResolver(region.Default())) }

// reader is one for all tests: it takes a second to build and is safe to share.
var reader = sync.OnceValue(newReader)

// part is a share of cases that are right.
type part struct{ right, all int }

func (p *part) add(right bool) {
	p.all++
	if right {
		p.right++
	}
}

func (p part) share() float64 {
	if p.all == 0 {
		return 1
	}
	return float64(p.right) / float64(p.all)
}

func (p part) String() string { return fmt.Sprintf("%6.1f%%", 100*p.share()) }

// measure is what is measured of one language, or of all.
type measure struct{ recall, kept, calm, intent, urgent, minor, abroad, place, lang part }

func (m *measure) add(want sample, got Result) {
	m.lang.add(got.Lang == want.Lang)
	if want.Intent == "" {
		return
	}
	m.intent.add(got.Intent == want.Intent)
	m.urgent.add(got.Urgent == want.Urgent)
	m.minor.add(got.Minor == want.Minor)
	m.abroad.add(got.Abroad == want.Abroad)
	if want.Place != "" || got.Place != "" {
		m.place.add(got.Place == want.Place)
	}
	if want.Intent != Emergency {
		m.calm.add(got.Intent != Emergency)
		return
	}
	m.recall.add(got.Intent == Emergency)
	m.kept.add(got.Intent != Greeting && got.Intent != Learn && got.Intent != CheckOffer && got.Intent != Other)
}

// run measures a file and prints a table.
func run(t *testing.T, name string, told bool) (all measure, by map[string]*measure) {
	t.Helper()
	by = map[string]*measure{}
	r := reader()
	for _, s := range samples(t, name) {
		got := r.Read(s.Text)
		if by[s.Lang] == nil {
			by[s.Lang] = &measure{}
		}
		by[s.Lang].add(s, got)
		all.add(s, got)
		if told && (s.Intent != "" && got.Intent != s.Intent || s.Intent == "" && got.Lang != s.Lang) {
			t.Logf("MISS %s/%s got %s/%s (%.2f) %q %v", s.Lang, s.Intent, got.Lang, got.Intent, got.LangConfidence, s.Text, got.Why)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n      recall    kept    calm  intent  urgent   minor  abroad   place    lang\n", name)
	for _, tag := range tags {
		fmt.Fprintf(&b, "%-4s %s\n", tag, by[tag])
	}
	fmt.Fprintf(&b, "%-4s %s", "all", &all)
	t.Log(b.String())
	return all, by
}

func (m *measure) String() string {
	return fmt.Sprint(m.recall, " ", m.kept, " ", m.calm, " ", m.intent, " ", m.urgent, " ", m.minor, " ", m.abroad, " ", m.place, " ", m.lang)
}

// bounds are the goals of issue 4 for the sets that may be looked at. Nobody has tuned on the texts held aside: theirs are
// floors at what was measured, below the goals in recall, intent and the Indonesian of very short sentences.
type bounds struct{ recall, recallEach, kept, intent, place, lang, langID, langEach, calm float64 }

// TestSets prints the tables by language and holds the figures against the goals. UNDERSTAND_MISSES=1 lists the misses of
// the sets that may be looked at; those held aside are only measured.
func TestSets(t *testing.T) {
	t.Parallel()
	told := os.Getenv("UNDERSTAND_MISSES") != ""
	open := bounds{0.97, 0.90, 0.99, 0.88, 0.85, 0.90, 0.95, 0.80, 0.97}
	all, by := run(t, "intent.jsonl", told)
	intentsRight(t, "intent.jsonl", all, by, open)
	all, by = run(t, "lang.jsonl", told)
	languagesRight(t, "lang.jsonl", all, by, open)
	aside := bounds{0.93, 0.80, 0.95, 0.83, 0.85, 0.95, 0.90, 0.90, 0.97}
	all, by = run(t, "intent_heldout.jsonl", false)
	intentsRight(t, "intent_heldout.jsonl", all, by, aside)
	all, by = run(t, "lang_heldout.jsonl", false)
	languagesRight(t, "lang_heldout.jsonl", all, by, aside)
}

func intentsRight(t *testing.T, name string, all measure, by map[string]*measure, b bounds) {
	t.Helper()
	atLeast(t, name+": recall of emergencies", all.recall, b.recall)
	atLeast(t, name+": emergencies not taken for chatter", all.kept, b.kept)
	atLeast(t, name+": intent", all.intent, b.intent)
	atLeast(t, name+": place", all.place, b.place)
	atLeast(t, name+": no false alarm", all.calm, b.calm)
	for tag, m := range by {
		atLeast(t, name+": recall of emergencies in "+tag, m.recall, b.recallEach)
	}
}

func languagesRight(t *testing.T, name string, all measure, by map[string]*measure, b bounds) {
	t.Helper()
	atLeast(t, name+": language", all.lang, b.lang)
	for tag, m := range by {
		least := b.langEach
		if tag == "id" {
			least = b.langID
		}
		atLeast(t, name+": language "+tag, m.lang, least)
	}
}

func atLeast(t *testing.T, what string, got part, want float64) {
	t.Helper()
	if got.share() < want {
		t.Errorf("%s: %s, want %.0f%%", what, got, 100*want)
	}
}
