package engine

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
	"siaga/internal/offer"
	"siaga/internal/region"
	"siaga/internal/taskforce"
)

// Trace is something that two cases can have in common, as a keyed pseudonym.
type Trace struct {
	Kind, Mark string
	Own        bool // of the reporter or the family
}

// Shared is a case that has a trace of a kind in common with another.
type Shared struct{ Kind, Case string }

// trace writes down what a case may have in common with others, and shows their holders that there is one more.
func (w *work) trace(c casework.Case) error {
	if w.e.Traces == nil || c.Training != nil {
		return nil
	}
	if err := w.tx.SaveTraces(w.ctx, c.ID, w.tracesOf(c)); err != nil {
		return err
	}
	shared, err := w.tx.SharedTraces(w.ctx, c.ID)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, s := range shared {
		if seen[s.Case] {
			continue
		}
		seen[s.Case] = true
		if err := w.showLink(s.Case, c); err != nil {
			return err
		}
	}
	return nil
}

// tracesOf finds the traces in what a reporter told and answered. A number that was asked for is the reporter's own.
func (w *work) tracesOf(c casework.Case) []Trace {
	var out []Trace
	add := func(words string, own bool) {
		for _, t := range w.e.Traces(words) {
			mark := w.e.Keys.Pseudonym("trace-"+string(t.Kind), t.Value)
			i := slices.IndexFunc(out, func(o Trace) bool { return o.Mark == mark })
			if i < 0 {
				out = append(out, Trace{string(t.Kind), mark, t.Own || own})
			} else {
				out[i].Own = out[i].Own || t.Own || own
			}
		}
	}
	for _, s := range c.Report.Story {
		add(s.Reveal(), false)
	}
	for _, q := range c.Questions {
		add(q.Answer.Reveal(), casework.WantsNumber(q.Code))
	}
	return out
}

// showLink draws the card of a case anew for its holder, because another now has something in common with it.
func (w *work) showLink(id string, other casework.Case) error {
	c, err := w.tx.Case(w.ctx, id)
	if err != nil {
		return ignoreMissing(err)
	}
	if c, err = w.rootOf(c); err != nil || c.Owner == "" {
		return err
	}
	p, err := w.tx.OfficerChat(w.ctx, c.Owner)
	if err != nil {
		return ignoreMissing(err)
	}
	return w.tx.Enqueue(w.ctx, Job{Kind: "card", Key: fmt.Sprintf("card:%s:%s:link:%s:%d", c.ID, p, other.ID, other.Version), Person: p, Case: c.ID, RunAt: w.now})
}

// alike lists the cases, by kind of trace, that have something in common with a case and of whose existence its holder may learn.
func (w *work) alike(c casework.Case) (map[string][]casework.Case, error) {
	family, err := w.joinedWith(c)
	if err != nil {
		return nil, err
	}
	family = append(family, c)
	out := map[string][]casework.Case{}
	for _, f := range family {
		shared, err := w.tx.SharedTraces(w.ctx, f.ID)
		if err != nil {
			return nil, err
		}
		for _, s := range shared {
			o, ok, err := w.otherCase(s.Case, c, family)
			if err != nil {
				return nil, err
			}
			if ok && !slices.ContainsFunc(out[s.Kind], func(has casework.Case) bool { return has.ID == o.ID }) {
				out[s.Kind] = append(out[s.Kind], o)
			}
		}
	}
	return out, nil
}

// otherCase reads the case of a shared trace. Cases of the same reporter are no others.
func (w *work) otherCase(id string, c casework.Case, family []casework.Case) (casework.Case, bool, error) {
	told, err := w.tx.Case(w.ctx, id)
	if errors.Is(err, ErrNotFound) {
		return told, false, nil
	}
	if err != nil {
		return told, false, err
	}
	o, err := w.rootOf(told)
	if err != nil || !c.MayLink(o) {
		return o, false, err
	}
	for _, f := range family {
		same, err := w.sameReporter(f, told)
		if err != nil || same {
			return o, false, err
		}
	}
	return o, true, nil
}

// links counts them.
func (w *work) links(c casework.Case) (casework.Links, error) {
	if c.Owner == "" || c.Training != nil {
		return casework.Links{}, nil
	}
	found, err := w.alike(c)
	return casework.LinksOf(len(found[string(offer.TracePhone)]), len(found[string(offer.TraceAccount)]), len(found[string(offer.TraceCompany)])), err
}

// linksFor is links for what an officer is offered.
func (t *turn) linksFor(c casework.Case) casework.Links {
	l, err := t.links(c)
	if err != nil {
		t.e.Log.Error("count links", "case", c.ID, "err", err)
	}
	return l
}

// others lists the linked cases that a seat of pusat may see, each once; a kind that counts as none gives none.
func (w *work) others(c casework.Case, seat casework.SeatID) ([]casework.Case, error) {
	l, err := w.links(c)
	if err != nil {
		return nil, err
	}
	found, err := w.alike(c)
	if l.Companies == 0 {
		delete(found, string(offer.TraceCompany))
	}
	var out []casework.Case
	for _, kind := range []offer.TraceKind{offer.TracePhone, offer.TraceAccount, offer.TraceCompany} {
		for _, o := range found[string(kind)] {
			known := slices.ContainsFunc(out, func(has casework.Case) bool { return has.ID == o.ID })
			if !known && !o.MayNotSee(seat.TaskForce(), seat) {
				out = append(out, o)
			}
		}
	}
	return out, err
}

