package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
	"siaga/internal/engine"
)

// thumb is a button about to be pressed: whose phone, its label, and words of the message it stands under.
type thumb struct {
	phone        int64
	label, under string
}

// allAtOnce presses the newest such button on each phone, from goroutines that start together.
func allAtOnce(t *testing.T, h *inProcess, thumbs ...thumb) {
	t.Helper()
	var ready, done sync.WaitGroup
	start := make(chan struct{})
	for _, p := range thumbs {
		message, data := buttonOf(t, h, p)
		ready.Add(1)
		done.Go(func() {
			ready.Done()
			<-start
			if _, err := h.emu.Press(p.phone, message, data); err != nil {
				t.Error(err)
			}
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
}

func buttonOf(t *testing.T, h *inProcess, p thumb) (message int, data string) {
	t.Helper()
	for _, m := range h.emu.Chat(p.phone) {
		for _, b := range slices.Concat(m.Inline...) {
			if strings.HasSuffix(b.Text, p.label) && strings.Contains(m.Text, p.under) {
				message, data = m.ID, b.Data
			}
		}
	}
	if data == "" {
		t.Fatalf("phone %d shows no [%s] under %q", p.phone, p.label, p.under)
	}
	return message, data
}

// together is a house with officers and reports, for presses at one moment.
type together struct {
	*inProcess
	phones *e2e.Phones
	from   map[int64]int // messages before the presses
}

// The phones in the order in which report and officers come.
const (
	satu, dua, citizen, dekat, dekat2, malaka1, pusat1, pusat2 = 1001, 1002, 1003, 1004, 1005, 1004, 1006, 1007
)

func newTogether(t *testing.T, b backend) *together {
	t.Helper()
	h := newInProcess(t, b)
	p := e2e.NewPhones(h.emu, h)
	p.Patience = 8 * time.Minute
	o := &together{inProcess: h, phones: p}
	o.say(t, "@officer satu 53.02/duty/1", "@officer dua 53.02/duty/2")
	o.report(t, "citizen", "yang ajak pakai nomor 081234500001", "soe")
	return o
}

func (o *together) say(t *testing.T, lines ...string) {
	t.Helper()
	says(t, o.phones, lines...)
}

func (o *together) report(t *testing.T, who, words, place string) {
	t.Helper()
	lines := []string{"/start", "[Ya, aman]", "[Tidak, sudah lewat]", "[Saya melihat]", "[Kerja paksa, upah ditahan]", words, place, "[Tidak ada]", "[Tidak ada]",
		"[Boleh kapan saja]", "[Kirim]"}
	for i := range lines {
		lines[i] = who + "> " + lines[i]
	}
	o.say(t, lines...)
}

// press has buttons pressed at one moment and waits until all is said.
func (o *together) press(t *testing.T, thumbs ...thumb) {
	t.Helper()
	o.from = map[int64]int{}
	for id := int64(1001); id <= 1007; id++ {
		if people := o.emu.People(); slices.ContainsFunc(people, func(p emulator.Person) bool { return p.ID == id }) {
			o.from[id] = len(o.emu.History(id))
		}
	}
	allAtOnce(t, o.inProcess, thumbs...)
	o.say(t, "stranger> (sticker)") // comes to rest
}

// heard counts how often a phone was told something since the presses.
func (o *together) heard(phone int64, words string) int {
	return saidSince(o.inProcess, phone, o.from[phone], words)
}

// words gives what a phone was told since the presses.
func (o *together) words(phone int64) []string {
	var out []string
	for _, m := range o.emu.History(phone)[o.from[phone]:] {
		if m.FromBot {
			out = append(out, m.Text)
		}
	}
	return out
}

// lines counts the lines of the audit with an action on a case; an empty case is any.
func (o *together) lines(t *testing.T, action, id string) int {
	t.Helper()
	rows, err := o.house.Store.AuditEntries(t.Context(), 0, 100000)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, r := range rows {
		if r.Action == action && (id == "" || r.Target == id) {
			n++
		}
	}
	return n
}

func (o *together) read(t *testing.T, id string) casework.Case {
	t.Helper()
	var c casework.Case
	err := o.house.Store.System(t.Context(), func(tx engine.Tx) (err error) {
		c, err = tx.Case(t.Context(), id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// onEach runs a test on each kind of database; the two ways of intake do not differ here.
func onEach(t *testing.T, run func(t *testing.T, o *together)) {
	for i, b := range backends() {
		if i%2 == 0 {
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				run(t, newTogether(t, b))
			})
		}
	}
}

const rounds = 6

// TestTwoJoinOneCaseAtOnce has two officers join the same offered case with a case of their own at the same moment.
func TestTwoJoinOneCaseAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		first := firstCase(t, o.inProcess)
		a, b := offeredAgain(t, o.inProcess, first, "mine-a"), offeredAgain(t, o.inProcess, first, "mine-b")
		o.say(t, "officer.satu> terima "+a.Code, "officer.dua> terima "+b.Code)
		for n := range rounds {
			c := offeredAgain(t, o.inProcess, first, fmt.Sprintf("both-%d", n))
			for who, own := range map[string]string{"satu": a.Code, "dua": b.Code} {
				o.say(t, "officer."+who+"> lainnya "+own, "officer."+who+"> [Gabung laporan ganda]", "officer."+who+"> "+c.Code)
			}
			o.press(t, thumb{satu, "Ya, gabung", c.Code}, thumb{dua, "Ya, gabung", c.Code})
			got := o.read(t, c.ID)
			if got.Status != casework.Merged || o.lines(t, "case.joined", c.ID) != 1 {
				t.Errorf("%s is %s, joined %d times", c.Code, got.Status, o.lines(t, "case.joined", c.ID))
			}
			told := o.heard(satu, "sudah menjadi satu") + o.heard(dua, "sudah menjadi satu")
			truth := o.heard(satu, "Sudah lebih dulu diambil") + o.heard(dua, "Sudah lebih dulu diambil")
			holds := 0
			for _, id := range []string{a.ID, b.ID} {
				if slices.ContainsFunc(o.read(t, id).Joined, func(j casework.Named) bool { return j.ID == c.ID }) {
					holds++
				}
			}
			if told != 1 || truth != 1 || holds != 1 {
				t.Errorf("%s: %d told that it is done, %d told the truth, %d cases have it; satu heard %q, dua %q", c.Code, told, truth, holds,
					o.words(satu), o.words(dua))
			}
		}
	})
}

// TestJoinAndAcceptAtOnce has one officer join an offered case while a colleague accepts it.
func TestJoinAndAcceptAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		first := firstCase(t, o.inProcess)
		a := offeredAgain(t, o.inProcess, first, "mine-a")
		o.say(t, "officer.satu> terima "+a.Code)
		for n := range rounds {
			c := offeredAgain(t, o.inProcess, first, fmt.Sprintf("both-%d", n))
			o.say(t, "officer.dua> kasus "+c.Code, "officer.satu> lainnya "+a.Code, "officer.satu> [Gabung laporan ganda]", "officer.satu> "+c.Code)
			o.press(t, thumb{satu, "Ya, gabung", c.Code}, thumb{dua, "Terima", c.Code})
			got := o.read(t, c.ID)
			joined, accepted := o.lines(t, "case.joined", c.ID), o.lines(t, "case.accept", c.ID)
			if joined+accepted != 1 || joined == 1 != (got.Status == casework.Merged) || accepted == 1 != (got.Owner == "53.02/duty/2") {
				t.Errorf("%s is %s of %q: joined %d times, accepted %d times", c.Code, got.Status, got.Owner, joined, accepted)
			}
			if joined != o.heard(satu, "sudah menjadi satu") || accepted != o.heard(dua, "sekarang Anda yang pegang") {
				t.Errorf("%s: somebody was told what is not so", c.Code)
			}
			if accepted == 1 && o.heard(satu, "Sudah lebih dulu diambil") != 1 || joined == 1 && o.heard(dua, "sudah berubah")+o.heard(dua, "tidak bisa") == 0 {
				t.Errorf("%s: the other was not told the truth", c.Code)
			}
		}
	})
}

