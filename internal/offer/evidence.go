package offer

import "strings"

// evidence is one thing in a message that may speak for what kind of message it is.
type evidence struct {
	kind     byte
	a, b     string
	strength int // in halves
}

// Kinds of evidence, as rules/model.txt names them.
const (
	ofConcept = 'c' // a concept of the lists, or a sign
	ofDenied  = 'n' // the same, denied
	ofPair    = 'q' // two concepts, one soon after the other
	ofMeaning = 'm' // what a word means in Indonesian
	ofFollow  = 'r' // two meanings, one soon after the other
	ofFirst   = 'f' // a meaning among the first words
	ofWord    = 'w'
	ofWords   = 'b' // two words in a row
	ofPiece   = 'g' // some letters of a word; ^ is its start, $ its end
	ofRule    = 'k' // points of kinds.txt
	ofShape   = 's' // what the message looks like
	ofDeeds   = 'x' // of two things that may be done in it, which are and which are not
	ofNothing = 'o' // what speaks when nothing else does
)

// Bounds of what is looked at.
const (
	shortestPiece = 3
	longestPiece  = 4
	firstWords4   = 5 // words at the beginning that tell what a message is for
	soonAfter     = 3 // meanings
	pairWords     = 6 // words from one concept to the next
	mostWords     = 400
	whole         = 2 // strength of a word or a meaning
	half          = 1 // strength of a piece: there are many of them
)

// evidence calls each with all that a message holds; the same thing may come twice.
func (a *Assessor) evidence(s *scan, points map[string]int, each func(evidence)) {
	each(evidence{kind: ofNothing, strength: whole})
	s.concepts(each)
	a.glosses(s, each)
	s.shapes(each)
	s.deeds(each)
	for kind, n := range points {
		if n >= 3 {
			each(evidence{kind: ofRule, a: kind, b: bucket(n), strength: whole})
		}
	}
	for i, t := range s.toks[:min(len(s.toks), mostWords)] {
		if t.number {
			continue
		}
		each(evidence{kind: ofWord, a: t.raw, strength: whole})
		if i > 0 && t.pos-s.toks[i-1].pos <= 1 && !s.toks[i-1].number {
			each(evidence{kind: ofWords, a: s.toks[i-1].raw, b: t.raw, strength: whole})
		}
		pieces(t.raw, each)
	}
}

// bucket tells how many points: a few, enough, many.
func bucket(n int) string {
	switch {
	case n < leastKind:
		return "few"
	case n < 2*leastKind:
		return "enough"
	}
	return "many"
}

func pieces(word string, each func(evidence)) {
	word = "^" + word + "$"
	for n := shortestPiece; n <= longestPiece; n++ {
		for i := 0; i+n <= len(word); i++ {
			each(evidence{kind: ofPiece, a: word[i : i+n], strength: half})
		}
	}
}

// concepts are those that were found, and which of them come soon after each other.
func (s *scan) concepts(each func(evidence)) {
	var said []hit2
	for c, hits := range s.hits {
		if c == s.no || c == s.fill {
			continue
		}
		plain, denied := false, false
		for _, h := range hits {
			plain, denied = plain || !h.denied, denied || h.denied
			if h.from >= 0 && !h.denied {
				said = append(said, hit2{c, h})
			}
		}
		if plain {
			each(evidence{kind: ofConcept, a: s.lex.names[c], strength: whole})
		}
		if denied {
			each(evidence{kind: ofDenied, a: s.lex.names[c], strength: whole})
		}
	}
	for _, x := range said {
		for _, y := range said {
			if x.concept != y.concept && y.at.from >= x.at.to && s.toks[y.at.from].pos-s.toks[x.at.to-1].pos <= pairWords {
				each(evidence{kind: ofPair, a: s.lex.names[x.concept], b: s.lex.names[y.concept], strength: whole})
			}
		}
	}
}

// deed is something a message may do, told by any of some concepts. Which two of them come together, and which not, says much of what it is for in every
// language: who sells a trip and speaks of no work, who warns and gives nowhere to apply.
type deed struct {
	done, left string // names when it is done and when not
	by         []string
}

var allDeeds = []deed{
	{"work", "no.work", []string{"work", "jobs", "payword", "boss", "domestic", "seek"}},
	{"pay", "no.pay", []string{"payword", "pay.amount", "bodypay", "dowry"}},
	{"apply", "no.apply", []string{"contact", "phone", "ask"}},
	{"you", "no.you", []string{"you", "promise", "person"}},
	{"offered", "no.offered", []string{"offered", "told", "doubt"}},
	{"asks", "no.asks", []string{"question.mark", "question", "ruleask", "justask", "howto"}},
	{"seeks", "no.seeks", []string{"seeker"}},
	{"warns", "no.warns", []string{"warn", "dont", "fraudwarn", "advise"}},
	{"tells", "no.tells", []string{"past", "nowdone", "story", "settled", "backhome"}},
	{"news", "no.news", []string{"newsword", "newsweak"}},
	{"trip", "no.trip", []string{"tripword", "umrah"}},
	{"lends", "no.lends", []string{"lend", "loan"}},
	{"sells", "no.sells", []string{"sell", "price.only"}},
	{"event", "no.event", []string{"event"}},
	{"suffers", "no.suffers", []string{"plead", "heldnow", "complain", "lost"}},
	{"goes", "no.goes", []string{"depart", "abroad"}},
	{"sign", "no.sign", []string{"decisive"}},
}

