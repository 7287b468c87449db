package understand

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestResultJSON pins the line of `siaga understand` (issue 4, item 10).
func TestResultJSON(t *testing.T) {
	t.Parallel()
	got, err := json.Marshal(reader().Read("tulung, aku dikunci juragan nang Banyuwangi"))
	if err != nil {
		t.Fatal(err)
	}
	want := `"intent":"emergency","urgent":true,"minor":false,"abroad":false,"place":"Kabupaten Banyuwangi","why":["tulung","aku","dikunci"]}`
	if !strings.HasPrefix(string(got), `{"lang":"jv","lang_confidence":`) || !strings.HasSuffix(string(got), want) {
		t.Errorf("got %s, want it to end %s", got, want)
	}
	empty, _ := json.Marshal(reader().Read(""))
	if !strings.Contains(string(empty), `"intent":"other"`) || !strings.Contains(string(empty), `"why":[]`) {
		t.Errorf("of nothing: %s", empty)
	}
}

// TestFlags reads what goes beside the intent.
func TestFlags(t *testing.T) {
	t.Parallel()
	r := reader()
	for _, c := range []struct {
		text                  string
		urgent, minor, abroad bool
	}{
		{"ada loker di kamboja berangkat malam ini, aman gak?", true, false, true},
		{"adik saya umur 15 tahun dijual di hotel", true, true, false},
		{"bos mau ngecek hp", true, false, false},
		{"adik saya sudah 2 tahun kerja di malaysia, gajinya tidak dibayar", false, false, true},
		{"apa hukuman untuk pelaku kalau korbannya anak?", false, false, false},
		{"halo", false, false, false},
	} {
		if g := r.Read(c.text); g.Urgent != c.urgent || g.Minor != c.minor || g.Abroad != c.abroad {
			t.Errorf("%q: urgent %t minor %t abroad %t, want %t %t %t", c.text, g.Urgent, g.Minor, g.Abroad, c.urgent, c.minor, c.abroad)
		}
	}
}

// TestShortMessagesAreUnsure: nobody's language is switched for one word.
func TestShortMessagesAreUnsure(t *testing.T) {
	t.Parallel()
	r := reader()
	for _, text := range []string{"", "sos", "911", "wa", "!!!"} {
		if g := r.Read(text); g.LangConfidence > 0.7 {
			t.Errorf("%q: %s with %.2f", text, g.Lang, g.LangConfidence)
		}
	}
}

// TestWithoutPlaces reads without a resolver.
func TestWithoutPlaces(t *testing.T) {
	t.Parallel()
	if g := New(nil).Read("tolong, saya dikunci di Batam"); g.Intent != Emergency || g.Place != "" {
		t.Errorf("got %+v", g)
	}
}

// TestEmbeddedSize keeps the lists small (goal: 500 KB).
func TestEmbeddedSize(t *testing.T) {
	t.Parallel()
	size := int64(0)
	err := fs.WalkDir(lists, ".", func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		i, err := d.Info()
		size += i.Size()
		return err
	})
	if err != nil || size > 500_000 || size < 50_000 {
		t.Errorf("embedded lists: %d bytes, %v", size, err)
	}
}

func FuzzRead(f *testing.F) {
	r := reader()
	for _, s := range []string{"", "tolong", "t0l0ng s4ya d1knci", "ka' ba\u2019a \xff\xfe", strings.Repeat("dikunci ", 400), strings.Repeat("a", 9000), "15 15th 2bln 😀 \u200b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := r.Read(text)
		if again := r.Read(text); !reflect.DeepEqual(got, again) {
			t.Errorf("%q: %+v, then %+v", text, got, again)
		}
		for _, w := range got.Why {
			if !utf8.ValidString(w) {
				t.Errorf("%q: why %q", text, w)
			}
		}
		if got.LangConfidence < 0 || got.LangConfidence > 1 {
			t.Errorf("%q: confidence %v", text, got.LangConfidence)
		}
	})
}

// TestSameFromEveryReader: two Readers built apart agree, so nothing hangs on the order of a map.
func TestSameFromEveryReader(t *testing.T) {
	t.Parallel()
	a, b := newReader(), newReader()
	for _, s := range samples(t, "intent.jsonl") {
		if x, y := a.Read(s.Text), b.Read(s.Text); !reflect.DeepEqual(x, y) {
			t.Errorf("%q: %+v and %+v", s.Text, x, y)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	r := reader()
	all := samples(b, "intent.jsonl")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.Read(all[i%len(all)].Text)
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(nil)
	}
}
