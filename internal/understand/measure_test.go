package understand

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
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
	r := newReader()
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

func TestSets(t *testing.T) {
	told := os.Getenv("UNDERSTAND_MISSES") != ""
	run(t, "intent.jsonl", told)
	run(t, "lang.jsonl", told)
}
