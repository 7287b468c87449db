package e2e_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// leaked is what "siaga leakscan --json" prints.
type leaked struct {
	Looked map[string]int64 `json:"bytes_looked_at"`
	Leaks  []struct {
		Word         int
		Form, Source string
	}
	Blind, Skipped []string
}

// scan runs the operator's command beside the running program, with words on its input, and tells whether it was content.
func (h *process) scan(t *testing.T, words []string, paths ...string) (leaked, bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, h.path, append([]string{"leakscan", "--words", "--json"}, paths...)...)
	c.Env = append([]string{"PATH=" + os.Getenv("PATH")}, h.env...)
	c.Stdin = strings.NewReader(strings.Join(words, "\n"))
	var errs tail
	c.Stderr = &errs
	out, err := c.Output()
	var l leaked
	if failed := json.Unmarshal(out, &l); failed != nil {
		t.Fatalf("%v, %v\n%s\n%s", err, failed, out, errs.String())
	}
	return l, err == nil
}

// TestLeakScan has fifty plaintexts pass through the whole program as a process of its own: told by a reporter, asked and answered,
// in the names of officers and of files, in what is wiped and in what cannot be read. Then the operator's command looks for all of them, and for
// fifty of its own, in everything that somebody could carry off: database, its log, a backup, Redis, logs, figures, temporary files,
// arguments and environment of processes. It finds its control words in each, and nothing else; and it finds a leak that is made.
func TestLeakScan(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs programs; left out with -short")
	}
	path := program(t)
	for _, b := range backends() {
		if b.webhook {
			continue
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			h := newProcess(t, path, b)
			h.env = append(h.env, "TMPDIR="+t.TempDir(), "SIAGA_LOG_LEVEL=debug")
			if err := h.Crash(t.Context()); err != nil { // so that the program itself has that folder and level
				t.Fatal(err)
			}
			words := confide(t, h)
			logs, backups := t.TempDir(), t.TempDir()
			write := func(dir, name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			write(logs, "siaga.log", h.serve.err.String()+h.serve.out.String())
			backup(t, h, backups)
			l, content := h.scan(t, words, logs, backups)
			if !content || len(l.Leaks)+len(l.Blind) > 0 {
				t.Errorf("leaks: %+v, blind: %v", l.Leaks, l.Blind)
			}
			for _, source := range []string{"database", "figures", "process arguments", "process environment", filepath.Join(logs, "siaga.log")} {
				if l.Looked[source] == 0 {
					t.Errorf("%s was not looked at: %v, left out %v", source, l.Looked, l.Skipped)
				}
			}
			if (b.redis != nil) != (l.Looked["redis"] > 0) {
				t.Errorf("redis: %d bytes, left out %v", l.Looked["redis"], l.Skipped)
			}
			write(logs, "siaga.log", "a dump: "+base64.StdEncoding.EncodeToString([]byte("xy"+words[17]+"z")))
			l, content = h.scan(t, words, logs)
			if content || len(l.Leaks) != 1 || l.Leaks[0].Word != 50+17 || l.Leaks[0].Form != "base64" {
				t.Errorf("a leak that was made: content %v, %+v", content, l.Leaks)
			}
		})
	}
}

// confide says fifty words in all ways in which people confide something, and gives them.
func confide(t *testing.T, h *process) []string {
	t.Helper()
	phones := newPhones(h.emu, h)
	phones.Patience = 4 * time.Minute
	var words []string
	word := func() string {
		words = append(words, fmt.Sprintf("kenari%02d ungu %02d", len(words), 99-len(words)))
		return words[len(words)-1]
	}
	lines := []string{"@officer tts 53.02/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Dalam beberapa hari]", "citizen> [Keluarganya]",
		"citizen> [Mau diberangkatkan]", "citizen> adik saya di rumah " + word() + " mau dibawa", "citizen> kab tts " + word(), "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]", "officer.tts> [Baca isi]", "officer.tts> [Tanya pelapor]",
		"officer.tts> apakah pintu " + word() + " terkunci?", "citizen> [Buka pesan]", "citizen> (photo \"" + word() + " di foto\")"}
	says(t, phones, append(lines, "stranger> /start")...)
	say := func(id int64, format string, times int) { // without waiting for the answers, which keep the pace of a chat
		for range times {
			if _, err := h.emu.Say(id, strings.ReplaceAll(format, "%", word())); err != nil {
				t.Fatal(err)
			}
		}
	}
	say(1002, "mereka pindah ke %", 22)
	say(1003, "tolong % saya disekap di sini", 10)
	if _, err := h.emu.Say(1003, "hapus"); err != nil {
		t.Fatal(err)
	}
	say(1003, "%", 6)
	say(1001, "%", 4)
	for waiting := 1.0; waiting > 0; {
		figures, err := h.figures(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		waiting = figures["siaga_updates_waiting"]
	}
	if _, err := h.command(t.Context(), "officer", "invite", "53.21/duty/1", "--name", word(), "--nickname", word(), "--phone", word(), "--username", word()); err != nil {
		t.Fatal(err)
	}
	if len(words) != 50 {
		t.Fatalf("%d words were said, want 50", len(words))
	}
	// The words reached somebody, or the search proves nothing.
	if shown := fmt.Sprint(h.emu.History(1001)); !strings.Contains(shown, words[0]) {
		t.Error("the story never reached the officer")
	}
	return words
}

// backup copies the database as an operator does.
func backup(t *testing.T, h *process, dir string) {
	t.Helper()
	address := ""
	for _, v := range h.env {
		if rest, ok := strings.CutPrefix(v, "SIAGA_DATABASE_URL="); ok {
			address = rest
		}
	}
	if file, ok := strings.CutPrefix(address, "sqlite:"); ok {
		raw, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, "backup.db"), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	dump, err := exec.LookPath("pg_dump")
	if err != nil {
		t.Log("pg_dump is not on the path: the rows are looked through as PostgreSQL gives them")
		return
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	schema := u.Query().Get("search_path")
	u.RawQuery = "sslmode=disable"
	c := exec.Command(dump, "--dbname="+u.String(), "--schema="+schema, "--file="+filepath.Join(dir, "backup.sql"))
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("pg_dump: %v %s", err, out)
	}
}
