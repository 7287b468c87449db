package store_test

import (
	"fmt"
	"testing"

	"siaga/internal/engine"
)

func TestSharedTraces(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		save := func(id string, traces ...engine.Trace) {
			h.system(func(tx engine.Tx) error { return tx.SaveTraces(ctx, id, traces) })
		}
		shared := func(id, want string) {
			t.Helper()
			h.system(func(tx engine.Tx) error {
				got, err := tx.SharedTraces(ctx, id)
				must(t, err)
				equal(t, "shared with "+id, fmt.Sprint(got), want)
				return nil
			})
		}
		save("a", engine.Trace{Kind: "phone", Mark: "x"}, engine.Trace{Kind: "account", Mark: "y"})
		save("b", engine.Trace{Kind: "phone", Mark: "x"})
		save("c", engine.Trace{Kind: "account", Mark: "y"}, engine.Trace{Kind: "account", Mark: "x"})
		shared("a", "[{account c} {phone b}]")
		shared("b", "[{phone a}]")
		save("d", engine.Trace{Kind: "phone", Mark: "x", Own: true}) // somebody's own after all
		shared("a", "[{account c}]")
		shared("d", "[]")
		save("d")
		shared("b", "[{phone a}]")
		must(t, h.db.EraseCase(ctx, "a", "test"))
		shared("b", "[]")
	})
}