// askLink carries a holder's message to pusat, which sees the codes of the cases that have something in common, and nothing of what is
// in them. Where nobody at pusat may see it, that is said as if nobody was on duty there.
func (t *turn) askLink(f flows.AskLink) error {
	readers, err := t.linkReaders(f.Case)
	if err != nil {
		return t.refused(err)
	}
	if len(readers) == 0 {
		return refusal{key: "duty.no.pusat"}
	}
	note := casework.Note{At: t.now, By: f.Seat, To: taskforce.Pusat, Kind: "link", Text: f.Text}
	c, err := t.moved(f.Case, f.Seat, "case.link_ask", "", func(c casework.Case) (casework.Case, error) {
		if c.Owner != f.Seat {
			return c, casework.ErrNotOwner
		}
		if l, err := t.links(c); err != nil || !l.Any() {
			return c, errors.Join(err, casework.ErrState)
		}
		return c.WithNote(note)
	})
	if err != nil {
		return err
	}
	for _, r := range readers {
		if err := t.showPusat(c, r, f); err != nil {
			return err
		}
	}
	return nil
}

// linkReader is somebody at pusat who may be shown a question about links: the chat, and the cases that may be named there.
type linkReader struct {
	seat   casework.SeatID
	chat   Person
	others []casework.Case
}

// linkReaders lists who at pusat can be asked about the links of a case.
func (w *work) linkReaders(id string) ([]linkReader, error) {
	c, err := w.tx.Case(w.ctx, id)
	if err != nil || !w.reg.Live(taskforce.Pusat) {
		return nil, err
	}
	var out []linkReader
	for _, seat := range w.listeners(c, taskforce.Pusat) {
		p, err := w.tx.OfficerChat(w.ctx, seat)
		if errors.Is(err, ErrNotFound) || c.MayNotSee(seat.TaskForce(), seat) {
			continue
		}
		if err != nil {
			return nil, err
		}
		others, err := w.others(c, seat)
		if err != nil {
			return nil, err
		}
		if len(others) > 0 {
			out = append(out, linkReader{seat, p, others})
		}
	}
	return out, nil
}

// showPusat shows one seat of pusat who asks, and which cases are meant.
func (t *turn) showPusat(c casework.Case, r linkReader, f flows.AskLink) error {
	var lines, also []string
	for _, o := range r.others {
		lines, also = append(lines, "• "+o.Code+" · "+t.forceName(o.Lead)), append(also, o.ID)
	}
	data := flows.Data{"code": c.Code, "from": t.forceName(c.Lead), "list": strings.Join(lines, "\n"), "text": f.Text}
	act := func(verb string) []flows.Button {
		return []flows.Button{{Key: "duty." + verb, Act: &flows.Action{Verb: verb, Case: c.ID}}}
	}
	m := spoken{Key: "duty.link_asked", Data: plain(data), Case: c.ID, Also: also, Buttons: [][]flows.Button{act("link_pass"), act("link_meet"), act("link_reply")}}
	return t.enqueue(r.chat, fmt.Sprintf("link:%s:%d:%s", c.ID, c.Version, r.seat), m, t.now, true)
}

// linkVia is what pusat does: pass the message on without saying whose it is, or tell both sides who has the other case.
func (t *turn) linkVia(f flows.LinkVia) error {
	var asked casework.Note
	var others []casework.Case
	c, err := t.moved(f.Case, f.Seat, "case.link_"+f.How, "", func(c casework.Case) (_ casework.Case, err error) {
		if !c.MayLinkFor(f.Seat) {
			return c, casework.ErrNotOwner
		}
		if done, is := c.LinkDone(f.How); is {
			return c, refusal{key: "duty.no.done", data: flows.Data{"by": t.seatTitle(done.By)}}
		}
		if others, err = t.others(c, f.Seat); err != nil || len(others) == 0 {
			return c, errors.Join(err, casework.ErrState)
		}
		asked, _ = c.LinkAsked()
		return c.WithNote(casework.Note{At: t.now, By: f.Seat, To: c.Lead, Kind: casework.Linked(f.How)})
	})
	if err != nil {
		return err
	}
	for _, o := range others {
		entry := Entry{At: t.now, Actor: string(f.Seat), Action: "case.link_" + f.How, Target: o.ID, Detail: c.Code}
		if err := t.tx.Audit(t.ctx, entry); err != nil {
			return err
		}
		if err := t.linkTo(c, o, f, asked); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) linkTo(c, o casework.Case, f flows.LinkVia, asked casework.Note) error {
	mark := fmt.Sprintf("link:%s:%d:%s", c.ID, c.Version, o.ID)
	if f.How == "pass" {
		return t.toHolders(o, c, mark, "duty.link_passed", flows.Data{"code": o.Code, "text": asked.Text})
	}
	meet := func(of, other casework.Case, lead region.Code) flows.Data {
		return flows.Data{"code": of.Code, "other": other.Code, "from": t.forceName(lead)}
	}
	if err := t.toHolders(o, c, mark, "duty.link_met", meet(o, c, c.Lead)); err != nil {
		return err
	}
	return t.toHolders(c, o, mark+":back", "duty.link_met", meet(c, o, o.Lead))
}

// toHolders says something of a case to those who hold it that speaks of another as well: whoever must not see that one does not keep it.
func (t *turn) toHolders(c, other casework.Case, mark, key string, data flows.Data) error {
	for _, seat := range t.listeners(c, c.Lead) {
		p, err := t.tx.OfficerChat(t.ctx, seat)
		if errors.Is(err, ErrNotFound) || c.MayNotSee(seat.TaskForce(), seat) || other.MayNotSee(seat.TaskForce(), seat) {
			continue
		}
		if err != nil {
			return err
		}
		m := spoken{Key: key, Data: plain(data), Case: c.ID, Also: []string{other.ID}, Version: c.Version}
		if err := t.enqueue(p, mark+":"+string(seat), m, t.now, true); err != nil {
			return err
		}
	}
	return nil
}
