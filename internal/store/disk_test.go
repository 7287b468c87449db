package store

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"siaga/internal/engine"
	"siaga/internal/private"
)

// TestFailedSyncStopsAllWriting pretends that one error was a failed sync; a second sync may succeed without the data being there.
func TestFailedSyncStopsAllWriting(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	keys, err := private.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "x.db"), keys, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	sync, other := errors.New("sync failed"), errors.New("something else")
	d.dialect.disk = func(err error) bool { return errors.Is(err, sync) }
	fail := func(with error) error { return d.System(ctx, func(engine.Tx) error { return with }) }
	put := func() error { return d.Put(ctx, engine.Incoming{Key: "1", Address: private.NewText("tg:1")}) }
	if err := errors.Join(put(), d.Ping(ctx)); err != nil || errors.Is(fail(other), ErrDisk) {
		t.Fatalf("before: got %v, want a database that writes", err)
	}
	if err := fail(sync); !errors.Is(err, ErrDisk) {
		t.Fatalf("got %v, want ErrDisk", err)
	}
	for what, err := range map[string]error{"put": put(), "system": fail(nil), "ping": d.Ping(ctx)} {
		if !errors.Is(err, ErrDisk) {
			t.Errorf("%s afterwards: got %v, want ErrDisk", what, err)
		}
	}
}
