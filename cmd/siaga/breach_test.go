package main

import (
	"strings"
	"testing"
)

func TestBreachList(t *testing.T) {
	t.Parallel()
	_, env := folder(t, true)
	siaga(t, env, "", "breach", "list", "--since", "yesterday").wants(t, exitUsage, "is no time")
	got := siaga(t, env, "", "breach", "list", "--all", "--known", "2026-11-29T08:00:00Z")
	if got.code != exitDone || !strings.Contains(got.out, "0 cases") || !strings.Contains(got.out, "before 2026-12-02T08:00:00Z") {
		t.Errorf("%+v", got)
	}
}
