package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"siaga/internal/engine"
)

// SaveSpeakerInvite stores a one-time invitation to help with a language by the hash of its token.
func (t *tx) SaveSpeakerInvite(_ context.Context, i engine.SpeakerInvite) error {
	err := t.exec("INSERT INTO speaker_invites (hash, tag, role, can, expires_at) VALUES ($1, $2, $3, $4, $5)",
		i.Hash, i.Tag, i.Role, strings.Join(i.Can, " "), millis(i.Expires))
	if err != nil {
		return fmt.Errorf("save an invitation of a speaker: %w", err)
	}
	return nil
}

// UseSpeakerInvite consumes it; ErrNotFound when unknown, used or expired.
func (t *tx) UseSpeakerInvite(_ context.Context, hash string, at time.Time) (engine.SpeakerInvite, error) {
	i := engine.SpeakerInvite{Hash: hash}
	var can string
	var expires int64
	err := t.row("DELETE FROM speaker_invites WHERE hash = $1 AND expires_at > $2 RETURNING tag, role, can, expires_at",
		hash, millis(at)).Scan(&i.Tag, &i.Role, &can, &expires)
	if err != nil {
		return engine.SpeakerInvite{}, fmt.Errorf("use an invitation of a speaker: %w", notFound(err))
	}
	i.Can, i.Expires = strings.Fields(can), moment(expires)
	return i, nil
}

// SaveSpeaker inserts or replaces a speaker; a person is one speaker only.
func (t *tx) SaveSpeaker(_ context.Context, s engine.Speaker) error {
	err := t.exec(`INSERT INTO speakers (id, person, tag, role, can, at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET tag = excluded.tag, role = excluded.role, can = excluded.can, at = excluded.at, ended_at = excluded.ended_at`,
		s.ID, s.Person, s.Tag, s.Role, strings.Join(s.Can, " "), millis(s.At), millis(s.Ended))
	if err != nil {
		return fmt.Errorf("save a speaker: %w", err)
	}
	return nil
}

// Speaker gives a person's row, also when it has ended; ErrNotFound for everybody else.
func (t *tx) Speaker(_ context.Context, p engine.Person) (engine.Speaker, error) {
	found, err := t.speakers("WHERE person = $1", p)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return engine.Speaker{}, fmt.Errorf("find a speaker: %w", err)
	}
	return found[0], nil
}

// Speakers lists all, those who have ended too, the first first.
func (t *tx) Speakers(context.Context) ([]engine.Speaker, error) {
	found, err := t.speakers("ORDER BY at, id")
	if err != nil {
		return nil, fmt.Errorf("list speakers: %w", err)
	}
	return found, nil
}

func (t *tx) speakers(where string, args ...any) ([]engine.Speaker, error) {
	var out []engine.Speaker
	err := t.each(func(scan func(...any) error) error {
		var s engine.Speaker
		var can string
		var at, ended int64
		if err := scan(&s.ID, &s.Person, &s.Tag, &s.Role, &can, &at, &ended); err != nil {
			return err
		}
		s.Can, s.At, s.Ended = strings.Fields(can), moment(at), moment(ended)
		out = append(out, s)
		return nil
	}, "SELECT id, person, tag, role, can, at, ended_at FROM speakers "+where, args...)
	return out, err
}
