package offer

import (
	_ "embed" // the texts of explain.toml
	"fmt"
	"strconv"
	"strings"
)

//go:embed explain.toml
var explainTable string

// Explanation is what a person is told about a code.
type Explanation struct {
	Key        string // of the text in the locales: offer.<code>
	Why        string // what it means, in plain Indonesian
	Ask        string // the question to put to the recruiter; "" for good signs
	Check      string // where to check: an id of internal/directory, disnaker or siskop2mi
	Source     string // law or official advice
	Confidence string // V, V2, T or U, as in the domain notes; T and U are not to be quoted as law before they are checked
}

// Explain gives the explanation of a code of a reason or a good sign.
func (a *Assessor) Explain(code string) (Explanation, bool) {
	e, ok := a.explain[code]
	return e, ok
}

// readExplain reads the part of TOML that explain.toml uses: [code], key = "value", comments.
func readExplain(table string) (map[string]Explanation, error) {
	out := map[string]Explanation{}
	code := ""
	for n, line := range strings.Split(table, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			code = strings.Trim(line, "[]")
		default:
			e := out[code]
			if err := e.set(line); err != nil {
				return nil, fmt.Errorf("explain.toml:%d: %w", n+1, err)
			}
			out[code] = e
		}
	}
	return out, nil
}

func (e *Explanation) set(line string) error {
	name, quoted, _ := strings.Cut(line, "=")
	value, err := strconv.Unquote(strings.TrimSpace(quoted))
	if err != nil {
		return fmt.Errorf("%q: %w", line, err)
	}
	fields := map[string]*string{"key": &e.Key, "why": &e.Why, "ask": &e.Ask, "check": &e.Check, "source": &e.Source, "confidence": &e.Confidence}
	to, ok := fields[strings.TrimSpace(name)]
	if !ok {
		return fmt.Errorf("unknown name %q", name)
	}
	*to = value
	return nil
}
