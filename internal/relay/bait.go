package relay

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// bait is one kind of thing that Telegram makes tappable (Bot API, MessageEntity) or that leads away from here, and how it is broken.
// It is looked for in the folded text, in which every character stands where it stood.
type bait struct {
	find   func(plain string) [][]int
	broken func(was, folded []rune) string // what stands in the place of what was found; nil: it cannot be tapped, but is refused
}

// endings are the ends of names on the internet that people meet; the rest are broken by sentences, see others.
const endings = `com|net|org|id|me|io|co|info|xyz|link|site|online|app|top|club|shop|my|ph|kh|cc|ly|gg|ru|cn|sg|th|la|vn|mm|hk|tw|jp|kr|` +
	`sa|ae|qa|tv|to|dog|ton|bot|dev|page|web|biz|live|vip|win|work|works|jobs|store|space|website|asia|one|pro|icu|cyou|sbs|click|fun|` +
	`edu|gov|int|mil|us|uk|eu|de|in|au|nz|tk|ml|ga|cf|gq|pw|ws|is|gl|be|fm|im|so|st|sh|ai|рф|中国|网络|公司|在线|한국|ไทย`

var baits = []bait{
	// Addresses: a scheme and what follows it.
	{pattern(`[a-z][a-z0-9+.-]*:/|\b(?:https?|tg|ton|tonsite|mailto|tel|sms|smsto|geo|whatsapp|viber|skype|callto|intent|market|javascript|data|file|blob|sgnl|line)\s?:\S`),
		apart(':', "[:]")},
	// Names on the internet, also with the dot written otherwise.
	{pattern(`[\pL\pN_-][\pL\pM\pN_-]*(?:\s?\.\s?[\pL\pM\pN_-]+)*\.(?:` + endings + `)(?:[^\pL\pN]|$)`), apart('.', "[.]")},
	{pattern(`\b(?:t|wa|telegram|tx|bit|s)\s?\.\s?(?:me|dog|ly|id)(?:[^\pL\pN]|$)`), apart('.', "[.]")},
	{pattern(`[\pL\pN]\s?(?:[\[({]\s?(?:\.|dot|titik)\s?[\])}]|\s(?:dot|titik)\s)\s?(?:` + endings + `)(?:[^\pL\pN]|$)`), nil},
	{pattern(`\bwww\s?\.`), apart('.', "[.]")},
	// Addresses of machines.
	{pattern(`\d{1,3}(?:\.\d{1,3}){3}|\blocalhost\b|\b0x[0-9a-f]{8}\b`), apart('.', "[.]")},
	// Accounts and mail, commands, and words with a mark before them.
	{pattern(`@`), apart('@', "(at)")},
	{pattern(`(?:^|[^\pL\pN/<>])/[\pL\pN_]`), apart('/', "/ ")},
	{pattern(`#[\pL\pN_]`), apart('#', "# ")},
}

// others are broken on the way to the officer, and are too common to refuse an officer's question for them.
var others = []bait{
	{numbers, grouped},
	{pattern(`\$[\pL]`), apart('$', "$ ")},
	// A dot between two words is a name on the internet to some phones; a blank after it makes it the end of a sentence.
	{pattern(`[\pL\pN_-]+(?:\.[\pL\pM\pN_-]+)*\.[\pL][\pL\pM\pN-]+`), apart('.', ". ")},
}

// number finds digits that may be a telephone, identity or account number: seven or more with nothing but separators between.
var number = regexp.MustCompile(`\+?\d(?:[ \n.()+/_·•-]*\d){6,}`)

// spelled finds a number written in words.
var spelled = regexp.MustCompile(`(?:\b(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|zero|one|two|three|four|five|six|seven|eight|nine)\b[ ,.-]*){7,}`)

// sum, date and point are long digits that are nobody's number: money, a day with its time, a place on the map.
var (
	sum   = regexp.MustCompile(`^\d{1,3}(?:[.]\d{3})+$`)
	date  = regexp.MustCompile(`^(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})$`)
	point = regexp.MustCompile(`-?\d{1,3}\.\d{2,},\s?-?\d{1,3}\.\d{2,}`)
)