// TestSplitWhileSomebodyIsNamed sends a part off at the moment in which the reporter names its holder: neither the case nor the part may be
// seen by the one who is named, whichever came first.
func TestSplitWhileSomebodyIsNamed(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		first := firstCase(t, o.inProcess)
		o.say(t, "officer.satu> terima "+first.Code, "officer.satu> lainnya "+first.Code, "officer.satu> [Pisahkan sebagian]", "officer.satu> soe",
			"officer.satu> [Kab. Timor Tengah Selatan]", "officer.satu> Satu orang lagi di rumah sebelah.")
		message, data := buttonOf(t, o.inProcess, thumb{satu, "Ya, kirim", ""})
		var both sync.WaitGroup
		both.Go(func() { _, _ = o.emu.Press(satu, message, data) })
		both.Go(func() { _, _ = o.emu.Say(citizen, "yang antar itu Petugas 53.02/duty/1, orang polres tts") })
		both.Wait()
		o.say(t, "stranger> (sticker)")
		c := o.read(t, first.ID)
		if len(c.Excluded) == 0 {
			t.Fatal("nobody was named: the test shows nothing")
		}
		if len(c.Parted) > 1 || len(c.Parted) != o.lines(t, "case.part", "") {
			t.Errorf("%d parts, %d lines of the audit", len(c.Parted), o.lines(t, "case.part", ""))
		}
		for _, part := range c.Parted {
			for _, x := range c.Excluded {
				if got := o.read(t, part.ID); !got.MayNotSee(x.TaskForce, x.Seat) {
					t.Errorf("%v may see the part", x)
				}
			}
		}
	})
}

