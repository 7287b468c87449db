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
	want := `"intent":"emergency","urgent":true,"minor":false,"abroad":false,"place":"Kabupaten Banyuwangi","why":["tulung","aku","dikunci","juragan"]}`
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

// TestDoubtIsAsked: what would pass by a likely cry unheard becomes something to be told, which is asked about.
func TestDoubtIsAsked(t *testing.T) {
	t.Parallel()
	r := &Reader{goals: goals[:]}
	for _, c := range []struct {
		danger float64
		other  string
		words  int
		want   string
	}{
		{doubt, Other, 5, Report},
		{doubt, Greeting, 5, Report},
		{doubt, CheckOffer, fewest, Report},
		{doubt, Learn, fewest - 1, Learn},
		{doubt - 0.01, Other, 5, Other},
		{doubt, Contact, 5, Contact},
		{nearly, Contact, 5, Report},
		{nearly, Officer, fewest - 1, Officer},
		{nearly, Delete, 5, Delete},
		{cry - 0.01, Other, 5, Report},
		{cry, Other, 5, Emergency},
	} {
		var chance [intents]float64
		chance[0], chance[goalOf(c.other)] = c.danger, 1-c.danger
		if got := r.choose(chance, 1, make([]float64, len(goals)), c.words); got != c.want {
			t.Errorf("%.2f danger, else %s, %d words: %s, want %s", c.danger, c.other, c.words, got, c.want)
		}
	}
}

// TestFunctionWordsAreNoCry makes sure that a message is no cry when nothing but function words says so.
func TestFunctionWordsAreNoCry(t *testing.T) {
	t.Parallel()
	var chance [intents]float64
	chance[0] = 1
	r := reader()
	if got := r.choose(chance, content-0.01, make([]float64, len(goals)), long); got == Emergency {
		t.Errorf("%s by function words", got)
	}
	for text, want := range map[string]bool{"they will": true, "they will kill": false, "i and my": true, "": false, "help": false} {
		m := r.open("will you tell me what they said and who he is, " + text)
		from := len(m.words) - len(split(text))
		if got := m.hollow(from, len(m.words)); got != want {
			t.Errorf("%q are function words: %v", text, got)
		}
	}
}

// TestHungerIsNoCry reads what only sounds like danger, and what only sounds like none.
func TestHungerIsNoCry(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"mati lapar nih": false, "akun saya terkunci": false, "takut banget besok ujian": false, "makasih kak, saya sudah ditolong": false,
		"tulung, aku dikunci": true, "makasih ya kak, kalau besok saya tidak balas tolong cari saya": true,
		"maaf mau tanya, kalau orang tidak boleh pulang minta tolongnya ke mana? orangnya saya": true,
	} {
		if got := reader().Read(text).Intent; (got == Emergency) != want {
			t.Errorf("%q: %s", text, got)
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
	if size := len(packed); size > 500_000 || size < 50_000 {
		t.Errorf("embedded lists: %d bytes", size)
	}
}

// TestMarksAreApart: no two pieces of evidence are found by the same number.
func TestMarksAreApart(t *testing.T) {
	t.Parallel()
	in, err := lists()
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(in, "model/weights.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[uint64]string{}
	for row := range strings.Lines(string(text)) {
		name, _, ok := strings.Cut(row, "\t")
		if !ok {
			continue
		}
		if other := seen[mark(name)]; other != "" {
			t.Errorf("%q and %q share a mark", other, name)
		}
		seen[mark(name)] = name
	}
	if len(seen) != len(reader().weighs.rows) {
		t.Errorf("%d pieces of evidence in the file, %d in the reader", len(seen), len(reader().weighs.rows))
	}
}

// TestOneMeaning: what means the same weighs the same in languages that share no word.
func TestOneMeaning(t *testing.T) {
	t.Parallel()
	r := reader()
	for tag, text := range map[string]string{"jv": "pasporku dijupuk", "bug": "paspor'ku riala", "tet": "sira foti pasaporte", "ace": "paspor ka jicok", "id": "paspor saya diambil"} {
		m, got := r.open(text), ""
		for _, n := range m.meanings {
			got += r.lex.names[m.hits[n].concept]
		}
		if !strings.Contains(got, "=paspor") || !strings.Contains(got, "=ambil") {
			t.Errorf("%s %q: %s", tag, text, got)
		}
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

// BenchmarkRead reads the messages of each language.
func BenchmarkRead(b *testing.B) {
	r := reader()
	by := map[string][]string{}
	for _, s := range samples(b, "intent.jsonl") {
		by[s.Lang] = append(by[s.Lang], s.Text)
	}
	for _, tag := range tags {
		b.Run(tag, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				r.Read(by[tag][i%len(by[tag])])
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(nil)
	}
}
