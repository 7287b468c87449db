package store_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/store"
)

// auditLine is a row of the audit as somebody with the whole database sees it.
type auditLine struct {
	seq, at                             int64
	actor, action, target, detail, mark string
}

// auditLab is an audit of sixty entries, whose heads were published after twenty, forty and sixty.
type auditLab struct {
	*house
	rand  *rand.Rand
	lines []auditLine
	heads []engine.Head
}

const labEntries = 60

func newAuditLab(t *testing.T, h *house) *auditLab {
	t.Helper()
	l := &auditLab{house: h, rand: rand.New(rand.NewPCG(9, 11))}
	for i := 1; i <= labEntries; i++ {
		h.wait(time.Second)
		h.system(func(tx engine.Tx) error {
			return tx.Audit(ctx, engine.Entry{Actor: fmt.Sprintf("53.02/duty/%d", i%4), Action: "case.read", Target: fmt.Sprint("case", i%7), Detail: fmt.Sprint(i % 3)})
		})
		if i%20 == 0 {
			head, err := h.db.AuditHead(ctx)
			must(t, err)
			l.heads = append(l.heads, head)
		}
	}
	rows, err := h.db.SQL().QueryContext(ctx, "SELECT seq, at, actor, action, target, detail, mac FROM audit ORDER BY seq")
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var r auditLine
		must(t, rows.Scan(&r.seq, &r.at, &r.actor, &r.action, &r.target, &r.detail, &r.mark))
		l.lines = append(l.lines, r)
	}
	must(t, rows.Err())
	drop := []string{"DROP TRIGGER audit_keep_rows", "DROP TRIGGER audit_keep_text"}
	if h.dir == "" {
		drop = []string{"DROP TRIGGER audit_keep_rows ON audit", "DROP TRIGGER audit_keep_table ON audit", "SET synchronous_commit = off"}
	}
	l.exec(drop...)
	return l
}

func (l *auditLab) exec(statements ...string) {
	l.t.Helper()
	for _, s := range statements {
		_, err := l.db.SQL().ExecContext(ctx, s)
		must(l.t, err)
	}
}

// put writes an audit and its counter as they are given.
func (l *auditLab) put(lines []auditLine, counter int64) {
	l.t.Helper()
	tx, err := l.db.SQL().BeginTx(ctx, nil)
	must(l.t, err)
	_, err = tx.ExecContext(ctx, "DELETE FROM audit")
	must(l.t, err)
	values, args := make([]string, 0, len(lines)), make([]any, 0, 7*len(lines))
	for i, r := range lines {
		n := 7 * i
		values = append(values, fmt.Sprintf("($%d,$%d,$%d,$%d,$%d,$%d,$%d)", n+1, n+2, n+3, n+4, n+5, n+6, n+7))
		args = append(args, r.seq, r.at, r.actor, r.action, r.target, r.detail, r.mark)
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO audit (seq, at, actor, action, target, detail, mac) VALUES "+strings.Join(values, ","), args...)
	must(l.t, err)
	_, err = tx.ExecContext(ctx, "UPDATE counters SET n = $1 WHERE name = 'audit'", counter)
	must(l.t, err)
	must(l.t, tx.Commit())
}

func (l *auditLab) verify(heads []engine.Head) store.AuditReport {
	l.t.Helper()
	r, err := l.db.VerifyAudit(ctx, heads)
	must(l.t, err)
	return r
}

// link computes marks anew from an entry on, with the keys given, as somebody does who knows how the chain is made.
func link(keys *private.Keys, lines []auditLine, from int) {
	before := ""
	if from > 0 {
		before = lines[from-1].mark
	}
	for i := from; i < len(lines); i++ {
		r := &lines[i]
		var b strings.Builder
		for _, part := range []string{fmt.Sprint(r.seq), fmt.Sprint(r.at), r.actor, r.action, r.target, r.detail, before} {
			fmt.Fprintf(&b, "%d:%s", len(part), part)
		}
		r.mark = keys.Pseudonym("audit", b.String())
		before = r.mark
	}
}

// mutation changes a copy of the lines and gives them back with the counter that hides it best; ok is false when it changed nothing.
type mutation struct {
	name string
	do   func(l *auditLab, lines []auditLine) []auditLine
}

func mutations(stranger *private.Keys) []mutation {
	any := func(l *auditLab, n int) int { return l.rand.IntN(n) }
	edit := func(l *auditLab, r *auditLine) {
		switch any(l, 6) {
		case 0:
			r.at += 1 + int64(any(l, 100_000))
		case 1:
			r.actor = "53.02/duty/9"
		case 2:
			r.action += "x"
		case 3:
			r.target += " "
		case 4:
			r.detail, r.target = r.target, r.detail+"0" // what moves over a border of columns
		case 5:
			r.mark = strings.Repeat("a", len(r.mark))
		}
	}
	return []mutation{
		{"changed", func(l *auditLab, lines []auditLine) []auditLine {
			edit(l, &lines[any(l, len(lines))])
			return lines
		}},
		{"mark emptied or cut short", func(l *auditLab, lines []auditLine) []auditLine {
			r := &lines[any(l, len(lines))]
			r.mark = r.mark[:any(l, len(r.mark))]
			return lines
		}},
		{"swapped numbers", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			b := a + 1 + any(l, len(lines)-a-1)
			lines[a].seq, lines[b].seq = lines[b].seq, lines[a].seq
			return lines
		}},
		{"swapped contents with their marks", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			b := a + 1 + any(l, len(lines)-a-1)
			lines[a], lines[b] = lines[b], lines[a]
			lines[a].seq, lines[b].seq = lines[b].seq, lines[a].seq
			return lines
		}},
		{"taken out", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			return append(lines[:a], lines[a+1+any(l, min(3, len(lines)-a-1)):]...)
		}},
		{"taken out and numbered anew", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			lines = append(lines[:a], lines[a+1:]...)
			for i := a; i < len(lines); i++ {
				lines[i].seq--
			}
			return lines
		}},
		{"cut off the end", func(l *auditLab, lines []auditLine) []auditLine { return lines[:1+any(l, len(lines)-1)] }},
		{"changed and linked anew by a stranger", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines))
			lines[a].actor = "53.02/duty/9"
			link(stranger, lines, a)
			return lines
		}},
		{"changed and linked anew with the true keys", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines))
			lines[a].actor = "53.02/duty/9"
			link(l.keys, lines, a)
			return lines
		}},
		{"taken out and linked anew with the true keys", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			lines = append(lines[:a], lines[a+1:]...)
			for i := a; i < len(lines); i++ {
				lines[i].seq--
			}
			link(l.keys, lines, a)
			return lines
		}},
		{"put back to an earlier day and gone on with", func(l *auditLab, lines []auditLine) []auditLine {
			a := 1 + any(l, len(lines)-1)
			for i := a; i < len(lines); i++ {
				lines[i].action, lines[i].at = "case.open", lines[i].at+1
			}
			link(l.keys, lines, a)
			return lines
		}},
		{"an old entry replayed at the end", func(l *auditLab, lines []auditLine) []auditLine {
			r := lines[any(l, len(lines))]
			r.seq = labEntries + 1
			return append(lines, r)
		}},
		{"an old entry in place of another", func(l *auditLab, lines []auditLine) []auditLine {
			a := any(l, len(lines)-1)
			b := a + 1 + any(l, len(lines)-a-1)
			seq := lines[b].seq
			lines[b] = lines[a]
			lines[b].seq = seq
			return lines
		}},
		{"an entry put in below the first", func(l *auditLab, lines []auditLine) []auditLine {
			r := lines[any(l, len(lines))]
			r.seq = -int64(any(l, 5))
			return append(lines, r)
		}},
		{"an entry moved far away", func(l *auditLab, lines []auditLine) []auditLine {
			lines[any(l, len(lines))].seq += int64(1000 + any(l, 1000))
			return lines
		}},
	}
}

