package taskforce

import (
	"slices"
	"strings"

	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Match is a seat whose officer or unit is named in the words of a report.
type Match struct {
	Seat      casework.SeatID
	TaskForce region.Code
	How       string // "phone", "username", "name", "nickname", "context" (a part with rank or unit), "unit", "colleague"
	Sure      bool   // phone, username, whole name or named unit; the rest may be a namesake
	Head      bool   // the head of the unit is meant, or the seat leads the task force: all of it is concerned
}

// Conflicts finds officers and units of the register in what people wrote: names and nicknames as they are spelt by ear,
// rank or unit with part of a name, units with their place, usernames and phone numbers. It would rather find one too many:
// a false match costs the time of a detour, a missed one tells the person the report is about. Matches are sorted by seat.
func Conflicts(texts []string, reg *Register) []Match {
	found := map[casework.SeatID]Match{}
	for _, text := range texts {
		t := readText(reg.book, text)
		for _, w := range reg.watch {
			s := w.seat
			m, ok := t.names(w)
			if ok && !found[s.ID].Sure {
				m.Seat, m.TaskForce = s.ID, s.TaskForce
				m.Head = m.Head || found[s.ID].Head || s.Role == Chair || s.Role == DailyChair
				found[s.ID] = m
			}
		}
	}
	for _, w := range reg.watch {
		s := w.seat
		if _, ok := found[s.ID]; !ok && sharesUnit(w, found, reg) {
			found[s.ID] = Match{Seat: s.ID, TaskForce: s.TaskForce, How: "colleague"}
		}
	}
	list := make([]Match, 0, len(found))
	for _, m := range found {
		list = append(list, m)
	}
	slices.SortFunc(list, func(a, b Match) int { return strings.Compare(string(a.Seat), string(b.Seat)) })
	return list
}

// Names tells whether the words of a case name the officer of one seat.
func Names(f Facts, seat casework.SeatID, reg *Register) bool {
	for _, w := range reg.watch {
		if w.seat.ID != seat {
			continue
		}
		for _, text := range reveal(append([]private.Text{f.Who}, f.Said...)) {
			if _, ok := readText(reg.book, text).names(w); ok {
				return true
			}
		}
	}
	return false
}

// watched is what is looked for of one officer, made ready once for a register.
type watched struct {
	seat       Seat
	name, core []string // words of the name, of the nickname without its form of address
	parts      []string // of these the words that tell one officer from others
	address    string   // the nickname's form of address, "" for none
	phone      string   // in the national form
	unit, rank string
	kinds      []kind
	places     [][]string
}

// watchFor makes the officers of a register ready for matching.
func watchFor(book map[string]kind, seats []Seat) []watched {
	var list []watched
	for _, s := range seats {
		if o := s.Officer; o != nil {
			list = append(list, watched{seat: s, name: strings.Fields(normalise(o.Name)), core: core(o.Nickname), address: addressOf(o.Nickname),
				phone: phoneDigits(o.Phone), unit: normalise(o.Unit), rank: normalise(o.Rank), kinds: unitKinds(book, o),
				places: placesOf(book, o.Unit, s.TaskForce)})
			last := &list[len(list)-1]
			last.parts = last.telling()
		}
	}
	return list
}

// sharesUnit tells whether somebody of the same task force and unit was matched.
func sharesUnit(w watched, found map[casework.SeatID]Match, reg *Register) bool {
	return w.unit != "" && len(found) > 0 && slices.ContainsFunc(reg.watch, func(o watched) bool {
		m, ok := found[o.seat.ID]
		return ok && m.How != "colleague" && o.seat.TaskForce == w.seat.TaskForce && o.unit == w.unit
	})
}

// said is a text made ready for matching.
type said struct {
	words  []string // folded
	raw    []string // lower case, as typed, without signs at the ends
	phones []string // runs of digits in the national form
	kinds  [][]kind // kinds of units each word stands for
}

func readText(book map[string]kind, text string) said {
	t := said{words: strings.Fields(normalise(text)), phones: phonesIn(text)}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		t.raw = append(t.raw, strings.Trim(w, "@.,;:!?()\"'"))
	}
	t.kinds = kindsOf(book, t.words)
	return t
}

