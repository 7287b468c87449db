package e2e_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"siaga/internal/e2e"
	"siaga/internal/engine"
	"siaga/internal/i18n"
	"siaga/locales"
)

const changed = "Kersa mandheg, lan mbusak sing pun katulis?"

// reviewed plays a change of one text by one reviewer, and the word of another who keeps it.
func reviewed(t *testing.T, phones *e2e.Phones) {
	t.Helper()
	says(t, phones, "@speaker siti jv guru, Ponorogo", "speaker.siti> [Mulai]", "speaker.siti> [✏ Ada yang lebih baik]", "speaker.siti> "+changed,
		"speaker.siti> [Ya, pakai ini]", "@speaker budi jv penyiar, Madiun", "speaker.budi> [Mulai]", "speaker.budi> [👍 Sudah pas]")
}

// TestReviewComesBackIntoTheFiles reviews in Telegram with the program as somebody runs it, pulls what was said into the files, and
// reads them as the next release would.
func TestReviewComesBackIntoTheFiles(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs the program; left out with -short")
	}
	h := newProcess(t, program(t), backends()[0])
	dir := filepath.Join(t.TempDir(), "locales")
	if err := os.CopyFS(dir, locales.Files); err != nil {
		t.Fatal(err)
	}
	reviewed(t, newPhones(h.emu, h))
	runs := func(want string, args ...string) {
		t.Helper()
		if out, err := h.command(t.Context(), args...); err != nil || !strings.Contains(out, want) {
			t.Fatalf("siaga %s: want %q, got %v\n%s", strings.Join(args, " "), want, err, out)
		}
	}
	runs("better", "locale", "said", "jv")
	runs("jv kernel.cancel.no confirmed", "locale", "confirm", "jv", "kernel.cancel.no")
	runs(changed, "locale", "export", "jv", "--live")
	runs("jv: 1 changed, 2 reviewed", "locale", "pull", "--dir", dir)
	runs("", "locale", "check", "--dir", dir)
	runs("jv: 0 changed, 0 reviewed", "locale", "pull", "jv", "--dir", dir)
	next, err := i18n.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := next.Text("jv", "kernel.cancel_ask", nil); err != nil || got != changed {
		t.Errorf("the next release says %q (%v)", got, err)
	}
	if raw, _ := os.ReadFile(filepath.Join(dir, "reviews.toml")); !strings.Contains(string(raw), `by = "guru, Ponorogo; penyiar, Madiun"`) {
		t.Errorf("reviews.toml does not say by whom\n%s", raw)
	}
}

// TestReviewReachesOtherReplicas lets the operator's command change the texts behind the back of a running house: it reads them anew.
func TestReviewReachesOtherReplicas(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	reviewed(t, newPhones(h.emu, h))
	h.mu.Lock()
	now := h.house
	h.mu.Unlock()
	err := now.Store.System(t.Context(), func(tx engine.Tx) error {
		_, err := tx.DropVerdicts(t.Context(), "jv", "kernel.cancel_ask", "")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	for until := time.Now().Add(time.Minute); now.Book.Now().Label("jv", "kernel.cancel_ask") == changed; {
		if time.Now().After(until) {
			t.Fatal("a minute later the house still says what was taken back")
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// TestForgedReviews presses a reviewer's buttons from other phones, with other texts' marks, and with data made up. No text, verdict
// or line of the audit changes.
func TestForgedReviews(t *testing.T) {
	t.Parallel()
	h := newInProcess(t, backends()[0])
	phones := newPhones(h.emu, h)
	reviewed(t, phones)
	says(t, phones, "citizen> /start", "@speaker made ban penyiar, Singaraja", "speaker.made> [Mulai]")
	siti, budi, citizen, made := int64(1001), int64(1002), int64(1003), int64(1004)
	var stolen []string
	for _, id := range []int64{siti, budi, made} {
		for _, m := range h.emu.Chat(id) {
			for _, b := range slices.Concat(m.Inline...) {
				stolen = append(stolen, b.Data)
			}
		}
	}
	made1 := "f:review.sheet:1:"
	made2 := []string{made1 + "keep", made1 + "keep:", made1 + "keep:000000000000", made1 + "better:xyz", made1 + "drop:" + changed, "f:review.shown:1:keep",
		"f:review.wrong:1:told", "f:review.pick:1:sheet", "f:review.better:1:told", "f:review.done:1:keep", "f:review.enter:1:new", "f:review.sheet:1:review.own"}
	before := verdicts(t, h)
	if len(stolen) < 10 || !strings.Contains(before, changed) {
		t.Fatalf("only %d buttons to forge; %s", len(stolen), before)
	}
	for id, list := range map[int64][]string{citizen: append(stolen, made2...), made: append(without(h, made, stolen), made2...), siti: append(without(h, siti, stolen), made2...)} {
		for _, data := range list {
			forge(t, h, phones, id, data)
		}
	}
	if after := verdicts(t, h); after != before {
		t.Errorf("forged presses changed something\nbefore %s\nafter  %s", before, after)
	}
}

// without leaves the buttons out that a phone shows itself, whichever step they were made at.
func without(h *inProcess, id int64, all []string) []string {
	own := map[string]bool{}
	for _, m := range h.emu.Chat(id) {
		for _, b := range slices.Concat(m.Inline...) {
			own[choice(b.Data)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(d string) bool { return own[choice(d)] })
}

// choice is the data of a button without the step.
func choice(data string) string {
	parts := strings.SplitN(data, ":", 4)
	return parts[1] + ":" + parts[len(parts)-1]
}

// forge presses data under the last message of the bot on a phone.
func forge(t *testing.T, h *inProcess, phones *e2e.Phones, id int64, data string) {
	t.Helper()
	for _, m := range slices.Backward(h.emu.Chat(id)) {
		if m.FromBot {
			_, _ = h.emu.Forge(id, id, m.ID, data)
			break
		}
	}
	says(t, phones, "@wait 1s")
}

// verdicts is what was said of texts and the audit of it, as text.
func verdicts(t *testing.T, h *inProcess) string {
	t.Helper()
	said, err := h.house.Engine.Verdicts(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range said {
		out = append(out, strings.Join([]string{v.Tag, v.Key, v.Status, v.Text, strconv.FormatInt(v.Seq, 10)}, " "))
	}
	rows, err := h.house.Store.AuditEntries(t.Context(), 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(append(out, strconv.Itoa(len(rows))), "\n")
}
