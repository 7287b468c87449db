package taskforce

import (
	"siaga/internal/casework"
	"siaga/internal/region"
)

// Rule is one row of the routing table. The sentences are for people: When for a lawyer, Says for reporter and officer.
type Rule struct {
	Name     string
	When     string
	Match    func(Facts) bool
	Lead     func(Facts) region.Code // who leads; nil in rows that only add
	Support  []Help
	Involve  []string // codes of bodies to bring in, see Agencies
	NextDoor string   // code of the body that helps when it is no trafficking
	Says     string   // one sentence in Indonesian; {place}, {force} and {mission} are filled in
	Source   string
}

// Help is a task force that supports, and what it may see: names of places, "form", "danger", "child", "victims".
type Help struct {
	Who Who
	See []string
}

// Who names a supporting task force by its part in the case.
type Who string

// Beside the six places (Who(casework.Home) …), the province of the lead, pusat, and the regions of further victims.
const (
	OfProvince Who = "province"
	OfPusat    Who = "pusat"
	OfMore     Who = "more"
)

// Rules is the routing table. Reading down the rows that have a Lead, the first that matches decides who leads; every
// other row that matches adds what it says.
func Rules() []Rule {
	return append(leadRules(), append(placeRules(), append(victimRules(), specialRules()...)...)...)
}

// leadRules follow the body: where the person is now comes before where it happened, before where it began, before home.
func leadRules() []Rule {
	const locus = "UU 21/2007 art. 1-2 (recruiting, moving and harbouring are each an act), domain notes §2.2"
	return []Rule{
		{Name: "abroad", When: "The victim is abroad, or was taken abroad and is not known to be back.",
			Match: Facts.isAbroad, Lead: lead(Pusat), Involve: []string{"kemlu_pwni", "kp2mi"},
			Says:   "Korban ada di luar negeri ({place}), jadi {force} yang memimpin bersama {mission}.",
			Source: "UU 21/2007 art. 54; domain notes §2.2 rule 1, §3.3"},
		{Name: "at_sea", When: "The victim is on a ship in waters of a known province.",
			Match: func(f Facts) bool { return f.at(casework.VictimNow).AtSea && f.at(casework.VictimNow).here() },
			Lead:  func(f Facts) region.Code { return f.at(casework.VictimNow).Code.Province() }, Involve: []string{"polair", "kkp", "kemenhub"},
			Says:   "Korban ada di kapal di laut {place}, jadi {force} yang memimpin: laut diurus provinsi.",
			Source: "UU 23/2014 art. 27 (sea within 12 miles is the province's); domain notes §2.1 fishing_crew"},
		{Name: "far_at_sea", When: "The victim is on a ship and nobody knows off which province.",
			Match: func(f Facts) bool { return f.at(casework.VictimNow).AtSea }, Lead: lead(Pusat),
			Involve: []string{"polair", "kkp", "kemenhub", "kp2mi"},
			Says:    "Korban ada di kapal di laut, jadi {force} yang memimpin dan mencari kapalnya.", Source: "domain notes §2.1 fishing_crew"},
		{Name: "rescue", When: "The place where the victim is now is known.",
			Match: known1(casework.VictimNow), Lead: forceOf(casework.VictimNow),
			Says: "Korban sekarang ada di {place}, jadi {force} paling cepat menolong.", Source: "domain notes §2.2 rule 1; design §4"},
		{Name: "leaving", When: "Somebody is about to be taken away and the place they leave from is known.",
			Match: func(f Facts) bool { return f.leaving() && f.at(casework.Transit).here() }, Lead: forceOf(casework.Transit),
			Says:   "Korban akan diberangkatkan lewat {place}, jadi {force} yang masih bisa mencegahnya.",
			Source: "domain notes §2.2 rule 3; UU 21/2007 art. 57 (prevention)"},
		{Name: "came_home", When: "The victim came back and the home is known.",
			Match: func(f Facts) bool { return f.Returnee == casework.Yes && f.at(casework.Home).here() }, Lead: forceOf(casework.Home),
			Says:   "Korban sudah pulang dan rumahnya di {place}, jadi {force} yang mendampingi pemulihannya.",
			Source: "Permensos 8/2023 art. 22-27; UU 21/2007 art. 51-53"},
		{Name: "incident", When: "It is not known where the victim is, but where it happened.",
			Match: known1(casework.Incident), Lead: forceOf(casework.Incident),
			Says: "Kejadiannya di {place}, jadi {force} yang memeriksa lebih dulu.", Source: locus},
		{Name: "recruitment", When: "Only the place where people were recruited or kept together is known.",
			Match: known1(casework.Recruitment), Lead: forceOf(casework.Recruitment),
			Says: "Orangnya direkrut di {place}, jadi {force} yang memeriksa perekrutnya.", Source: locus},
		{Name: "home", When: "Only the victim's home is known.",
			Match: known1(casework.Home), Lead: forceOf(casework.Home),
			Says: "Yang diketahui baru asal korban, {place}, jadi {force} yang mencari bersama keluarga.", Source: "design §4; domain notes §2.2 rule 4"},
		{Name: "transit", When: "Only a place on the way is known.",
			Match: known1(casework.Transit), Lead: forceOf(casework.Transit),
			Says: "Yang diketahui baru tempat singgah, {place}, jadi {force} yang memeriksa.", Source: locus},
		{Name: "destination", When: "Only the place in Indonesia where people are taken to is known.",
			Match: known1(casework.Destination), Lead: forceOf(casework.Destination),
			Says: "Yang diketahui baru tempat tujuan, {place}, jadi {force} yang memeriksa.", Source: locus},
		{Name: "nowhere", When: "No place is known.",
			Match: func(Facts) bool { return true }, Lead: lead(Pusat),
			Says: "Tempatnya belum diketahui, jadi {force} menerima dulu dan bertanya.", Source: "domain notes §2.2 rule 7 (never end in silence)"},
	}
}