// numbers finds the digits that may be somebody's number.
func numbers(plain string) (out [][]int) {
	points := point.FindAllStringIndex(plain, -1)
	for _, span := range number.FindAllStringIndex(plain, -1) {
		found := plain[span[0]:span[1]]
		onMap := slices.ContainsFunc(points, func(p []int) bool { return span[0] < p[1] && p[0] < span[1] })
		if !onMap && !sum.MatchString(found) && !date.MatchString(found) {
			out = append(out, span)
		}
	}
	return out
}

func pattern(expr string) func(string) [][]int {
	re := regexp.MustCompile(expr)
	return func(plain string) [][]int { return re.FindAllStringIndex(plain, -1) }
}

// apart breaks a mark wherever it stands in what was found.
func apart(mark rune, by string) func(was, folded []rune) string {
	return func(was, folded []rune) string {
		var out strings.Builder
		for i, r := range was {
			if folded[i] == mark {
				out.WriteString(by)
			} else {
				out.WriteRune(r)
			}
		}
		return out.String()
	}
}

// grouped writes digits by fours with a dot in the middle, which no phone dials and a person can still read and type.
func grouped(_, folded []rune) string {
	var out strings.Builder
	n := 0
	for _, r := range folded {
		if r < '0' || r > '9' {
			continue
		}
		if n > 0 && n%4 == 0 {
			out.WriteRune('·')
		}
		out.WriteRune(r)
		n++
	}
	return out.String()
}

// replace breaks everything that the rule finds.
func (b bait) replace(s string) string {
	if b.broken == nil {
		return s
	}
	plain := fold(s)
	was, folded := []rune(s), []rune(plain)
	var out strings.Builder
	done := 0
	for _, span := range b.find(plain) {
		from, to := utf8.RuneCountInString(plain[:span[0]]), utf8.RuneCountInString(plain[:span[1]])
		out.WriteString(string(was[done:from]))
		out.WriteString(b.broken(was[from:to], folded[from:to]))
		done = to
	}
	return out.String() + string(was[done:])
}

// fold gives the text for the search, a character for each character: small letters, Latin for look-alikes, plain digits and dots.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if d, ok := digit(r); ok {
			return d
		}
		if same, ok := alike[r]; ok {
			return same
		}
		return r
	}, s)
}

// digit reads the digits of all scripts. Unicode keeps each set of ten together, beginning with nought.
func digit(r rune) (rune, bool) {
	if r < 0x80 {
		return r, r >= '0' && r <= '9'
	}
	for _, set := range unicode.Nd.R16 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10, true
		}
	}
	for _, set := range unicode.Nd.R32 {
		if r >= rune(set.Lo) && r <= rune(set.Hi) {
			return '0' + (r-rune(set.Lo))%10, true
		}
	}
	return r, false
}

// alike maps letters and marks that look like others (Unicode TR 39, those that stand in names on the internet).
var alike = lookAlikes("аa еe оo рp сc хx уy іi їi јj ѕs ԁd һh ԛq ԝw кk мm тt нh вb гr пn ӏl ѵv ո" + "n սu օo " +
	"αa οo ρp ντ νv τt ιi κk μm εe ηn υu χx γy ϲc " + "ıi ɑa ɡg ɩi ɪi ʟl ɴn ᴏo ᴍm ᴛt ᴇe ꜱs łl đd øo àa áa âa ãa äa åa èe ée êe ëe ìi íi îi ïi " +
	"òo óo ôo õo öo ùu úu ûu üu ñn çc ýy ÿy ēe ėe ęe ḿm ẹe ọo ṁm ⅿm ⅽc ⅼl 。. ｡. ․. ‧. ∙. ۔. ⁄/ ∕/ ⧸/ ╱/ ：: ∶: ꞉: ﹕: " +
	"＠@ ﹫@ ‐- ‑- ‒- –- —- −- ﹘- 〇0 ")

func lookAlikes(pairs string) map[rune]rune {
	out := map[rune]rune{}
	for pair := range strings.FieldsSeq(pairs) {
		r := []rune(pair)
		if len(r) == 2 {
			out[r[0]] = r[1]
		}
	}
	return out
}
