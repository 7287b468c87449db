package app

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/directory"
)

// export writes a directory as the operator's file.
func export(t *testing.T, path string, d *directory.Directory) {
	t.Helper()
	var out bytes.Buffer
	if err := d.Export(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A number that two people verified while the house runs is shown with that day, without a restart; a file that breaks later
// takes no number away.
func TestNumbersVerifiedWhileRunning(t *testing.T) {
	t.Parallel()
	file, now, log := filepath.Join(t.TempDir(), "numbers.csv"), time.Now(), new(bytes.Buffer)
	export(t, file, directory.Default())
	book, err := openNumbers(file, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	texts, err := embeddedTexts()
	if err != nil {
		t.Fatal(err)
	}
	shown := func() string {
		book.looked = time.Time{}
		data := Numbers(Words{texts}, book.Current)("id", casework.Place{Code: "53.02"}, now)
		lines, _ := data["numbers"].(string)
		return lines
	}
	before := shown()
	verified, err := directory.Default().WithVerified("sapa129", "Ani", now)
	if err == nil {
		verified, err = verified.WithConfirmed("sapa129", "Budi", now)
	}
	if err != nil {
		t.Fatal(err)
	}
	export(t, file, verified)
	after := shown()
	if before == after || strings.Count(after, "belum dicek ulang") != strings.Count(before, "belum dicek ulang")-1 {
		t.Errorf("before:\n%s\nafter two people verified 129:\n%s", before, after)
	}
	if err := os.WriteFile(file, []byte("not a list"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != after || !strings.Contains(log.String(), "level=WARN") {
		t.Errorf("a broken file changed what is shown:\n%s\nlog: %s", got, log)
	}
}

func TestNumbersFileRefusedAtStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.csv")
	if err := os.WriteFile(broken, []byte("id,number\nsapa129,128\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{"missing": filepath.Join(dir, "none.csv"), "folder": dir, "broken": broken} {
		_, err := openNumbers(path, slog.New(slog.DiscardHandler))
		var bad *config.Error
		if err == nil || !strings.Contains(err.Error(), "SIAGA_NUMBERS") || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v, want a sentence that names the setting and not the folder (%T)", name, err, bad)
		}
	}
}
