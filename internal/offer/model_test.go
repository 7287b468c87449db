package offer

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"
	"testing"

	"siaga/internal/region"
)

var update = flag.Bool("update", false, "learn rules/model.txt anew")

const modelHead = "# Made by go generate; do not edit. How much each piece of evidence speaks for each act, see learn_test.go and ../testdata/README.md.\n# from "

// inputs is a mark of what the model is made from; the messages of internal/understand may grow without it.
func inputs(t testing.TB) string {
	t.Helper()
	sum := sha256.New()
	fmt.Fprint(sum, rounds, averaged, leastSeen, pull, stride, slight, deaf, unruly, borrowed, framedWeight, filled, quotedTimes)
	files := []string{"examples_test.txt", "told_test.txt", "train/acts.txt", "train/frames.txt", "train/own.txt", "rules/gloss.txt"}
	for n := range learntSets {
		files = append(files, "testdata/"+n)
	}
	sort.Strings(files)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(sum, f, len(b))
		sum.Write(b)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

// TestModel makes sure that the model was made from what lies beside it; with -update it is made.
func TestModel(t *testing.T) {
	from := inputs(t)
	if *update {
		a := New(region.Default())
		all := lessons(t, a)
		var c school
		c.hear(a, all)
		lines := c.write(c.learn(all, func(*lesson) bool { return true }))
		if err := os.WriteFile("rules/model.txt", []byte(modelHead+from+"\n"+lines), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !strings.HasPrefix(text("rules/model.txt"), modelHead+from+"\n") {
		t.Error("messages or lists changed: run go generate ./internal/offer")
	}
}

// TestMarks makes sure that no two pieces of evidence share a mark, and that the mark of a piece is that of its name.
func TestMarks(t *testing.T) {
	t.Parallel()
	seen := map[uint64]string{}
	for line := range strings.Lines(text("rules/model.txt")) {
		name, _, ok := strings.Cut(line, "\t")
		if !ok {
			continue
		}
		m := markOf(name)
		if seen[m] != "" {
			t.Errorf("%q and %q share a mark", name, seen[m])
		}
		seen[m] = name
	}
	e := evidence{kind: ofFollow, a: "cari", b: "kerja"}
	if e.mark() != markOf(e.name()) {
		t.Errorf("the mark of %q is not that of its name", e.name())
	}
}

// TestEveryActIsSaid reads a message of each act, and asks for the path that follows from it.
func TestEveryActIsSaid(t *testing.T) {
	t.Parallel()
	a := New(region.Default())
	for text, want := range map[string]string{
		"Ulun lagi mancari gawian, tamatan SMA, kawa manyupir. Padahi ulun amun ada nang parlu.":                                    "learn",
		"Melo'ka mallapor, engka tau ri kampokku tiwi ana'dara lao Sabah, de' gaga paspor'na.":                                      "report",
		"Tribun – \"Kerja admin di Poipet, gaji 14 juta, tiket gratis,\" begitu bunyi iklan itu. Rudi dipulangkan KBRI bulan lalu.": "news",
		"Sampi tiang kaadep, mokoh, 12 juta, dadi tawah, tingalin ka umah.":                                                         "goods",
		"Dolo beta pung bapa kerja di kapal, gaji sadiki. Sakarang su tua, dia cerita tiap malam.":                                  "chat",
	} {
		if got := a.Assess(text); got.Grade != NotOffer || got.Redirect != want {
			t.Errorf("%s\n got %s to %q, want not_offer to %q", text, got.Grade, got.Redirect, want)
		}
	}
}
