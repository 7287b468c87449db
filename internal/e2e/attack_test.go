package e2e_test

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"siaga/flows/flowtest"
	"siaga/internal/casework"
	"siaga/internal/e2e"
	"siaga/internal/emulator"
)

// canary is a word that nobody writes by chance. The reporter's story, place and answer hold it.
const canary = "kenariungu"

// attacked plays a report up to an accepted case with a question, and gives the house, the phones and their numbers.
func attacked(t *testing.T) (*inProcess, *e2e.Phones, map[string]int64) {
	t.Helper()
	h := newInProcess(t, backends()[0])
	phones := e2e.NewPhones(h.emu, h)
	phones.Patience = 8 * time.Minute // a burst takes its time under the race detector
	says(t, phones, "@officer tts 53.02/duty/1", "@officer lain 53.02/duty/2", "@officer ntt 53/duty/1", "citizen> /start", "citizen> [Ya, aman]",
		"citizen> [Dalam beberapa hari]", "citizen> [Keluarganya]", "citizen> [Mau diberangkatkan]", "citizen> adik saya di rumah "+canary+" mau dibawa",
		"citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]", "citizen> [Boleh kapan saja]", "citizen> [Kirim]",
		"officer.tts> [Terima]", "officer.tts> [Baca isi]", "officer.tts> [Tanya pelapor]", "officer.tts> apakah pintu "+canary+" terkunci?",
		"citizen> [Buka pesan]", "citizen> (photo \""+canary+" di foto\")", "officer.tts> [Baca isi]", "stranger> /start")
	return h, phones, map[string]int64{"tts": 1001, "lain": 1002, "ntt": 1003, "citizen": 1004, "stranger": 1005}
}

func says(t *testing.T, phones *e2e.Phones, lines ...string) {
	t.Helper()
	script, err := flowtest.Parse("attack", "# An attack.\n\n"+strings.Join(lines, "\n")+"\n")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := phones.Play(t.Context(), script); err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
}

// TestForgedPresses presses the buttons of the officer who holds a case from every other phone, and data made up: by a colleague, an
// officer of another task force, the reporter, a stranger and an officer who was removed. Each gets the same answer, and no case, seat,
// referral, right or line of the audit changes.
func TestForgedPresses(t *testing.T) {
	t.Parallel()
	h, phones, ids := attacked(t)
	ids["malaka"] = 1006
	says(t, phones, "@officer malaka 53.21/duty/1", "officer.tts> [Lainnya]", "officer.tts> [Minta bantuan]", "officer.tts> kab malaka",
		"officer.tts> Tolong jaga terminal malam ini.", "officer.tts> [Catat kemajuan]", "officer.tts> [Sudah dinilai]", "officer.tts> [Hari ini]",
		"officer.tts> [Lewati]", "officer.tts> [Jangan dulu]", "officer.tts> [Layanan kesehatan]", "officer.tts> 2 hari lagi", "officer.tts> K-0001")
	if !strings.Contains(fmt.Sprint(h.emu.Chat(ids["tts"])), "✓ puskesmas") {
		t.Fatal("the card has no buttons of agencies to forge")
	}
	stolen := []string{"h:", "h:AAAAAAAAAAAAAAAAAAAAAA", "h:" + strings.Repeat("x", 62), "h:../../x", "h:\x00"}
	stolen = append(stolen, handles(h, ids["tts"])...)
	settled(t, h)
	before := rights(t, h)
	forged(t, h, phones, ids["malaka"], stolen) // who helps sees its own part and no more
	forged(t, h, phones, ids["tts"], handles(h, ids["malaka"]))
	stolen = append(stolen, handles(h, ids["malaka"])...)
	if len(stolen) < 10 {
		t.Fatalf("only %d buttons to forge", len(stolen))
	}
	for _, who := range []string{"lain", "ntt", "citizen", "stranger"} {
		forged(t, h, phones, ids[who], stolen)
	}
	if after := rights(t, h); after != before {
		t.Errorf("forged presses changed something\n%s", flowtest.Diff(before, after))
	}
	if err := h.house.Engine.Revoke(t.Context(), casework.SeatID("53.02/duty/1")); err != nil {
		t.Fatal(err)
	}
	says(t, phones, "stranger> halo")
	before = rights(t, h)
	forged(t, h, phones, ids["tts"], stolen)
	if after := rights(t, h); after != before {
		t.Errorf("a removed officer changed something\n%s", flowtest.Diff(before, after))
	}
}

// handles are the callback data of all buttons of cards on a phone.
func handles(h *inProcess, id int64) []string {
	var out []string
	for _, m := range h.emu.Chat(id) {
		for _, b := range slices.Concat(m.Inline...) {
			if strings.HasPrefix(b.Data, "h:") {
				out = append(out, b.Data)
			}
		}
	}
	return out
}

