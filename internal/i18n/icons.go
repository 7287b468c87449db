package i18n

import (
	"fmt"
	"io/fs"
	"strings"
)

// iconsFile holds a picture for each button that has one: one file for all languages, so that a button looks the same in each.
const iconsFile = "icons.toml"

func readIcons(files fs.FS) (map[string]string, error) {
	icons := map[string]string{}
	err := readOptional(files, iconsFile, &icons)
	return icons, err
}

// Icon gives the picture in front of a button, "" for none.
func (t *Texts) Icon(key string) string { return t.icons[key] }

// pictured puts the picture in front of a label.
func pictured(icon, label string) string { return strings.TrimLeft(icon+" "+label, " ") }

// Icons finds pictures without a button, and pictures that stand for two answers of one question.
func (j *Judge) Icons() []Problem {
	type use struct{ question, icon string }
	first := map[use]string{}
	var all []Problem
	for _, key := range sorted(j.icons) {
		icon, u := j.icons[key], use{question(key), j.icons[key]}
		other, taken := first[u]
		switch first[u] = key; {
		case j.source[key] == "":
			all = append(all, Problem{Source, key, Unknown, iconsFile + " has it, the source does not"})
		case len([]rune(icon)) != 1:
			all = append(all, Problem{Source, key, Unreadable, fmt.Sprintf("%q is not one picture", icon)})
		case taken && j.source[u.question] != "":
			all = append(all, Problem{Source, key, Double, fmt.Sprintf("%s stands for %s too", icon, other)})
		}
	}
	return all
}
