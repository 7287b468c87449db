package private

import (
	"bytes"
	"crypto/rand"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"strings"
	"testing"
)

// canary is the content that must not appear anywhere.
const canary = "Kupu-Kupu-Zamrud-77"

// holder carries secrets in every way a struct can.
type holder struct {
	Public  Text
	private Text
	Pointer *Text
	inner   struct{ deep Text }
	Many    []Text
	byName  map[string]Text
	byText  map[Text]int
	Any     any
	any     any
}

func holding(t Text) holder {
	h := holder{Public: t, private: t, Pointer: &t, Many: []Text{t}, byName: map[string]Text{"a": t}, byText: map[Text]int{t: 1}, Any: t, any: t}
	h.inner.deep = t
	return h
}

// leaks reports whether out shows the canary in a spelling that a formatting verb can produce.
func leaks(out string) bool {
	for _, form := range []string{canary, fmt.Sprintf("%x", canary), fmt.Sprintf("%X", canary), fmt.Sprintf("%d", []byte(canary)), fmt.Sprintf("% x", canary)} {
		if strings.Contains(out, form) {
			return true
		}
	}
	return false
}

var allVerbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "% x", "%d", "%t", "%c", "%U", "%e", "%b", "%o", "%p", "%T", "%50v", "%.3s", "%-9q", "%!", "%z"}

func TestTheLeakCheckFindsItsCanary(t *testing.T) {
	t.Parallel()
	for _, verb := range []string{"%v", "%#v", "%s", "%q", "%x", "%X", "% x"} {
		if out := fmt.Sprintf(verb, struct{ Open string }{canary}); !leaks(out) {
			t.Errorf("verb %s: the check misses the canary in %q", verb, out)
		}
	}
	if out := fmt.Sprintf("%d", []byte(canary)); !leaks(out) {
		t.Errorf("the check misses the canary in %q", out)
	}
}

