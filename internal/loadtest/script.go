package loadtest

import (
	"strings"
	"unicode"

	"siaga/internal/emulator"
)

// Step is one thing that a person does: a text, or a button by its label.
type Step struct {
	Text  string
	Press string
	Says  int // messages with which the real bot answers; the baseline says as many
}

// Places are names of places that a person may write, one for each officer.
var Places = []string{"Kabupaten Timor Tengah Selatan", "Kabupaten Cianjur", "Kabupaten Indramayu", "Kabupaten Lombok Timur"}

// Script is the report conversation from the first word to the receipt: all questions answered, a story in own words, nothing left out.
func Script(place string) []Step {
	return []Step{
		{Text: "/start", Says: 1},
		{Press: "Ya, aman", Says: 1},
		{Press: "Tidak, sudah lewat", Says: 2},
		{Press: "Saya melihat", Says: 1},
		{Press: "Kerja paksa, upah ditahan", Says: 1},
		{Text: "paspor ditahan majikan, gaji belum dibayar empat bulan, jam kerja dari pagi sampai malam", Says: 1},
		{Text: place, Says: 1},
		{Press: "Tidak ada", Says: 1},
		{Press: "Tidak ada", Says: 1},
		{Press: "Boleh kapan saja", Says: 1},
		{Press: "Kirim", Says: 2},
	}
}

// lastButton stands under the message that ends the conversation.
const lastButton = "Cerita yang lain"

// find gives the data of a button by its label, a picture in front of it left out.
func find(m emulator.Message, label string) (string, bool) {
	for _, row := range m.Inline {
		for _, b := range row {
			if strings.TrimLeftFunc(b.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) == label {
				return b.Data, true
			}
		}
	}
	return "", false
}
