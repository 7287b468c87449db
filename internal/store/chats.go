package store

import (
	"context"
	"fmt"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
)

func (d *DB) sealAddress(p engine.Person, a engine.Address) ([]byte, error) {
	return d.keys.Seal(place("chats", string(p), "address"), []byte(a.Reveal()))
}

const (
	chatColumns = "address, blocked, wiped_at, seen_at, desk_lang"
	readChat    = "SELECT " + chatColumns + " FROM chats WHERE person = $1"
)

// Chat gives what is known of a chat; ErrNotFound.
func (t *tx) Chat(_ context.Context, p engine.Person) (engine.ChatRow, error) {
	return t.db.chat(p, t.row(readChat, p))
}

// Chat gives what is committed of a chat, outside any transaction and waiting for none; ErrNotFound.
func (d *DB) Chat(ctx context.Context, p engine.Person) (engine.ChatRow, error) {
	return d.chat(p, d.ask(ctx, readChat, p))
}

// Seen notes that somebody wrote, and so blocks the bot no more, and gives the row; ErrNotFound. The time never goes back.
func (t *tx) Seen(_ context.Context, p engine.Person, at time.Time) (engine.ChatRow, error) {
	return t.db.chat(p, t.row("UPDATE chats SET blocked = 0, seen_at = CASE WHEN $2 > seen_at THEN $2 ELSE seen_at END WHERE person = $1 RETURNING "+chatColumns,
		p, millis(at)))
}

func (d *DB) chat(p engine.Person, found scanner) (engine.ChatRow, error) {
	row := engine.ChatRow{Person: p}
	var address []byte
	var blocked, wiped, seen int64
	if err := found.Scan(&address, &blocked, &wiped, &seen, &row.Lang); err != nil {
		return engine.ChatRow{}, fmt.Errorf("read a chat: %w", notFound(err))
	}
	plain, err := d.keys.Open(place("chats", string(p), "address"), address)
	if err != nil {
		return engine.ChatRow{}, fmt.Errorf("open an address: %w", err)
	}
	row.Address = private.NewText(string(plain))
	row.Blocked, row.Wiped, row.Seen = blocked != 0, moment(wiped), moment(seen)
	return row, nil
}

// SaveChat inserts or replaces the row. Without an address the one known stays; Seen never goes back.
func (t *tx) SaveChat(_ context.Context, c engine.ChatRow) error {
	if c.Person == "" {
		c.Person = t.db.person(c.Address)
	}
	address, err := t.db.sealAddress(c.Person, c.Address)
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO chats (person, address, blocked, wiped_at, seen_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (person) DO UPDATE SET blocked = excluded.blocked, wiped_at = excluded.wiped_at,
			address = CASE WHEN $6 = 1 THEN chats.address ELSE excluded.address END,
			seen_at = CASE WHEN excluded.seen_at > chats.seen_at THEN excluded.seen_at ELSE chats.seen_at END`,
		c.Person, address, bit(c.Blocked), millis(c.Wiped), millis(c.Seen), bit(c.Address.IsZero()))
	if err != nil {
		return fmt.Errorf("save a chat: %w", err)
	}
	return nil
}

// SetDeskLang keeps the language in which officers' texts come to a chat.
func (t *tx) SetDeskLang(_ context.Context, p engine.Person, lang string) error {
	if err := t.exec("UPDATE chats SET desk_lang = $2 WHERE person = $1", p, lang); err != nil {
		return fmt.Errorf("save the language of a desk: %w", err)
	}
	return nil
}

// NoteSent remembers messages of a chat; one known already is replaced.
func (t *tx) NoteSent(_ context.Context, messages ...engine.Sent) error {
	for _, m := range messages {
		err := t.exec(`INSERT INTO sent (person, id, said, at, keep, case_id, card, rev, hold) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (person, id) DO UPDATE SET said = excluded.said, at = excluded.at, keep = excluded.keep,
				case_id = excluded.case_id, card = excluded.card, rev = excluded.rev, hold = excluded.hold`,
			m.Person, m.ID, bit(m.Out), millis(m.At), bit(m.Keep), m.Case, bit(m.Card), m.Rev, bit(m.Hold))
		if err != nil {
			return fmt.Errorf("remember a message: %w", err)
		}
	}
	return nil
}

// NoteAlso remembers that a message speaks of further cases.
func (t *tx) NoteAlso(_ context.Context, m engine.Sent, cases ...string) error {
	for _, id := range cases {
		err := t.exec("INSERT INTO sent_also (person, id, case_id, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", m.Person, m.ID, id, millis(m.At))
		if err != nil {
			return fmt.Errorf("remember what a message speaks of: %w", err)
		}
	}
	return nil
}

const sentColumns = "SELECT person, id, said, at, keep, case_id, card, rev, hold FROM sent "

// SentIn lists messages of a chat since a time, oldest first.
func (t *tx) SentIn(_ context.Context, p engine.Person, since time.Time) ([]engine.Sent, error) {
	return t.sent(sentColumns+"WHERE person = $1 AND at >= $2 ORDER BY at, id", p, millis(since))
}

// Card gives the newest card of a case in a chat; ErrNotFound.
func (t *tx) Card(_ context.Context, p engine.Person, caseID string) (engine.Sent, error) {
	found, err := t.sent(sentColumns+"WHERE person = $1 AND case_id = $2 AND card = 1 ORDER BY at DESC, id DESC LIMIT 1", p, caseID)
	if err == nil && len(found) == 0 {
		err = engine.ErrNotFound
	}
	if err != nil {
		return engine.Sent{}, err
	}
	return found[0], nil
}

// CardsOf lists all cards and details of a case in all chats, and what else speaks of it, oldest first.
func (t *tx) CardsOf(_ context.Context, caseID string) ([]engine.Sent, error) {
	if caseID == "" {
		return nil, nil
	}
	return t.sent(sentColumns+`WHERE case_id = $1 AND case_id <> '' UNION
		SELECT s.person, s.id, s.said, s.at, s.keep, s.case_id, s.card, s.rev, s.hold FROM sent_also a JOIN sent s ON s.person = a.person AND s.id = a.id
		WHERE a.case_id = $1 ORDER BY at, person, id`, caseID)
}

func (t *tx) sent(query string, args ...any) ([]engine.Sent, error) {
	var out []engine.Sent
	err := t.each(func(scan func(...any) error) error {
		var m engine.Sent
		var said, at, keep, card, hold int64
		err := scan(&m.Person, &m.ID, &said, &at, &keep, &m.Case, &card, &m.Rev, &hold)
		m.Out, m.At, m.Keep, m.Card = said != 0, moment(at), keep != 0, card != 0
		m.Hold = hold != 0
		out = append(out, m)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("read remembered messages: %w", err)
	}
	return out, nil
}

// Forget drops remembered messages.
func (t *tx) Forget(_ context.Context, p engine.Person, ids ...int64) error {
	for _, id := range ids {
		for _, from := range []string{"sent", "sent_also"} {
			if err := t.exec("DELETE FROM "+from+" WHERE person = $1 AND id = $2", p, id); err != nil {
				return fmt.Errorf("forget a message: %w", err)
			}
		}
	}
	return nil
}