// forged presses all data on one phone: the answer to each is the same.
func forged(t *testing.T, h *inProcess, phones *e2e.Phones, id int64, stolen []string) {
	t.Helper()
	for _, data := range stolen {
		if len(data) > 64 {
			data = data[:64]
		}
		chat := h.emu.History(id)
		if _, err := h.emu.Forge(id, id, chat[len(chat)-1].ID, data); err != nil {
			t.Fatal(err)
		}
		says(t, phones, "stranger> (sticker)") // comes to rest
		var said []string
		for _, m := range h.emu.History(id)[len(chat):] {
			if m.FromBot && !m.Deleted {
				said = append(said, m.Text)
			}
		}
		if id != 1005 && (len(said) != 1 || said[0] != "Itu tidak bisa dilakukan.") {
			t.Errorf("phone %d pressed %q and is told %q", id, data, said)
		}
	}
}

// settled waits until the receipts given out have their slow proof: that row changes a moment after the conversation, by itself.
func settled(t *testing.T, h *inProcess) {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(h.cfg.DatabaseURL, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for until := time.Now().Add(time.Minute); ; {
		var fresh int
		if err := db.QueryRow("SELECT COUNT(*) FROM receipts WHERE fresh = 1").Scan(&fresh); err != nil {
			t.Fatal(err)
		}
		if fresh == 0 {
			return
		}
		if time.Now().After(until) {
			t.Fatalf("%d receipts were not settled within a minute", fresh)
		}
		<-time.After(20 * time.Millisecond)
	}
}

// rights prints what presses may never change.
func rights(t *testing.T, h *inProcess) string {
	t.Helper()
	db, err := sql.Open("sqlite", strings.TrimPrefix(h.cfg.DatabaseURL, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b strings.Builder
	for _, table := range []string{"cases", "referrals", "case_keys", "seats", "task_forces", "invites", "receipts", "actions", "audit", "files"} {
		rows, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		cells := make([]any, len(columns))
		for i := range cells {
			cells[i] = new(any)
		}
		for rows.Next() {
			if err := rows.Scan(cells...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(&b, table)
			for _, c := range cells {
				fmt.Fprintf(&b, " %v", *c.(*any))
			}
			b.WriteString("\n")
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// TestCanary looks for a reporter's word where it must not be: in the logs down to debug, in the figures, in the names of jobs, and in
// the files of the database. The officer's phone must show it, or the search would prove nothing.
func TestCanary(t *testing.T) {
	t.Parallel()
	h, phones, ids := attacked(t)
	if err := errors.Join(h.emu.Block(ids["lain"]), h.emu.Fault(emulator.Fault{Method: "getUpdates", Kind: emulator.ServerError})); err != nil {
		t.Fatal(err)
	}
	says(t, phones, "citizen> "+canary+" lagi, mereka pindah", "stranger> tolong "+canary+" saya disekap di sini", "stranger> hapus", "@wait 72h", "@crash", "citizen> "+canary+" masih di sana")
	if shown := fmt.Sprint(h.emu.History(ids["tts"])); !strings.Contains(shown, canary) {
		t.Error("the canary never reached the officer")
	}
	res, err := http.Get("http://" + h.cfg.Listen + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	figures, _ := io.ReadAll(res.Body)
	_ = res.Body.Close()
	places := map[string]string{"logs": h.logs.String(), "figures": string(figures)}
	if len(places["logs"]) < 50 || len(figures) < 1000 {
		t.Error("logs or figures are empty")
	}
	files, _ := filepath.Glob(strings.TrimPrefix(h.cfg.DatabaseURL, "sqlite:") + "*")
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		places[filepath.Base(f)] = string(raw)
	}
	for where, text := range places {
		for _, secret := range []string{canary, strings.ToUpper(canary), "1004", "Petugas 53.02/duty/1", token} {
			if where == "figures" && secret == "1004" || strings.HasPrefix(where, "siaga.db") && secret == "1004" {
				continue // a figure may be anything
			}
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s holds %q: …%q…", where, secret, text[max(0, i-60):min(len(text), i+60)])
			}
		}
	}
}

// TestOrderOfOnePerson sends many messages of one person at once, each update delivered twice, ids starting again lower, another person
// in between: the story keeps its order and nothing stands twice.
func TestOrderOfOnePerson(t *testing.T) {
	t.Parallel()
	h, phones, ids := attacked(t)
	h.emu.RestartIDs(17) // as after a week of silence
	for i := range 24 {
		if _, err := h.emu.Say(ids["citizen"], fmt.Sprintf("bagian nomor %02d dari cerita", i)); err != nil {
			t.Fatal(err)
		}
		if err := h.emu.DuplicateLast(1); err != nil {
			t.Fatal(err)
		}
		if _, err := h.emu.Say(ids["stranger"], "halo"); err != nil {
			t.Fatal(err)
		}
	}
	says(t, phones, "stranger> (sticker)", "officer.tts> /kasus", "officer.tts> [Baca isi]")
	told := ""
	for _, m := range h.emu.Chat(ids["tts"]) {
		if strings.Contains(m.Text, "isi kasus") {
			told = m.Text
		}
	}
	last := -1
	for i := range 24 {
		part := fmt.Sprintf("bagian nomor %02d", i)
		at := strings.Index(told, part)
		if at <= last || strings.Count(told, part) != 1 {
			t.Fatalf("%q stands %d times, at %d after %d:\n%s", part, strings.Count(told, part), at, last, told)
		}
		last = at
	}
}
