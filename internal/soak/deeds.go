package soak

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/emulator"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// Deed is one thing that happens: after a while, somebody or something does something. All that is left open is drawn from Roll, so that
// a deed stays what it is when others around it are left out.
type Deed struct {
	After time.Duration
	Kind  string
	Roll  uint64
}

func (d Deed) String() string {
	return fmt.Sprintf("%s %s %x", d.After.Round(time.Second), d.Kind, d.Roll)
}

// kinds are what may happen, with how often.
var kinds = []struct {
	kind string
	n    int
}{{"report", 44}, {"work", 50}, {"crash", 12}, {"fault", 9}, {"offline", 3}, {"away", 3}, {"again", 4}, {"twice", 2}, {"swap", 3}, {"forget", 3}, {"tidy", 3}, {"revoke", 1}, {"link", 3},
	{"block", 2}, {"unblock", 2}, {"later", 1}, {"earlier", 1}}

// Plan draws what happens in some days.
func Plan(seed uint64, days int) []Deed {
	r := rand.New(rand.NewPCG(seed, 1))
	all := 0
	for _, k := range kinds {
		all += k.n
	}
	var plan []Deed
	for range 5 {
		plan = append(plan, Deed{time.Minute, "link", r.Uint64()})
	}
	each := 11 * time.Hour
	for at := time.Duration(0); at < time.Duration(days)*24*time.Hour; {
		d := Deed{time.Duration(r.ExpFloat64() * float64(each)), "", r.Uint64()}
		at += d.After
		n := r.IntN(all)
		for _, k := range kinds {
			if n -= k.n; n < 0 {
				d.Kind = k.kind
				break
			}
		}
		plan = append(plan, d)
	}
	return plan
}

// Phones of reporters, and behind them those of officers.
const (
	firstReporter = 2001
	reporters     = 5
	firstOfficer  = 3001
)

// do lets one deed happen.
func (w *world) do(d Deed) error {
	r := rand.New(rand.NewPCG(d.Roll, 2))
	w.trace.add(w.now, "deed "+d.Kind)
	switch d.Kind {
	case "report":
		return w.session(w.reporter(r), r, 4+r.IntN(10), w.reporterActs)
	case "work":
		if len(w.desks) == 0 {
			return nil
		}
		return w.session(w.desks[max(0, len(w.desks)-8)+r.IntN(min(len(w.desks), 8))].phone, r, 1+r.IntN(6), w.officerActs)
	case "link":
		return w.link(r)
	case "crash":
		w.fuse = 1 + r.IntN(80)
		return w.session(w.anybody(r), r, 3, w.acts)
	case "fault":
		return w.fault(r)
	case "offline":
		w.online = w.now.Add(time.Duration(1+r.IntN(180)) * time.Minute)
		w.emu.Network(false)
		return nil
	case "away":
		return w.away(r)
	case "tidy":
		return w.tidy()
	case "revoke":
		if len(w.desks) < 3 {
			return nil
		}
		return w.house.Engine.Revoke(w.ctx, w.desks[r.IntN(len(w.desks))].seat)
	case "later":
		w.pass(2 * time.Hour)
	case "earlier":
		w.pass(-24 * time.Hour)
	default:
		w.trouble(d.Kind, r)
	}
	return w.settle()
}

// trouble is what phones and stores do by themselves. What is not possible just now does not happen.
func (w *world) trouble(kind string, r *rand.Rand) {
	switch who := w.anybody(r); kind {
	case "again":
		_ = w.emu.DuplicateLast(1 + r.IntN(4))
	case "twice":
		_, _ = w.emu.PressAgain(who)
	case "swap":
		w.emu.SwapLast()
	case "forget":
		for _, id := range append(slices.Clone(w.people), who) {
			_ = w.mind.Drop(w.ctx, w.watch.person(id))
		}
	case "block":
		_ = w.emu.Block(who)
	case "unblock":
		_ = w.emu.Unblock(who)
	}
}

func (w *world) reporter(r *rand.Rand) int64 {
	id := int64(firstReporter + r.IntN(reporters))
	if !slices.Contains(w.people, id) {
		w.people = append(w.people, id)
		w.emu.AddPerson(emulator.Person{ID: id, FirstName: fmt.Sprint("Warga ", id), LanguageCode: "id"})
		w.watch.secrets[secretOf(id)] = id
	}
	return id
}

