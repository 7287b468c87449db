package app

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/oversight"
	"siaga/internal/private"
	"siaga/internal/region"
	"siaga/internal/simulate"
	"siaga/internal/store"
	"siaga/internal/taskforce"
)

// OversightDemo is the oversight page on a simulated year, without a bot. Whoever opens its address is let in as somebody at pusat, or,
// with ?as=53, of that province or kabupaten: everything in it is made up.
type OversightDemo struct {
	db   *store.DB
	year *simulate.Year
	mux  *http.ServeMux
}

// NewOversightDemo plays so many cases in the year that ends now, in a folder of its own, and makes the figures.
func NewOversightDemo(ctx context.Context, folder string, seed uint64, cases int) (*OversightDemo, error) {
	keys, err := private.NewKeys()
	if err != nil {
		return nil, fmt.Errorf("make keys: %w", err)
	}
	db, err := store.Open(ctx, "sqlite:"+filepath.Join(folder, "oversight.db"), keys, store.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, wrongKeys(err)
	}
	d := &OversightDemo{db: db, year: simulate.NewYear(seed, time.Now()), mux: http.NewServeMux()}
	if _, err := PutYear(ctx, db, d.year, cases); err != nil {
		return nil, err
	}
	f := &figures{DB: db, clock: time.Now}
	if _, err := oversight.Snapshot(ctx, f, time.Now()); err != nil {
		return nil, err
	}
	pages, err := oversight.New(oversight.Options{People: overseers{db}, Figures: f, Now: time.Now, Note: "simulation"})
	if err != nil {
		return nil, err
	}
	d.mux.Handle(oversight.Path, pages.Handler())
	d.mux.HandleFunc("GET /{$}", d.letIn)
	return d, nil
}

// Handler serves it.
func (d *OversightDemo) Handler() http.Handler { return d.mux }

// Close closes the database.
func (d *OversightDemo) Close() error { return d.db.Close() }

// letIn makes a link for somebody of a task force and follows it.
func (d *OversightDemo) letIn(w http.ResponseWriter, r *http.Request) {
	code := region.Code(r.URL.Query().Get("as"))
	if code == "" {
		code = taskforce.Pusat
	}
	token := Chance{}.Handle()
	if err := d.link(r.Context(), code, token); err != nil {
		http.Error(w, "nobody sits there in this simulation; try ?as=35 or leave it out", http.StatusNotFound)
		return
	}
	http.Redirect(w, r, oversight.Path+"open#"+token, http.StatusSeeOther)
}

func (d *OversightDemo) link(ctx context.Context, code region.Code, token string) error {
	for _, s := range d.year.Register(d.year.End).Seats(code) {
		if s.Officer == nil || !(page{}).Sees(s) {
			continue
		}
		return d.db.System(ctx, func(tx engine.Tx) error {
			return tx.SavePageLink(ctx, private.TokenHash(token), d.db.PersonOf(private.NewText(s.Officer.ID)), time.Now().Add(time.Minute))
		})
	}
	return oversight.ErrNobody
}

// Snapshot fixes what there is to fix, as the running bot does every hour.
func (o *Office) Snapshot(ctx context.Context) (oversight.Taken, error) {
	return oversight.Snapshot(ctx, &figures{DB: o.Store, clock: time.Now}, time.Now())
}

// Export writes a file of a region. month: up to which its figures go; empty: the newest.
func (o *Office) Export(ctx context.Context, name string, code region.Code, month, lang string) ([]byte, error) {
	s, err := oversight.New(oversight.Options{People: overseers{o.Store}, Figures: &figures{DB: o.Store, clock: time.Now}, Now: time.Now})
	if err != nil {
		return nil, err
	}
	body, err := s.Export(ctx, name, code, month, lang)
	if err != nil {
		return nil, config.Bad("%v", err)
	}
	return body, nil
}
