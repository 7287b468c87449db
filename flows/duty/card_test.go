package duty

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

func seat(t *testing.T, id casework.SeatID) taskforce.Seat {
	t.Helper()
	s, ok := register(t).Seat(id)
	if !ok {
		t.Fatalf("no seat %s", id)
	}
	return s
}

// shown writes a card with its buttons in brackets.
func shown(t *testing.T, c casework.Case, id casework.SeatID) string {
	t.Helper()
	r := Desk{}.Card(c, seat(t, id), register(t), in(t, "id"))
	english(t, Desk{}.Card(c, seat(t, id), register(t), in(t, "en")))
	if !r.Card || r.Case != c.ID {
		t.Errorf("not a card of the case: %+v", r)
	}
	text := speak(t, r)
	for _, row := range r.Buttons {
		for _, b := range row {
			if b.Act == nil || b.Act.Case != c.ID || b.Key != "duty."+b.Act.Verb {
				t.Errorf("button %+v does not act on the case", b)
			}
			text += " [" + texts(t).Label("id", b.Key) + "]"
		}
	}
	return text
}

func TestCardsByStateAndSeat(t *testing.T) {
	t.Parallel()
	closed, err := closing(t, "k7qf", kupang1).ConfirmClosing(kupang2, night)
	closed = must(t, closed, err)
	moved, err := caseAt(t, "k7qf").Refuse(kupang1, "not_ours", "53", casework.Offer{To: "53", Deadline: night.Add(time.Hour)}, night)
	moved = must(t, moved, err)
	out := accepted(t, "k7qf", kupang1)
	out.Excluded = []casework.Exclusion{{TaskForce: "53.01"}}
	body := "🔴 DARURAT · K7QF\n%s\n\n• Jenis: ditahan\n• Bahaya: sekarang\n• Tempat: Kabupaten Kupang\n• Anak: ADA\n• Berkas: 2"
	official := "\n• Disebut ada petugas terlibat. Jangan teruskan lewat jalur biasa."
	for _, x := range []struct {
		name, want string
		c          casework.Case
		seat       casework.SeatID
	}{
		{"offered", fmt.Sprintf(body, "Jawab sebelum 24/11 03.15 WITA") + " [Terima] [Tolak]", caseAt(t, "k7qf"), kupang1},
		{"owner", fmt.Sprintf(body, "Anda yang pegang") + official + " [Baca isi] [Tanya pelapor] [Catat kemajuan] [Serahkan] [Usulkan tutup] [Lainnya]",
			accepted(t, "k7qf", kupang1), kupang1},
		{"colleague", "K7QF: sudah diambil Piket 1.", accepted(t, "k7qf", kupang1), kupang2},
		{"closing, owner", fmt.Sprintf(body, "Menunggu kursi kedua setuju tutup") + official + " [Baca isi] [Tanya pelapor] [Belum, lanjut]",
			closing(t, "k7qf", kupang1), kupang1},
		{"closing, second seat", fmt.Sprintf(body, "Diusulkan tutup: sudah ditangani. Setuju?") + " [Setuju tutup] [Belum, lanjut]",
			closing(t, "k7qf", kupang1), kupang2},
		{"closed", "K7QF: sudah tidak di sini.", closed, kupang1},
		{"moved", "K7QF: sudah tidak di sini.", moved, kupang1},
		{"excluded", "K7QF: sudah tidak di sini.", out, kupang1},
		{"another task force", "K7QF: sudah tidak di sini.", caseAt(t, "k7qf"), ntt},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			if got := shown(t, x.c, x.seat); got != x.want {
				t.Errorf("got\n%s\nwant\n%s", got, x.want)
			}
		})
	}
}

func TestAPersonWithoutASeatSeesNothing(t *testing.T) {
	t.Parallel()
	for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang1), closing(t, "k7qf", kupang1)} {
		r := Desk{}.Card(c, taskforce.Seat{}, nil, in(t, "id"))
		if r.Key != "duty.card_gone" || len(r.Buttons) != 0 {
			t.Errorf("%s: %+v", c.Status, r)
		}
	}
}

func TestAnExerciseIsMarkedFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang1), closing(t, "k7qf", kupang1)} {
		c.Exercise = true
		for _, id := range []casework.SeatID{kupang1, kupang2, ntt} {
			if got := shown(t, c, id); !strings.HasPrefix(got, "LATIHAN\n") {
				t.Errorf("%s for %s begins %q", c.Status, id, got)
			}
		}
		if got := speak(t, Desk{}.Details(c, nil, in(t, "id"))); !strings.HasPrefix(got, "LATIHAN\n") {
			t.Errorf("details begin %q", got)
		}
	}
}

func TestACardHoldsNoWordOfAPerson(t *testing.T) {
	t.Parallel()
	var all []casework.Case
	for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang1), closing(t, "k7qf", kupang1)} {
		c.Questions = []casework.Question{{N: 1, Text: private.NewText(canary), Answer: private.NewText(canary), AnsweredAt: night}}
		c.Milestones = []casework.Milestone{{Kind: casework.Safe, Note: private.NewText(canary)}}
		abroad := c
		abroad.Report.Places = map[casework.PlaceRole]casework.Place{casework.VictimNow: {Country: "KH", Town: canary, Said: private.NewText(canary)}}
		near := c
		near.Report.Places = map[casework.PlaceRole]casework.Place{casework.Incident: {Code: "53.01.01", Said: private.NewText(canary)}}
		sea := c
		sea.Report.Places = map[casework.PlaceRole]casework.Place{casework.Home: {AtSea: true, Said: private.NewText(canary)}}
		all = append(all, c, abroad, near, sea)
	}
	for _, c := range all {
		for _, id := range []casework.SeatID{kupang1, kupang2, ntt, pusat} {
			r := Desk{}.Card(c, seat(t, id), register(t), in(t, "id"))
			if text := speak(t, r); strings.Contains(text, canary) || len(r.Files) != 0 || strings.Contains(text, "Kecamatan") {
				t.Errorf("%s for %s:\n%s", c.Status, id, text)
			}
		}
		o := newOffice(t, kupang1, c)
		for _, said := range o.do(flows.Input{Kind: flows.Start}).Replies {
			if strings.Contains(speak(t, said), canary) {
				t.Error("the desk's list holds a person's word")
			}
		}
	}
}

func TestOnlyTheOwnerIsToldOfAnOfficial(t *testing.T) {
	t.Parallel()
	for _, id := range []casework.SeatID{kupang1, kupang2, ntt, pusat} {
		for _, c := range []casework.Case{caseAt(t, "k7qf"), accepted(t, "k7qf", kupang1), closing(t, "k7qf", kupang1)} {
			told := strings.Contains(shown(t, c, id), "petugas terlibat")
			if want := c.Owner == id; told != want {
				t.Errorf("%s for %s: told %v, want %v", c.Status, id, told, want)
			}
		}
	}
}

func TestEveryCodeOfACardHasWords(t *testing.T) {
	t.Parallel()
	for _, form := range []casework.Form{casework.FormHeld, casework.FormLabour, casework.FormSexual, casework.FormDeparture, casework.FormScam,
		casework.FormChild, casework.FormMarriage, casework.FormSea, casework.FormOrgan, casework.FormMissing, casework.FormOther} {
		c := caseAt(t, "k7qf")
		c.Report.Form = form
		if got := shown(t, c, kupang1); strings.Contains(got, "Jenis: belum diketahui") {
			t.Errorf("form %q has no words", form)
		}
	}
	words := map[string]bool{}
	for _, kind := range casework.Milestones() {
		c := accepted(t, "k7qf", kupang1)
		c.Milestones = []casework.Milestone{{Kind: kind}}
		words[shown(t, c, kupang1)] = true
	}
	if len(words) != len(casework.Milestones()) {
		t.Errorf("%d milestones have %d wordings", len(casework.Milestones()), len(words))
	}
	words = map[string]bool{}
	for _, reason := range casework.CloseReasons() {
		c := closing(t, "k7qf", kupang1)
		c.Close.Reason = reason
		words[shown(t, c, kupang2)] = true
	}
	if len(words) != len(casework.CloseReasons()) {
		t.Errorf("%d reasons have %d wordings", len(casework.CloseReasons()), len(words))
	}
}

