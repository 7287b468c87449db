package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"siaga/internal/app"
	"siaga/internal/casework"
	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/evidence"
)

// Evidence hands a case over to those who investigate, in a form that they can check without us.
type Evidence struct {
	Export EvidenceExport `cmd:"" help:"Write a case, its files and its audit into one signed and sealed pack, once officers of two task forces agreed in Telegram. Until then it asks them, says what is wanted, and ends with 1."`
	Verify EvidenceVerify `cmd:"" help:"Check a pack: nothing changed, missing or added, and who signed it; exit code 1 when it does not hold. Needs no settings."`
	Key    EvidenceKey    `cmd:"" help:"Print the public key of signatures, for those who get packs."`
}

// EvidenceExport writes a pack.
type EvidenceExport struct {
	Code      string   `arg:"" help:"Code of the case, for example M-0417."`
	To        []string `help:"Public key of age (age1…) of who may open it; once for each." placeholder:"AGE1" xor:"sealed"`
	Unsealed  bool     `help:"Do not seal it: anybody who gets the file reads it." xor:"sealed"`
	For       string   `required:"" help:"Who gets it, for example: LPSK."`
	Purpose   string   `required:"" help:"Why, in one line."`
	Reference string   `required:"" help:"Number of their request."`
	File      string   `required:"" short:"o" help:"File to write; it must not exist." placeholder:"FILE"`
	JSON      bool     `help:"Print one JSON line."`
}

// Run writes beside the file first; what was agreed is used up even when writing fails.
func (c EvidenceExport) Run(ctx context.Context, s streams, env environment) error {
	if len(c.To) == 0 && !c.Unsealed {
		return config.Bad("say who may open the pack with --to age1… (or --unsealed, if it is handed over in person)")
	}
	if _, err := os.Lstat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return config.Bad("%s is there already; a pack never overwrites", c.File)
	}
	o, err := speaking(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	m, err := c.write(ctx, o)
	if err != nil {
		return notOrdered(c.Code, err)
	}
	return done(s.out, c.JSON, m, fmt.Sprintf("%s: wrote %s for %s; %s agreed", m.Case, c.File, m.For, strings.Join(m.Seats, " and ")))
}

// speaking opens the store for a command after which officers are told something.
func speaking(ctx context.Context, s streams, env environment) (*app.Office, error) {
	cfg, err := config.Read(env)
	if err != nil {
		return nil, err
	}
	return app.OpenSpeaking(ctx, cfg, slog.New(slog.NewTextHandler(s.err, &slog.HandlerOptions{Level: slog.LevelWarn})))
}

// notOrdered says what is wrong with an order to which two task forces must agree. What is still wanted stays as it is: it is no matter of usage.
func notOrdered(code string, err error) error {
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return config.Bad("there is no case %s", code)
	case errors.Is(err, engine.ErrOrderWords):
		return config.Bad("%v", err)
	case errors.Is(err, casework.ErrUnknown):
		return config.Bad("%s is a training case", code)
	case errors.Is(err, casework.ErrMany):
		return config.Bad("%s: officers are asked about enough orders already; those are over after %d hours", code, int(casework.OrderTime.Hours()))
	}
	return err
}

func (c EvidenceExport) write(ctx context.Context, o *app.Office) (m evidence.Manifest, err error) {
	f, err := os.OpenFile(c.File+".part", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return m, config.Bad("the pack cannot be written: %v", config.Reason(err))
	}
	defer os.Remove(f.Name())
	var w io.WriteCloser = f
	if len(c.To) > 0 {
		if w, err = evidence.Seal(f, c.To...); err != nil {
			return m, errors.Join(config.Bad("--to: %v", err), f.Close())
		}
	}
	order := engine.EvidenceOrder{Code: strings.ToUpper(c.Code), For: c.For, Purpose: c.Purpose, Reference: c.Reference, To: c.To}
	m, err = app.WriteEvidence(ctx, o, order, w, time.Now())
	if len(c.To) > 0 {
		err = errors.Join(err, w.Close())
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return m, err
	}
	if err := os.Rename(f.Name(), c.File); err != nil {
		return m, fmt.Errorf("name the pack: %w", err)
	}
	return m, syncFolder(filepath.Dir(c.File))
}

// EvidenceVerify checks a pack.
type EvidenceVerify struct {
	File string `arg:"" help:"Pack to check, unsealed (age --decrypt)." placeholder:"FILE"`
	Key  string `help:"Public key that must have signed it, as the operator gave it to you." placeholder:"KEY"`
	JSON bool   `help:"Print the manifest as one JSON line."`
}

// Run needs neither settings nor keys: those who get packs have none.
func (c EvidenceVerify) Run(s streams) error {
	raw, err := os.ReadFile(c.File)
	if err != nil {
		return config.Bad("the pack cannot be read: %v", config.Reason(err))
	}
	if strings.HasPrefix(string(raw[:min(len(raw), 32)]), "age-encryption.org/") {
		return config.Bad("%s is sealed: open it first with age --decrypt --identity YOUR-KEY %s > pack.zip", c.File, c.File)
	}
	want, err := evidence.ParseKey(c.Key)
	if c.Key != "" && err != nil {
		return config.Bad("--key: %v", err)
	}
	m, err := evidence.Verify(raw, want)
	if err != nil {
		return err
	}
	said := "signed by the key that you named"
	if c.Key == "" {
		said = "whole since it was signed by " + m.Key + "; ask the operator whether that is theirs"
	}
	return done(s.out, c.JSON, m, fmt.Sprintf("%s of %s for %s, reference %s: %d parts, %s", m.Case, m.MadeAt.Format(time.RFC3339), m.For, m.Reference, len(m.Parts), said))
}

// EvidenceKey prints the public key.
type EvidenceKey struct{}

// Run reads the key file only.
func (EvidenceKey) Run(s streams, env environment) error {
	cfg, err := config.Read(env)
	if err != nil {
		return err
	}
	keys, err := app.LoadKeys(cfg)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, evidence.FormatKey(keys.SignatureKey()))
	return err
}

// Receipt answers a body that was shown a receipt.
type Receipt struct {
	Check ReceiptCheck `cmd:"" help:"JSON lines: tell whether a number is a receipt ({\"receipt\":\"…\"}), and nothing else. Each asking is in the audit."`
}

// ReceiptCheck tells whether receipts exist.
type ReceiptCheck struct {
	For string `required:"" help:"Body that asks, for example: Ombudsman."`
}

// Run reads numbers from standard input: in an argument other users of the machine would see them.
func (c ReceiptCheck) Run(ctx context.Context, s streams, env environment) error {
	o, _, err := office(ctx, s, env)
	if err != nil {
		return err
	}
	defer o.Close()
	return jsonLines(s.in, s.out, func(line []byte) (any, error) {
		var in struct {
			Receipt string `json:"receipt"`
		}
		if err := json.Unmarshal(line, &in); err != nil {
			return nil, errors.New("receipt is a text, as {\"receipt\":\"…\"}")
		}
		exists, err := o.Engine.ReceiptExists(ctx, c.For, in.Receipt)
		if err != nil {
			return nil, errors.New("that is no receipt: sixteen digits, and one of them may be mistyped")
		}
		return map[string]bool{"exists": exists}, nil
	})
}