// secretOf is a word that only this reporter writes.
func secretOf(id int64) string { return fmt.Sprintf("kenanga%dx", id) }

func (w *world) anybody(r *rand.Rand) int64 {
	if n := len(w.desks); n > 0 && r.IntN(2) == 0 {
		return w.desks[r.IntN(n)].phone
	}
	return w.reporter(r)
}

// link puts an officer on a seat, whoever sat there before.
func (w *world) link(r *rand.Rand) error {
	force := regions[r.IntN(len(regions))]
	seat := casework.SeatID(fmt.Sprintf("%s/%s/%d", force, taskforce.Duty, 1+r.IntN(2)))
	phone := int64(firstOfficer + len(w.desks))
	payload, err := w.house.Engine.Link(w.ctx, seat, taskforce.Officer{Name: fmt.Sprint("Petugas ", phone), Reachable: true})
	if err != nil {
		return ignoreDead(w, err)
	}
	w.desks = append(w.desks, desk{phone, seat})
	w.emu.AddPerson(emulator.Person{ID: phone, FirstName: fmt.Sprint("Petugas ", phone), LanguageCode: "id"})
	if _, err := w.emu.Start(phone, payload); err != nil {
		return err
	}
	if err := w.settle(); err != nil {
		return err
	}
	w.press(phone, r, func(label string) int { return boolInt(strings.Contains(label, "Mulai piket")) })
	return w.settle()
}

// ignoreDead is for what an operator does while the program dies.
func ignoreDead(w *world, err error) error {
	if w.dead {
		return w.settle()
	}
	return err
}

// fault orders what goes wrong with the next calls.
func (w *world) fault(r *rand.Rand) error {
	all := []emulator.FaultKind{emulator.TooManyRequests, emulator.ServerError, emulator.HTMLBody, emulator.Reset, emulator.AcceptThenReset, emulator.Garbage}
	methods := []string{"", "sendMessage", "editMessageText", "deleteMessages"}
	f := emulator.Fault{Kind: all[r.IntN(len(all))], Method: methods[r.IntN(len(methods))], Times: 1 + r.IntN(4), RetryAfter: 1 + r.IntN(60)}
	if err := w.emu.Fault(f); err != nil {
		return err
	}
	return w.session(w.anybody(r), r, 3, w.acts)
}

// away stops the program for a while; what people do meanwhile waits at Telegram, as long as that keeps it.
func (w *world) away(r *rand.Rand) error {
	w.dead, w.fuse = true, 0
	for range r.IntN(4) {
		w.acts(w.anybody(r), r)
	}
	if err := w.revive(time.Duration(1+r.IntN(9*60)) * time.Minute); err != nil {
		return err
	}
	return w.settle()
}

// tidy removes what has served, as the house does once an hour.
func (w *world) tidy() error {
	if _, err := w.house.Store.Purge(w.ctx, w.now, store.DefaultLimits()); err != nil {
		return err
	}
	_, err := app.Retire(w.ctx, w.house.Store, nil, casework.DefaultRetention(365), w.now)
	return err
}

// session is somebody with the phone in the hand for a while.
func (w *world) session(phone int64, r *rand.Rand, acts int, act func(int64, *rand.Rand)) error {
	for range acts {
		act(phone, r)
		w.pass(time.Duration(1+r.IntN(40)) * time.Second)
		if r.IntN(6) == 0 {
			continue // too fast for the house
		}
		if err := w.settle(); err != nil {
			return err
		}
	}
	return w.settle()
}

// acts does what the owner of this phone does.
func (w *world) acts(phone int64, r *rand.Rand) {
	if phone >= firstOfficer {
		w.officerActs(phone, r)
		return
	}
	w.reporterActs(phone, r)
}

func (w *world) say(phone int64, text string) {
	w.watch.types(phone, text)
	w.trace.add(w.now, fmt.Sprintf("%d writes %q", phone, text))
	_, _ = w.emu.Say(phone, text) // whoever blocked the bot cannot
}

