package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/offer"
)

func TestAgencies(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		read := func(plain ...string) string {
			var out []string
			h.system(func(tx engine.Tx) error {
				rows, err := tx.Agencies(ctx, plain...)
				for _, r := range rows {
					out = append(out, fmt.Sprintf("%s %s %s %d", r.Name, r.Licence, r.Status, r.ValidUntil.Year()))
				}
				return err
			})
			return strings.Join(out, "; ")
		}
		h.system(func(tx engine.Tx) error {
			if _, _, err := tx.AgencyRegister(ctx); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("without a register: %v", err)
			}
			return nil
		})
		one := offer.Agency{Name: "PT Contoh Satu", Licence: "1/2020", Status: offer.AgencyActive, ValidUntil: day.AddDate(1, 0, 0)}
		two := offer.Agency{Name: "PT Contoh Dua", Licence: "2/2020", Status: offer.AgencyRevoked}
		h.system(func(tx engine.Tx) error { return tx.SaveAgencies(ctx, day, []offer.Agency{one, two}, day) })
		equal(t, "all", read(), "PT Contoh Dua 2/2020 revoked 1; PT Contoh Satu 1/2020 active 2027")
		equal(t, "one", read("contohsatu", "contoh"), "PT Contoh Satu 1/2020 active 2027")
		equal(t, "none", read("contohtiga"), "")
		// A row that cannot be written leaves the register before as it was.
		err := h.db.System(ctx, func(tx engine.Tx) error {
			return tx.SaveAgencies(ctx, day.AddDate(0, 1, 0), []offer.Agency{one, one}, day)
		})
		if err == nil {
			t.Error("the same name twice was taken")
		}
		h.system(func(tx engine.Tx) error {
			asOf, n, err := tx.AgencyRegister(ctx)
			equal(t, "register", fmt.Sprint(asOf.Equal(day), n), "true 2")
			return err
		})
		h.system(func(tx engine.Tx) error { return tx.SaveAgencies(ctx, day.AddDate(0, 1, 0), []offer.Agency{two}, day) })
		equal(t, "replaced", read(), "PT Contoh Dua 2/2020 revoked 1")
	})
}
