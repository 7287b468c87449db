package selfcheck

import (
	"slices"
	"strings"

	"siaga/flows"
)

// lateKind says how far it went already.
type lateKind string

const (
	notLate lateKind = ""
	paid    lateKind = "paid"   // money or papers are handed over
	held    lateKind = "urgent" // in a shelter, or leaving within hours
)

// Words by which people say that it is too late for a check: Indonesian as it is typed, Javanese, Sundanese, Kupang and Manado
// Malay. Then English and the other languages. Each list is one part of a sentence; the parts must stand near each other (see lateness).
const (
	meWords      = "saya aku sy gue gw gua ku kami kita kulo kula inyong abdi urang beta ana tiang ulun ambo awak i my we sengko kaule tang icang lon ulon ahu au hami iyya hau ami adik adek anak istri suami kakak ibu mama bapak sepupu keponakan"
	ownWordsOnly = "saya aku sy gue gw gua ku kulo kula inyong abdi urang beta ana tiang ulun ambo awak my our kaule sengko lon ahu hau icang adik adek anak istri suami"
	doneWords    = "sudah udah udh sdh dah telanjur terlanjur tlanjur kadung wis wes uwis sampun atos geus entos su so sdah lanjur already ampon mare wah uwah alah lah purani suba nunga ona"
	slipWords    = "telanjur terlanjur tlanjur kadung"
	payWords     = "bayar mbayar bayari membayar transfer tf trf setor nyetor dp kirim mayar bayaran menyetor paid transferred majar bayah bayia mawaja mayah bayeue bayeu manggarar mambayar selu"
	paperWords   = "paspor passport pasport ktp ijazah kk akta akte dokumen buku"
	handedWords  = "serahkan diserahkan serahin diserahin kasih dikasih diambil dipegang ditahan dititip titip kumpulkan dikumpulkan dikumpul kumpul disita dijaluk dicekel dicandak dibawa kasihkan took taken kept ekala epeggha tebait tegel dipacik diambiak riala juanga jemaka geucok geumat ditiop dipingkut foti"
	shelterWords = "penampungan tampungan shelter"
	leaveWords   = "pelabuhan dermaga bandara terminal kapal feri ferry pesawat speedboat tongkang perahu berangkat brangkat brkt budal mangkat"
	soonWords    = "malam sekarang skrg skrang tadi nanti besok bengi wengi peuting subuh jam"
)

// near is how many words may stand from the first to the last part.
const near = 7

// lateness tells whether words say that something was already paid, handed over, or is about to happen to the writer or to
// one of the family. It must not take a recruiter's advertisement for it: the writer has to speak of themselves.
func lateness(text string) lateKind {
	said := strings.Fields(flows.Plain(text))
	switch {
	case within(said, near, meWords, shelterWords), within(said, 4, soonWords, "di ning neng", shelterWords),
		within(said, near, meWords, leaveWords, soonWords, "takut wedi sieun dipaksa disuruh ditunggu dijemput nunggu menunggu"),
		within(said, near, soonWords, "disuruh dipaksa dikongkon", leaveWords),
		within(said, near, "malam sekarang skrg bengi wengi peuting subuh", meWords, "pelabuhan dermaga bandara kapal feri ferry speedboat tongkang perahu"):
		return held
	case within(said, 4, doneWords, payWords) && speaksOfSelf(said), within(said, 5, slipWords, payWords),
		within(said, near, paperWords, ownWordsOnly, handedWords), within(said, 6, paperWords, doneWords, handedWords):
		return paid
	}
	return notLate
}

// speaksOfSelf tells whether a message is about the writer's own money: a short one, or one with "saya sudah …".
func speaksOfSelf(said []string) bool {
	return len(said) <= 8 || within(said, 3, meWords, doneWords)
}

// within tells whether one word of every list stands within n words, in any order.
func within(said []string, n int, lists ...string) bool {
	sets := make([][]string, len(lists))
	for i, l := range lists {
		sets[i] = strings.Fields(l)
	}
	for i := range said {
		if holdsAll(said[i:min(len(said), i+n)], sets) {
			return true
		}
	}
	return false
}

func holdsAll(window []string, sets [][]string) bool {
	for _, set := range sets {
		if !slices.ContainsFunc(window, func(w string) bool { return slices.Contains(set, w) }) {
			return false
		}
	}
	return true
}

func lateChoice() flows.Accept { return flows.Choice("report", "now", "no") }

// choseNow tells whether help is wanted at once.
func choseNow(s *flows.Scene, in flows.Input) bool {
	ans, ok := lateChoice().Read(s, in)
	return ok && ans.Event == "now" && (in.State == "" || in.State == late)
}
