package duty

import (
	"regexp"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/relay"
)

// How reporters call a name, a number or an address their own, in the languages in which they write. What is not called so stays: the number of
// a recruiter is what the officer looks for. A word that one language has for "my" and another for somebody else ("urang", "bule") is left out.

// owners are the words for "my" and "me" that stand alone, by language.
const owners = `(?:` +
	`saya|sy|aku|kami|kita|gue|gua|ku|pelapor|me|` + // Indonesian, English
	`kula|kulo|inyong|nyong|kawula|` + // Javanese
	`abdi|kuring|aing|` + // Sundanese
	`sengko['’ʼ]?|sengkok|engko['’ʼ]?|engkok|bula|bulâ|kaula|kauleh|guleh|abdina|` + // Madurese
	`tiang|` + // Sasak, Balinese
	`ambo|awak|den|aden|denai|` + // Minangkabau
	`iya['’ʼ]|idi['’ʼ]|` + // Buginese, beside its endings
	`tiange|titiang|titiange|icang|icange|cang|cange|` + // Balinese
	`l[oô]n|loen|ul[oô]n|l[oô]ntuan|ul[oô]ntuan|kee|kèe|` + // Acehnese
	`ahu|au|hu|nami|` + // Toba Batak
	`ulun|unda|` + // Banjarese
	`beta|be?|` + // Kupang Malay
	`ha['’ʼ]?u|ami` + // Tetun
	`)`

// things are numbers and papers by which somebody is found, with the endings that point at one.
const (
	thing  = `(?:no|nomor|nomer|nomur|numur|nomoro['’ʼ]?|numeru|number|hp|hape|handphone|telemovel|wa|whatsapp|telp|tlp|telpon|telepon|talepon|talipon|telefone|phone|kontak|kontaktu|nik|ktp|kk|paspor|paspór|passport|bilhete|identidade|kartu)`
	ending = `(?:[-‑]?(?:na|ra|ne|né|e|é|nyo|nya|nyane|ipun|jih))?`
	named  = thing + ending
	// ownEnd are the endings for "my" that are written on the word itself.
	ownEnd = `(?:[-‑]?(?:ku|kku|hu))`
)

// calls are the words for "call" and "write to", with the endings of person and polite forms that stand before "me".
const calls = `(?:(?:neu|nuu|ka|pa|mar|ma|di)?(?:hubungi|hubungin|hubunge|hubungan|hubungiang|telepon|telpon|talepon|talipon|telefon|telefona|telfon|kontak|kontaktu|wa|chat|sms|kabari|kabarin|wartosi|balas|bales|call|bolu))`

// selves are the endings for "me" that Buginese writes on the verb.
const selves = `(?:(?:hubungi|telpo|telepo|telpon|telepon|kontak|wa)(?:ka|kka|nga)['’ʼ]?)`

var (
	anyNumber = regexp.MustCompile(`\+?\d(?:[\s().\-/]{0,2}\d){7,}`)
	ownBefore = regexp.MustCompile(`(?i)(?:^|[^\pL])(?:` +
		named + `\.?(?:\s+` + named + `)*\s+(?:ni\s+|pung\s+)?` + owners + `|` +
		named + `\.?(?:\s+(?:ni\s+)?` + thing + `)*` + ownEnd + `|` +
		calls + `\s+(?:ke\s+|ka\s+|ba\s+|tu\s+|dateng\s+|maring\s+)?` + owners + `|` + selves + `|` +
		`my\s+(?:own\s+)?` + thing + `(?:\s+` + thing + `)*|` +
		`(?:beta|b|be)\s+(?:pung|pu|pun|punya)\s+` + thing + `(?:\s+` + thing + `)*|` + // Kupang Malay
		`(?:ha['’ʼ]?u|ami)(?:[-‑]|\s+)ni[ai]n?\s+` + thing + `(?:\s+` + thing + `)*` + // Tetun
		`)(?:$|[^\pL\d\n+,;.][^\d\n+,;.]{0,23}$)`)
	ownBehind = regexp.MustCompile(`(?i)^[\s,()-]{0,4}(?:(?:itu|ini|adalah|niki|nika|niku|iku|iki|eta|ieu|paneka|saq|iya|ko|nyoe|nyan|on|i|ngini|tu|ne['’ʼ]e)\s+)*(?:` +
		named + ownEnd + `|` + named + `(?:\s+` + named + `)*\s+(?:ni\s+)?` + owners + `|(?:beta|b|be)\s+(?:pung|pu|pun)\s+` + thing + `|(?:ha['’ʼ]?u|ami)(?:[-‑]|\s+)ni[ai]n?\s+` + thing + `)(?:$|[^\pL])`)
)

