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

// words has one row for each language. Those beside Indonesian and English are drafts as the texts of the bot are: a speaker reads
// the row before a thousand are printed. Other languages are refused openly.
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
	"jv": {
		ask:   [2]string{"Mangu-mangu kaliyan tawaran kerja?", "Perlu rencang ngomong?"},
		open:  "Bukak lewat HP, teng Telegram. Mboten perlu nyebut jeneng.",
		scan:  "Kamera HP madhepaken dhateng kothak niki, lajeng pencet tautan sing medal.",
		write: "Kamera mboten saged maos? Ketik alamat niki teng HP:",
		same:  "Dipesthekaken jeneng sing medal teng HP:",
		free:  "Gratis. Mboten nate nyuwun arta, kode OTP, utawi tembung sandi.",
	},
	"su": {
		ask:   [2]string{"Hariwang ku tawaran gawé?", "Perlu batur nyarios?"},
		open:  "Buka ku HP, dina Telegram. Teu kedah nyebat nami.",
		scan:  "Arahkeun kaméra HP kana kotak ieu, teras pencét tautan nu muncul.",
		write: "Kaméra teu tiasa maca? Ketik alamat ieu dina HP:",
		same:  "Pastikeun nami nu muncul dina HP:",
		free:  "Haratis. Moal nyuhunkeun artos, kode OTP, atawa kecap sandi.",
	},
	"mad": {
		ask:   [2]string{"Mamang ka tawaran lako?", "Parlo kanca acaca?"},
		open:  "Bukka' lebat HP, e Telegram. Tak parlo nyebbut nyama.",
		scan:  "Paadhep kamera HP ka kotak paneka, pas pecet tautan se kalowar.",
		write: "Kamera tak bisa maca? Ketik alamat paneka e HP:",
		same:  "Pastere nyama se kalowar e HP:",
		free:  "Gratis. Tak toman menta pesse, kode OTP, otaba oca' sandi.",
	},
	"sas": {
		ask:   [2]string{"Ragu kance tawaran gaweq?", "Perlu batur ngeraos?"},
		open:  "Bukaq lewat HP, leq Telegram. Ndeq perlu sebut aran.",
		scan:  "Arahang kamere HP jok kotak niki, terus pencet tautan saq sugul.",
		write: "Kamere ndeq bau bace? Ketik alamat niki leq HP:",
		same:  "Pastiang aran saq sugul leq HP:",
		free:  "Gratis. Ndeq uah endeng kepeng, kode OTP, atau kata sandi.",
	},
	"min": {
		ask:   [2]string{"Ragu jo tawaran karajo?", "Paralu kawan mangecek?"},
		open:  "Bukak lewaik HP, di Telegram. Indak paralu manyabuik namo.",
		scan:  "Arahan kamera HP ka kotak ko, sudah tu takan tautan nan tampak.",
		write: "Kamera indak bisa mambaco? Ketik alamaik ko di HP:",
		same:  "Pastian namo nan tampak di HP:",
		free:  "Gratis. Indak pernah mamintak pitih, kode OTP, atau kato sandi.",
	},
	"bug": {
		ask:   [2]string{"Bata-bata ri tawarang jama?", "Parellu silao mabbicara?"},
		open:  "Bukka'i ri HP, ri Telegram. De' naparellu ripau aseng.",
		scan:  "Pangolongi kamera HP ri kotak iyae, nappa tennye'i tautan iya mompo'e.",
		write: "De' naulle mabbaca kamera? Ketik alama' iyae ri HP:",
		same:  "Paitai aseng iya mompo'e ri HP:",
		free:  "Gratis. De'na engka mellau dui', kode OTP, iyarega ada sandi.",
	},
	"ban": {
		ask:   [2]string{"Bimbang ring tawaran karya?", "Perlu timpal ngeraos?"},
		open:  "Bukak nganggen HP, ring Telegram. Nenten perlu nyambat wastan.",
		scan:  "Arahang kamera HP ring kotak puniki, raris pencet tautan sane medal.",
		write: "Kamera nenten bisa maca? Ketik alamat puniki ring HP:",
		same:  "Pastikayang wastan sane medal ring HP:",
		free:  "Gratis. Nenten naenin nunas jinah, kode OTP, utawi kruna sandi.",
	},
	"ace": {
		ask:   [2]string{"Mangmang ngon tawaran keurija?", "Peurlee rakan meututo?"},
		open:  "Neubuka rot HP, di Telegram. Hana peurlee neupeugah nan.",
		scan:  "Neupeuunjok kamera HP u kotak nyoe, lheueh nyan neuteugon tautan nyang deuh.",
		write: "Kamera han jeuet jibaca? Neuketik alamat nyoe di HP:",
		same:  "Neupeupasti nan nyang deuh di HP:",
		free:  "Gratis. Hana tom geulakee peng, kode OTP, atawa narit sandi.",
	},
	"bbc": {
		ask:   [2]string{"Ganggu rohamuna di tawaran karejo?", "Porlu dongan manghatai?"},
		open:  "Buka hamu sian HP, di Telegram. Ndang porlu didok goar.",
		scan:  "Patudu hamu kamera HP tu kotak on, laos dos tautan na tarida.",
		write: "Ndang boi dijaha kamera? Ketik hamu alamat on di HP:",
		same:  "Pastihon hamu goar na tarida di HP:",
		free:  "Gratis. Ndang hea mangido hepeng, kode OTP, manang hata sandi.",
	},
	"bjn": {
		ask:   [2]string{"Ragu lawan tawaran gawian?", "Parlu kawan bapandir?"},
		open:  "Buka liwat HP, di Telegram. Kada parlu manyambat ngaran.",
		scan:  "Arahakan kamera HP ka kotak ini, lalu picik tautan nang cungul.",
		write: "Kamera kada kawa mambaca? Ketik alamat ini di HP:",
		same:  "Pastiakan ngaran nang cungul di HP:",
		free:  "Gratis. Kada suah maminta duit, kode OTP, atawa kata sandi.",
	},
	"mkn": {
		ask:   [2]string{"Ragu deng tawaran kerja?", "Parlu tamang omong?"},
		open:  "Buka di HP, di Telegram. Sonde usa sebut nama.",
		scan:  "Kasi hadap HP pung kamera di ini kotak, baru tekan tautan yang kaluar.",
		write: "Kamera sonde bisa baca? Ketik ini alamat di HP:",
		same:  "Pastikan nama yang kaluar di HP:",
		free:  "Gratis. Sonde parna minta doi, kode OTP, atau kata sandi.",
	},
	"tet": {
		ask:   [2]string{"Duvida ho oferta serbisu?", "Perlu belun atu koalia?"},
		open:  "Loke ho HP, iha Telegram. La presiza temi naran.",
		scan:  "Hatudu HP nia kamera ba kotak ne'e, hafoin hanehan link ne'ebe mosu.",
		write: "Kamera labele lee? Hakerek enderesu ne'e iha HP:",
		same:  "Haree didi'ak naran ne'ebe mosu iha HP:",
		free:  "Gratis. Nunka husu osan, kode OTP, ka liafuan sandi.",
	},
}

// Languages lists the tags of the languages in which there is a poster, in order.
func Languages() []string { return slices.Sorted(maps.Keys(words)) }
