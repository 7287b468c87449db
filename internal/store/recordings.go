package store

import (
	"context"
	"fmt"

	"siaga/internal/engine"
)

// unrecorded holds for files that no recording and no activity needs.
const unrecorded = "NOT EXISTS (SELECT 1 FROM recordings r WHERE r.file = files.id) AND " + noActivity

// SaveRecording keeps what a speaker did last with a text as it is read aloud, instead of what they did before.
func (t *tx) SaveRecording(_ context.Context, r engine.Recording) error {
	was, err := t.recordings("WHERE tag = $1 AND key = $2 AND speaker = $3", r.Tag, r.Key, r.Speaker)
	if err == nil {
		r.Seq, err = t.wordingMoves()
	}
	if err != nil {
		return err
	}
	err = t.exec(`INSERT INTO recordings (tag, key, speaker, status, text, file, clip, role, day, heard, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tag, key, speaker) DO UPDATE SET status = excluded.status,
		text = excluded.text, file = excluded.file, clip = excluded.clip, role = excluded.role, day = excluded.day, heard = excluded.heard, seq = excluded.seq`,
		r.Tag, r.Key, r.Speaker, r.Status, r.Text, r.File, r.Clip, r.By, r.On, r.Heard, r.Seq)
	if err == nil {
		err = t.dropClips(was)
	}
	if err != nil {
		return fmt.Errorf("save a recording of %s %s: %w", r.Tag, r.Key, err)
	}
	return nil
}

// dropClips removes the files of former recordings, as far as no row names them any more.
func (t *tx) dropClips(was []engine.Recording) error {
	for _, r := range was {
		if r.File == "" {
			continue
		}
		if err := t.deleteFiles("id = $1 AND "+unrecorded, r.File); err != nil {
			return err
		}
	}
	return nil
}

// Recordings lists those of a language (of all when empty), the first first.
func (t *tx) Recordings(_ context.Context, tag string) ([]engine.Recording, error) {
	return t.recordings("WHERE $1 = '' OR tag = $1", tag)
}

func (t *tx) recordings(where string, args ...any) ([]engine.Recording, error) {
	var out []engine.Recording
	err := t.each(func(scan func(...any) error) error {
		var r engine.Recording
		if err := scan(&r.Tag, &r.Key, &r.Speaker, &r.Status, &r.Text, &r.File, &r.Clip, &r.By, &r.On, &r.Heard, &r.Seq); err != nil {
			return err
		}
		out = append(out, r)
		return nil
	}, "SELECT tag, key, speaker, status, text, file, clip, role, day, heard, seq FROM recordings "+where+" ORDER BY seq, tag, key, speaker", args...)
	if err != nil {
		return nil, fmt.Errorf("list recordings: %w", err)
	}
	return out, nil
}

// DropRecordings removes recordings with their files: of a text, of a speaker, or both; it gives their number. At least one must be named.
func (t *tx) DropRecordings(_ context.Context, tag, key, speaker string) (int, error) {
	const which = "WHERE ($1 = '' AND $2 = '' OR tag = $1 AND key = $2) AND ($3 = '' OR speaker = $3) AND NOT ($1 = '' AND $3 = '')"
	was, err := t.recordings(which, tag, key, speaker)
	if err != nil || len(was) == 0 {
		return 0, err
	}
	if err = t.exec("DELETE FROM recordings "+which, tag, key, speaker); err == nil {
		err = t.dropClips(was)
	}
	if err == nil {
		_, err = t.wordingMoves()
	}
	if err != nil {
		return 0, fmt.Errorf("remove recordings: %w", err)
	}
	return len(was), nil
}
