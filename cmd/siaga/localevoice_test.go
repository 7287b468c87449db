package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"siaga/internal/voice/voicetest"
)

func TestAClipIsTakenInCountedAndJudged(t *testing.T) {
	t.Parallel()
	dir := speakers(t)
	run := func(args ...string) outcome { return siaga(t, nil, "", append([]string{"locale"}, args...)...) }
	right, noise := filepath.Join(dir, "right.ogg"), filepath.Join(dir, "noise.ogg")
	writeFile(t, right, string(voicetest.Clip(2*time.Second, "x")))
	writeFile(t, noise, "OggS noise")
	for name, args := range map[string][]string{
		"no clip": {"zz", "report.safe", noise}, "no file": {"zz", "report.safe", right + "x"}, "no text": {"zz", "report.none", right},
		"only a value": {"zz", "report.regency", right}, "no language": {"yy", "report.safe", right}, "a way out": {"zz", "../../id", right},
	} {
		if got := run(append([]string{"voice", "--dir", dir, "--by", "guru, Ponorogo"}, args...)...); got.code != exitUsage {
			t.Errorf("%s: code %d, %s%s", name, got.code, got.out, got.err)
		}
	}
	if got := run("voice", "--dir", dir, "--by", "081234567890", "zz", "report.safe", right); got.code != exitUsage {
		t.Errorf("a number as a role: code %d", got.code)
	}
	if got := run("voice", "--dir", dir, "--by", "guru, Ponorogo", "--on", "2026-11-29", "zz", "report.safe", right); got.code != exitDone ||
		!strings.Contains(got.out, "2s") || !strings.Contains(got.out, "apakah aman mengetik") {
		t.Fatalf("code %d: %s%s", got.code, got.out, got.err)
	}
	if got := run("list", "--dir", dir, "--json"); !strings.Contains(got.out, `"tag":"zz"`) || !strings.Contains(got.out, `"clips":1`) {
		t.Errorf("list: %s%s", got.out, got.err)
	}
	if got := run("check", "--dir", dir, "zz"); got.code != exitDone {
		t.Errorf("check: code %d, %s", got.code, got.out)
	}
	texts := filepath.Join(dir, "zz.toml")
	writeFile(t, texts, strings.Replace(content(t, texts), "apakah aman mengetik", "amankah mengetik", 1))
	if got := run("check", "--dir", dir, "zz"); got.code == exitDone || !strings.Contains(got.out, "zz report.safe: clip: it speaks an older wording") {
		t.Errorf("an older wording: code %d, %s", got.code, got.out)
	}
	if got := run("list", "--dir", dir, "--json"); strings.Contains(got.out, `"clips":1`) {
		t.Error("a clip of an older wording is counted")
	}
}
