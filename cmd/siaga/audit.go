package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/store"
)

// Audit looks at the chain of everything that was done and read.
type Audit struct {
	Verify AuditVerify `cmd:"" help:"Find entries that were changed, swapped, cut, linked anew or replayed; compares with the published heads."`
	Head   AuditHead   `cmd:"" help:"Publish the head of the chain now and print it."`
}

// AuditVerify reads all of it.
type AuditVerify struct {
	Head []string `help:"A mark as an officer's phone shows it, NUMBER:abcd-efgh-ijkl-mnop; may be given several times." placeholder:"MARK"`
	JSON bool     `help:"As a JSON line."`
}

// verdictLine is what a program reads of a verification.
type verdictLine struct {
	store.AuditReport
	Whole   bool   `json:"whole"`
	Head    string `json:"head"`
	Strange int    `json:"strange_lines"` // of the ledger that are none of ours
}

// errAudit ends the command with code 1.
var errAudit = errors.New("the audit is not what was written: keep the database as it is, and look into it with the people who keep the marks")

// Run prints what was found and fails when something was.
func (c AuditVerify) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	heads, strange, err := o.Ledger.Heads()
	if err != nil {
		return err
	}
	for _, s := range c.Head {
		h, ok := store.ParseHead(s)
		if !ok {
			return config.Bad("%q is no mark: write it as on the phone, 4711:abcd-efgh-ijkl-mnop", s)
		}
		heads = append(heads, h)
	}
	report, err := o.Store.VerifyAudit(ctx, heads)
	if err != nil {
		return err
	}
	line := verdictLine{AuditReport: report, Head: shownHead(report.Head), Strange: strange, Whole: len(report.Faults) == 0}
	if c.JSON {
		err = encodeAll(io.out, []verdictLine{line})
	} else {
		err = line.print(io)
	}
	if err == nil && !line.Whole {
		return errAudit
	}
	return err
}

func (v verdictLine) print(io streams) error {
	for _, f := range v.Faults {
		fmt.Fprintf(io.out, "entry %d: %s\n", f.Seq, f.Kind)
	}
	if v.Strange > 0 {
		fmt.Fprintf(io.out, "%d lines of the ledger are none of ours (changed, or torn by a crash) and were passed over\n", v.Strange)
	}
	verdict := map[bool]string{true: "whole", false: "NOT whole"}[v.Whole]
	_, err := fmt.Fprintf(io.out, "%d entries, %s; compared with %d published heads, the newest of %s; %d entries since are vouched for by the chain alone\nhead %s\n",
		v.Entries, verdict, v.Heads, shownTime(v.Last), v.Open, v.Head)
	return err
}

func shownTime(t time.Time) string {
	if t.IsZero() {
		return "no time known"
	}
	return t.UTC().Format(time.RFC3339)
}

func shownHead(h engine.Head) string {
	if h.Seq == 0 {
		return "none"
	}
	return fmt.Sprintf("%d:%s", h.Seq, engine.MarkShown(h.Mark))
}

// AuditHead publishes the head.
type AuditHead struct{}

// Run writes it to the ledger, has it shown to the two people at pusat by the running bot, and prints it.
func (AuditHead) Run(ctx context.Context, io streams, env environment) error {
	o, _, err := office(ctx, io, env)
	if err != nil {
		return err
	}
	defer o.Close()
	if err := o.Engine.PublishHead(ctx); err != nil {
		return err
	}
	h, err := o.Store.AuditHead(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(io.out, shownHead(h))
	return err
}
