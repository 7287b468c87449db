package report

import (
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/deeplink"
	"siaga/internal/private"
)

// fewWords is the length up to which words that answer nothing count as a slip, not as part of the story.
const fewWords = 3

// told reads whatever tells something: words, photo, voice, video, document.
func told(event string) flows.Accept {
	return flows.Any(flows.Media(event, "files"), flows.Said(event, "story"))
}

// aloud is the answer that notes that officials were named in a voice note.
const aloud = "official.aloud"

// namedAloud reads a voice note in which somebody says who must not know. It is kept with the report. As no program hears a name in
// it, it must not be opened where the one who is named may sit: such a report goes to pusat. What stands under it is a name as if
// it was typed.
func namedAloud() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind != flows.Voice || in.File == "" {
			return flows.Answer{}, false
		}
		s.Add("files", private.NewText(in.File))
		s.Keep(aloud, "1")
		return flows.Answer{Event: "told", Value: in.Text, List: "official_who"}, true
	})
}

// forms offers the kinds of exploitation as buttons.
func forms() flows.Accept {
	return flows.Choice("held", "labour", "departure", "scam", "sexual", "child", "marriage", "sea", "missing", "other")
}

// hasStory makes the story be passed when it was told already.
func hasStory(s *flows.Scene) bool { return len(s.C.Lists["story"]) > 0 || len(s.C.Lists["files"]) > 0 }

// greeting reads a mere greeting, "I want to report" or a wish to see the own data at the first question: it is asked again without blame.
func greeting() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		if in.Kind == flows.Sticker {
			return flows.Answer{Event: "hello"}, true
		}
		if in.Kind == flows.Text && s.Named("report.visit.data", in) { // whether it is safe to write comes first, see visiting
			return flows.Answer{Event: "hello"}, true
		}
		if in.Kind != flows.Text || wordCount(in.Text) > fewWords {
			return flows.Answer{}, false
		}
		switch s.Env.Understand(in.Text.Reveal()).Intent {
		case "greeting", "report":
			return flows.Answer{Event: "hello"}, true
		}
		return flows.Answer{}, false
	})
}

// watched lets messages leave the screen of a telephone that others look at.
func watched(s *flows.Scene, a flows.Answer) {
	if a.Event == "watched" {
		flows.Tidy(s)
	}
}

// notYet reads that it is still not safe, in the words for it.
func notYet() flows.Accept {
	return flows.Func(func(s *flows.Scene, in flows.Input) (flows.Answer, bool) {
		return flows.Answer{Event: "no"}, in.Kind == flows.Text && s.Mentions("report.safe.no", in)
	})
}

func wordCount(t private.Text) int { return len(strings.Fields(flows.Plain(t.Reveal()))) }

// opening keeps what the first message already tells.
func opening(s *flows.Scene, in flows.Input) {
	switch {
	case in.Kind == flows.Start:
		fromPoster(s, in)
	case in.File != "":
		keepMedia(s, in)
	case in.Kind == flows.Location:
		s.Add("story", pinWords(in))
		keepPin(s, in)
	case in.Kind == flows.Text && wordCount(in.Text) > fewWords:
		m := s.Env.Understand(in.Text.Reveal())
		if _, elsewhere := wishes()[m.Intent]; !elsewhere && m.Intent != "greeting" && !m.Idle && !m.Evade {
			s.Add("story", in.Text)
		}
	}
}

// fromPoster takes region and language of a printed link: a hint where to begin, never a proof of where somebody is.
func fromPoster(s *flows.Scene, in flows.Input) {
	place, lang, ok := deeplink.ParsePayload(in.Text.Reveal())
	if !ok {
		return
	}
	s.Keep("region", string(place))
	for _, l := range s.Env.Words.Languages() {
		if l.Tag == lang {
			s.C.Lang = lang
		}
	}
}

func keepMedia(s *flows.Scene, in flows.Input) {
	s.Add("files", private.NewText(in.File))
	if !in.Text.IsZero() {
		s.Add("story", in.Text)
	}
	s.Keep("album", in.Album)
}

// keepPin keeps a shared place as the place of the victim; false when that is known already, or the pin does not tell it.
func keepPin(s *flows.Scene, in flows.Input) bool {
	ans, ok := fromPin(s, in, roleNow)
	if !ok || ans.Event != "place" || s.C.Has(answerNow) {
		return false
	}
	for k, v := range ans.Set {
		s.C.Answers[k] = v
	}
	return true
}

// pinWords writes a pin as the officer reads it.
func pinWords(in flows.Input) private.Text { return private.NewText("📍 " + coordinates(in)) }

// extra keeps what the open question cannot read: a photo, a voice note, a pin, a correction, or a longer text.
func extra(s *flows.Scene, in flows.Input) bool {
	if wantsMessage(s, in) {
		return true
	}
	switch {
	case in.File != "":
		sameAlbum := in.Album != "" && in.Album == s.Get("album")
		keepMedia(s, in)
		s.Hush = sameAlbum
	case in.Kind == flows.Location:
		if !keepPin(s, in) { // a second place is still a place
			s.Add("story", pinWords(in))
		}
	case in.Kind == flows.Edited && !in.Text.IsZero():
		s.Add("story", in.Text)
		s.Hush = true
	case in.Kind == flows.Contact && !in.Text.IsZero(), in.Kind == flows.Text && wordCount(in.Text) > fewWords:
		s.Add("story", in.Text)
	default:
		return false
	}
	if !s.Hush {
		s.Say("report.noted", nil)
	}
	supplement(s, flows.Row{}, flows.Answer{})
	return true
}

// emergency answers a cry for help in any row: danger is "now", the words are kept, the emergency step comes at once.
func emergency(s *flows.Scene, in flows.Input) flows.State {
	if !isCry(s, in) || s.C.State == hotline {
		return ""
	}
	s.Keep("danger", string(casework.DangerNow))
	if !slices.Contains(s.C.Lists["story"], in.Text) {
		s.Add("story", in.Text)
	}
	s.C.Tries, s.C.Return = 0, ""
	cried(s)
	return hotline
}

// numbers gives the hotlines for the best known place.
func numbers(s *flows.Scene) flows.Data {
	place := flows.ParsePlace(s.Get(answerNow))
	if p, ok := guessed(s.Env.Places, s.C.Lists["story"]); ok && !place.Known() {
		place = casework.Place{Code: placeCode(p), Country: "ID"}
	}
	if s.Env.Numbers == nil {
		return flows.Data{}
	}
	return s.Env.Numbers(place)
}