// window is how many words may stand between a name and the rank or unit that belongs to it.
const window = 8

// names tells how a text names an officer, the surest way first.
func (t said) names(w watched) (Match, bool) {
	o := w.seat.Officer
	switch {
	case t.hasPhone(w.phone):
		return Match{How: "phone", Sure: true}, true
	case t.hasUsername(o.Username):
		return Match{How: "username", Sure: true}, true
	case t.hasName(w.name):
		return Match{How: "name", Sure: true}, true
	case t.hasNickname(w.address, w.core):
		return Match{How: "nickname"}, true
	case t.hasPart(w):
		return Match{How: "context"}, true
	}
	if head, ok := t.hasUnit(w.kinds, w.places); ok {
		return Match{How: "unit", Sure: true, Head: head}, true
	}
	return Match{}, false
}

func (t said) hasPhone(want string) bool {
	return len(want) >= 8 && slices.ContainsFunc(t.phones, func(p string) bool { return strings.Contains(p, want) })
}

func (t said) hasUsername(user string) bool {
	user = strings.ToLower(strings.TrimPrefix(user, "@"))
	return len(user) >= 5 && slices.Contains(t.raw, user)
}

// hasName finds a whole name: its words beside each other, or a single name that is long enough to be rare.
func (t said) hasName(name []string) bool {
	if len(name) == 0 || len(name) == 1 && len(name[0]) < 7 {
		return false
	}
	for i := 0; i+len(name) <= len(t.words); i++ {
		if slices.EqualFunc(t.words[i:i+len(name)], name, alike) {
			return true
		}
	}
	return false
}

// hasNickname finds a nickname with its form of address ("Bang Andi", "bg andi"), or a long one that has none.
func (t said) hasNickname(form string, own []string) bool {
	switch {
	case len(own) == 0:
		return false
	case form == "":
		return t.hasName(own)
	}
	for i, w := range t.words[:max(0, len(t.words)-1)] {
		if alike(t.words[i+1], own[0]) && address(w) == form {
			return true
		}
	}
	return false
}

// hasPart finds a part of a name near the officer's rank or near a word for the officer's kind of unit.
func (t said) hasPart(o watched) bool {
	for i := range t.words {
		if t.words[i] != o.rank && !overlap(t.kinds[i], o.kinds) {
			continue
		}
		for _, w := range t.words[max(0, i-window):min(len(t.words), i+window+1)] {
			if slices.ContainsFunc(o.parts, func(p string) bool { return alike(w, p) }) {
				return true
			}
		}
	}
	return false
}

// hasUnit finds a word for the kind of unit near its place; head tells that its head is meant.
func (t said) hasUnit(is []kind, places [][]string) (head, ok bool) {
	for i := range t.words {
		if !overlap(t.kinds[i], is) {
			continue
		}
		near := t.words[max(0, i-3):min(len(t.words), i+6)]
		for _, p := range places {
			if hasPlace(near, p) {
				ok = true
				head = head || isHead(t.words[i])
			}
		}
	}
	return head, ok
}

// hasPlace finds a place name: all its words, joined, its initials (TTS), its clipping (Lotim), or a long first word.
func hasPlace(words, place []string) bool {
	joined := strings.Join(place, "")
	for i, w := range words {
		switch {
		case alike(w, joined), i+1 < len(words) && alike(w+words[i+1], joined):
			return true
		case len(place[0]) >= 6 && alike(w, place[0]), len(w) >= 6 && strings.HasPrefix(joined, w):
			return true
		case len(place) > 1 && (w == initials(place) || clipped(w, place)):
			return true
		}
	}
	return len(words) >= len(place) && !slices.ContainsFunc(place, func(p string) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return alike(w, p) })
	})
}

// telling are the words of name and nickname that are distinct and no place of the unit: "Sekretaris Malaka" names nobody.
func (w watched) telling() []string {
	return slices.DeleteFunc(slices.Concat(w.name, w.core), func(part string) bool {
		return !distinct(part) || slices.ContainsFunc(w.places, func(p []string) bool { return slices.Contains(p, part) })
	})
}

func overlap(a, b []kind) bool {
	return slices.ContainsFunc(a, func(k kind) bool { return slices.Contains(b, k) })
}
