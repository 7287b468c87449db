package store

import (
	"context"
	"fmt"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// SaveVerdict keeps what a speaker said of a text last, after everything said before.
func (t *tx) SaveVerdict(_ context.Context, v engine.Verdict) error {
	note, err := sealValue(t.db.keys, notePlace(v), v.Note)
	if err != nil {
		return err
	}
	if v.Seq, err = t.wordingMoves(); err != nil {
		return err
	}
	err = t.exec(`INSERT INTO verdicts (tag, key, speaker, status, text, source, base, role, day, note, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tag, key, speaker) DO UPDATE SET status = excluded.status,
		text = excluded.text, source = excluded.source, base = excluded.base, role = excluded.role, day = excluded.day, note = excluded.note, seq = excluded.seq`,
		v.Tag, v.Key, v.Speaker, v.Status, v.Text, v.Source, v.Base, v.By, v.On, note, v.Seq)
	if err != nil {
		return fmt.Errorf("save what was said of %s %s: %w", v.Tag, v.Key, err)
	}
	return nil
}

// notePlace binds a note to its row.
func notePlace(v engine.Verdict) private.Binding {
	return place("verdicts", v.Tag+" "+v.Key+" "+v.Speaker, "note")
}

// wordingMoves lets every replica see that something was said.
func (t *tx) wordingMoves() (n int64, err error) {
	if err = t.row("UPDATE counters SET n = n + 1 WHERE name = 'wording' RETURNING n").Scan(&n); err != nil {
		return 0, fmt.Errorf("number what was said of texts: %w", err)
	}
	return n, nil
}

// WordingVersion rises whenever something was said of a text, or taken back.
func (t *tx) WordingVersion(context.Context) (n int64, err error) {
	if err = t.row("SELECT n FROM counters WHERE name = 'wording'").Scan(&n); err != nil {
		return 0, fmt.Errorf("read the number of what was said of texts: %w", err)
	}
	return n, nil
}

// Verdicts lists what was said of a language's texts (of all when empty), the first first.
func (t *tx) Verdicts(_ context.Context, tag string) ([]engine.Verdict, error) {
	var out []engine.Verdict
	err := t.each(func(scan func(...any) error) error {
		var v engine.Verdict
		var note []byte
		if err := scan(&v.Tag, &v.Key, &v.Speaker, &v.Status, &v.Text, &v.Source, &v.Base, &v.By, &v.On, &note, &v.Seq); err != nil {
			return err
		}
		out = append(out, v)
		return openValue(t.db.keys, notePlace(v), note, &out[len(out)-1].Note)
	}, `SELECT tag, key, speaker, status, text, source, base, role, day, note, seq FROM verdicts WHERE $1 = '' OR tag = $1 ORDER BY seq, tag, key, speaker`, tag)
	if err != nil {
		return nil, fmt.Errorf("list what was said of texts: %w", err)
	}
	return out, nil
}

// DropVerdicts takes words back: of a text, of a speaker, or both; it gives their number. At least one must be named.
func (t *tx) DropVerdicts(_ context.Context, tag, key, speaker string) (int, error) {
	n, err := t.count("DELETE FROM verdicts WHERE ($1 = '' AND $2 = '' OR tag = $1 AND key = $2) AND ($3 = '' OR speaker = $3) AND NOT ($1 = '' AND $3 = '')", tag, key, speaker)
	if err == nil && n > 0 {
		_, err = t.wordingMoves()
	}
	if err != nil {
		return 0, fmt.Errorf("take back what was said of texts: %w", err)
	}
	return int(n), nil
}
