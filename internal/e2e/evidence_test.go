package e2e_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"siaga/internal/e2e"
	"siaga/internal/evidence"
	"siaga/internal/private"
)

// TestEvidencePack has a case with a photo written into a pack by the program while another one serves, on both kinds of databases: whoever
// has the key opens it and finds the photo as it came, the story, and who opened it; a changed pack is refused; both officers agreed before, by button and PIN, and are told; one
// body alone is not enough; and a receipt is known as one, and tells nothing.
func TestEvidencePack(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs many programs; left out with -short")
	}
	for i, b := range backends() {
		if i%2 == 1 {
			continue // the two ways of intake do not differ here
		}
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			packOf(t, newProcess(t, program(t), b))
		})
	}
}

var shownCode = regexp.MustCompile(`\b[A-Z]-\d{4}\b`)

func packOf(t *testing.T, h *process) {
	phones := newPhones(h.emu, h)
	phones.Patience = 4 * time.Minute
	says(t, phones, "@officer tts 53.02/duty/1", "@officer ntt 53/duty/1", "citizen> /start", "citizen> [Ya, aman]", "citizen> [Dalam beberapa hari]", "citizen> [Keluarganya]",
		"citizen> [Mau diberangkatkan]", "citizen> adik saya mau dibawa "+canary, "citizen> (photo \"iklannya\")", "citizen> kab tts", "citizen> [Tidak ada]", "citizen> [Tidak ada]",
		"citizen> [Boleh kapan saja]", "citizen> [Kirim]", "officer.tts> [Terima]", "officer.tts> [Baca isi]")
	code, receipt := found(t, h, phones, "officer.tts", shownCode), found(t, h, phones, "citizen", regexp.MustCompile(`\b0\d{3} \d{4} \d{4} \d{4}\b`))
	mine, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "paket.age")
	order := []string{"evidence", "export", code, "--to", mine.Recipient().String(), "--for", "LPSK", "--purpose", "perlindungan", "--reference", "R-1/2026", "-o", file}
	agreed(t, h, phones, order, "officer.tts", "officer.ntt")
	says(t, phones, "stranger> (sticker)")
	for _, who := range []string{"officer.tts", "officer.ntt"} {
		found(t, h, phones, who, regexp.MustCompile(`paket bukti dibuat untuk LPSK`))
	}
	heldAndReleased(t, h, phones, code)
	key, err := h.command(t.Context(), "evidence", "key")
	if err != nil {
		t.Fatal(err)
	}
	holds(t, h, file, mine, strings.TrimSpace(key))
	unknown, err := private.NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	exists, err := asked(t, h, `{"receipt":"`+receipt+`"}`+"\n"+`{"receipt":"`+unknown.Grouped()+`"}`+"\n"+`{"receipt":"0812"}`+"\n", "receipt", "check", "--for", "Ombudsman")
	if lines := strings.Split(strings.TrimSpace(exists), "\n"); err != nil || len(lines) != 3 || lines[0] != `{"exists":true}` || lines[1] != `{"exists":false}` || !strings.Contains(lines[2], "error") {
		t.Errorf("receipts: %q, %v", exists, err)
	}
}

// agreed gives a command of the operator until the officers agreed to it one after the other, each with a PIN; before that it fails.
func agreed(t *testing.T, h *process, phones *e2e.Phones, command []string, officers ...string) {
	t.Helper()
	for _, who := range officers {
		if out, err := h.command(t.Context(), command...); err == nil {
			t.Fatalf("%v without the word of %s: %s", command, who, out)
		}
		pin := map[string]string{"officer.tts": "482913", "officer.ntt": "719405"}[who]
		says(t, phones, "stranger> (sticker)", who+"> [Setuju, dengan PIN]", who+"> "+pin)
		if command[0] == "evidence" { // the first time it is set
			says(t, phones, who+"> "+pin)
		}
	}
	if out, err := h.command(t.Context(), command...); err != nil {
		t.Fatalf("%v: %s, %v", command, out, err)
	}
}

// heldAndReleased puts the case on hold and lifts it again, while the other program serves.
func heldAndReleased(t *testing.T, h *process, phones *e2e.Phones, code string) {
	t.Helper()
	wish := []string{code, "--purpose", "sidang", "--reference", "PN-7/2026"}
	if _, err := h.command(t.Context(), append([]string{"hold", "lift"}, wish...)...); err == nil {
		t.Error("a hold that was never set is lifted")
	}
	for _, verb := range []string{"set", "lift"} {
		agreed(t, h, phones, append([]string{"hold", verb}, wish...), "officer.tts", "officer.ntt")
		list, err := h.command(t.Context(), "hold", "list", "--json")
		if err != nil || strings.Contains(list, "PN-7/2026") != (verb == "set") {
			t.Errorf("after %s: %s, %v", verb, list, err)
		}
		says(t, phones, "stranger> (sticker)")
		found(t, h, phones, "officer.ntt", regexp.MustCompile(map[string]string{"set": "ditahan supaya tidak terhapus", "lift": "tidak ditahan lagi"}[verb]))
	}
}

// holds opens a pack as who gets it does.
func holds(t *testing.T, h *process, file string, mine *age.X25519Identity, key string) {
	t.Helper()
	sealed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	open, err := age.Decrypt(bytes.NewReader(sealed), mine)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(open)
	if err != nil {
		t.Fatal(err)
	}
	public, err := evidence.ParseKey(key)
	if err != nil {
		t.Fatal(err)
	}
	m, err := evidence.Verify(raw, public)
	if err != nil {
		t.Fatal(err)
	}
	inside := contents(t, raw)
	for _, want := range []string{canary, "case.read"} {
		if !strings.Contains(inside["kasus.json"]+inside["jejak.json"], want) {
			t.Errorf("the pack lacks %q", want)
		}
	}
	if len(m.Parts) != 3 || !strings.HasPrefix(inside[m.Parts[0].Name], "\xff\xd8") || m.Parts[0].AtReceipt == "" {
		t.Errorf("the photo is not there as it came: %+v", m.Parts)
	}
	plain := filepath.Join(t.TempDir(), "paket.zip")
	if err := os.WriteFile(plain, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := h.command(t.Context(), "evidence", "verify", "--key", key, plain); err != nil || !strings.Contains(out, "signed by the key that you named") {
		t.Errorf("%s, %v", out, err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(plain, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := h.command(t.Context(), "evidence", "verify", "--key", key, plain); err == nil {
		t.Errorf("a changed pack passes: %s", out)
	}
}

// found gives what a phone shows in the newest message that has it.
func found(t *testing.T, h *process, phones *e2e.Phones, who string, what *regexp.Regexp) string {
	t.Helper()
	out := ""
	for _, m := range h.emu.History(phones.ID(who)) {
		if s := what.FindString(m.Text); s != "" {
			out = s
		}
	}
	if out == "" {
		t.Fatalf("%s is not shown %s", who, what)
	}
	return out
}

// asked runs a command that reads its standard input.
func asked(t *testing.T, h *process, in string, args ...string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), h.path, args...)
	c.Env = append([]string{"PATH=" + os.Getenv("PATH")}, h.env...)
	c.Stdin = strings.NewReader(in)
	out, err := c.Output()
	return string(out), err
}

// contents reads all files of a ZIP.
func contents(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		out[f.Name] = string(body)
	}
	return out
}