func TestDetailsHoldWhatWasTold(t *testing.T) {
	t.Parallel()
	c := accepted(t, "k7qf", kupang1)
	c.Questions = []casework.Question{{N: 1, Text: private.NewText("Berapa orang?"), Answer: private.NewText("tujuh"), AnsweredAt: night, Files: []string{"f3"}},
		{N: 2, Text: private.NewText("Belum dijawab?")}}
	r := Desk{}.Details(c, nil, in(t, "id"))
	text := speak(t, r)
	for _, want := range []string{"• di belakang " + canary, "Pelapor: keluarga", "hanya jam 6-11", "Sekarang: Kabupaten Kupang “di belakang " + canary + "”",
		"Asal: Kota Kupang", "petugas terlibat. di belakang", "❓ Berapa orang?\n💬 tujuh"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Belum dijawab?") {
		t.Error("an open question reads like an answered one")
	}
	if got := strings.Join(r.Files, " "); got != "f1 f2 f3" {
		t.Errorf("files %q", got)
	}
	if r.Vanish != vanishAfter || r.Case != "k7qf" || r.Card {
		t.Errorf("content stays in the chat: %+v", r)
	}
}

func TestALongStoryIsShownWholeInParts(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"kata", "😀😀", strings.Repeat("x", 3000)} {
		var story []string
		for i := range 8 {
			story = append(story, fmt.Sprintf("%s%d", word, i))
		}
		c := accepted(t, "k7qf", kupang1)
		c.Report.Story = flows.Texts(strings.Repeat(strings.Join(story, " ")+" ", 3000/len(strings.Join(story, " "))+1))
		if word == "kata" {
			c.Report.Story = append(c.Report.Story, private.NewText(strings.Repeat("panjang ", 500)+"akhir"))
		}
		o := newOffice(t, kupang1, c)
		o.do(flows.Input{Kind: flows.Start})
		all := speak(t, Desk{}.Details(c, nil, in(t, "id")))
		turn := o.act("open", "k7qf")
		for _, r := range turn.Replies {
			if r.Vanish != vanishAfter || r.Case != "k7qf" {
				t.Errorf("a further part stays in the chat: %+v", r)
			}
			all += speak(t, r)
		}
		if len(word) < 100 {
			for _, want := range story {
				if got, n := strings.Count(all, want), strings.Count(c.Report.Story[0].Reveal(), want); got != n {
					t.Errorf("%q stands %d times, was told %d times", want, got, n)
				}
			}
		}
	}
}

func TestAFloodShowsItsBeginningAndItsEnd(t *testing.T) {
	t.Parallel()
	c := accepted(t, "k7qf", kupang1)
	c.Report.Story = flows.Texts("awal", strings.Repeat("ulang ", 20000), "paling akhir")
	o := newOffice(t, kupang1, c)
	o.do(flows.Input{Kind: flows.Start})
	turn := o.act("open", "k7qf")
	if got := len(turn.Replies); got != firstPages-1+lastPages {
		t.Errorf("%d messages", got)
	}
	if !strings.Contains(speak(t, Desk{}.Details(c, nil, in(t, "id"))), "awal") || !strings.Contains(last(t, turn), "paling akhir") {
		t.Error("the beginning or the end is missing")
	}
}

func TestEmptyCaseCanBeShown(t *testing.T) {
	t.Parallel()
	c := accepted(t, "k7qf", kupang1)
	c.Report = casework.Report{}
	if got := speak(t, Desk{}.Details(c, nil, in(t, "id"))); !strings.Contains(got, "Belum ada cerita.") || !strings.Contains(got, "Tunggu pelapor menulis") {
		t.Errorf("details:\n%s", got)
	}
	shown(t, c, kupang1)
}

func FuzzCut(f *testing.F) {
	f.Add("satu dua tiga empat lima enam tujuh delapan")
	f.Add("😀😀😀😀😀 😀😀")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		want := strings.Join(strings.Fields(text), "")
		got := strings.Join(strings.Fields(strings.Join(cut(text, 16), "")), "")
		if got != want {
			t.Errorf("cut %q into %q", want, got)
		}
	})
}
