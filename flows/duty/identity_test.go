package duty

import (
	"strings"
	"testing"
)

// TestVeiled leaves out what reporters call their own, and nothing an officer needs.
func TestVeiled(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words string
		asked bool
		gone  string // "": nothing is left out
	}{
		{"nomor saya 081234500001, tolong", false, "081234500001"},
		{"hubungi saya di 0812-3450-0001", false, "0812-3450-0001"},
		{"ini 081234500001 nomor saya", false, "081234500001"},
		{"WA saya +62 812 3450 0001 jangan telepon", false, "812 3450 0001"},
		{"NIK saya 3201010101900001", false, "3201010101900001"},
		{"my number is 081234500001", false, "081234500001"},
		{"boleh, 0812 0000 0000 habis magrib", true, "0812 0000 0000"},
		{"nama saya Siti Aminah, dari Soe", false, "Siti Aminah"},
		{"Nama saya: siti, umur 20", false, "siti"},
		{"namaku Budi", false, "Budi"},
		{"my name is Budi Santoso", false, "Budi Santoso"},
		{"nomor agennya 081234500001", false, ""},
		{"perekrut WA 0812 3450 0001, rekening BRI 1234567890", false, ""},
		{"nama saya dipakai untuk pinjaman", false, ""},
		{"gaji 3000000 sebulan, tanggal 12-11-2026", false, ""},
		{"boleh, habis magrib", true, ""},
		{"adik saya mau dibawa Pak Anton", false, ""},
		{"nama saya siti umur 20, adik hilang", false, "siti"},
		{"nama saya dan adik ada di kontrak", false, ""},
		{"my name was on the list", false, ""},
	} {
		shown, hid := veiled(c.words, c.asked)
		switch {
		case hid != (c.gone != ""):
			t.Errorf("%q: left something out is %v; shown %q", c.words, hid, shown)
		case c.gone == "" && shown != c.words, c.gone != "" && strings.Contains(shown, c.gone):
			t.Errorf("%q: shown as %q", c.words, shown)
		}
	}
}