// placeRules bring in the other places with the fields each needs and no more.
func placeRules() []Rule {
	row := func(role casework.PlaceRole, when, says, source string, see ...string) Rule {
		return Rule{Name: "support_" + string(role), When: when, Says: says, Source: source,
			Match: func(f Facts) bool { return f.at(role).here() }, Support: []Help{{Who(role), see}}}
	}
	return []Rule{
		row(casework.Home, "The victim's home is known and lies elsewhere.", "{force} membantu keluarga dan menyiapkan kepulangan.",
			"Permensos 8/2023 art. 22-27; domain notes §2.2 rule 4", "home", "form", "child"),
		row(casework.Incident, "It happened elsewhere than where the victim is.", "{force} menyelidiki tempat kejadian.",
			"KUHAP rules of place; domain notes §2.2 rule 2", "incident", "form"),
		row(casework.Recruitment, "The place of recruiting lies elsewhere.", "{force} memeriksa perekrut di wilayahnya.",
			"domain notes §2.2 rule 3", "recruitment", "form"),
		row(casework.Transit, "The victim passed or will pass elsewhere.", "{force} menjaga tempat singgah.",
			"domain notes §2.2 rule 3", "transit", "form"),
		row(casework.Destination, "People are taken to another place in Indonesia.", "{force} memeriksa tempat tujuan.",
			"domain notes §2.2", "destination", "form"),
		{Name: "transit_point", When: "The victim is at, or on the way to, a port, airport or border post known for departures.",
			Match: func(f Facts) bool {
				_, now := transitAt(f.at(casework.VictimNow).Code)
				_, way := transitAt(f.at(casework.Transit).Code)
				return now || way
			}, Involve: []string{"bp3mi", "imigrasi"},
			Says: "{place} adalah tempat keberangkatan, jadi petugas BP3MI dan Imigrasi di sana ikut diberi tahu.", Source: "domain notes §2.1 pmi_candidate, §7.2"},
		{Name: "several_regencies", When: "Victims are in several kabupaten or kota of one province.",
			Match:   func(f Facts) bool { return f.scattered() && f.provinces() == 1 },
			Support: []Help{{OfMore, []string{"victim_now", "form", "danger"}}, {OfProvince, []string{"places", "form", "victims"}}},
			Says:    "Korban ada di beberapa daerah, jadi provinsi ikut mengatur.", Source: "domain notes §2.2 rule 6"},
		{Name: "several_provinces", When: "Victims are in several provinces.",
			Match:   func(f Facts) bool { return f.provinces() > 1 },
			Support: []Help{{OfMore, []string{"victim_now", "form", "danger"}}, {OfPusat, []string{"places", "form", "victims"}}},
			Says:    "Korban ada di beberapa provinsi, jadi pusat ikut mengatur.", Source: "domain notes §2.2 rule 6"},
		{Name: "surge", When: "Many reports of the same place came within days.",
			Match:   func(f Facts) bool { return f.Incident != "" },
			Support: []Help{{OfProvince, []string{"places", "form", "victims"}}, {OfPusat, []string{"places", "form", "victims"}}},
			Says:    "Ada banyak laporan dari tempat yang sama, jadi semuanya ditangani sebagai satu kejadian.", Source: "domain notes §3.4 (surge)"},
	}
}

