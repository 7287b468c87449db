package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"

	"siaga/internal/config"
	"siaga/internal/kms"
	"siaga/internal/private"
	"siaga/internal/store"
)

// KeyLook is how often a running house looks whether the key file changed. A rotation waits longer than that between its steps.
const KeyLook = 15 * time.Second

// LoadKeys reads the key file of the settings.
func LoadKeys(cfg config.Config) (*private.Keys, error) {
	f, err := KeyFile(cfg)
	if err != nil {
		return nil, err
	}
	keys, err := f.Load()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, config.Bad("SIAGA_KEYS: %v (make a key file with: siaga keys init)", err)
	}
	if err != nil {
		return nil, config.Bad("SIAGA_KEYS: %v", err)
	}
	return keys, nil
}

// KeyFile is the key file of the settings, with the key service that seals it if one is named.
func KeyFile(cfg config.Config) (private.KeyFile, error) {
	if strings.Contains(cfg.Keys, "://") {
		return private.KeyFile{}, config.Bad("SIAGA_KEYS names a file; a key service that seals it is named by SIAGA_KMS")
	}
	if cfg.KMS == "" {
		return private.KeyFile{Path: cfg.Keys}, nil
	}
	service, err := kms.New(cfg.KMS, cfg.KMSToken)
	if errors.Is(err, kms.ErrAddress) || cfg.KMSToken != "" && err != nil {
		return private.KeyFile{}, config.Bad("SIAGA_KMS: %v", err)
	}
	if err != nil {
		return private.KeyFile{}, config.Bad("SIAGA_KMS_TOKEN: %v; put it into a file and name that with SIAGA_KMS_TOKEN_FILE", err)
	}
	return private.KeyFile{Path: cfg.Keys, Wrap: service}, nil
}

// keyFile watches the key file for a running process.
type keyFile struct {
	file private.KeyFile
	keys *private.Keys
	seen os.FileInfo
}

// look takes over a file that changed; changed tells that it did.
func (k *keyFile) look() (changed bool, err error) {
	info, err := os.Stat(k.file.Path)
	if err != nil {
		return false, config.Reason(err)
	}
	if k.seen != nil && os.SameFile(info, k.seen) && info.ModTime().Equal(k.seen.ModTime()) && info.Size() == k.seen.Size() {
		return false, nil
	}
	fresh, err := k.file.Load()
	if err != nil {
		return false, err
	}
	if err := k.keys.Adopt(fresh); err != nil {
		return false, err
	}
	k.seen = info
	return true, nil
}

// keepKeys takes over new keys while the house runs, and seals in the background what is still under an older one.
func (h *House) keepKeys(ctx context.Context) {
	if h.keyFile == nil {
		return
	}
	tick := time.NewTicker(KeyLook)
	defer tick.Stop()
	for {
		changed, err := h.keyFile.look()
		switch {
		case err != nil:
			h.Metrics.Event("keys_unreadable")
			h.Log.Error("the key file cannot be taken over; the keys in memory go on", "err", err)
		case changed && len(h.keyFile.keys.IDs()) > 1:
			h.reseal(ctx)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (h *House) reseal(ctx context.Context) {
	done, err := h.Store.Reseal(ctx)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		h.Log.Error("seal anew", "err", err)
		return
	}
	h.Metrics.Event("keys_adopted")
	h.Log.Info("the key file was taken over", "key", h.keyFile.keys.PrimaryID(), "sealed_anew", done.Done, "unreadable", done.Broken)
}

// RotateKeys are the steps of a rotation for an operator. Each leaves a key file that every process can work with.
type RotateKeys struct {
	File  private.KeyFile
	Keys  *private.Keys
	Store *store.DB
}

// Stage puts a new key into the file that opens, and seals nothing yet.
func (r RotateKeys) Stage() (uint32, error) {
	id, err := r.Keys.Stage()
	if err != nil {
		return 0, err
	}
	return id, r.File.Replace(r.Keys)
}

// Promote makes the newest key seal from now on, and notes in the database that an older copy of the file will not do any more.
func (r RotateKeys) Promote(ctx context.Context) (uint32, error) {
	ids := r.Keys.IDs()
	id := ids[len(ids)-1]
	if id == r.Keys.PrimaryID() {
		return 0, config.Bad("there is no new key: begin with siaga keys rotate --stage")
	}
	if err := r.Keys.Promote(id); err != nil {
		return 0, err
	}
	if err := r.File.Replace(r.Keys); err != nil {
		return 0, err
	}
	return id, r.Store.SaveKeyCheck(ctx)
}

// Retire destroys an older key when nothing in the database is under it any more. Backups of the time before can never be read again.
func (r RotateKeys) Retire(ctx context.Context, id uint32) error {
	under, err := r.Store.SealedUnder(ctx)
	if err != nil {
		return err
	}
	if n := under.Under[id]; n > 0 {
		return config.Bad("%d values are still sealed under key %d: run siaga keys reseal first", n, id)
	}
	if err := r.Keys.Retire(id); err != nil {
		return config.Bad("%v", err)
	}
	return r.File.Replace(r.Keys)
}