func TestTextDoesNotPrint(t *testing.T) {
	t.Parallel()
	text := NewText(canary)
	values := map[string]any{
		"text": text, "pointer": &text, "slice": []Text{text}, "map": map[string]Text{"k": text}, "key": map[Text]bool{text: true},
		"struct": holding(text), "struct pointer": new(holding(text)), "array": [1]Text{text}, "in any": []any{text},
	}
	for name, v := range values {
		for _, verb := range allVerbs {
			if out := fmt.Sprintf(verb, v); leaks(out) {
				t.Errorf("%s with %s leaks: %s", name, verb, out)
			}
		}
		if out := fmt.Sprint(v) + fmt.Sprintln(v); leaks(out) {
			t.Errorf("%s printed leaks: %s", name, out)
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%20v"} {
		if got := fmt.Sprintf(verb, text); got != Mark {
			t.Errorf("%s: got %q, want %q", verb, got, Mark)
		}
	}
}

func TestTextIsNotEncoded(t *testing.T) {
	t.Parallel()
	text := NewText(canary)
	for name, v := range map[string]any{"text": text, "struct": holding(text), "key": map[Text]int{text: 1}} {
		out, err := json.Marshal(v)
		if err == nil || leaks(string(out)) || leaks(err.Error()) {
			t.Errorf("json of %s: got %q, %v; want a refusal without content", name, out, err)
		}
		out, err = xml.Marshal(struct{ T any }{v})
		if err == nil || leaks(string(out)) || leaks(err.Error()) {
			t.Errorf("xml of %s: got %q, %v; want a refusal without content", name, out, err)
		}
	}
	var buf bytes.Buffer
	if err := gob.NewEncoder(&buf).Encode(text); err == nil || leaks(buf.String()+err.Error()) {
		t.Errorf("gob: got %q, %v", buf.String(), err)
	}
	var back Text
	for _, raw := range []string{`"` + canary + `"`, `{}`} {
		if err := json.Unmarshal([]byte(raw), &back); err == nil || leaks(err.Error()) || !back.IsZero() {
			t.Errorf("json into Text from %s: got %v, want a refusal without content", raw, err)
		}
	}
	if err := back.UnmarshalText([]byte(canary)); !errors.Is(err, ErrNotEncodable) {
		t.Errorf("UnmarshalText: got %v", err)
	}
}

func TestTextIsNotLogged(t *testing.T) {
	t.Parallel()
	text := NewText(canary)
	var out bytes.Buffer
	for _, h := range []slog.Handler{slog.NewJSONHandler(&out, nil), slog.NewTextHandler(&out, nil)} {
		log := slog.New(h).With("with", text).WithGroup("g")
		log.Info("plain", "text", text, "pointer", &text, "struct", holding(text), "slice", []Text{text},
			slog.Group("group", "inner", text), "error", fmt.Errorf("wrapped: %v", text))
	}
	if leaks(out.String()) {
		t.Errorf("log leaks:\n%s", out.String())
	}
	if n := strings.Count(out.String(), Mark); n < 6 {
		t.Errorf("the mark appears %d times, want at least 6:\n%s", n, out.String())
	}
}

func TestTextInErrorsAndTemplates(t *testing.T) {
	t.Parallel()
	text := NewText(canary)
	err := errors.Join(fmt.Errorf("a: %v", text), fmt.Errorf("b: %q %+v", text, holding(text)))
	if leaks(err.Error()) || leaks(fmt.Sprintf("%#v", err)) {
		t.Errorf("error leaks: %v", err)
	}
	var out bytes.Buffer
	page := template.Must(template.New("").Parse(`{{.}} <a href="{{.}}" onclick="f({{.}})">{{printf "%s" .}}</a>`))
	_ = page.Execute(&out, text)
	if leaks(out.String()) {
		t.Errorf("template leaks: %s", out.String())
	}
}

func TestKeysReceiptsAndTokensDoNotPrint(t *testing.T) {
	t.Parallel()
	k := newKeys(t)
	_, dk, err := k.NewDataKey(place)
	if err != nil {
		t.Fatal(err)
	}
	receipt, token := newReceipt(t), newToken(t)
	redactor, err := NewRedactor(canary)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := k.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	secrets := append(longStrings(t, raw), receipt.Reveal(), receipt.Grouped(), token.Reveal(), canary)
	type open struct {
		K *Keys
		k *Keys
		D DataKey
		d DataKey
		R Receipt
		r Receipt
		T Token
		t Token
		S *Redactor
		s *Redactor
	}
	all := open{k, k, dk, dk, receipt, receipt, token, token, redactor, redactor}
	for _, v := range []any{k, dk, &dk, receipt, token, redactor, all, &all, []any{k, dk, receipt, token}} {
		var printed strings.Builder
		for _, verb := range allVerbs {
			fmt.Fprintf(&printed, verb, v)
		}
		j, err := json.Marshal(v)
		fmt.Fprintf(&printed, "%s %v", j, err)
		if err == nil {
			t.Errorf("json accepts %T", v)
		}
		for _, s := range secrets {
			if strings.Contains(printed.String(), s) || strings.Contains(printed.String(), fmt.Sprintf("%x", s)) {
				t.Errorf("%T leaks %q", v, s)
			}
		}
	}
}

// longStrings returns every long string value inside a JSON document: in a key file, the keys.
func longStrings(t *testing.T, raw []byte) []string {
	t.Helper()
	var doc any
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var out []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, inner := range v {
				if s, ok := inner.(string); ok && key == "value" {
					out = append(out, s)
				}
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(doc)
	if len(out) < 2 {
		t.Fatalf("found %d keys in the key file, want at least 2", len(out))
	}
	return out
}

func TestTextKeepsItsContent(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"", " ", "a", canary, strings.Repeat("ë", 5000), "\x00\xff"} {
		text := NewText(s)
		if got := text.Reveal(); got != s {
			t.Errorf("got %q, want %q", got, s)
		}
		if text.IsZero() != (s == "") {
			t.Errorf("IsZero of %q: got %v", s, text.IsZero())
		}
		if text != NewText(strings.Clone(s)) {
			t.Errorf("two texts of %q differ", s)
		}
	}
	if NewText("a") == NewText("b") {
		t.Error("different texts are equal")
	}
}

func newKeys(t testing.TB) *Keys {
	t.Helper()
	k, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func newReceipt(t testing.TB) Receipt {
	t.Helper()
	r, err := NewReceipt(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func newToken(t testing.TB) Token {
	t.Helper()
	tok, err := NewToken(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}
