package understand

import (
	"fmt"
	"strings"
)

// sign is something that a message shows, whatever the words and the language: somebody is confined, papers are taken, it is to
// happen tonight, it was on television. Which signs come together says more than each of them; see rules/signs.txt.
type sign struct {
	name string
	ways []rule // any of them shows it
}

// parseSigns reads rules/signs.txt: "confined !allow out /5", in the form of the rules without points.
func (r *Reader) parseSigns(list string) error {
	line := 0
	at := map[string]int{}
	for row := range strings.Lines(list) {
		line++
		row, _, _ = strings.Cut(row, "#")
		f := strings.Fields(row)
		if len(f) == 0 {
			continue
		}
		if len(f) < 2 {
			return fmt.Errorf("signs line %d: %d fields, want 2 or more", line, len(f))
		}
		one, err := r.parseItems(f[1:])
		if err != nil {
			return fmt.Errorf("signs line %d: %w", line, err)
		}
		i, ok := at[f[0]]
		if !ok {
			i = len(r.signs)
			at[f[0]] = i
			r.signs = append(r.signs, sign{name: f[0]})
		}
		r.signs[i].ways = append(r.signs[i].ways, one)
	}
	return nil
}

// sign notes which signs a message shows.
func (r *Reader) sign(m *message) {
	m.signs = make([]bool, len(r.signs))
	var buf [16]int
	for i := range r.signs {
		for j := range r.signs[i].ways {
			if _, ok := r.signs[i].ways[j].fires(m, buf[:0]); ok {
				m.signs[i] = true
				break
			}
		}
	}
}
