package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/internal/engine"
)

// AuditFault is one thing that is wrong with the audit.
type AuditFault struct {
	Seq  int64  `json:"seq"`  // number of the entry
	Kind string `json:"kind"` // see the constants
}

// Kinds of faults.
const (
	AuditChanged  = "changed"  // the entry, its number or the mark before is not what was written; swapped entries are two of these
	AuditMissing  = "missing"  // an entry with this number was taken out
	AuditForeign  = "foreign"  // a number that the chain never gives
	AuditCut      = "cut"      // this is the number of the last entry ever written; it and perhaps others before it are gone
	AuditRelinked = "relinked" // the chain is whole, but another one than the one whose head was published here
)

// AuditReport is what a look at the whole audit found.
type AuditReport struct {
	Entries int64        `json:"entries"`
	Head    engine.Head  `json:"-"`
	Heads   int          `json:"heads"`       // published heads compared
	Last    time.Time    `json:"last_head"`   // when the newest of them was published
	Open    int64        `json:"after_heads"` // entries written since: only the chain itself vouches for their number
	Faults  []AuditFault `json:"faults"`
}

// auditPage is how many entries are read at once.
const auditPage = 2000

// AuditHead gives the newest head; zero while nothing was written.
func (d *DB) AuditHead(ctx context.Context) (engine.Head, error) {
	h := engine.Head{At: d.now()}
	rows, err := d.read.QueryContext(ctx, "SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")
	err = scanAll(rows, err, func(scan func(...any) error) error { return scan(&h.Seq, &h.Mark) })
	if err != nil {
		return engine.Head{}, fmt.Errorf("read the head of the audit: %w", err)
	}
	if h.Seq == 0 {
		return engine.Head{}, nil
	}
	return h, nil
}

// VerifyAudit reads the whole audit and compares it with itself, with its counter and with heads kept elsewhere. A mark may be given
// in part, as people read it to each other. Without heads, entries cut off the end together with their counter, and a database put back to
// an earlier state, look whole: the report says how many entries no head covers.
func (d *DB) VerifyAudit(ctx context.Context, heads []engine.Head) (AuditReport, error) {
	// The counter first: what is written meanwhile is above it, never missing.
	var counter int64
	if err := d.read.QueryRowContext(ctx, "SELECT n FROM counters WHERE name = 'audit'").Scan(&counter); err != nil {
		return AuditReport{}, fmt.Errorf("read the counter of the audit: %w", err)
	}
	v := verification{heads: map[int64][]string{}}
	top := counter
	for _, h := range heads {
		if h.Seq <= 0 {
			continue
		}
		v.heads[h.Seq] = append(v.heads[h.Seq], h.Mark)
		v.report.Heads++
		if top = max(top, h.Seq); v.report.Last.Before(h.At) {
			v.report.Last = h.At
		}
		v.covered = max(v.covered, h.Seq)
	}
	if err := v.strays(ctx, d); err != nil {
		return AuditReport{}, err
	}
	for {
		rows, err := d.AuditEntries(ctx, v.last, auditPage)
		if err != nil {
			return AuditReport{}, err
		}
		for _, r := range rows {
			v.see(r)
		}
		if len(rows) < auditPage {
			break
		}
	}
	return v.end(top, d.now()), nil
}

// verification is the state of one look.
type verification struct {
	report  AuditReport
	heads   map[int64][]string
	last    int64 // number of the entry seen last
	mark    string
	covered int64 // number of the newest head
}

// strays finds numbers that the chain never gives.
func (v *verification) strays(ctx context.Context, d *DB) error {
	rows, err := d.read.QueryContext(ctx, "SELECT seq FROM audit WHERE seq < 1 ORDER BY seq LIMIT 100")
	err = scanAll(rows, err, func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		v.fault(n, AuditForeign)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the audit: %w", err)
	}
	return nil
}

func (v *verification) see(r AuditRow) {
	if r.Seq > v.last+1 {
		v.fault(v.last+1, AuditMissing)
	}
	if !r.Intact {
		v.fault(r.Seq, AuditChanged)
	}
	v.compare(r.Seq, r.Mark)
	v.last, v.mark = r.Seq, r.Mark
	v.report.Entries++
}

func (v *verification) compare(seq int64, mark string) {
	for _, kept := range v.heads[seq] {
		if !strings.HasPrefix(mark, kept) {
			v.fault(seq, AuditRelinked)
		}
	}
	delete(v.heads, seq)
}

// mostFaults bounds a report: what is broken from end to end is said in so many lines.
const mostFaults = 1000

func (v *verification) fault(seq int64, kind string) {
	if len(v.report.Faults) >= mostFaults {
		return
	}
	if f := (AuditFault{seq, kind}); !slices.Contains(v.report.Faults, f) {
		v.report.Faults = append(v.report.Faults, f)
	}
}

func (v *verification) end(top int64, now time.Time) AuditReport {
	if v.last < top {
		v.fault(top, AuditCut)
	}
	for seq := range v.heads { // of entries that are not there: in the middle they are missing, at the end cut
		if seq <= v.last {
			v.fault(seq, AuditMissing)
		}
	}
	slices.SortFunc(v.report.Faults, func(a, b AuditFault) int { return cmp.Compare(a.Seq, b.Seq) })
	v.report.Open = max(v.last-v.covered, 0)
	v.report.Head = engine.Head{Seq: v.last, Mark: v.mark, At: now}
	return v.report
}

// ParseHead reads "4711:abcd-efgh-ijkl-mnop", as an officer's phone shows it.
func ParseHead(s string) (engine.Head, bool) {
	number, mark, ok := strings.Cut(strings.TrimSpace(s), ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	mark = strings.ReplaceAll(strings.ToLower(strings.TrimSpace(mark)), "-", "")
	ok = ok && err == nil && seq > 0 && len(mark) >= 16 && strings.Trim(mark, "abcdefghijklmnopqrstuvwxyz234567") == ""
	return engine.Head{Seq: seq, Mark: mark}, ok
}
