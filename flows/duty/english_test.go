package duty

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// tongueKeys are the keys with which a language writes times and titles, and offers itself.
func tongueKeys() []string {
	keys := []string{"duty.time", "duty.date", "duty.date_year", "duty.menu.language", "duty.resume"}
	for _, role := range []taskforce.Role{taskforce.Chair, taskforce.DailyChair, taskforce.Secretary, taskforce.Duty, taskforce.Subforce} {
		keys = append(keys, "duty.title."+string(role))
	}
	for code := range taskforce.Agencies() {
		if key := "duty.agency." + code; slices.Contains(translatedAgencies(), code) {
			keys = append(keys, key)
		}
	}
	return keys
}

// translatedAgencies are those whose names are words of a language.
func translatedAgencies() []string {
	return strings.Fields("polri110 polres local_police mission_hotline bp3mi imigrasi kkp kemenhub child_desk disnaker labour_attache dinas_sosial kemlu_pwni")
}

// in is a language to write in.
func in(t *testing.T, lang string) flows.Tongue {
	t.Helper()
	return flows.Tongue{Words: texts(t), Lang: lang}
}

var loadSieve = sync.OnceValue(func() *flowtest.Sieve {
	all, err := loadWords()
	if err != nil {
		panic(err)
	}
	return flowtest.NewSieve(all.Keys("id"), all.Keys("en"), "duty.", "kernel.", "report.question", "report.hours")
})

// inEnglish lets the twin do the same as the officer.
func (o *office) inEnglish(in flows.Input, env flows.Env) {
	o.t.Helper()
	var err error
	if o.english, err = o.flow.Step(o.twin, in, env); err != nil {
		o.t.Fatal(err)
	}
	o.twin = o.english.Next
}

// compare fails unless the twin was asked and told the same, wishes for the same, and read nothing Indonesian.
func (o *office) compare(turn flows.Turn) {
	o.t.Helper()
	if got, want := bones(o.english), bones(turn); got != want {
		o.t.Fatalf("in English\n%s\nin Indonesian\n%s", got, want)
	}
	if !reflect.DeepEqual(o.english.Effects, turn.Effects) {
		o.t.Fatalf("effects in English %+v, in Indonesian %+v", o.english.Effects, turn.Effects)
	}
	for _, r := range o.english.Replies {
		if !r.Card && r.Key != "kernel.languages" && r.Key != "kernel.spoken" && o.twin.Lang == "en" {
			english(o.t, r)
		}
	}
	o.conv.Lang, o.twin.Lang = "", "en" // whoever chose another language is back in the own one
}

// bones are what is said without its words.
func bones(t flows.Turn) string {
	var out []string
	for _, r := range t.Replies {
		line := r.Key + " " + r.Case
		for _, b := range slices.Concat(r.Buttons...) { // how many stand in a row follows from their length
			line += " " + b.Key + "=" + b.Choice
			if b.Act != nil {
				line += b.Act.Verb + b.Act.Case
			}
		}
		out = append(out, line)
	}
	return strings.Join(append(out, "at "+string(t.Next.State)), "\n")
}

// english fails when an officer who reads English finds Indonesian in a message. What people wrote stays as they wrote it.
func english(t *testing.T, r flows.Reply) {
	t.Helper()
	data := flows.Data{}
	for k, v := range r.Data {
		if _, theirs := v.(private.Text); theirs {
			v = private.NewText("x")
		}
		data[k] = v
	}
	r.Data = data
	text := speakIn(t, "en", r)
	for _, b := range slices.Concat(r.Buttons...) {
		if b.Key != "" {
			b.Label = texts(t).Button("en", b.Key)
		}
		text += "\n" + b.Label
	}
	if found := loadSieve().Find(text); len(found) > 0 {
		t.Errorf("%s holds Indonesian %q:\n%s", r.Key, found, text)
	}
}