// TestVeiledInEveryLanguage: in each of the twelve, the own name, number and paper are left out, and so is whom to call; the number of a recruiter
// and what only sounds alike stays.
func TestVeiledInEveryLanguage(t *testing.T) {
	t.Parallel()
	const number = "0812-3450-0001"
	for tag, c := range map[string]struct{ gone, kept []string }{
		"jv": {[]string{"jenengku Siti Aminah, saka Soe", "jeneng kula Siti", "asma kula: Siti Aminah", "nomer kula " + number, "HP-ku " + number, "KTP kula 3201010101900001", "telpon kula teng " + number, number + " niku nomer kula", "nomerku " + number},
			[]string{"nomere calone " + number, "jenengku dienggo utang", "jenenge calo Siti"}},
		"su": {[]string{"ngaran abdi Siti Aminah", "nami abdi Siti, ti Garut", "wasta abdi Siti", "nomer abdi " + number, "WA abdi " + number, "KTP abdi 3201010101900001", "hubungi abdi di " + number, number + " eta nomer abdi"},
			[]string{"nomer calona " + number, "ngaran abdi dipake nginjeum", "ngaran urang eta Siti"}},
		"mad": {[]string{"nyamana sengko' Siti Aminah", "asmana kaula Siti", "nomorra kaula " + number, "HP sengko' " + number, "KTP kaula 3201010101900001", "telpon kaula e " + number, number + " paneka nomorra kaula"},
			[]string{"nomorra calo " + number, "nyamana calo Siti", "nyamana kaula eangguy otang"}},
		"sas": {[]string{"aran tiang Siti Aminah", "aranku Siti", "pesengan tiang Siti", "nomor tiang " + number, "HP tiang " + number, "KTP tiang 3201010101900001", "telpon tiang leq " + number, number + " niki nomor tiang"},
			[]string{"nomor tekong nike " + number, "aran tiang tepinjem isiq dengan", "aran PT Siti"}},
		"min": {[]string{"namo ambo Siti Aminah", "namo awak Siti", "nomor ambo " + number, "HP denai " + number, "KTP ambo 3201010101900001", "talepon ambo di " + number, number + " ko nomor ambo"},
			[]string{"nomor urang tu " + number, "nomor calo " + number, "namo ambo dipakai urang"}},
		"bug": {[]string{"asekku Siti Aminah", "aseng-ku Siti", "riasengnga' Siti", "nomoro'ku " + number, "HP-ku " + number, "KTP-ku 3201010101900001", "telponga' ri " + number, number + " iya nomoro'ku"},
			[]string{"nomoro'na calo " + number, "asenna PT Siti", "asekku ripake minreng"}},
		"ban": {[]string{"adan tiange Siti Aminah", "wastan tiang Siti", "nomor tiange " + number, "HP tiang " + number, "KTP tiange 3201010101900001", "hubungin tiang ring " + number, number + " niki nomor tiange"},
			[]string{"nomor calone " + number, "adan tiange anggona nyilih", "adan calone Siti"}},
		"ace": {[]string{"nan lon Siti Aminah", "nan ulon Siti", "nomor lon " + number, "HP lôn " + number, "KTP lon 3201010101900001", "neuhubungi lon bak " + number, number + " nyoe nomor lon"},
			[]string{"nomor calo nyan " + number, "nan lon jingui keu utang", "nan PT Siti"}},
		"bbc": {[]string{"goarhu Siti Aminah", "goar ni ahu Siti", "nomorhu " + number, "nomor ni HP-hu " + number, "KTP-hu 3201010101900001", "telepon ahu tu " + number, number + " on nomorhu"},
			[]string{"nomor ni calo i " + number, "goarhu dipangke mangutang", "goar ni PT i Siti"}},
		"bjn": {[]string{"ngaran ulun Siti Aminah", "ngaranku Siti", "numur ulun " + number, "HP unda " + number, "KTP ulun 3201010101900001", "hubungi ulun di " + number, number + " ngini numur ulun"},
			[]string{"numur calonya " + number, "ngaran ulun dipakai bahutang", "ngaran PT Siti"}},
		"mkn": {[]string{"beta pung nama Siti Aminah", "nama beta Siti", "beta pung nomor " + number, "be pung HP " + number, "beta pung KTP 3201010101900001", "telpon beta di " + number, number + " tu beta pung nomor"},
			[]string{"dia pung nomor " + number, "calo pung nomor " + number, "beta pung nama dong pake"}},
		"tet": {[]string{"hau nia naran Siti Aminah", "ha'u-nia naran Siti", "naran hau Siti", "hau nia numeru " + number, "ha'u nia telemovel " + number, "hau nia bilhete identidade 3201010101900001", "telefona hau ba " + number, number + " ne'e hau nia numeru"},
			[]string{"nia numeru " + number, "patraun nia numeru " + number, "hau nia naran sira uza"}},
	} {
		for _, words := range c.gone {
			if shown, hid := veiled(words, false); !hid || strings.Contains(shown, "Siti") || strings.Contains(shown, "3450") || strings.Contains(shown, "0190") {
				t.Errorf("%s: %q is shown as %q", tag, words, shown)
			}
		}
		for _, words := range c.kept {
			if shown, hid := veiled(words, false); hid {
				t.Errorf("%s: %q is shown as %q, and an officer needs it", tag, words, shown)
			}
		}
	}
}

// TestTheOwnHouse: the street and number of somebody who says where the own home is are left out, the village and the town stay, and so does
// the house in which others are held.
func TestTheOwnHouse(t *testing.T) {
	t.Parallel()
	for _, words := range []string{
		"alamat saya Jl. Melati 5 RT 02, desa Oekefan", "saya tinggal di Gang Mawar no. 5", "I live at 12 Jalan Melati, Kupang", "kula manggon teng Jl. Melati 5, desa Oekefan", "abdi cicing di Gang Melati 5",
		"sengko' neng-enneng e Jl. Melati 5", "tiang tinggal leq Jl. Melati 5", "ambo tingga di Jl. Melati 5", "bolaku ri Jl. Melati 5", "tiang nongos di Gang Melati 5",
		"lon tinggai di Jl. Melati 5", "ahu maringanan di Jl. Melati 5", "ulun bagana di Jl. Melati 5", "beta tinggal di Jl. Melati 5", "hau hela iha Rua Melati 5",
	} {
		shown, hid := withoutHouse(words)
		if !hid || strings.Contains(shown, "Melati") || strings.Contains(shown, "Mawar") || strings.Contains(words, "Oekefan") && !strings.Contains(shown, "Oekefan") {
			t.Errorf("%q is shown as %q", words, shown)
		}
	}
	for _, words := range []string{"mereka dikurung di Jl. Melati 5", "saya tinggal di Soe", "penampungannya di Gang Mawar no. 5 dekat rumah saya", "rumah saya jauh"} {
		if shown, hid := withoutHouse(words); hid {
			t.Errorf("%q is shown as %q", words, shown)
		}
	}
}
