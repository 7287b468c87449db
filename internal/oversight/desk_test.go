package oversight

import (
	"strings"
	"testing"

	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

// main gives what stands on a page of a region, as pusat reads it.
func (h *house) main(path string) string {
	h.t.Helper()
	w := h.ask("GET", Path+path, h.sit("pusat", Seat{"00", taskforce.Secretary}), "")
	if w.Code != 200 {
		h.t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

// section cuts one section out of a page.
func section(t *testing.T, page, id string) string {
	t.Helper()
	_, rest, found := strings.Cut(page, `<section id="`+id+`">`)
	out, _, _ := strings.Cut(rest, `<section id="`)
	if !found {
		t.Fatalf("there is no section %s", id)
	}
	return out
}

func has(t *testing.T, what, text string, wanted ...string) {
	t.Helper()
	for _, s := range wanted {
		if !strings.Contains(text, s) {
			t.Errorf("%s lacks %q:\n%s", what, s, text)
		}
	}
}

// TestADeskIsShownByRolesNeverNames shows of a kabupaten, of a province's own desk and of pusat: whether it was formed, its decree, its
// seats by role, the rota of seven days with its gaps, the last drill and the last accepted referral; and no name, number or office.
func TestADeskIsShownByRolesNeverNames(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, at := range []string{"r/53.02", "r/53", "r/ID"} {
		page := h.main(at + "?lang=en")
		desk := section(t, page, "desk")
		has(t, at, desk, "<dt>Formed</dt><dd>yes</dd>", "<dt>Decree</dt><dd>in force until", "<dt>Row last confirmed</dt>", "<dt>Last drill</dt>", "accepted and answered",
			"<dt>Last real referral accepted</dt>", `<th scope="row">Chair</th><td>1</td><td>0</td>`, `<th scope="row">Secretary</th><td>1</td><td>0</td>`,
			`<th scope="row">Duty officer</th><td>2</td><td>2</td><td>1</td><td>1</td>`)
		rota := desk[strings.Index(desk, `class="rota"`):]
		if days, slots := strings.Count(rota, "<th scope=\"col\">"), strings.Count(rota, "<tr><th scope=\"row\">"); days != 7 || slots != 3 {
			t.Errorf("%s: a rota of %d days and %d shifts", at, days, slots)
		}
		if planned, gaps := strings.Count(rota, "<td>1</td>"), strings.Count(rota, `<td class="gap">`); planned != 1 || gaps != 20 {
			t.Errorf("%s: %d shifts planned, %d gaps", at, planned, gaps)
		}
		for _, name := range []string{"Zubaidah", "Zulkifli", "Polres", "188/ZZ", "p1"} {
			if strings.Contains(page, name) {
				t.Errorf("%s shows %q", at, name)
			}
		}
	}
}

// TestTheLastReferralIsShownOnlyAmongFive hides roughly when a task force last accepted a referral where it is not shown that it accepted five.
func TestTheLastReferralIsShownOnlyAmongFive(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	few := someNumbers()
	delete(few.shown, tally.Key{Code: "53.02", Measure: tally.Offers, Cell: tally.Accepted})
	h.server.figures = few
	has(t, "a task force with fewer than five", section(t, h.main("r/53.02?lang=en"), "desk"), "Last real referral accepted</dt><dd>not shown")
	has(t, "a task force with five", section(t, h.main("r/53.01?lang=en"), "desk"), "Last real referral accepted</dt><dd>30 to 90 days ago")
}

// TestAnEmptyRowIsSeenAsEmpty looks for a row that nobody filled in: on its own page, in the map and the ranking of its province, and among the
// first numbers.
func TestAnEmptyRowIsSeenAsEmpty(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	own := h.main("r/53.03?lang=en")
	has(t, "its page", section(t, own, "desk"), "This row is still empty", "<dt>Formed</dt><dd>empty: nobody has said</dd>", "<dt>Decree</dt><dd>empty</dd>", "<dd>never</dd>",
		"Empty: there is no rota yet", `<th scope="row">Secretary</th><td class="gap" colspan="4">empty</td>`)
	province := h.main("r/53?lang=en")
	if n := strings.Count(section(t, province, "map"), `<b class="empty">empty</b>`); n != 1 {
		t.Errorf("%d empty tiles", n)
	}
	if n := strings.Count(section(t, province, "ranking"), "<td>empty</td>"); n != 1 {
		t.Errorf("%d empty lines", n)
	}
	has(t, "the first numbers", province, "<b>1</b><span>of 23 have an empty row")
	has(t, "the country", h.main("r/ID?lang=en"), "1 empty rows", "<b>1</b><span>of 553 have an empty row")
	if full := h.main("r/53.02?lang=en"); strings.Contains(full, "This row is still empty") {
		t.Error("a full row is called empty")
	}
}