func TestALanguageIsChosenAtTheDesk(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"/bahasa", "bahasa", "Language", "bahasa inggris", "english", "English!", "bahasa english", "[kernel.lang:en]"} {
		for _, chain := range []bool{false, true} {
			o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
			o.do(flows.Input{Kind: flows.Start})
			if chain {
				o.act("milestone", "k7qf")
			}
			turn := o.alone(words)
			if turn.Replies[0].Key == "kernel.languages" {
				var offered []string
				for _, b := range slices.Concat(turn.Replies[0].Buttons...) {
					offered = append(offered, b.Label)
				}
				if got := strings.Join(offered, ", "); got != "Bahasa Indonesia, English" {
					t.Errorf("offered are %q", got)
				}
				turn = o.alone("[kernel.lang:en]")
			}
			if o.conv.Lang != "en" || len(turn.Effects) != 0 || said(turn)[:len("kernel.spoken ")] != "kernel.spoken " {
				t.Errorf("%q: language %q, said %q", words, o.conv.Lang, said(turn))
			}
			english(t, turn.Replies[1])
			if want := map[bool]string{false: "duty.desk", true: "duty.milestone_kind"}[chain]; turn.Replies[1].Key != want {
				t.Errorf("%q: asked %q, want %q", words, turn.Replies[1].Key, want)
			}
		}
	}
}

// alone lets the officer do something without the twin.
func (o *office) alone(what string) flows.Turn {
	o.t.Helper()
	in := flows.Input{Kind: flows.Text, Text: private.NewText(what)}
	if choice, ok := strings.CutPrefix(what, "["); ok {
		in = flows.Input{Kind: flows.Press, Choice: strings.TrimSuffix(choice, "]")}
	}
	if command, ok := strings.CutPrefix(what, "/"); ok {
		in = flows.Input{Kind: flows.Command, Choice: command}
	}
	turn := o.try(in)
	o.conv = turn.Next
	return turn
}

func TestAChoiceOfLanguageAsTheFirstInputEver(t *testing.T) {
	t.Parallel()
	o := newOffice(t, kupang1)
	if turn := o.alone("[kernel.lang:en]"); o.conv.Lang != "en" || said(turn) != "kernel.spoken duty.desk" {
		t.Errorf("language %q, said %q", o.conv.Lang, said(turn))
	}
	if o.alone("[kernel.lang:jv]"); o.conv.Lang != "en" {
		t.Errorf("a language without officers' texts was taken: %q", o.conv.Lang)
	}
}

// TestEveryWordOfAButtonIsTyped types each English label, and each of its words, at the question it stands under: it means the same
// as the press.
func TestEveryWordOfAButtonIsTyped(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"ask", "milestone", "handover", "close", "more"} {
		o := newOffice(t, kupang1, accepted(t, "k7qf", kupang1))
		o.do(flows.Input{Kind: flows.Start})
		o.conv.Lang = "en"
		asked := o.try(flows.Input{Kind: flows.Act, Act: flows.Action{Verb: verb, Case: "k7qf"}})
		o.conv = asked.Next
		for _, b := range slices.Concat(asked.Replies[len(asked.Replies)-1].Buttons...) {
			if b.Key == "" || strings.HasPrefix(b.Key, "kernel.") {
				continue
			}
			typed := append([]string{texts(t).Label("en", b.Key)}, strings.Split(texts(t).Keys("en")[b.Key+".words"], ",")...)
			want := o.try(flows.Input{Kind: flows.Press, Choice: b.Choice, State: o.conv.State, Step: o.conv.Step})
			for _, w := range typed {
				if got := o.try(flows.Input{Kind: flows.Text, Text: private.NewText(w)}); flows.Plain(w) != "" && bones(got) != bones(want) {
					t.Errorf("%q typed for %s:\n%s\nwant\n%s", w, b.Key, bones(got), bones(want))
				}
			}
		}
	}
}

// try plays an input and forgets it.
func (o *office) try(in flows.Input) flows.Turn {
	o.t.Helper()
	turn, err := o.flow.Step(o.conv, in, o.env(in))
	if err != nil {
		o.t.Fatal(err)
	}
	return turn
}

func TestTheSieveHoldsIndonesianBack(t *testing.T) {
	t.Parallel()
	if n := loadSieve().Size(); n < 300 {
		t.Errorf("only %d pieces are looked for", n)
	}
	for text, want := range map[string]bool{
		"Laporan polisi": true, "🟠 K7QF · menunggu pelapor": true, "Sabtu 28 Nov night": true, "Petugas piket 1": true,
		"Police report": false, "Duty officer 1, Kabupaten Kupang": false, "Now: Saturday 28 Nov night (22–06 WITA)": false,
	} {
		if got := loadSieve().Find(text); (len(got) > 0) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
