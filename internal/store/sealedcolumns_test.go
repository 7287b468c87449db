package store

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// underCase are the columns that are sealed under the key of a case or of a file, and so need nothing at a rotation.
var underCase = map[string]bool{"cases.body": true, "files.details": true, "file_bodies.body": true}

// TestEverySealedColumnIsSealedAnew compares the list with the migrations: a column that is forgotten would be lost when the old key
// is destroyed.
func TestEverySealedColumnIsSealedAnew(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, c := range sealedColumns() {
		known[c.table+"."+c.column] = true
	}
	files, err := os.ReadDir("migrations")
	if err != nil {
		t.Fatal(err)
	}
	table := regexp.MustCompile(`(?:CREATE|ALTER) TABLE (\w+)`)
	column := regexp.MustCompile(`(?:^|ADD COLUMN)\s*(\w+)\s+\{\{blob\}\}`)
	found := 0
	for _, f := range files {
		raw, err := os.ReadFile("migrations/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		in := ""
		for line := range strings.Lines(string(raw)) {
			if m := table.FindStringSubmatch(line); m != nil {
				in = m[1]
			}
			m := column.FindStringSubmatch(line)
			if m == nil || strings.HasPrefix(line, "--") {
				continue
			}
			found++
			if name := in + "." + m[1]; !known[name] && !underCase[name] {
				t.Errorf("%s: %s is sealed, and Reseal does not know it", f.Name(), name)
			}
		}
	}
	if found < 18 {
		t.Errorf("only %d sealed columns were found in the migrations", found)
	}
}