// TestAThousandMutationsOfTheAudit is about somebody who owns the database, and in three of the kinds the keys too. Whatever they do to
// what was written before the newest published head is found; each mutation is played with the counter left alone and with the counter
// made to fit.
func TestAThousandMutationsOfTheAudit(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		l := newAuditLab(t, h)
		stranger, err := private.NewKeys()
		must(t, err)
		equal(t, "faults of an untouched audit", len(l.verify(l.heads).Faults), 0)
		kinds, found := mutations(stranger), map[string]int{}
		const all = 1000
		for i := range all {
			m := kinds[i%len(kinds)]
			lines := m.do(l, append([]auditLine(nil), l.lines...))
			counter := int64(labEntries)
			if i/len(kinds)%2 == 1 { // the counter is made to fit as well
				counter = lines[len(lines)-1].seq
			}
			l.put(lines, counter)
			r := l.verify(l.heads)
			if len(r.Faults) == 0 {
				t.Errorf("mutation %d was not found: %s", i, m.name)
				continue
			}
			found[m.name]++
		}
		n := 0
		for _, c := range found {
			n += c
		}
		t.Logf("%d of %d mutations found: %v", n, all, found)
		l.put(l.lines, labEntries)
		equal(t, "faults after it was put back", len(l.verify(l.heads).Faults), 0)
	})
}

// TestAuditOfWhatNoHeadCovers says what stays open between two heads: who cuts the end and the counter with it. The report tells how
// many entries that could concern.
func TestAuditOfWhatNoHeadCovers(t *testing.T) {
	onBoth(t, func(t *testing.T, h *house) {
		l := newAuditLab(t, h)
		equal(t, "entries after the newest head", l.verify(l.heads[:2]).Open, 20)
		equal(t, "after all heads", l.verify(l.heads).Open, 0)
		l.put(l.lines[:50], 50)
		equal(t, "cut with its counter, seen by old heads only", len(l.verify(l.heads[:2]).Faults), 0)
		r := l.verify(l.heads)
		equal(t, "the same, seen by the newest head", fmt.Sprint(r.Faults), "[{60 cut}]")
		// The head as an officer reads it off the phone is enough.
		shown, ok := store.ParseHead(fmt.Sprintf(" %d: %s\n", l.heads[2].Seq, strings.ToUpper(engine.MarkShown(l.heads[2].Mark))))
		equal(t, "the head is read", ok, true)
		equal(t, "by the head of a phone", fmt.Sprint(l.verify([]engine.Head{shown}).Faults), "[{60 cut}]")
		l.put(l.lines, labEntries)
		equal(t, "the same of an untouched audit", len(l.verify([]engine.Head{shown}).Faults), 0)
		for _, bad := range []string{"", "60", "60:", "x:abcdefghijklmnop", "60:abc", "-1:abcdefghijklmnop", "60:ABCDEFGHIJKLMNO1"} {
			if _, ok := store.ParseHead(bad); ok {
				t.Errorf("%q is read as a head", bad)
			}
		}
	})
}