// TestTwoPassOneLinkAtOnce has two officers at pusat pass the same message on at the same moment.
func TestTwoPassOneLinkAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		o.say(t, "@officer malaka 53.21/duty/1")
		o.report(t, "citizen.dua", "dia hubungi dari 081234500001", "betun")
		o.say(t, "@officer pusat 00/duty/1", "@officer pusat2 00/duty/2", "officer.satu> terima K-0001", "officer.malaka> terima K-0002")
		for n := range rounds {
			words := fmt.Sprintf("Pesan nomor %d untuk semua.", n)
			o.say(t, "officer.satu> lainnya K-0001", "officer.satu> [Hubungi lewat pusat]", "officer.satu> "+words)
			before := o.lines(t, "case.link_pass", "")
			o.press(t, thumb{pusat1, "Teruskan pesan", words}, thumb{pusat2, "Teruskan pesan", words})
			if got := o.lines(t, "case.link_pass", "") - before; got != 2 { // one on each case
				t.Errorf("round %d: %d lines of the audit", n, got)
			}
			done := o.heard(pusat1, "sudah diteruskan") + o.heard(pusat2, "sudah diteruskan")
			truth := o.heard(pusat1, "Sudah lebih dulu dilakukan") + o.heard(pusat2, "Sudah lebih dulu dilakukan")
			if got := o.heard(malaka1, words); got != 1 || done != 1 || truth != 1 {
				t.Errorf("round %d: the holder was told %d times, %d told that it is done, %d the truth", n, got, done, truth)
			}
		}
	})
}

// TestTwoTakeOneHelpAtOnce has two officers of a neighbour take the same help at the same moment.
func TestTwoTakeOneHelpAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		o.say(t, "@officer dekat 53.21/duty/1", "@officer dekat2 53.21/duty/2")
		first := firstCase(t, o.inProcess)
		for n := range rounds {
			c := offeredAgain(t, o.inProcess, first, fmt.Sprintf("help-%d", n))
			o.say(t, "officer.satu> terima "+c.Code, "officer.satu> lainnya "+c.Code, "officer.satu> [Minta bantuan]", "officer.satu> malaka",
				"officer.satu> [Kab. Malaka]", "officer.satu> Tolong jaga terminal malam ini.")
			o.press(t, thumb{dekat, "Bisa bantu", c.Code}, thumb{dekat2, "Bisa bantu", c.Code})
			if got := o.lines(t, "case.take_help", c.ID); got != 1 {
				t.Errorf("%s: taken %d times", c.Code, got)
			}
			helps := o.heard(dekat, "Anda yang membantu") + o.heard(dekat2, "Anda yang membantu")
			truth := o.heard(dekat, "Sudah lebih dulu diambil") + o.heard(dekat2, "Sudah lebih dulu diambil")
			if helps != 1 || truth != 1 || o.heard(satu, c.Code) == 0 {
				t.Errorf("%s: %d help, %d told the truth, the holder heard %d times", c.Code, helps, truth, o.heard(satu, c.Code))
			}
		}
	})
}

// TestAnOldAskingClosesNothingElse has a reporter who was asked of two cases whether they are over press the button under the first asking
// when the second is open.
func TestAnOldAskingClosesNothingElse(t *testing.T) {
	onEach(t, func(t *testing.T, o *together) {
		first := firstCase(t, o.inProcess)
		second := offeredAgain(t, o.inProcess, first, "second")
		o.say(t, "officer.satu> terima "+first.Code, "officer.dua> terima "+second.Code, "officer.satu> tutup "+first.Code, "officer.satu> [Sudah ditangani]",
			"officer.dua> tutup "+second.Code, "officer.dua> [Sudah ditangani]", "citizen> [Buka pesan]")
		message, data := buttonOf(t, o.inProcess, thumb{citizen, "Sudah selesai", ""})
		o.say(t, "citizen> [Belum selesai]")
		if _, again := buttonOf(t, o.inProcess, thumb{citizen, "Sudah selesai", ""}); again == data {
			t.Fatal("the second is not asked: the test shows nothing")
		}
		if _, err := o.emu.Press(citizen, message, data); err != nil {
			t.Fatal(err)
		}
		o.say(t, "stranger> (sticker)")
		for _, id := range []string{first.ID, second.ID} {
			if c := o.read(t, id); c.Close != nil && c.Close.Answer == casework.Yes {
				t.Errorf("%s was said to be over by a button of another asking", c.Code)
			}
		}
		o.say(t, "citizen> [Sudah selesai]")
		yes := 0
		for _, id := range []string{first.ID, second.ID} {
			if c := o.read(t, id); c.Close != nil && c.Close.Answer == casework.Yes {
				yes++
			}
		}
		if yes != 1 {
			t.Errorf("%d cases are over by the reporter's word, want 1", yes)
		}
	})
}