// names are the ways to begin with the own name, by language.
var names = strings.Join([]string{
	`nama\s+(?:lengkap\s+|asli\s+)?(?:saya|sy|aku|ku)`, `namaku`, `(?:saya|aku)\s+bernama`, `my\s+(?:full\s+)?name\s+is`, `my\s+name['’]s`,
	`(?:jenengku|jeneng(?:e|é)?\s+(?:kula|kulo|aku|inyong|nyong)|asma(?:ne|né|nipun)?\s+(?:kula|kulo)|nami(?:ne|né|nipun)?\s+(?:kula|kulo)|arane?\s+(?:inyong|nyong)|aranku)`, // Javanese
	`(?:ngaran|nami|wasta|jenengan)\s+(?:lengkep\s+)?(?:abdi|kuring|aing)`,                                                                                                    // Sundanese
	`(?:nyamana|nyama|asmana|asma)\s+(?:sengko['’ʼ]?|sengkok|engko['’ʼ]?|engkok|bula|bulâ|kaula|kauleh|guleh|abdina)`,                                                         // Madurese
	`(?:aran|pesengan|aranan)\s+(?:tiang|aku|ku)`,                                                 // Sasak
	`namo\s+(?:ambo|awak|den|aden|denai)`,                                                         // Minangkabau
	`(?:asekku|aseng[-‑]?ku|asenku|riaseng(?:nga|ka|ngak)['’ʼ]?|riasekka['’ʼ]?)(?:\s+iyanaritu)?`, // Buginese
	`(?:adan|wastan|parab|aran|wasta)\s+(?:tiange?|titiange?|icange?|cange?)`,                     // Balinese
	`nan\s+(?:l[oô]n|loen|ul[oô]n|l[oô]ntuan|ul[oô]ntuan|kee|kèe)(?:\s+(?:nakeuh|nyang))?`,        // Acehnese
	`(?:goarhu|goar\s+(?:ni\s+)?(?:hu|ahu|au)|margoar\s+(?:ahu|au))(?:\s+ima)?`,                   // Toba Batak
	`(?:ngaran|aran)\s+(?:ulun|unda|aku)|ngaranku`,                                                // Banjarese
	`(?:beta|b|be)\s+(?:pung|pu|pun|punya)\s+nama|nama\s+beta|beta\s+nama`,                        // Kupang Malay
	`(?:ha['’ʼ]?u(?:[-‑]|\s+)nia(?:n)?\s+naran|naran\s+ha['’ʼ]?u|ha['’ʼ]?u\s+naran)(?:\s+mak)?`,   // Tetun
}, "|")

var ownName = regexp.MustCompile(`(?i:(?:^|[^\pL])(?:` + names + `)(?:\s+(?:adalah|ialah|itu|inggih|nggih|inggih\s+punika|yaiku|nyaeta|nyaéta|panika|saq|adolah|iyolah|nakeuh|ima|adalah))?(?:\s*[:=]\s*|\s+))` +
	`(\p{Lu}[\p{L}'’ʼ.-]*(?:\s\p{Lu}[\p{L}'’ʼ.-]*){0,3}|[\p{L}'’ʼ-]{3,})`)

// goesOn are what may follow a name that begins with a small letter: an end, or words about the person. Anything else shows that it is no name
// ("my name was used for a loan").
var goesOn = regexp.MustCompile(`(?i)^(?:\s*(?:[,.;!?()\n]|$)|\s+(?:umur|usia|yuswa|dari|asal|tinggal|dan|from|and|age|i\s+live|saking|saka|ti|deri|dhari|leman|dari|pole|poleh|saking|uli|dari|nibak|bak|sian|husi|tinan|taon|taun|\d)(?:$|[^\pL]))`)

// addresses are the ways to begin with where one lives, by language.
var addresses = strings.Join([]string{
	`alamat(?:\s+(?:rumah|lengkap))?\s+(?:saya|sy|aku|ku|kami)`, `alamatku`, `rumah\s+(?:saya|kami|aku)`, `rumahku`, `(?:saya|aku|sy|kami)\s+tinggal`, `i\s+live`, `my\s+(?:home\s+)?address`, `we\s+live`,
	`(?:alamat(?:e|é|ipun)?|omah(?:e|é)?|griya(?:ne|né|nipun)?|dalem(?:e|é|ipun)?)\s+(?:kula|kulo|aku|inyong)|omahku|griyaku|(?:kula|kulo|aku|inyong)\s+(?:manggon|manggen|mapan)`,                          // Javanese
	`(?:alamat|imah|bumi|rorompok|alamatna)\s+(?:abdi|kuring)|(?:abdi|kuring)\s+(?:cicing|linggih|matuh|tinggal)`,                                                                                           // Sundanese
	`(?:alamatda|alamatta|alamat|romana|roma|bengkona|compo['’ʼ]na)\s+(?:sengko['’ʼ]?|sengkok|engko['’ʼ]?|bula|kaula)|(?:sengko['’ʼ]?|sengkok|engko['’ʼ]?|bula|kaula)\s+(?:neng-enneng|ngennengnge|enneng)`, // Madurese
	`(?:alamat|bale)\s+tiang|balengku|tiang\s+(?:tinggal|tetep|ngoneng)`,                                                                                                                                    // Sasak
	`(?:alamaik|alamat|rumah)\s+(?:ambo|awak|den|denai)|(?:ambo|awak|den|denai)\s+tingga`,                                                                                                                   // Minangkabau
	`(?:alamakku|alama['’ʼ]ku|bolaku|bola['’ʼ]ku)|(?:monroka['’ʼ]?|monrowa['’ʼ]?|onrokku)`,                                                                                                                  // Buginese
	`(?:alamat|umah|jeron|jumah)\s+(?:tiange?|titiange?|icange?|cange?)|(?:tiang|titiang|icang|cang)\s+(?:nongos|meneng|magenah|tinggal)`,                                                                   // Balinese
	`(?:alamat|rumoh)\s+(?:l[oô]n|ul[oô]n|loen)|(?:l[oô]n|ul[oô]n|loen)\s+(?:tinggai|duek|duk)`,                                                                                                             // Acehnese
	`(?:alamathu|jabunami|jabukku|jabuhu|alamat\s+(?:ni\s+)?(?:ahu|au|hu))|(?:ahu|au)\s+(?:maringanan|tinggal)|maringanan\s+(?:do\s+)?(?:ahu|au)`,                                                           // Toba Batak
	`(?:alamat|rumah)\s+(?:ulun|unda)|(?:ulun|unda)\s+(?:bagana|badiam|tinggal)`,                                                                                                                            // Banjarese
	`beta\s+(?:pung|pu)\s+(?:alamat|ruma|rumah)|beta\s+(?:tinggal|tenga)`,                                                                                                                                   // Kupang Malay
	`ha['’ʼ]?u(?:[-‑]|\s+)nia(?:n)?\s+(?:hela-?fatin|uma|enderesu)|ha['’ʼ]?u\s+(?:hela|horik)`,                                                                                                              // Tetun
}, "|")

