package report_test

import (
	"strings"
	"testing"

	"siaga/internal/i18n"
	"siaga/locales"
)

// TestFirstCharactersGiveNothingAway looks at the first 80 characters of every message a reporter can get, in every language, with
// every place filled in neutrally.
func TestFirstCharactersGiveNothingAway(t *testing.T) {
	t.Parallel()
	for _, p := range i18n.Check(locales.Files) {
		if p.Kind == i18n.Sensitive {
			t.Error(p)
		}
	}
	judge, err := i18n.NewJudge(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	for key, text := range map[string]string{
		"report.safe":      "Halo. Kita bicara tentang korban di sini.",
		"notice.accepted":  "Petugas {{.taskforce}} sudah menerima.",
		"kernel.cancelled": "Anda bisa telepon 110.",
		"learn.left":       "Tentang Polisi.",
	} {
		problems := judge.Text("id", key, text)
		if len(problems) != 1 || problems[0].Kind != i18n.Sensitive {
			t.Errorf("%s %q is let through: %v", key, text, problems)
		}
	}
	if texts, err := i18n.List(locales.Files); err != nil || len(texts[0].Sensitive) < 30 {
		t.Errorf("only %d sensitive words, %v", len(texts[0].Sensitive), err)
	}
	if problems := judge.Text("id", "report.safe", "Halo. "+strings.Repeat("Kita bicara pelan-pelan saja. ", 3)+"korban"); len(problems) != 0 {
		t.Errorf("further down nothing is shown, but: %v", problems)
	}
}
