package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/internal/engine"
)

// Draft gives the durable conversation of a person and its revision; ErrNotFound when there is none.
func (t *tx) Draft(_ context.Context, p engine.Person) ([]byte, int64, error) {
	var body []byte
	var rev int64
	if err := t.row("SELECT body, rev FROM drafts WHERE person = $1", p).Scan(&body, &rev); err != nil {
		return nil, 0, fmt.Errorf("read a draft: %w", notFound(err))
	}
	plain, err := t.db.keys.Open(placeAt("drafts", string(p), "body", rev), body)
	if err != nil {
		return nil, 0, fmt.Errorf("open a draft: %w", err)
	}
	return plain, rev, nil
}

// SaveDraft writes revision rev over rev-1 (ErrConflict otherwise; revision 1 only where there is none); it is purged after until.
func (t *tx) SaveDraft(_ context.Context, p engine.Person, body []byte, rev int64, until time.Time) error {
	sealed, err := t.db.keys.Seal(placeAt("drafts", string(p), "body", rev), body)
	if err != nil {
		return err
	}
	query := "UPDATE drafts SET body = $2, rev = $3, until = $4, changed_at = $5 WHERE person = $1 AND rev = $3 - 1"
	if rev == 1 {
		query = "INSERT INTO drafts (person, body, rev, until, changed_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO NOTHING"
	}
	if err := t.one(engine.ErrConflict, query, p, sealed, rev, millis(until), millis(t.now)); err != nil {
		return fmt.Errorf("save a draft: %w", err)
	}
	return nil
}

// DeleteDraft forgets the conversation, and with the end of the transaction the person's files that belong to no case by then.
func (t *tx) DeleteDraft(_ context.Context, p engine.Person) error {
	if err := t.exec("DELETE FROM drafts WHERE person = $1", p); err != nil {
		return fmt.Errorf("delete a draft: %w", err)
	}
	t.last = append(t.last, func() error { return t.DropFiles(t.ctx, p) })
	return nil
}

// MoveDraft gives the conversation of one person to another, with its receipts and the files that belong to no case yet; the
// former has none afterwards. Its new revision is above those of both, so no copy kept elsewhere passes for newer.
func (t *tx) MoveDraft(ctx context.Context, from, to engine.Person) error {
	if from == to {
		return nil
	}
	body, rev, err := t.Draft(ctx, from)
	if err != nil {
		return err
	}
	if _, there, err := t.Draft(ctx, to); err == nil {
		rev = max(rev, there)
	} else if !errors.Is(err, engine.ErrNotFound) {
		return err
	}
	rev++
	sealed, err := t.db.keys.Seal(placeAt("drafts", string(to), "body", rev), body)
	if err != nil {
		return err
	}
	if err := t.moveDraft(from, to, sealed, rev); err != nil {
		return fmt.Errorf("move a draft: %w", err)
	}
	return nil
}

func (t *tx) moveDraft(from, to engine.Person, sealed []byte, rev int64) error {
	if err := t.exec("DELETE FROM drafts WHERE person = $1", to); err != nil {
		return err
	}
	err := t.one(engine.ErrNotFound, "UPDATE drafts SET person = $2, body = $3, rev = $4, changed_at = $5 WHERE person = $1",
		from, to, sealed, rev, millis(t.now))
	if err != nil {
		return err
	}
	if err := t.exec("UPDATE receipts SET person = $2 WHERE person = $1", from, to); err != nil {
		return err
	}
	return t.exec("UPDATE files SET person = $2 WHERE person = $1 AND case_id = ''", from, to)
}

// OpenDrafts lists people who have a conversation and wrote after since, the one who waited longest first; nobody who blocked
// the bot or wiped the chat. Whether the conversation is finished is for the caller to see.
func (t *tx) OpenDrafts(_ context.Context, since time.Time) ([]engine.Person, error) {
	var out []engine.Person
	err := t.each(func(scan func(...any) error) error {
		var p engine.Person
		err := scan(&p)
		out = append(out, p)
		return err
	}, `SELECT d.person FROM drafts d JOIN chats c ON c.person = d.person
		WHERE c.seen_at > $1 AND c.blocked = 0 AND c.wiped_at = 0 ORDER BY c.seen_at, d.person`, millis(since))
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	return out, nil
}
