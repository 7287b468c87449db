package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// answers parses one JSON object a line.
func answers(t *testing.T, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(out) {
		var a map[string]any
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("not a JSON object: %q: %v", line, err)
		}
		all = append(all, a)
	}
	return all
}

// bad are lines that cannot be answered.
var bad = []string{`{`, ``, `null`, `[]`, `"soe"`, `{"text":`, "\x00\xff", `{"text":1}{"text":2}`}

// mixed puts a good question between bad lines: good, bad, good, bad … good.
func mixed(good func(i int) string) string {
	var b strings.Builder
	for i, line := range bad {
		fmt.Fprintf(&b, "%s\n%s\n", good(i), line)
	}
	b.WriteString(good(len(bad))) // the last line has no end
	return b.String()
}

func TestPlaceLineByLine(t *testing.T) {
	t.Parallel()
	towns := []struct{ text, code string }{{"soe", "53.02"}, {"kota kupang", "53.71"}}
	in := mixed(func(i int) string { return fmt.Sprintf(`{"text":%q}`, towns[i%2].text) })
	got := siaga(t, nil, in, "place")
	all := answers(t, got.out)
	if got.code != exitDone || len(all) != 2*len(bad)+1 {
		t.Fatalf("code %d, %d answers to %d lines\n%s", got.code, len(all), 2*len(bad)+1, got.err)
	}
	for i, a := range all {
		if i%2 == 1 {
			if s, ok := a["error"].(string); !ok || s == "" {
				t.Errorf("line %d, %q: %v", i+1, bad[i/2], a)
			}
			continue
		}
		found, _ := a["candidates"].([]any)
		if len(found) == 0 || found[0].(map[string]any)["code"] != towns[i/2%2].code {
			t.Errorf("line %d: %v, want %s", i+1, a, towns[i/2%2].code)
		}
	}
}

func TestPlaceOfAPin(t *testing.T) {
	t.Parallel()
	got := siaga(t, nil, "{\"lat\":-9.86,\"lon\":124.28}\n{\"lat\":-9.86}\n{\"lat\":\"x\",\"lon\":1}\n{\"text\":\"johor\"}\n", "place")
	all := answers(t, got.out)
	if len(all) != 4 || all[0]["candidates"].([]any)[0].(map[string]any)["code"] != "53.02" {
		t.Errorf("pin in SoE: %v", all)
	}
	if all[1]["error"] == nil || all[2]["error"] == nil || all[3]["error"] != nil {
		t.Errorf("half a pin, a word for a number, a place abroad: %v", all[1:])
	}
}

func TestRouteLineByLine(t *testing.T) {
	t.Parallel()
	in := mixed(func(i int) string {
		if i == 3 {
			return `{"places":{"victim_now":{"code":"53.02"}},"misspelt":true}`
		}
		return `{"priority":"urgent","places":{"victim_now":{"code":"53.02"}}}`
	})
	got := siaga(t, nil, in, "route")
	all := answers(t, got.out)
	if got.code != exitDone || len(all) != 2*len(bad)+1 {
		t.Fatalf("code %d, %d answers\n%s", got.code, len(all), got.err)
	}
	for i, a := range all {
		if wrong := i%2 == 1 || i == 6; wrong != (a["error"] != nil) {
			t.Errorf("line %d: %v", i+1, a)
		}
	}
	if all[0]["lead"] != "53.02" {
		t.Errorf("a report from SoE goes to %v", all[0]["lead"])
	}
}

func TestRouteWithARegister(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := seedCSV(t, dir)
	question := `{"places":{"victim_now":{"code":"53.02"}}}` + "\n"
	if got := answers(t, siaga(t, nil, question, "route", "--register", file).out); len(got) != 1 || got[0]["lead"] == nil {
		t.Errorf("with the seed: %v", got)
	}
	siaga(t, nil, question, "route", "--register", dir+"/none.csv").wants(t, exitUsage, "cannot be read")
}

func TestJSONLinesNeverStop(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	in := "{}\n" + strings.Repeat("x", maxLine+1) + "\n{}\r\n{\"boom\":1}\n{\"no\":1}\n{}"
	err := jsonLines(strings.NewReader(in), &out, func(line []byte) (any, error) {
		switch {
		case strings.Contains(string(line), "boom"):
			panic("boom")
		case strings.Contains(string(line), "no"):
			return nil, errors.New("no <answer> & why")
		}
		return map[string]string{"fine": string(line)}, nil
	})
	want := `{"fine":"{}"}
{"error":"the line is longer than 4 MiB"}
{"fine":"{}"}
{"error":"this line cannot be answered"}
{"error":"no <answer> & why"}
{"fine":"{}"}
`
	if err != nil || out.String() != want {
		t.Errorf("%v\ngot:\n%.600s\nwant:\n%s", err, out.String(), want)
	}
}