// ownHouse finds the house behind such words: what names a street, a lane, a block or a number. The village and the town stay, because
// help is sent by them.
var ownHouse = regexp.MustCompile(`(?i)((?:^|[^\pL])(?:` + addresses + `)[^\n.;!?]{0,40}?)(\b(?:jl|jln|jalan|gg|gang|lorong|lrg|blok|komplek|kompleks|perum|perumahan|rt|rw|no|nomor|rua|street|st)\b\.?\s*[^\n;!?]{1,60}?)(,\s*(?:desa|kel|kelurahan|kec|kecamatan|kab|kabupaten|kota|kampung|dusun|suku|village|aldeia)\b|[,.]\s+\pL|[;!?\n]|\.?\s*$)`)

// veil stands where something was left out.
const veil = "▒▒▒"

// veiled leaves out what a reporter calls the own name, number or house, and every number where one was asked for; hid tells whether there was
// any.
func veiled(text string, asked bool) (shown string, hid bool) {
	clean := relay.Clean(text)
	if asked && relay.HasNumber(clean) {
		return relay.WithoutNumbers(clean), true
	}
	shown, numbers := veiledNumbers(clean)
	shown, called := veiledNames(shown)
	if !numbers && !called {
		return text, false
	}
	return strings.TrimSpace(shown), true
}

func veiledNumbers(clean string) (shown string, hid bool) {
	var b strings.Builder
	from := 0
	for _, at := range anyNumber.FindAllStringIndex(clean, -1) {
		if !ownBefore.MatchString(clean[:at[0]]) && !ownBehind.MatchString(clean[at[1]:]) {
			continue
		}
		b.WriteString(clean[from:at[0]] + veil)
		from, hid = at[1], true
	}
	return b.String() + clean[from:], hid
}

func veiledNames(clean string) (shown string, hid bool) {
	var b strings.Builder
	from := 0
	for _, m := range ownName.FindAllStringSubmatchIndex(clean, -1) {
		name := clean[m[2]:m[3]]
		first, _ := strings.CutPrefix(name, veil)
		if small := strings.ToLower(first[:1]) == first[:1]; small && !goesOn.MatchString(clean[m[3]:]) {
			continue
		}
		b.WriteString(clean[from:m[2]] + veil)
		from, hid = m[2]+len(strings.TrimRight(name, ".")), true
	}
	return b.String() + clean[from:], hid
}

// withoutHouse leaves out the house of a reporter who says where the own home is. It is for cases in which nobody has to be fetched now.
func withoutHouse(text string) (shown string, hid bool) {
	clean := relay.Clean(text)
	shown = ownHouse.ReplaceAllString(clean, "${1}"+veil+"${3}")
	if shown == clean {
		return text, false
	}
	return strings.TrimSpace(shown), true
}

// veiledIn leaves out of a case's words what is the reporter's own. The own house is left out only where the reporter is not the victim and nobody
// is in danger now: otherwise it may be where help must go.
func veiledIn(c casework.Case, text string, asked bool) (shown string, hid bool) {
	shown, hid = veiled(text, asked)
	if c.Report.Role == casework.ByVictim || c.Report.Role == "" || c.Priority != casework.Ordinary {
		return shown, hid
	}
	shown, house := withoutHouse(shown)
	return shown, hid || house
}

// shownWords are a reporter's words as the content of a case shows them.
func shownWords(c casework.Case, text string, asked bool) string {
	shown, _ := veiledIn(c, text, asked)
	return relay.Defang(shown)
}
