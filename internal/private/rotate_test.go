package private

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

func mustSeal(t *testing.T, s sealer, text string) []byte {
	t.Helper()
	out, err := s.Seal(place, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func mustOpen(t *testing.T, s sealer, sealed []byte, want string) {
	t.Helper()
	if got, err := s.Open(place, sealed); err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestRotationKeepsOldAndUsesNew(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	old := k.PrimaryID()
	before := mustSeal(t, k, "lama")
	id, err := k.Rotate()
	if err != nil || id == old || k.PrimaryID() != id || !slices.Equal(k.IDs(), []uint32{old, id}) {
		t.Fatalf("after rotation: id %d, primary %d, ids %v, %v", id, k.PrimaryID(), k.IDs(), err)
	}
	after := mustSeal(t, k, "baru")
	mustOpen(t, k, before, "lama")
	mustOpen(t, k, after, "baru")
	if got, ok := SealedUnder(before); !ok || got != old {
		t.Errorf("before: sealed under %d, want %d", got, old)
	}
	if got, ok := SealedUnder(after); !ok || got != id {
		t.Errorf("after: sealed under %d, want %d", got, id)
	}
	if _, ok := SealedUnder([]byte("short")); ok {
		t.Error("a short value claims a key")
	}
}

func TestRetiringAKeyDestroysWhatIsUnderIt(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	old := k.PrimaryID()
	lost, kept := mustSeal(t, k, "hilang"), mustSeal(t, k, "tetap")
	sealedKey, dk, err := k.NewDataKey(place)
	if err != nil {
		t.Fatal(err)
	}
	under := mustSeal(t, dk, "kasus")
	if _, err := k.Rotate(); err != nil {
		t.Fatal(err)
	}
	moved, changed, err := k.Reseal(place, kept)
	if err != nil || !changed {
		t.Fatalf("reseal: %v, %v", changed, err)
	}
	movedKey, changed, err := k.ResealDataKey(place, sealedKey)
	if err != nil || !changed {
		t.Fatalf("reseal data key: %v, %v", changed, err)
	}
	if same, changed, err := k.Reseal(place, moved); err != nil || changed || !slices.Equal(same, moved) {
		t.Errorf("resealing twice: %v, %v", changed, err)
	}
	if err := k.Retire(old); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(place, lost); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("under the retired key: %v", err)
	}
	mustOpen(t, k, moved, "tetap")
	again, err := k.OpenDataKey(place, movedKey)
	if err != nil {
		t.Fatal(err)
	}
	mustOpen(t, again, under, "kasus")
	if _, _, err := k.Reseal(elsewhere["row"], moved); !errors.Is(err, ErrOpen) {
		t.Errorf("resealing in another place: %v", err)
	}
}

func TestRefusedChangesChangeNothing(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	id := k.PrimaryID()
	for name, err := range map[string]error{
		"retire the primary": k.Retire(id), "retire nothing": k.Retire(id + 1), "promote nothing": k.Promote(id + 1), "adopt strangers": k.Adopt(newKeys(t)),
	} {
		if !errors.Is(err, ErrKeyChange) {
			t.Errorf("%s: got %v, want ErrKeyChange", name, err)
		}
	}
	if err := k.Retire(id); err == nil || !strings.Contains(err.Error(), "rotate first") {
		t.Errorf("retiring the primary: %v does not say what to do", err)
	}
	if k.PrimaryID() != id || len(k.IDs()) != 1 {
		t.Errorf("primary %d, ids %v; want only %d", k.PrimaryID(), k.IDs(), id)
	}
}

// TestRotationOverTwoProcesses stages a key, lets the second process adopt it, and only then seals under it.
func TestRotationOverTwoProcesses(t *testing.T) {
	t.Parallel()
	one := newKeys(t)
	copyOf := func(k *Keys) *Keys {
		raw, err := k.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		out, err := ParseKeys(raw)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	two := copyOf(one)
	old := one.PrimaryID()
	id, err := one.Stage()
	if err != nil || one.PrimaryID() != old {
		t.Fatalf("stage: primary %d, %v", one.PrimaryID(), err)
	}
	if err := two.Adopt(copyOf(one)); err != nil {
		t.Fatal(err)
	}
	if err := one.Promote(id); err != nil {
		t.Fatal(err)
	}
	mustOpen(t, two, mustSeal(t, one, "baru"), "baru")
	mustOpen(t, one, mustSeal(t, two, "lama"), "lama")
}

// TestRotationUnderLoad seals and opens in eight goroutines while the keys rotate ten times.
func TestRotationUnderLoad(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	first := mustSeal(t, k, "pertama")
	var work sync.WaitGroup
	for g := range 8 {
		work.Go(func() {
			for i := range 500 {
				text := fmt.Sprint(g, i)
				sealed, err := k.Seal(place, []byte(text))
				if err != nil {
					t.Errorf("seal: %v", err)
					return
				}
				if got, err := k.Open(place, sealed); err != nil || string(got) != text {
					t.Errorf("open: %q, %v", got, err)
					return
				}
			}
		})
	}
	for range 10 {
		if _, err := k.Rotate(); err != nil {
			t.Error(err)
		}
	}
	work.Wait()
	mustOpen(t, k, first, "pertama")
	if len(k.IDs()) != 11 {
		t.Errorf("%d keys, want 11", len(k.IDs()))
	}
}
