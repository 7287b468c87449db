package poster

import (
	"maps"
	"slices"
)

// text is what a poster says in one language. It names no crime, no victim, no office and no telephone number: whoever
// carries or photographs it must not be given away by it.
type text struct {
	ask   [2]string // the questions at the top
	open  string
	scan  string // how to read the code
	write string // before the address, for people whose telephone cannot read it
	same  string // before the bot's name: a code pasted over ours leads to another bot
	free  string
}

// words has one row for each language. A speaker reads a new row before it is printed; other languages are refused openly.
var words = map[string]text{
	"id": {
		ask:   [2]string{"Ragu dengan tawaran kerja?", "Perlu teman bicara?"},
		open:  "Buka lewat HP, di Telegram. Tidak perlu menyebut nama.",
		scan:  "Arahkan kamera HP ke kotak ini, lalu tekan tautan yang muncul.",
		write: "Kamera tidak bisa membaca? Ketik alamat ini di HP:",
		same:  "Pastikan nama yang muncul di HP:",
		free:  "Gratis. Tidak pernah meminta uang, kode OTP, atau kata sandi.",
	},
	"en": {
		ask:   [2]string{"Not sure about a job offer?", "Need someone to talk to?"},
		open:  "Open it on your phone, in Telegram. No name needed.",
		scan:  "Point your phone's camera at this square, then tap the link that appears.",
		write: "Your camera cannot read it? Type this address:",
		same:  "Check that the name on your phone is:",
		free:  "Free. We never ask for money, OTP codes or passwords.",
	},
}

// Languages lists the tags of the languages in which there is a poster, in order.
func Languages() []string { return slices.Sorted(maps.Keys(words)) }
