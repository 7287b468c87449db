package i18n_test

import (
	"testing"

	"siaga/internal/i18n"
	"siaga/locales"
)

// BenchmarkLoad reads all languages, as each start does.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := i18n.Load(locales.Files); err != nil {
			b.Fatal(err)
		}
	}
}
