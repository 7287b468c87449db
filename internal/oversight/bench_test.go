package oversight

import "testing"

func BenchmarkPage(b *testing.B) {
	t := &testing.T{}
	h := newHouse(t)
	cookie := h.sit("p", Seat{"00", "chair"})
	for _, at := range []string{"r/ID", "r/35", "r/53.02", "r/ID/figures.csv"} {
		b.Run(at, func(b *testing.B) {
			for b.Loop() {
				if w := h.ask("GET", Path+at, cookie, ""); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
