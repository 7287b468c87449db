package taskforce

import (
	"slices"
	"strings"

	"siaga/internal/region"
)

// kind is a kind of unit that officers come from.
type kind string

// kindWords are the words people use for kinds of units and those who serve there, as normalise writes them after folding.
func kindWords() map[kind][]string {
	return map[kind][]string{
		"police": {"polisi", "pulisi", "polsek", "polres", "polresta", "polrestabes", "polda", "polri", "kapolsek", "kapolres", "kapolresta", "wakapolres",
			"wakapolresta", "kapolda", "wakapolda", "reskrim", "satreskrim", "kasatreskrim", "kasat", "bareskrim", "mabes", "polair", "brimob", "intel", "kanit",
			"aipda", "aiptu", "bripda", "briptu", "brigpol", "bripka", "brigadir", "ipda", "iptu", "akp", "kompol", "akbp", "kombes"},
		"immigration": {"imigrasi", "kanim", "migrasi"},
		"labour":      {"disnaker", "naker", "disnakertrans", "nakertrans", "tenagakerja"},
		"social":      {"dinsos", "dinassosial", "kemensos"},
		"women":       {"pppa", "p3a", "dp3a", "dp3ap2kb", "dinasperempuan", "uptdppa"},
		"migrants":    {"bp3mi", "bp2mi", "p4mi", "bnp2tki", "kp2mi"},
		"order":       {"satpol", "satpolp", "polpp", "polp"},
		"army":        {"kodim", "dandim", "koramil", "danramil", "babinsa", "tentara", "tni", "serka", "serda", "sertu", "serma", "kopda", "praka", "letda", "letu", "kapten", "mayor"},
		"politics":    {"kesbangpol", "kesbang"},
		"prosecution": {"jaksa", "kejari", "kajari", "kejati", "kajati", "kejaksaan"},
		"village":     {"kades", "kadus", "lurah", "camat", "kelurahan", "kecamatan"},
	}
}

// kindBook finds the kind of a word as it is written and as it sounds.
func kindBook() map[string]kind {
	book := map[string]kind{}
	for k, list := range kindWords() {
		for _, w := range list {
			book[sound(w)] = k
			book[w] = k
		}
	}
	return book
}

// kindsOf tells for each word the kinds of units it stands for, alone or with the word after it.
func kindsOf(book map[string]kind, words []string) [][]kind {
	out := make([][]kind, len(words))
	for i, w := range words {
		if k, ok := book[w]; ok {
			out[i] = append(out[i], k)
		}
		if i+1 < len(words) {
			if k, ok := book[sound(w+words[i+1])]; ok {
				out[i] = append(out[i], k)
			}
		}
	}
	return out
}

// unitKinds are the kinds of an officer's unit and rank.
func unitKinds(book map[string]kind, o *Officer) []kind {
	var list []kind
	for _, k := range kindsOf(book, strings.Fields(normalise(o.Unit+" "+o.Rank))) {
		list = append(list, k...)
	}
	return list
}

// placesOf are the names of places a unit may be called by: its own and the region's, and what people call that.
func placesOf(book map[string]kind, unit string, tf region.Code) [][]string {
	var places [][]string
	words := strings.Fields(normalise(unit))
	own := slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return len(kindsOf(book, []string{w})[0]) > 0 || slices.Contains([]string{"dinas", "kantor", "sosial", "tenaga", "kerja", "p", "pp", "unit", "ppa"}, w)
	})
	if len(own) > 0 {
		places = append(places, own)
	}
	if at, ok := region.Default().Lookup(tf); ok {
		places = append(places, strings.Fields(normalise(at.Short)))
		for _, alias := range calledBy(tf) {
			places = append(places, []string{alias})
		}
	}
	if tf == Pusat {
		places = append(places, []string{"mabes"}, []string{"polri"}, []string{"pusat"})
	}
	return places
}

// calledBy are names of regions that no rule of hasPlace makes of the official one.
func calledBy(tf region.Code) []string {
	return map[region.Code][]string{"32.12": {"dermaiu"}, "21.71": {"barelang"}, "53.02": {"soe", "su"}, "53.71": {"kupang"}}[tf]
}

// isHead tells whether a word means the head of a unit.
func isHead(w string) bool {
	return strings.HasPrefix(w, "kapol") || strings.HasPrefix(w, "wakapol") ||
		slices.Contains([]string{"dandim", "danramil", "kajari", "kajati", "kadis", "kakanim", "kepala", "kades", "lurah", "camat"}, w)
}

// address is the form of address a word is, all spellings of it the same; "" for other words.
func address(w string) string {
	for _, same := range [][]string{{"bang", "bg", "abang", "bng"}, {"pak", "bapak", "pa", "bpk", "pk"}, {"bu", "ibu", "buk", "ibuk"},
		{"kang", "akang", "mang", "kg"}, {"mas", "ms"}, {"om", "oom"}, {"kak", "kk", "kakak", "kaka", "ka", "k"}, {"mama", "mam", "mamah", "ma"},
		{"mik", "miq"}, {"daeng", "dg", "deng"}, {"mbak", "mba", "mbk"}} {
		if slices.Contains(same, w) {
			return same[0]
		}
	}
	return ""
}

// addressOf is the form of address a nickname begins with.
func addressOf(nick string) string {
	if words := strings.Fields(normalise(nick)); len(words) > 0 {
		return address(words[0])
	}
	return ""
}

// core is a nickname without its form of address.
func core(nick string) []string {
	return slices.DeleteFunc(strings.Fields(normalise(nick)), func(w string) bool { return address(w) != "" })
}

// distinct tells whether a part of a name says enough beside a rank or unit: not too short, and no everyday word, title of
// an invented seat ("Petugas piket 1") or place.
func distinct(part string) bool {
	return len(part) >= 3 && !slices.Contains([]string{"lalu", "petugas", "piket", "sekretaris", "ketua", "harian"}, part)
}
