package private

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
)

// redactHandler strikes secrets from records before the next handler sees them.
type redactHandler struct {
	r    *Redactor
	next slog.Handler
}

// RedactHandler wraps next so that message, keys, values, groups and errors reach it with the listed secrets struck. Values
// that hold a secret in some inner place are replaced by their struck text; all others pass with their type.
func RedactHandler(r *Redactor, next slog.Handler) slog.Handler {
	return redactHandler{r: r, next: next}
}

// Enabled asks the next handler.
func (h redactHandler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// Handle passes on a struck copy of the record.
func (h redactHandler) Handle(ctx context.Context, rec slog.Record) error {
	out := slog.NewRecord(rec.Time, rec.Level, h.r.Strike(rec.Message), rec.PC)
	rec.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(h.attr(a))
		return true
	})
	return h.next.Handle(ctx, out)
}

// WithAttrs strikes attrs once, here.
func (h redactHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return redactHandler{r: h.r, next: h.next.WithAttrs(h.attrs(attrs))}
}

// WithGroup strikes the name.
func (h redactHandler) WithGroup(name string) slog.Handler {
	return redactHandler{r: h.r, next: h.next.WithGroup(h.r.Strike(name))}
}

func (h redactHandler) attrs(in []slog.Attr) []slog.Attr {
	out := make([]slog.Attr, len(in))
	for i, a := range in {
		out[i] = h.attr(a)
	}
	return out
}

func (h redactHandler) attr(a slog.Attr) slog.Attr {
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		v = slog.StringValue(h.r.Strike(v.String()))
	case slog.KindGroup:
		v = slog.GroupValue(h.attrs(v.Group())...)
	case slog.KindAny:
		v = h.any(v)
	}
	return slog.Attr{Key: h.r.Strike(a.Key), Value: v}
}

// any looks at a value the two ways slog's own handlers would write it. A value whose methods panic is named, not shown:
// logging must never bring the service down.
func (h redactHandler) any(v slog.Value) (out slog.Value) {
	defer func() {
		if recover() != nil {
			out = slog.StringValue(fmt.Sprintf("!PANIC in %T", v.Any()))
		}
	}()
	if err, ok := v.Any().(error); ok {
		return slog.StringValue(h.r.Strike(errorText(err)))
	}
	plain := fmt.Sprintf("%+v", v.Any())
	if s := h.r.Strike(plain); s != plain {
		return slog.StringValue(s)
	}
	if j, err := json.Marshal(v.Any()); err == nil {
		if s := h.r.Strike(string(j)); s != string(j) {
			return slog.StringValue(s)
		}
	}
	return v
}

// errorText survives errors that are nil pointers, as package fmt does.
func errorText(err error) string { return fmt.Sprintf("%v", err) }
