package app

import (
	"context"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/store"
)

// Breach asks whose data somebody may have seen.
type Breach struct {
	Since, Until time.Time
	Actor        string // a seat; empty: anybody
	All          bool   // everything that is held: the database or the keys were taken
}

// Touched is one case that is concerned. It names nobody.
type Touched struct {
	Case     string    `json:"case"` // id
	Code     string    `json:"code"`
	Lead     string    `json:"lead"`
	Status   string    `json:"status"`
	Child    bool      `json:"child"`           // specific data: tell the child-protection desk first
	May      string    `json:"contact"`         // whether and when the reporter allowed to be written to
	Held     bool      `json:"held"`            // false: it was erased meanwhile
	Actors   []string  `json:"actors"`          // seats that did something with it in that time
	First    time.Time `json:"first,omitempty"` // their first deed
	Last     time.Time `json:"last,omitempty"`
	Identity bool      `json:"read"` // its content was read, not only its card shown
}

// NoticeWithin is the time the law gives for telling those concerned and the institution (UU 27/2022 art. 46).
const NoticeWithin = 3 * 24 * time.Hour

// ListBreach finds the cases from the audit, and with All every case that the database holds.
func ListBreach(ctx context.Context, db *store.DB, b Breach) ([]Touched, error) {
	found, erased := map[string]*Touched{}, map[string]bool{}
	touch := func(id string) *Touched {
		if found[id] == nil {
			found[id] = &Touched{Case: id}
		}
		return found[id]
	}
	for after := int64(0); ; {
		page, err := db.AuditEntries(ctx, after, 2000)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			after = r.Seq
			erased[r.Target] = erased[r.Target] || r.Action == "case.erase"
			if b.concerns(r.Entry) {
				touch(r.Target).note(r.Entry)
			}
		}
		if len(page) < 2000 {
			break
		}
	}
	held, err := db.Held(ctx)
	if err != nil {
		return nil, err
	}
	if b.All {
		for id := range held {
			touch(id)
		}
	}
	return describe(ctx, db, found, held, erased)
}

// describe leaves out what is no case (seats, texts), and says of each case what decides how its people are told.
func describe(ctx context.Context, db *store.DB, found map[string]*Touched, held, erased map[string]bool) ([]Touched, error) {
	var out []Touched
	for id, t := range found {
		t.Held = held[id]
		if !t.Held && !erased[id] {
			continue
		}
		if !t.Held {
			t.Status = "erased"
		}
		err := db.System(ctx, func(tx engine.Tx) error {
			c, err := tx.Case(ctx, id)
			if err != nil {
				return nil //nolint:nilerr // erased, or no case: what the audit tells is all there is
			}
			t.Code, t.Lead, t.Status = c.Code, string(c.Lead), string(c.Status)
			t.Child, t.May = c.Report.Child == casework.Yes, string(c.Report.Contact.Mode)
			return nil
		})
		if err != nil {
			return nil, err
		}
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Touched) int { return a.First.Compare(b.First) })
	return out, nil
}

func (b Breach) concerns(e engine.Entry) bool {
	return e.Target != "" && !e.At.Before(b.Since) && (b.Until.IsZero() || e.At.Before(b.Until)) && (b.Actor == "" || e.Actor == b.Actor)
}

func (t *Touched) note(e engine.Entry) {
	if t.First.IsZero() {
		t.First = e.At
	}
	t.Last = e.At
	if !slices.Contains(t.Actors, e.Actor) {
		t.Actors = append(t.Actors, e.Actor)
	}
	t.Identity = t.Identity || e.Action == "case.read"
}
