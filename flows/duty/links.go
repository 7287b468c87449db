package duty

import (
	"strconv"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/taskforce"
)

// The rows about cases of other places that have something in common with one.
const (
	linkAsk   flows.State = "link_ask"
	linkReply flows.State = "link_reply"
)

func linkRows() []flows.Row {
	return []flows.Row{
		{At: linkAsk, Ask: "duty.link_ask", With: which, Accept: note(), Do: askLink, Go: flows.Go{"told": rest, "unfit": linkAsk}},
		{At: linkReply, Ask: "duty.link_reply_what", With: which, Accept: note(), Do: noteTo("link_reply", "pusat", leadOf),
			Go: flows.Go{"told": rest, "unfit": linkReply}},
	}
}

// linksOf counts what a case has in common with cases of other places, as far as its holder may know.
func linksOf(s *flows.Scene, c casework.Case) casework.Links {
	if s.Env.Links == nil || c.Owner != seatOf(s).ID {
		return casework.Links{}
	}
	return s.Env.Links(c)
}

// askLink asks pusat, which alone sees both sides.
func askLink(s *flows.Scene, ans flows.Answer) {
	if ans.Event == "unfit" {
		s.Say("duty.too_long", nil)
		return
	}
	if c, ok := subject(s, "more"); ok {
		s.Do(flows.AskLink{Case: c.ID, Seat: seatOf(s).ID, Text: ans.Value})
		done(s, "link_asked")
	}
}

// linkNow does what pusat does without a question.
func linkNow(s *flows.Scene, c casework.Case, verb string) bool {
	how := map[string]string{"link_pass": "pass", "link_meet": "meet"}[verb]
	if how == "" {
		return false
	}
	s.Do(flows.LinkVia{Case: c.ID, Seat: seatOf(s).ID, How: how})
	done(s, verb)
	return true
}

// mayLinkVia tells of the verbs under a holder's message to pusat.
func mayLinkVia(verb string, c casework.Case, seat taskforce.Seat) bool {
	return (verb == "link_pass" || verb == "link_meet" || verb == "link_reply") && seat.TaskForce == taskforce.Pusat && c.MayLinkFor(seat.ID)
}

// Linked adds to the card of a case's holder how many cases of other places have something in common with it.
func (Desk) Linked(card flows.Reply, links casework.Links) flows.Reply {
	if card.Data != nil {
		linkData(card.Data, links)
	}
	return card
}

// linkData adds the counts to the holder's card; empty where there is nothing to tell.
func linkData(d flows.Data, l casework.Links) {
	for name, n := range map[string]int{"phones": l.Phones, "accounts": l.Accounts, "companies": l.Companies} {
		d[name] = ""
		if n > 0 {
			d[name] = strconv.Itoa(n)
		}
	}
}
