package duty

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/private"
	"siaga/internal/relay"
)

const (
	vanishAfter = 30 * time.Minute // content leaves the officer's chat again
	pageUnits   = 1400             // UTF-16 units of a story in one message: under the 1500 runes of one value, and half of 4,096 with the rest
	shortUnits  = 200              // of a person's words about one place
	firstPages  = 4                // of a very long story the beginning and
	lastPages   = 8                // the newest parts are shown, the gap by its numbers
)

// Details is the content of a case for its owner: head and first part of the story. The flow says the further parts in the
// same turn. It never holds who the reporter is on any network.
func (Desk) Details(c casework.Case, joined []casework.Case, in flows.Tongue) flows.Reply {
	parts := pagesOf(in, c, joined...)
	all := c.Together(joined...)
	d := flows.Data{
		"code": c.Code, "exercise": truth(c.Exercise), "who": string(c.Report.Role), "danger": string(all.Report.Danger),
		"official": string(all.Report.Official), "official_who": short(all.Report.OfficialWho), "contact": string(c.Report.Contact.Mode),
		"from": strconv.Itoa(c.Report.Contact.From), "to": strconv.Itoa(c.Report.Contact.To),
		"checkin": string(all.Report.CheckIn), "text": parts[0], "pages": pageCount(len(parts)),
	}
	for _, role := range []casework.PlaceRole{casework.VictimNow, casework.Incident, casework.Recruitment, casework.Transit,
		casework.Destination, casework.Home} {
		p := all.Report.Places[role]
		d[string(role)] = placeWords(p, in)
		d[string(role)+"_sea"] = truth(p.AtSea)
	}
	return flows.Reply{Key: "duty.details", Data: d, Case: c.ID, Files: filesOf(c, joined...), Vanish: vanishAfter}
}

// sayFurther says the parts of a long story after the first.
func sayFurther(s *flows.Scene, c casework.Case) {
	defer saySteps(s, c)
	parts := pagesOf(s.Tongue(), c, joinedOf(s, c)...)
	for i, part := range parts[1:] {
		n := i + 2
		if n > firstPages && n <= len(parts)-lastPages {
			continue
		}
		s.Reply(flows.Reply{Key: "duty.details_more", Case: c.ID, Vanish: vanishAfter, Data: flows.Data{"code": c.Code,
			"exercise": truth(c.Exercise), "page": strconv.Itoa(n), "pages": strconv.Itoa(len(parts)), "text": part}})
	}
}

// pageCount is empty for a story that is whole in one message.
func pageCount(n int) string {
	if n == 1 {
		return ""
	}
	return strconv.Itoa(n)
}

// pagesOf cuts what was told and answered into messages; there is always one, which may be empty. What the reporter of a joined case
// told stands under that case's code.
func pagesOf(in flows.Tongue, c casework.Case, joined ...casework.Case) []private.Text {
	told, file := toldIn(c, 0, in)
	for i, o := range joined {
		var more []string
		more, file = toldIn(o, file, in)
		told = append(append(told, "👤 "+strconv.Itoa(i+2)+" · "+o.Code), more...)
	}
	return flows.Texts(cut(strings.Join(told, "\n\n"), pageUnits)...)
}

// toldIn lists what one reporter told and answered. file is how many files came before; the number after comes back.
func toldIn(c casework.Case, file int, in flows.Tongue) (told []string, after int) {
	for _, t := range c.Report.Story {
		told = append(told, "• "+shownWords(c, t.Reveal(), false))
	}
	file += len(c.Report.Files)
	for _, q := range c.Questions {
		answer := "💬 " + shownWords(c, answerWords(q, in), casework.WantsNumber(q.Code))
		for range q.Files {
			file++
			answer += " 📎" + strconv.Itoa(file)
		}
		if !q.AnsweredAt.IsZero() {
			told = append(told, "❓ "+relay.Defang(questionWords(q, in))+"\n"+answer)
		}
	}
	return told, file
}

// questionWords is a question as its officer put it; a standard one in the reader's language.
func questionWords(q casework.Question, in flows.Tongue) string {
	if q.Code == "" {
		return q.Text.Reveal()
	}
	return in.Label("duty.question." + q.Code)
}

// answerWords is an answer in the reporter's words; one given by a button in the reader's language.
func answerWords(q casework.Question, in flows.Tongue) string {
	said := q.Answer.Reveal()
	if key := flows.ReplyKey(q.Reply); q.Reply != "" && said == in.Words.Label("", key) {
		return in.Label(key)
	}
	return said
}

// cut splits a text into parts of at most max UTF-16 units, at a space where there is one in the last quarter.
func cut(text string, max int) []string {
	var parts []string
	rest := []rune(text)
	for {
		n, units := 0, 0
		for n < len(rest) && units+utf16.RuneLen(rest[n]) <= max {
			units += utf16.RuneLen(rest[n])
			n++
		}
		if n == len(rest) {
			return append(parts, string(rest))
		}
		for at := n; at > n*3/4; at-- {
			if unicode.IsSpace(rest[at]) {
				n = at
				break
			}
		}
		parts = append(parts, strings.TrimRightFunc(string(rest[:n]), unicode.IsSpace))
		rest = []rune(strings.TrimLeftFunc(string(rest[n:]), unicode.IsSpace))
	}
}

// short bounds a person's words where they stand beside others.
func short(t private.Text) private.Text {
	parts := cut(relay.Defang(t.Reveal()), shortUnits)
	if len(parts) == 1 {
		return private.NewText(parts[0])
	}
	return private.NewText(parts[0] + "…")
}

// placeWords names a place and adds the reporter's own words for it.
func placeWords(p casework.Place, in flows.Tongue) private.Text {
	words := []string{}
	if name := placeName(p, in); name != "" {
		words = append(words, name)
	}
	if p.Town != "" {
		words = append(words, p.Town)
	}
	out := strings.Join(words, ", ")
	shown, _ := veiled(p.Said.Reveal(), false)
	if said := short(private.NewText(shown)).Reveal(); said != "" {
		out = strings.TrimSpace(out + " “" + said + "”")
	}
	return private.NewText(out)
}
