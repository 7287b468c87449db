package app

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"siaga/internal/store"
)

// Metrics counts what happens, by class. No person, chat or case is ever a label.
type Metrics struct {
	registry *prometheus.Registry
	events   *prometheus.CounterVec
	turns    *prometheus.HistogramVec
	jobs     *prometheus.CounterVec
}

// NewMetrics makes the counters; the store's own figures are read when somebody asks.
func NewMetrics(db *store.DB) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		events:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "siaga_events_total", Help: "What happened, by class."}, []string{"class"}),
		turns: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "siaga_turn_seconds", Help: "Time of one turn, by kind of input.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, 1}}, []string{"kind"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "siaga_jobs_total", Help: "Jobs of the outbox, by kind and outcome."}, []string{"kind", "outcome"}),
	}
	m.registry.MustRegister(m.events, m.turns, m.jobs, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &stored{db: db})
	return m
}

// Numbers shows how many of the telephone numbers people get are not verified.
func (m *Metrics) Numbers(count func() (stale, all int)) {
	m.registry.MustRegister(
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "siaga_numbers_stale", Help: "Telephone numbers not verified by two people within 90 days."},
			func() float64 { stale, _ := count(); return float64(stale) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "siaga_numbers", Help: "Telephone numbers people may be given."},
			func() float64 { _, all := count(); return float64(all) }))
}

// Busy shows how many jobs are being done.
func (m *Metrics) Busy(count func() int) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "siaga_jobs_running", Help: "Jobs being done now."},
		func() float64 { return float64(count()) }))
}

// Event counts something that happened.
func (m *Metrics) Event(class string) { m.events.WithLabelValues(class).Inc() }

// Turn counts one turn.
func (m *Metrics) Turn(kind string, took time.Duration) {
	m.turns.WithLabelValues(kind).Observe(took.Seconds())
}

// Job counts one job.
func (m *Metrics) Job(kind, outcome string) { m.jobs.WithLabelValues(kind, outcome).Inc() }

// Handler serves the figures to Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// stored reads the store's figures when they are asked for.
type stored struct{ db *store.DB }

var (
	waitingDesc = prometheus.NewDesc("siaga_updates_waiting", "Stored updates not handled yet.", nil, nil)
	oldestDesc  = prometheus.NewDesc("siaga_updates_oldest_seconds", "Age of the oldest waiting update.", nil, nil)
	asideDesc   = prometheus.NewDesc("siaga_updates_set_aside", "Updates that could not be handled.", nil, nil)
	jobsDesc    = prometheus.NewDesc("siaga_jobs_due", "Jobs that should have run by now.", nil, nil)
	deadDesc    = prometheus.NewDesc("siaga_jobs_dead", "Jobs given up.", nil, nil)
	casesDesc   = prometheus.NewDesc("siaga_cases", "Cases by status, exercises left out.", []string{"status"}, nil)
)

// Describe lists the figures.
func (s *stored) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{waitingDesc, oldestDesc, asideDesc, jobsDesc, deadDesc, casesDesc} {
		out <- d
	}
}

// Collect reads them. A database that does not answer gives none, and /readyz says so.
func (s *stored) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	stats, err := s.db.Stats(ctx)
	if err != nil {
		return
	}
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(waitingDesc, float64(stats.Waiting))
	if !stats.Oldest.IsZero() {
		gauge(oldestDesc, time.Since(stats.Oldest).Seconds())
	}
	gauge(asideDesc, float64(stats.SetAside))
	gauge(jobsDesc, float64(stats.JobsDue))
	gauge(deadDesc, float64(stats.JobsDead))
	for status, n := range stats.Cases {
		gauge(casesDesc, float64(n), status)
	}
}
