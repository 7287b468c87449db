package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/evidence"
	"siaga/internal/private"
)

// WriteEvidence writes the pack of a case, signed with the key of the key file, once officers of two task forces agreed; the audit has it before
// anything is written. Until then nothing is written, and the error is engine.OrderWaits.
func WriteEvidence(ctx context.Context, o *Office, order engine.EvidenceOrder, w io.Writer, at time.Time) (evidence.Manifest, error) {
	m := evidence.Manifest{Case: order.Code, For: order.For, Purpose: order.Purpose, Reference: order.Reference, MadeAt: at.UTC().Truncate(time.Second)}
	found, err := o.Engine.Evidence(ctx, order)
	if err != nil {
		return m, err
	}
	for _, s := range found.Seats {
		m.Seats = append(m.Seats, string(s))
	}
	trail, head, err := trailOf(ctx, o, found.Case.ID)
	if err != nil {
		return m, err
	}
	m.Head = head
	parts, err := partsOf(found, trail)
	if err != nil {
		return m, err
	}
	return m, evidence.Write(w, m, parts, o.Keys.SignatureKey(), o.Keys.Sign)
}

// step is one line of the audit as it stands in a pack.
type step struct {
	Seq    int64     `json:"seq"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Action string    `json:"action"`
	Detail string    `json:"detail,omitempty"`
	Mark   string    `json:"mark"` // of the chain; the operator can show that it holds
}

// trailOf gives what the audit has about a case, and the number of its newest line.
func trailOf(ctx context.Context, o *Office, id string) (out []step, head int64, err error) {
	const page = 2000
	for {
		rows, err := o.Store.AuditEntries(ctx, head, page)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range rows {
			if head = r.Seq; r.Target == id {
				out = append(out, step{r.Seq, r.At.UTC(), r.Actor, r.Action, r.Detail, r.Mark})
			}
		}
		if len(rows) < page {
			return out, head, nil
		}
	}
}

func partsOf(e engine.Evidence, trail []step) ([]evidence.Part, error) {
	files := map[string]string{}
	var out []evidence.Part
	for i, f := range e.Files {
		name := fmt.Sprintf("berkas/%02d%s", i+1, engine.Ending(f.Mime))
		files[f.ID] = name
		out = append(out, evidence.Part{Name: name, Received: f.At, AtReceipt: f.Hash, Body: f.Body})
	}
	for name, v := range map[string]any{"kasus.json": told(e.Case, files), "jejak.json": trail} {
		raw, err := json.MarshalIndent(v, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
		out = append(out, evidence.Part{Name: name, Body: raw})
	}
	slices.SortFunc(out, func(a, b evidence.Part) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// told is a case as those read it who investigate: what was said, in which words, and what was done.
func told(c casework.Case, files map[string]string) map[string]any {
	named := func(ids []string) (out []string) {
		for _, id := range ids {
			if files[id] != "" {
				out = append(out, files[id])
			}
		}
		return out
	}
	r := c.Report
	places := map[string]any{}
	for role, p := range r.Places {
		places[string(role)] = map[string]any{"code": p.Code, "country": p.Country, "town": p.Town, "at_sea": p.AtSea, "said": p.Said.Reveal()}
	}
	var questions, milestones, referrals, notes []map[string]any
	for _, q := range c.Questions {
		questions = append(questions, map[string]any{"n": q.N, "standard": q.Code, "text": q.Text.Reveal(), "by": q.By, "asked": day(q.AskedAt),
			"answer": q.Answer.Reveal(), "reply": q.Reply, "files": named(q.Files), "answered": day(q.AnsweredAt)})
	}
	for _, m := range c.Milestones {
		milestones = append(milestones, map[string]any{"kind": m.Kind, "noted": day(m.At), "on": day(m.On), "by": m.By, "note": m.Note.Reveal()})
	}
	for _, f := range c.Referrals {
		referrals = append(referrals, map[string]any{"n": f.N, "to": f.To, "status": f.Status, "offered": day(f.OfferedAt), "accepted": day(f.AcceptedAt),
			"by": f.AcceptedBy, "ended": day(f.EndedAt), "reason": f.Reason})
	}
	for _, n := range c.Notes {
		notes = append(notes, map[string]any{"at": day(n.At), "by": n.By, "to": n.To, "kind": n.Kind, "text": n.Text.Reveal()})
	}
	return map[string]any{"code": c.Code, "status": c.Status, "priority": c.Priority, "lead": c.Lead, "owner": c.Owner, "exercise": c.Exercise,
		"opened": day(c.OpenedAt), "report": map[string]any{"sent": day(r.SentAt), "reporter": r.Role, "danger": r.Danger, "form": r.Form,
			"child": r.Child, "official": r.Official, "official_who": r.OfficialWho.Reveal(), "language": r.Lang, "consent": r.Consent,
			"story": revealed(r.Story), "files": named(r.Files), "places": places},
		"questions": questions, "milestones": milestones, "referrals": referrals, "notes": notes}
}

func revealed(all []private.Text) []string {
	out := []string{}
	for _, t := range all {
		out = append(out, t.Reveal())
	}
	return out
}

// day writes a time, empty for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