// victimRules bring in who helps this victim.
func victimRules() []Rule {
	yes := func(get func(Facts) casework.YesNo) func(Facts) bool {
		return func(f Facts) bool { return get(f) == casework.Yes }
	}
	return []Rule{
		{Name: "child", When: "A child is concerned, or may be.", Match: Facts.child, Involve: []string{"child_desk", "uptd_ppa"},
			Says: "Ada anak, jadi petugas pelindungan anak selalu ikut.", Source: "UU 35/2014 art. 59; UU 21/2007 art. 1(5); design §4"},
		{Name: "woman", When: "Women or girls are concerned.", Match: yes(func(f Facts) casework.YesNo { return f.Women }),
			Involve: []string{"uptd_ppa"}, Says: "Ada korban perempuan, jadi UPTD PPA ikut membantu.", Source: "Permen PPPA 4/2018; domain notes §2.1"},
		{Name: "man", When: "Men or boys are concerned, whom the service for women and children does not take.",
			Match: yes(func(f Facts) casework.YesNo { return f.Men }), Involve: []string{"dinas_sosial", "bp3mi"},
			Says: "Ada korban laki-laki, jadi Dinas Sosial dan BP3MI ikut membantu.", Source: "domain notes §2.1 man_victim"},
		{Name: "anybody", When: "It is not known whether women, men or children are concerned.",
			Match:   func(f Facts) bool { return f.Women != casework.Yes && f.Men != casework.Yes && !f.child() },
			Involve: []string{"uptd_ppa", "dinas_sosial"},
			Says:    "Belum diketahui siapa korbannya, jadi UPTD PPA dan Dinas Sosial sama-sama disiapkan.", Source: "domain notes §1.4 (men fall through), §2.1"},
		{Name: "candidate", When: "Somebody is being sent to work abroad.",
			Match: func(f Facts) bool { return f.Form == casework.FormDeparture }, Involve: []string{"bp3mi", "disnaker"},
			Says: "Ini tentang keberangkatan kerja, jadi BP3MI dan Dinas Tenaga Kerja ikut memeriksa.", Source: "UU 18/2017; domain notes §2.1 pmi_candidate"},
		{Name: "returnee", When: "The victim came back from abroad.", Match: yes(func(f Facts) casework.YesNo { return f.Returnee }),
			Involve: []string{"bp3mi", "dinas_sosial", "lpsk"}, Says: "Korban sudah kembali ke Indonesia, jadi BP3MI dan Dinas Sosial ikut mendampingi.",
			Source: "Permensos 8/2023; domain notes §2.1 returnee"},
		{Name: "foreigner", When: "The victim is a foreign citizen in Indonesia.", Match: yes(func(f Facts) casework.YesNo { return f.Foreign }),
			Involve: []string{"imigrasi", "iom"}, Says: "Korban warga negara asing, jadi Imigrasi dan IOM ikut; kedutaannya hanya bila korban mau.",
			Source: "domain notes §2.1 foreign_victim_in_id"},
		{Name: "crew", When: "Fishing crew are concerned.", Match: func(f Facts) bool { return f.Form == casework.FormSea },
			Involve: []string{"kp2mi", "kkp", "kemenhub"}, Says: "Ini tentang awak kapal, jadi KP2MI, KKP dan Kemenhub ikut membantu.",
			Source: "domain notes §2.1 fishing_crew"},
		{Name: "scam", When: "People are made to work in online fraud or gambling.", Match: func(f Facts) bool { return f.Form == casework.FormScam },
			Involve: []string{"komdigi"}, Says: "Korban yang dipaksa menipu tidak dihukum; Komdigi ikut menutup iklannya.",
			Source: "UU 21/2007 art. 18; domain notes §2.1 online_ad"},
	}
}

