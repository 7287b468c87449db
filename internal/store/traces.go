package store

import (
	"context"
	"fmt"

	"siaga/internal/engine"
)

// SaveTraces writes the traces of a case in place of those it had.
func (t *tx) SaveTraces(_ context.Context, caseID string, traces []engine.Trace) error {
	if err := t.exec("DELETE FROM traces WHERE case_id = $1", caseID); err != nil {
		return fmt.Errorf("save traces: %w", err)
	}
	for _, r := range traces {
		err := t.exec("INSERT INTO traces (case_id, kind, mark, own) VALUES ($1, $2, $3, $4)", caseID, r.Kind, r.Mark, bit(r.Own))
		if err != nil {
			return fmt.Errorf("save traces: %w", err)
		}
	}
	return nil
}

// SharedTraces lists, by kind, the cases that have a trace in common with a case. What anybody called their own is not among them.
func (t *tx) SharedTraces(_ context.Context, caseID string) ([]engine.Shared, error) {
	var out []engine.Shared
	err := t.each(func(scan func(...any) error) error {
		var s engine.Shared
		err := scan(&s.Kind, &s.Case)
		out = append(out, s)
		return err
	}, `SELECT DISTINCT o.kind, o.case_id FROM traces t JOIN traces o ON o.kind = t.kind AND o.mark = t.mark AND o.case_id <> t.case_id
		WHERE t.case_id = $1 AND NOT EXISTS (SELECT 1 FROM traces x WHERE x.kind = t.kind AND x.mark = t.mark AND x.own = 1)
		ORDER BY o.kind, o.case_id`, caseID)
	if err != nil {
		return nil, fmt.Errorf("find shared traces: %w", err)
	}
	return out, nil
}

// CasesNaming lists cases that name a trace which nobody called their own, the newest first.
func (t *tx) CasesNaming(_ context.Context, kind, mark string, limit int) ([]string, error) {
	var out []string
	err := t.each(func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	}, `SELECT t.case_id FROM traces t JOIN cases c ON c.id = t.case_id
		WHERE t.kind = $1 AND t.mark = $2 AND NOT EXISTS (SELECT 1 FROM traces x WHERE x.kind = $1 AND x.mark = $2 AND x.own = 1)
		ORDER BY c.opened_at DESC, t.case_id LIMIT $3 + 0`, kind, mark, limit)
	if err != nil {
		return nil, fmt.Errorf("find cases by a trace: %w", err)
	}
	return out, nil
}
