package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"siaga/flows"
	"siaga/internal/casework"
)

// EvidenceOrder is the wish for a pack of evidence.
type EvidenceOrder struct {
	Code      string   // of the case
	For       string   // who gets it, e.g. LPSK
	Purpose   string   // why, one line
	Reference string   // number of their request
	To        []string // public keys of those who may open it; none: it is not sealed
}

// Evidence is what a pack is made of.
type Evidence struct {
	Case  casework.Case
	Files []File
	Seats []casework.SeatID // whose officers agreed
}

// Evidence gives a case with its files for a pack, once officers of two task forces agreed to it, and notes in the same commit that it did;
// until then it asks them and gives OrderWaits. Those who agreed, the holder and the coordinators are told at once. Other errors: ErrNotFound,
// ErrNoBodies, ErrOrderWords, casework.ErrMany when enough orders of the case wait.
func (e *Engine) Evidence(ctx context.Context, o EvidenceOrder) (out Evidence, err error) {
	to := slices.Sorted(slices.Values(o.To))
	wish := casework.Order{Kind: casework.OrderEvidence, For: o.For, Purpose: o.Purpose, Reference: o.Reference, To: strings.Join(to, " ")}
	err = e.order(ctx, o.Code, wish, func(w *work, c casework.Case, seats []casework.SeatID) (err error) {
		out = Evidence{Seats: seats}
		if out.Case, err = w.together(c); err != nil {
			return err
		}
		if out.Files, err = w.evidenceFiles(out.Case); err != nil {
			return err
		}
		if err := w.saveCase(c, "operator", "case.evidence", joinSeats(seats)); err != nil {
			return err
		}
		return w.toWitnesses(c, seats, "duty.evidence_made", map[string]string{"code": c.Code, "for": o.For})
	})
	return out, err
}

// evidenceFiles reads every file that is kept of a case, in the order in which they came.
func (w *work) evidenceFiles(c casework.Case) ([]File, error) {
	ids := slices.Clone(c.Report.Files)
	for _, q := range c.Questions {
		ids = append(ids, q.Files...)
	}
	var out []File
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			continue
		}
		f, err := w.tx.File(w.ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read a file: %w", err)
		}
		if f.State == "kept" {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b File) int { return a.At.Compare(b.At) })
	return out, nil
}

// toWitnesses tells those in whose name the operator did something with a case, its holder and the coordinators of who leads it.
func (w *work) toWitnesses(c casework.Case, seats []casework.SeatID, key string, data map[string]string) error {
	told := slices.Clone(seats)
	if c.Owner != "" {
		told = append(told, c.Owner)
	}
	for _, s := range w.reg.Coordinators(c.Lead) {
		told = append(told, s.ID)
	}
	for i, id := range told {
		s, ok := w.reg.Seat(id)
		if !ok || slices.Contains(told[:i], id) || c.MayNotSee(s.TaskForce, s.ID) {
			continue
		}
		if err := w.toSeat(id, fmt.Sprintf("%s:%s:%d:%s", key, c.ID, w.now.UnixMilli(), id), spoken{Key: key, Data: data, Phrases: map[string]flows.Phrase{"seats": w.titles(seats)}, Case: c.ID}); err != nil {
			return err
		}
	}
	return nil
}

// titles names seats and their task forces in the language of whoever reads it, never the people on them.
func (w *work) titles(seats []casework.SeatID) flows.Phrase {
	return func(in flows.Tongue) string {
		var out []string
		for _, id := range seats {
			out = append(out, w.seatTitle(id)(in)+", "+w.forceName(id.TaskForce()))
		}
		return strings.Join(out, "; ")
	}
}

// ReceiptExists tells whether a number is the receipt of a conversation that is kept, and nothing else about it. Each asking is in the
// audit, with the body that asked.
func (e *Engine) ReceiptExists(ctx context.Context, asked, text string) (exists bool, err error) {
	number, err := parseReceipt(text)
	if err != nil {
		return false, err
	}
	lookup := e.Keys.ReceiptLookup(number)
	err = e.system(ctx, func(w *work) error {
		exists = false
		for _, at := range []string{e.freshLookup(number), lookup} {
			row, err := w.tx.Receipt(w.ctx, at)
			if ignoreMissing(err) != nil {
				return err
			}
			exists = exists || err == nil && e.proves(row, number)
		}
		return w.tx.Audit(w.ctx, Entry{At: w.now, Actor: "operator", Action: "receipt.check", Detail: asked})
	})
	return exists, err
}
