package app

import (
	"context"
	"errors"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// plant writes words wherever those of a person go: a draft, a case with its questions and notes, files, jobs, buttons, an
// invitation. The case is a closed exercise, and nothing of it is anybody's. remove takes all of it away again.
func (s *leakScan) plant(ctx context.Context, words []string) (remove func() error, err error) {
	next := func() string {
		w := words[0]
		words = append(words[1:], w)
		return w
	}
	text := func() private.Text { return private.NewText(next()) }
	id, now, later := Chance{}.ID(), time.Now(), time.Now().Add(time.Hour)
	person, hash := engine.Person(s.o.Keys.Pseudonym("leakscan", id)), private.TokenHash(id)
	c := casework.Case{ID: id, Code: "X-" + id[:6], Version: 1, Status: casework.Closed, Priority: casework.Ordinary, Lead: taskforce.Pusat, Exercise: true,
		Training: &casework.Training{Seat: "00/leakscan/1", Scenario: next()}, OpenedAt: now, ChangedAt: now}
	for range 12 {
		c.Report.Story = append(c.Report.Story, text())
	}
	c.Report.OfficialWho, c.Report.Files = text(), []string{id}
	c.Report.Places = map[casework.PlaceRole]casework.Place{casework.VictimNow: {Said: text(), Town: next()}, casework.Home: {Said: text()}}
	for n := range 8 {
		c.Questions = append(c.Questions, casework.Question{N: n + 1, Text: text(), Answer: text()})
		c.Milestones = append(c.Milestones, casework.Milestone{Kind: casework.Received, Note: text(), Early: text()})
	}
	err = s.o.Store.System(ctx, func(tx engine.Tx) error {
		return errors.Join(
			tx.SaveChat(ctx, engine.ChatRow{Person: person, Address: text(), Wiped: now, Seen: now}),
			tx.SaveDraft(ctx, person, []byte(next()), 1, later),
			tx.SaveFile(ctx, engine.File{ID: id, Person: person, Kind: "document", Source: text(), Mime: next(), State: "kept", Body: []byte(next()), At: now}),
			tx.SaveCase(ctx, c),
			tx.Enqueue(ctx, engine.Job{Kind: "delete", Key: "leakscan:" + id, Person: person, RunAt: later, Body: []byte(next())},
				engine.Job{Kind: "say", Key: "leakscan:case:" + id, Person: person, Case: id, RunAt: later, Body: []byte(next())}),
			tx.SaveAction(ctx, engine.ActionRow{Hash: hash, Person: person, Case: id, Verb: "none", Arg: next(), Expires: later}),
			tx.SaveInvite(ctx, engine.Invite{Hash: hash, Seat: "00/leakscan/1", Officer: taskforce.Officer{Name: next(), Nickname: next(), Phone: next(), Username: next()}, Expires: later}),
			tx.Audit(ctx, engine.Entry{Actor: "operator", Action: "leakscan", Target: id}))
	})
	return func() error { return s.unplant(context.WithoutCancel(ctx), id, person, hash) }, err
}

func (s *leakScan) unplant(ctx context.Context, id string, person engine.Person, hash string) error {
	err := s.o.Store.EraseCase(ctx, id, "leakscan")
	return errors.Join(err, s.o.Store.System(ctx, func(tx engine.Tx) error {
		_, err := tx.CancelJobs(ctx, person, "")
		_, used := tx.UseInvite(ctx, hash, time.Now())
		if errors.Is(used, engine.ErrNotFound) {
			used = nil
		}
		return errors.Join(err, used, tx.DeleteDraft(ctx, person))
	}), s.o.Store.DropChat(ctx, person))
}