// reporterActs presses mostly what leads on, and writes what is asked for.
func (w *world) reporterActs(phone int64, r *rand.Rand) {
	n := r.IntN(100)
	switch {
	case len(w.emu.Chat(phone)) == 0:
		_, _ = w.emu.Start(phone, "")
	case n < 70 && w.press(phone, r, leadsOn):
	case n < 73:
		_, _ = w.emu.SendMedia(phone, phone, []string{"photo", "voice", "document"}[r.IntN(3)], emulator.Upload{Name: "a.jpg", MIME: "image/jpeg", Data: bytes.Repeat([]byte{7}, 200)})
	case n < 75:
		_, _ = w.emu.Location(phone, -9.86, 124.28)
	case n < 76:
		w.say(phone, []string{"hapus", "/hapus", "HAPUS"}[r.IntN(3)])
	case n < 79:
		w.say(phone, w.number(phone, r))
	default:
		w.say(phone, words(phone)[r.IntN(len(words(phone)))])
	}
}

// number is one that somebody wrote down, mostly their own.
func (w *world) number(phone int64, r *rand.Rand) string {
	var own, all []string
	for n, owner := range w.watch.numbers {
		all = append(all, n)
		if owner == phone {
			own = append(own, n)
		}
	}
	slices.Sort(own)
	slices.Sort(all)
	switch {
	case len(own) > 0 && r.IntN(4) > 0:
		return own[r.IntN(len(own))]
	case len(all) > 0:
		return all[r.IntN(len(all))]
	}
	return "1234 5678 9012 3456"
}

// words are what reporters write, whatever was asked.
func words(phone int64) []string {
	return []string{"soe", "kab tts", "lombok timur", "maumere", "malaysia", "tidak tahu", "ya", "tidak", "orang polres tts", "petugas gugus tugas ntt", "dinas sosial lombok timur",
		"adik saya dibawa orang " + secretOf(phone), "dia ditahan di mess " + secretOf(phone), "tolong saya sekarang", "paspor diambil, gaji tidak dibayar " + secretOf(phone),
		"/start", "/status", "bantuan", "kembali", "kirim", "ada kabar?", "sudah aman", "batal", "saya takut", "08.00", "besok"}
}

// leadsOn weighs the buttons of a reporter.
func leadsOn(label string) int {
	switch {
	case strings.Contains(label, "Hapus jejak"), strings.Contains(label, "Tidak aman"), strings.Contains(label, "dilihat orang"):
		return 1
	case strings.Contains(label, "Kembali"), strings.Contains(label, "Belajar"), strings.Contains(label, "Cek tawaran"):
		return 2
	case strings.Contains(label, "Kirim sekarang"):
		return 7
	case strings.Contains(label, "Kirim"):
		return 40
	}
	return 10
}

// officerActs presses what stands on the cards, and writes what is asked for.
func (w *world) officerActs(phone int64, r *rand.Rand) {
	n := r.IntN(100)
	switch {
	case n < 78 && w.press(phone, r, worksOn):
	case n < 84:
		w.say(phone, fmt.Sprintf("kasus K-%04d", 1+r.IntN(max(w.watch.reports, 1))))
	default:
		all := []string{"/start", "baik, kami cek besok", "kasus", "sudah kami hubungi keluarganya", "mulai piket", "besok", "lombok timur", "pusat", "bantuan", "kembali", "/piket", "12/12"}
		w.say(phone, all[r.IntN(len(all))])
	}
}

func worksOn(label string) int {
	switch {
	case label == "Terima":
		return 60
	case strings.Contains(label, "Selesai piket"):
		return 2
	case strings.Contains(label, "Mulai piket"), label == "Baca isi", strings.Contains(label, "Setuju"):
		return 30
	}
	return 10
}

// press presses one of the buttons that stand on the last messages of a phone; false when there is none.
func (w *world) press(phone int64, r *rand.Rand, weight func(label string) int) bool {
	back := 2 // messages that are looked at
	if phone >= firstOfficer {
		back = 6
	}
	type choice struct {
		message int
		b       emulator.Button
		n       int
	}
	var all []choice
	sum, shown := 0, 0
	for _, m := range slices.Backward(w.emu.Chat(phone)) {
		if !m.FromBot || len(m.Inline) == 0 {
			continue
		}
		for _, b := range slices.Concat(m.Inline...) {
			if n := weight(b.Text); b.Data != "" && n > 0 {
				all = append(all, choice{m.ID, b, n})
				sum += n
			}
		}
		if shown++; shown == back {
			break
		}
	}
	if sum == 0 {
		return false
	}
	at := r.IntN(sum)
	for _, c := range all {
		if at -= c.n; at < 0 {
			w.trace.add(w.now, fmt.Sprintf("%d presses [%s]", phone, c.b.Text))
			_, err := w.emu.Press(phone, c.message, c.b.Data)
			return err == nil
		}
	}
	return false
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