func (s *scan) deeds(each func(evidence)) {
	var said [64]string
	for i, d := range allDeeds {
		said[i] = d.left
		for _, c := range d.by {
			if s.has(c) {
				said[i] = d.done
				break
			}
		}
	}
	for i := range allDeeds {
		for k := range i {
			each(evidence{kind: ofDeeds, a: said[k], b: said[i], strength: half})
		}
	}
}

// hit2 is a hit with its concept.
type hit2 struct {
	concept int
	at      hit
}

// glosses are the meanings of words, which of them come soon after each other, and which begin the message.
func (a *Assessor) glosses(s *scan, each func(evidence)) {
	var before [soonAfter]string
	n := 0
	for i, t := range s.toks[:min(len(s.toks), mostWords)] {
		m := a.gloss.find(t.raw, t.word)
		if m == "" {
			if i < firstWords4 {
				each(evidence{kind: ofFirst, a: t.raw, strength: whole})
			}
			continue
		}
		each(evidence{kind: ofMeaning, a: m, strength: whole})
		if i < firstWords4 {
			each(evidence{kind: ofFirst, a: m, strength: whole})
		}
		for k := range min(n, soonAfter) {
			if b := before[(n-1-k)%soonAfter]; b != m {
				each(evidence{kind: ofFollow, a: b, b: m, strength: whole})
			}
		}
		before[n%soonAfter] = m
		n++
	}
}

// drawn are pictures that say what a message is for.
var drawn = map[rune]string{'😂': "laughs", '🤣': "laughs", '😹': "laughs", '😆': "laughs", '😅': "laughs", '😭': "weeps", '🥺': "weeps", '🙏': "prays", '🤲': "prays", '❤': "heart", '🎵': "song", '🎶': "song",
	'⚠': "beware", '🔥': "fire", '💯': "fire", '💰': "fire", '💵': "fire"}

// laughter are words like wkwk, hahaha, hehe and lol.
func laughter(w string) bool {
	if w == "lol" || w == "lmao" {
		return true
	}
	for _, two := range []string{"wk", "ha", "he", "hi", "xi"} {
		if len(w) >= 4 && strings.Trim(w, two) == "" {
			return true
		}
	}
	return false
}

// shapes are what the message looks like, whatever its words.
func (s *scan) shapes(each func(evidence)) {
	say := func(name string) { each(evidence{kind: ofShape, a: name, strength: whole}) }
	switch n := len(s.toks); {
	case n <= 6:
		say("tiny")
	case n <= 12:
		say("short")
	case n <= 25:
		say("middle")
	case n <= 50:
		say("long")
	default:
		say("longest")
	}
	t := strings.TrimSpace(s.text)
	if strings.Contains(t, "?") {
		say("asks")
		if strings.LastIndex(t, "?") > len(t)*3/4 {
			say("asks.last")
		}
	}
	lines, pictures, capitals, letters, numbers := 0, 0, 0, 0, 0
	for _, r := range t {
		if name := drawn[r]; name != "" {
			say(name)
		}
		switch {
		case r == '\n':
			lines++
		case 'A' <= r && r <= 'Z':
			capitals++
			letters++
		case 'a' <= r && r <= 'z':
			letters++
		case r >= 0x2190 && r != '\ufe0f':
			pictures++
		}
	}
	for _, t := range s.toks {
		if t.number {
			numbers++
		}
	}
	for _, t := range s.toks {
		if laughter(t.raw) {
			say("laughs")
			break
		}
	}
	if strings.Contains(t, "#") {
		say("hashtag")
	}
	if strings.Count(t, ": ") >= 2 {
		say("colons")
	}
	if lines >= 3 {
		say("lines")
	}
	if pictures >= 1 {
		say("picture")
	}
	if pictures >= 4 {
		say("pictures")
	}
	if letters >= 20 && capitals*2 > letters {
		say("capitals")
	}
	switch {
	case numbers == 0:
		say("no.number")
	case numbers >= 4:
		say("numbers")
	}
	if strings.Contains(t, "!") {
		say("cries.out")
	}
	if strings.ContainsAny(t, "\"“”") {
		say("quotes")
	}
	if i := strings.IndexAny(t, "–-:"); i > 3 && i < 40 && t[:i] == strings.ToUpper(t[:i]) {
		say("dateline")
	}
	if len(t) > 0 && strings.IndexByte(".!?", t[len(t)-1]) >= 0 && len(t) > 0 && t[0] >= 'A' && t[0] <= 'Z' {
		say("sentence")
	}
}
