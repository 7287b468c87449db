package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"regexp"
)

var schemaForm = regexp.MustCompile(`^[a-z][a-z0-9_]{2,40}$`)

// Scratch makes an empty schema in a PostgreSQL database, and gives an address that uses it and what removes it with all that is in
// it. It is for measuring and for drills; a schema that is there already is refused.
func Scratch(ctx context.Context, address, schema string) (string, func(), error) {
	u, err := url.Parse(address)
	if err != nil || !schemaForm.MatchString(schema) {
		return "", nil, fmt.Errorf("%w: write it as postgres://user:password@host:5432/name", ErrAddress)
	}
	d, err := openPostgres(address)
	if err != nil {
		return "", nil, err
	}
	if _, err := d.write.ExecContext(ctx, "CREATE SCHEMA "+schema); err != nil {
		return "", nil, errors.Join(fmt.Errorf("make a schema: %w", hideAddress(err)), d.write.Close())
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	drop := func() {
		_, _ = d.write.ExecContext(context.WithoutCancel(ctx), "DROP SCHEMA "+schema+" CASCADE") // what stays behind is only in the way
		_ = d.write.Close()
	}
	return u.String(), drop, nil
}
