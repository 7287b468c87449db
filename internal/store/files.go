package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// FileMax is the largest content of a file, that of a download by the Bot API (20 MB).
const FileMax = 20 << 20

// ErrFileSize says that a file is larger than FileMax.
var ErrFileSize = errors.New("the file is too large to be kept")

// fileRow is a row of files; its details and its content are sealed under a key of the file's own.
type fileRow struct {
	caseID  string
	sealed  []byte // the key
	details []byte
}

// SaveFile inserts or replaces a file. Content once kept stays when the new row brings none. Whose file it is does not change: the
// conversation may have moved to another person while the content was fetched.
func (t *tx) SaveFile(_ context.Context, f engine.File) error {
	if len(f.Body) > FileMax {
		return ErrFileSize
	}
	if err := t.saveFile(f); err != nil {
		return fmt.Errorf("save file %s: %w", f.ID, err)
	}
	return nil
}

func (t *tx) saveFile(f engine.File) error {
	r, k, err := t.fileKey(f.ID)
	if errors.Is(err, engine.ErrNotFound) {
		r.sealed, k, err = t.db.keys.NewDataKey(place("files", f.ID, "sealed_key"))
	}
	if err != nil {
		return err
	}
	body := f.Body
	f.Body = nil
	if r.details, err = sealValue(k, place("files", f.ID, "details"), f); err != nil {
		return err
	}
	err = t.exec(`INSERT INTO files (id, person, kind, state, at, sealed_key, details) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, state = excluded.state, at = excluded.at,
			details = excluded.details`, f.ID, f.Person, f.Kind, f.State, millis(f.At), r.sealed, r.details)
	if err != nil || len(body) == 0 {
		return err
	}
	content, err := k.Seal(place("file_bodies", f.ID, "body"), body)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO file_bodies (file_id, body) VALUES ($1, $2) ON CONFLICT (file_id) DO UPDATE SET body = excluded.body", f.ID, content)
}

// File gives a file with its content, as far as it was fetched; ErrNotFound.
func (t *tx) File(_ context.Context, id string) (engine.File, error) {
	f, err := t.file(id)
	if err != nil {
		return engine.File{}, fmt.Errorf("read file %s: %w", id, err)
	}
	return f, nil
}

func (t *tx) file(id string) (engine.File, error) {
	r, k, err := t.fileKey(id)
	if err != nil {
		return engine.File{}, err
	}
	var f engine.File
	if err := openValue(k, place("files", id, "details"), r.details, &f); err != nil {
		return engine.File{}, err
	}
	// The column counts: a conversation may have moved to another person.
	if err := t.row("SELECT person FROM files WHERE id = $1", id).Scan(&f.Person); err != nil {
		return engine.File{}, err
	}
	var content []byte
	err = t.row("SELECT body FROM file_bodies WHERE file_id = $1", id).Scan(&content)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil
	}
	if err != nil {
		return engine.File{}, err
	}
	f.Body, err = k.Open(place("file_bodies", id, "body"), content)
	return f, err
}

// fileKey reads a file's row and opens its key.
func (t *tx) fileKey(id string) (fileRow, private.DataKey, error) {
	var r fileRow
	err := t.row("SELECT case_id, sealed_key, details FROM files WHERE id = $1", id).Scan(&r.caseID, &r.sealed, &r.details)
	if err != nil {
		return r, private.DataKey{}, notFound(err)
	}
	sealed := r.sealed
	if r.caseID != "" {
		k, err := t.caseKey(r.caseID)
		if err != nil {
			return r, private.DataKey{}, err
		}
		if sealed, err = k.Open(place("files", id, "sealed_key"), sealed); err != nil {
			return r, private.DataKey{}, err
		}
	}
	k, err := t.db.keys.OpenDataKey(place("files", id, "sealed_key"), sealed)
	return r, k, err
}

// tieFiles seals the keys of a case's files once more, under the key of the case: destroying that one destroys the files. A file
// that is not there or belongs to a case already is passed over.
func (t *tx) tieFiles(c casework.Case, k private.DataKey) error {
	ids := append([]string(nil), c.Report.Files...)
	for _, q := range c.Questions {
		ids = append(ids, q.Files...)
	}
	for _, id := range ids {
		var sealed []byte
		err := t.row("SELECT sealed_key FROM files WHERE id = $1 AND case_id = ''", id).Scan(&sealed)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		if sealed, err = k.Seal(place("files", id, "sealed_key"), sealed); err != nil {
			return err
		}
		if err := t.exec("UPDATE files SET sealed_key = $2, case_id = $3 WHERE id = $1 AND case_id = ''", id, sealed, c.ID); err != nil {
			return err
		}
	}
	return nil
}

// DropFiles removes the files of a person that belong to no case: those of a conversation that is to be forgotten. A photo of prevention
// work belongs to the task force, and stays when the officer who sent it goes.
func (t *tx) DropFiles(_ context.Context, p engine.Person) error {
	if err := t.deleteFiles("person = $1 AND case_id = '' AND "+noActivity, p); err != nil {
		return fmt.Errorf("drop files: %w", err)
	}
	return nil
}

// deleteFiles removes files with their content.
func (t *tx) deleteFiles(where string, args ...any) error {
	if err := t.exec("DELETE FROM file_bodies WHERE file_id IN (SELECT id FROM files WHERE "+where+")", args...); err != nil {
		return err
	}
	return t.exec("DELETE FROM files WHERE "+where, args...)
}