// specialRules are danger, officials, and what is no trafficking but needs help.
func specialRules() []Rule {
	kind := func(k Kind) func(Facts) bool { return func(f Facts) bool { return f.Kind == k } }
	return []Rule{
		{Name: "danger_here", When: "Somebody is in danger now, in Indonesia.",
			Match: func(f Facts) bool {
				return f.Priority == casework.Imminent && !f.isAbroad() && f.Official != casework.Yes
			},
			Involve: []string{"polri110", "lpsk"},
			Says:    "Ada bahaya sekarang, jadi polisi juga harus ditelepon langsung.", Source: "UU 21/2007 art. 47; domain notes §2.1 emergency_now"},
		{Name: "danger_official", When: "Somebody is in danger now, in Indonesia, and an official is said to be involved.",
			Match: func(f Facts) bool {
				return f.Priority == casework.Imminent && !f.isAbroad() && f.Official == casework.Yes
			},
			Involve: []string{"polri110", "lpsk"},
			Says:    "Ada bahaya sekarang, jadi telepon polisi juga, tetapi bukan kantor yang disebut.", Source: "UU 21/2007 art. 47; domain notes §2.1 official_involved"},
		{Name: "danger_abroad", When: "Somebody is in danger now, abroad.",
			Match: func(f Facts) bool { return f.Priority == casework.Imminent && f.isAbroad() }, Involve: []string{"local_police", "mission_hotline"},
			Says: "Ada bahaya sekarang, jadi hubungi juga nomor darurat negara itu dan perwakilan Indonesia.", Source: "UU 21/2007 art. 54; domain notes §2.1 emergency_abroad"},
		{Name: "official", When: "The reporter says that an official, an officer or a relative of one is involved.",
			Match: func(f Facts) bool { return f.Official == casework.Yes }, Involve: []string{"lpsk", "ombudsman", "propam"},
			Says: "Ada petugas yang disebut terlibat, jadi kantornya tidak akan melihat laporan ini.", Source: "domain notes §2.1 official_involved, §1.4; UU 21/2007 art. 8, 33"},
		{Name: "labour_dispute", When: "A quarrel about wages or work in Indonesia, without signs of trafficking.",
			Match: func(f Facts) bool { return f.Kind == LabourDispute && !f.isAbroad() }, NextDoor: "disnaker",
			Says: "Ini tampaknya masalah upah atau kerja, jadi Dinas Tenaga Kerja bisa membantu.", Source: "domain notes §2.1"},
		{Name: "labour_dispute_abroad", When: "The same, abroad.",
			Match: func(f Facts) bool { return f.Kind == LabourDispute && f.isAbroad() }, NextDoor: "labour_attache",
			Says: "Ini tampaknya masalah upah atau kerja, jadi atase ketenagakerjaan atau KP2MI bisa membantu.", Source: "domain notes §2.1 pmi_abroad"},
		{Name: "missing_person", When: "Somebody cannot be reached any more.", Match: kind(MissingPerson), NextDoor: "polres",
			Says: "Ada orang yang hilang kontak, jadi polisi juga menerima laporan orang hilang.", Source: "domain notes §2.1"},
		{Name: "domestic_violence", When: "Violence in the family, without signs of trafficking.", Match: kind(DomesticViolence), NextDoor: "sapa129",
			Says: "Ini tampaknya kekerasan di rumah, jadi SAPA 129 dan UPTD PPA bisa membantu.", Source: "Permen PPPA 4/2018; domain notes §2.1"},
	}
}

func lead(c region.Code) func(Facts) region.Code { return func(Facts) region.Code { return c } }

func forceOf(r casework.PlaceRole) func(Facts) region.Code {
	return func(f Facts) region.Code { return f.at(r).force() }
}

func known1(r casework.PlaceRole) func(Facts) bool {
	return func(f Facts) bool { return f.at(r).here() }
}

// Agencies are the codes of bodies in Involve and NextDoor with their names. Their numbers are in the directory.
func Agencies() map[string]string {
	return map[string]string{
		"polri110": "Polisi (110)", "polres": "Polres atau polsek terdekat", "local_police": "polisi negara setempat", "mission_hotline": "hotline perwakilan RI",
		"kemlu_pwni": "Direktorat Pelindungan WNI Kemlu", "kp2mi": "KP2MI", "bp3mi": "BP3MI atau P4MI", "imigrasi": "Kantor Imigrasi",
		"polair": "Polairud", "kkp": "Kementerian Kelautan dan Perikanan", "kemenhub": "Kementerian Perhubungan", "child_desk": "petugas pelindungan anak",
		"uptd_ppa": "UPTD PPA", "dinas_sosial": "Dinas Sosial", "disnaker": "Dinas Tenaga Kerja", "lpsk": "LPSK", "iom": "IOM Indonesia",
		"komdigi": "Komdigi", "ombudsman": "Ombudsman RI", "propam": "Propam Polri", "labour_attache": "atase ketenagakerjaan", "sapa129": "SAPA 129",
	}
}
