package understand

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "learn the weights anew and write model.zip")

// inputs is a mark of all that the model is made from.
func inputs(t testing.TB) string {
	t.Helper()
	sum := sha256.New()
	fmt.Fprint(sum, unheard, rounds, averaged, leastSeen, pull, stride, slight, deaf, helloEvery, asideEvery, shortestPiece, longestPiece, soonAfter, mostSigns)
	for _, dir := range []string{"rules", "gloss", "examples", "train"} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if !strings.HasSuffix(e.Name(), ".md") {
				digest(t, sum, dir+"/"+e.Name())
			}
		}
	}
	for _, name := range append(usedUp(), usedUpSentences()...) {
		digest(t, sum, "testdata/"+name)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:8])
}

func digest(t testing.TB, sum interface{ Write([]byte) (int, error) }, name string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(sum, name, len(text))
	if _, err := sum.Write(text); err != nil {
		t.Fatal(err)
	}
}

// countWords gives model/words.txt: the words of our sentences in each language, with how often they come.
func countWords(t testing.TB, messages []sample) string {
	t.Helper()
	count := make([]map[string]int, langs)
	for i, tag := range tags {
		count[i] = map[string]int{}
		text, err := os.ReadFile("train/" + tag + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if line[0] != '#' {
				countText(count[i], line)
			}
		}
	}
	for _, s := range messages {
		if i := slices.Index(tags[:], s.Lang); i >= 0 {
			countText(count[i], s.Text)
		}
	}
	var b strings.Builder
	for i, tag := range tags {
		b.WriteString(tag)
		for _, w := range slices.Sorted(maps.Keys(count[i])) {
			if count[i][w] < leastCounted {
				continue
			}
			fmt.Fprintf(&b, " %s", w)
			if n := count[i][w]; n > leastCounted {
				fmt.Fprintf(&b, ":%d", n)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func countText(count map[string]int, text string) {
	for _, w := range split(text) {
		if !w.number() {
			count[w.plain]++
		}
	}
}

// model makes both files.
func model(t testing.TB, messages, sentences []sample) (words, weights string) {
	t.Helper()
	words = countWords(t, slices.Concat(messages, sentences))
	var s school
	r := newUnweighed(t, words)
	all := s.lessons(r, joined(messages))
	return words, s.write(s.learn(all))
}

// pack puts the lists and what was made of them into one file, the same from the same.
func pack(t testing.TB, words, weights string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestCompression) })
	add := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"rules", "gloss"} {
		names, err := filepath.Glob(dir + "/*.txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			add(filepath.ToSlash(name), string(text))
		}
	}
	add("model/words.txt", words)
	add("model/weights.txt", weights)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const modelHead = "# Made by go generate; do not edit. How much each piece of evidence speaks for each intent, see rules/README.md.\n# from "

// TestModel makes sure that the model was made from what lies beside it; with -update it is made.
func TestModel(t *testing.T) {
	from := inputs(t)
	if *update {
		words, text := model(t, ownMessages(t), sentences(t))
		if err := os.WriteFile("model.zip", pack(t, words, modelHead+from+"\n"+text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	in, err := lists()
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(in, "model/weights.txt")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(text), modelHead+from+"\n") {
		t.Error("rules, examples, train or testdata changed: run go generate ./internal/understand")
	}
}
