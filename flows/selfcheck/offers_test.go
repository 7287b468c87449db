package selfcheck_test

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/flows/selfcheck"
	"siaga/internal/private"
)

var morning = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

type example struct {
	Text  string `json:"text"`
	Label string `json:"label"`
	Kind  string `json:"kind"`
}

// examples are the messages of the assessment's own set.
func examples(t *testing.T) []example {
	t.Helper()
	f, err := os.Open("../../internal/offer/testdata/offers.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []example
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e example
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		out = append(out, e)
	}
	if len(out) < 100 {
		t.Fatalf("only %d examples", len(out))
	}
	return out
}

// telling are words that must not stand where a stranger's eye falls: in the preview of a message.
var telling = strings.Fields("lapor laporan polisi korban perdagangan tppo calo sponsor paspor penipuan bahaya imigrasi lowongan disnaker bayar 110 petugas")

// TestEveryExampleIsAnswered plays a fifth of the offer set, the buttons of the menu, and looks at all that is said.
func TestEveryExampleIsAnswered(t *testing.T) {
	t.Parallel()
	h := theHouse(t)
	longest := 0
	for i, e := range examples(t) {
		if i%5 != 0 {
			continue // the set is ordered by kind: a fifth of it has them all
		}
		c := flows.Conversation{}
		for _, in := range []flows.Input{text(e.Text), press("more"), press("forward"), press("questions"), press("check.enough"), press("report")} {
			if in.Kind == flows.Press {
				in.State = c.State
			}
			turn, err := h.flow.Step(c, in, h.env(morning))
			if err != nil {
				t.Fatalf("%q: %v", e.Text, err)
			}
			if len(turn.Replies) == 0 && turn.Leave == nil {
				t.Errorf("%q, %s %s: a dead end", e.Text, in.Kind, in.Choice)
			}
			for _, r := range turn.Replies {
				longest = max(longest, look(t, h, r))
			}
			if turn.Leave != nil {
				break
			}
			c = turn.Next
		}
	}
	t.Logf("the longest message has %d characters", longest)
}

// look checks one message and gives its length.
func look(t *testing.T, h *house, r flows.Reply) int {
	t.Helper()
	said, err := h.texts.Text("id", r.Key, r.Data)
	if err != nil {
		t.Fatal(err)
	}
	n := len([]rune(said))
	if n > 900 {
		t.Errorf("%s: %d characters, at most 900:\n%s", r.Key, n, said)
	}
	if strings.Contains(said, "check.") {
		t.Errorf("a key instead of words:\n%s", said)
	}
	if strings.Contains(said, "\n\n\n") || strings.HasSuffix(said, "\n") {
		t.Errorf("%s: a hole in\n%s", r.Key, said)
	}
	if strings.HasPrefix(r.Key, "check.") {
		for _, w := range strings.Fields(flows.Plain(string([]rune(said)[:min(80, n)]))) {
			for _, bad := range telling {
				if w == bad {
					t.Errorf("%s: %q within the first 80 characters:\n%s", r.Key, bad, said)
				}
			}
		}
	}
	return n
}

func text(words string) flows.Input {
	return flows.Input{Kind: flows.Text, Text: private.NewText(words)}
}

func press(choice string) flows.Input { return flows.Input{Kind: flows.Press, Choice: choice} }

// TestAdvertisementsAreNotTakenForTheWritersOwnStory: the offer of help comes before the result only where something happened.
func TestAdvertisementsAreNotTakenForTheWritersOwnStory(t *testing.T) {
	t.Parallel()
	ads, wrong := 0, 0
	for _, e := range examples(t) {
		if e.Label == "not_offer" || e.Kind == "fallen" {
			continue
		}
		ads++
		if selfcheck.Lateness(e.Text) != "" {
			wrong++
			t.Logf("taken for a story: %q", e.Text)
		}
	}
	if wrong*100 > ads {
		t.Errorf("%d of %d offers taken for a story, at most 1 %%", wrong, ads)
	}
}

func TestLateness(t *testing.T) {
	t.Parallel()
	tests := map[string][]string{
		"paid": {"saya sudah bayar 5 juta ke sponsor, gimana ini", "udah telanjur tf 3jt", "sudah terlanjur bayar", "aku wis mbayar 5 yuta",
			"paspor saya sudah diserahkan ke calo", "ktp sama paspor udah dipegang agen", "anak saya sudah transfer dp kemarin",
			"kulo sampun bayar dp", "abdi atos mayar ka calona", "beta su bayar bosong", "ijazah adik saya ditahan mereka", "I already paid 3 million to him", "my passport was taken by the agent",
			"kaule ampon majar 5 juta", "tiang wah bayah 2 juta jok sponsor", "ambo alah bayia 4 juta", "ahu nunga manggarar 5 juta", "ulun sudah mambayar",
			"lon ka bayeue, paspor lon geucok", "hau selu ona 3 juta"},
		"urgent": {"saya sekarang di penampungan, paspor diambil", "aku ning penampungan wis seminggu", "malam ini saya berangkat dari pelabuhan batam",
			"saya di bandara sekarang, takut", "saya sekarang di pelabuhan, disuruh naik kapal", "Saya di Tanjung Balai sekarang, malam ini mau disuruh naik tongkang"},
		"": {"Tiket dan paspor ditanggung perusahaan, berangkat minggu ini", "KTP asli dan ijazah dikumpulkan di kantor kami",
			"Biaya pendaftaran dibayar di kantor, ada kuitansi", "apakah saya harus bayar?", "berangkat dari bandara Soekarno-Hatta hari Senin",
			"lowongan jaga toko, gaji 2 juta", "",
			"Your ticket is paid by the company, bring your passport", "We pay the visa, you keep your passport"},
	}
	for want, list := range tests {
		for _, words := range list {
			if got := selfcheck.Lateness(words); got != want {
				t.Errorf("%q: got %q, want %q", words, got, want)
			}
		}
	}
}

func TestShortWordsAreQuotedWithTheirClause(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, span, want string }{
		{"Dicari LC, umur 17 boleh, gaji besar", "17", "umur 17 boleh"},
		{"gaji 15jt/bulan\nminat japri", "15", "gaji 15jt/bulan"},
		{"pakai visa turis dulu", "visa turis dulu", "visa turis dulu"},
		{"kerja di Kamboja", "tidak ada di sini", "tidak ada di sini"},
		{"satu dua tiga empat LC lima enam tujuh delapan", "LC", "tiga empat LC lima enam"},
		{"✅ LC ✅", "LC", "LC"},
	} {
		if got := selfcheck.Widen(test.text, test.span); got != test.want {
			t.Errorf("%q in %q: got %q, want %q", test.span, test.text, got, test.want)
		}
	}
}
