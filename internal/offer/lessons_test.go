package offer

import (
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
)

// lesson is a message and what it may be.
type lesson struct {
	example
	may    [acts]bool
	weight float32
	fold   int
	at     []int32
	by     []float32
}

// actOf tells what a message of a set is, by its label and kind.
func actOf(label, kind string) (may [acts]bool) {
	if label != string(NotOffer) {
		may[offers] = true
		return may
	}
	for _, row := range []struct {
		a     act
		words string
	}{
		{actEmergency, "cry missing"}, {actLearn, "question student homework essay seek"}, {actReport, "report complain"},
		{actNews, "news warning announcement seminar event invitation law survey transcript minutes course scholarship notice ocr clipping"},
		{actGoods, "goods loan umrah pilgrimage travel mlm service trip sale"}, {actChat, "chat greet story memoir joke love thanks prayer receipt village bot letter"},
	} {
		for _, w := range strings.Fields(row.words) {
			if strings.Contains(strings.ToLower(kind), w) {
				may[row.a] = true
				return may
			}
		}
	}
	for k := range may {
		may[k] = act(k) != offers
	}
	return may
}

// learntSets are all sets that may be learnt from, with what a message of them counts.
var learntSets = map[string]float32{
	"offers.jsonl": 1, "offers_more.jsonl": 1, "heldout.jsonl": 1, "heldout_more.jsonl": 1, "offer_fresh.jsonl": 1, "offer_hard.jsonl": 1, "offer_wide.jsonl": 1,
	"offer_last.jsonl": 1, "offer_wide_aside.jsonl": 1, "offer_blind.jsonl": 1, "offer_blind2.jsonl": 1,
}

// lessons are our own messages. Each file is cut in fifths line by line.
func lessons(t testing.TB, a *Assessor) []lesson {
	t.Helper()
	var out []lesson
	names := make([]string, 0, len(learntSets))
	for n := range learntSets {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		for i, x := range readSet(t, n) {
			out = append(out, lesson{example: x, may: actOf(x.Label, x.Kind), weight: learntSets[n], fold: i % fifths})
		}
	}
	for _, list := range []string{examples, told} {
		for i, x := range readExamples(list) {
			out = append(out, lesson{example: x, may: actOf(x.Label, ""), weight: 0.8, fold: i % fifths})
		}
	}
	out = append(out, framed(t, out)...)
	out = append(out, own(t)...)
	out = append(out, byKind(t)...)
	return append(out, borrow(t, a)...)
}

// own reads train/own.txt.
func own(t testing.TB) (out []lesson) {
	t.Helper()
	b, err := os.ReadFile("train/own.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		name, text, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || line[0] == '#' {
			continue
		}
		out = append(out, told1(t, name, "", text))
	}
	return out
}

// byKind reads train/acts.txt, where a line "= act kind" tells what the messages after it are.
func byKind(t testing.TB) (out []lesson) {
	t.Helper()
	b, err := os.ReadFile("train/acts.txt")
	if err != nil {
		t.Fatal(err)
	}
	name, kind := "", ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if head, ok := strings.CutPrefix(line, "= "); ok {
			name, kind, _ = strings.Cut(head, " ")
		} else if line != "" && line[0] != '#' {
			out = append(out, told1(t, name, kind, line))
		}
	}
	return out
}

// told1 is one message of our own; the act "other" is any but an offer.
func told1(t testing.TB, name, kind, text string) lesson {
	t.Helper()
	l := lesson{example: example{Text: strings.ReplaceAll(text, " / ", "\n"), Label: string(NotOffer), Kind: kind}, weight: 1, fold: -1}
	goal := act(slices.Index(actNames[:], name))
	switch {
	case name == "other":
		for k := range l.may {
			l.may[k] = act(k) != offers
		}
	case goal < 0:
		t.Fatalf("unknown act %q", name)
	default:
		l.may[goal] = true
	}
	if goal == offers {
		l.Label = "offer"
	}
	return l
}

// framed fills train/frames.txt, each frame some times with other things. A frame around an offer belongs to the fold of the offer.
func framed(t testing.TB, sets []lesson) (out []lesson) {
	t.Helper()
	b, err := os.ReadFile("train/frames.txt")
	if err != nil {
		t.Fatal(err)
	}
	things := map[string][]string{}
	var quoted []lesson
	for _, l := range sets {
		if l.may[offers] && len(l.Text) < 400 {
			quoted = append(quoted, l)
		}
	}
	random := rand.New(rand.NewSource(2))
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if name, list, ok := strings.Cut(line, " = "); ok && !strings.Contains(name, " ") {
			things[name] = strings.Split(list, " ; ")
			continue
		}
		name, frame, _ := strings.Cut(line, " ")
		goal := act(slices.Index(actNames[:], name))
		if goal < 0 {
			t.Fatalf("unknown act %q", name)
		}
		times := filled
		if strings.Contains(frame, "{offer}") {
			times = quotedTimes
		}
		for range times {
			l := lesson{weight: framedWeight, fold: -1}
			l.may[goal] = true
			l.Text = frame
			if strings.Contains(frame, "{offer}") {
				q := quoted[random.Intn(len(quoted))]
				l.fold = q.fold
				l.Text = strings.ReplaceAll(l.Text, "{offer}", q.Text)
			}
			l.Text = fill(l.Text, things, random)
			out = append(out, l)
		}
	}
	return out
}

func fill(frame string, things map[string][]string, random *rand.Rand) string {
	for {
		i := strings.IndexByte(frame, '{')
		n := strings.IndexByte(frame[max(i, 0):], '}')
		if i < 0 || n < 0 {
			return frame
		}
		name := frame[i+1 : i+n]
		list := things[strings.ToLower(name)]
		if len(list) == 0 {
			panic("no " + name + " in train/frames.txt")
		}
		word := list[random.Intn(len(list))]
		if name == strings.ToUpper(name) {
			word = strings.ToUpper(word)
		}
		frame = frame[:i] + word + frame[i+n+1:]
	}
}

// intents are the wishes of internal/understand as acts; what is not here is chatter.
var intents = map[string]act{"emergency": actEmergency, "report": actReport, "learn": actLearn, "check_offer": offers}

// borrow takes the messages of internal/understand that its model is learnt from.
func borrow(t testing.TB, a *Assessor) (out []lesson) {
	t.Helper()
	files, err := filepath.Glob("../understand/examples/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no examples", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		goal := actChat
		n := 0
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if name, ok := strings.CutPrefix(line, "= "); ok {
				if goal, ok = intents[name]; !ok {
					goal = actChat
				}
				continue
			}
			if line == "" || line[0] == '#' {
				continue
			}
			n++
			l := lesson{example: example{Text: line}, weight: borrowed, fold: n % fifths}
			l.may[goal] = true
			if goal == offers && a.bare(line) {
				l.may = [acts]bool{actLearn: true}
			}
			if goal == actChat {
				l.may[actGoods], l.may[actNews] = true, true
			}
			out = append(out, l)
		}
	}
	return out
}

// bare tells whether a question about an offer tells nothing of it.
func (a *Assessor) bare(text string) bool {
	s := a.read(text)
	var e Entities
	a.reckon(s, &e)
	return s.has("bare")
}
