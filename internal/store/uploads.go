package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Upload gives the id under which a bot can send a clip again, "" when none is known.
func (d *DB) Upload(ctx context.Context, bot, clip string) (fileID string, err error) {
	err = d.read.QueryRowContext(ctx, "SELECT file_id FROM uploads WHERE bot = $1 AND clip = $2", bot, clip).Scan(&fileID)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("find an uploaded clip: %w", err)
	}
	return fileID, nil
}

// SaveUpload remembers it instead of an earlier one.
func (d *DB) SaveUpload(ctx context.Context, bot, clip, fileID string) error {
	err := d.transact(ctx, func(t *tx) error {
		return t.exec("INSERT INTO uploads (bot, clip, file_id) VALUES ($1, $2, $3) ON CONFLICT (bot, clip) DO UPDATE SET file_id = excluded.file_id",
			bot, clip, fileID)
	})
	if err != nil {
		return fmt.Errorf("keep an uploaded clip: %w", err)
	}
	return nil
}
