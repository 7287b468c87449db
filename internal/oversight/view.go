package oversight

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"time"

	"siaga/internal/casework"
	"siaga/internal/region"
	"siaga/internal/tally"
	"siaga/internal/taskforce"
)

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

//go:embed page.js
var pageJS []byte

// views are the pages, read once.
type views struct {
	id, en  *Words
	page    *template.Template
	refusal []byte
	entry   []byte
}

func newViews() (*views, error) {
	id, en, err := readWords()
	if err != nil {
		return nil, err
	}
	v := &views{id: id, en: en}
	if v.page, err = template.New("page").Funcs(template.FuncMap{"list": func(xs ...any) []any { return xs }}).Parse(pageHTML); err != nil {
		return nil, fmt.Errorf("page.html: %w", err)
	}
	both := struct{ ID, EN *Words }{id, en}
	for name, into := range map[string]*[]byte{"refusal": &v.refusal, "entry": &v.entry} {
		var b bytes.Buffer
		if err := v.page.ExecuteTemplate(&b, name, both); err != nil {
			return nil, fmt.Errorf("page.html: %w", err)
		}
		*into = b.Bytes()
	}
	return v, nil
}

// words chooses the language: what was asked for, else Indonesian.
func (v *views) words(r *http.Request) *Words {
	if r.URL.Query().Get("lang") == "en" {
		return v.en
	}
	return v.id
}

// screen is what page.html shows.
type screen struct {
	*Words
	Code     region.Code
	Name     string
	Up       region.Code // "" at the top of what may be seen
	UpName   string
	Other    string // the other language
	AsOf     string
	Note     string
	View     string
	Views    []string
	Whole    bool // the country
	Alone    bool // a kabupaten or kota
	Self     row
	Trend    string
	Tiles    []tile
	Rows     []row
	Own      row
	OwnName  string
	HasOwn   bool
	Score    template.HTML
	Months   template.HTML
	Speed    []bars
	SpeedHow []string
	Cases    string
	Shares   []bars
	Tracks   []bars
	Ends     []bars
	Desk     deskView
	Work     preventionView
	Uses     bars
	Files    []file
}

// Legend lists the meanings of the colours, the best first.
func (s screen) Legend() []string {
	var out []string
	for b := 3; b >= 0; b-- {
		out = append(out, s.Say(fmt.Sprintf("%s_b%d", s.View, b)))
	}
	return out
}

// Band is the colour of a row in the view shown.
func (s screen) Band(r row) int { return r.band(s.View) }

// Plus writes a change with its sign.
func (s screen) Plus(r row) string {
	if !r.HasOld {
		return "·"
	}
	return plus(r.Trend)
}

// Label is a row in one sentence, for who hears the page.
func (s screen) Label(r row) string {
	return s.label(r)
}

// Figure and Exists are what a tile and the table say of a row in which nobody filled in anything: that it is empty.
func (s screen) Figure(r row) string {
	if s.Hollow(r) {
		return s.Say("empty_row")
	}
	return r.figure(s.View)
}

// Hollow tells whether a row is one task force of which nothing is known.
func (screen) Hollow(r row) bool { return r.Of == 1 && r.Empty == 1 }

// Exists says how many of a region exist.
func (s screen) Exists(r row) string {
	if s.Hollow(r) {
		return s.Say("empty_row")
	}
	return itoa(r.Exist) + "/" + itoa(r.Of)
}

// At is the address of a region in this language and view.
func (s screen) At(c region.Code) string { return s.address(c, s.Lang, s.View) }

// In is this page in another language, By with another view.
func (s screen) In(lang string) string { return s.address(s.Code, lang, s.View) }
func (s screen) By(view string) string { return s.address(s.Code, s.Lang, view) }

func (s screen) address(c region.Code, lang, view string) string {
	return Path + "r/" + string(c) + "?lang=" + lang + "&v=" + view
}

// MapSize is the drawing of the tile map.
func (s screen) MapSize() string { return fmt.Sprintf("0 0 %d %d", mapWide, mapHigh) }

func viewNames() []string { return []string{"score", "cover", "trend"} }

func (s *Server) page(w http.ResponseWriter, r *http.Request, scope Scope, code region.Code) {
	d, err := s.gather(r.Context(), code, "")
	if err != nil {
		s.fail(w, err)
		return
	}
	view := r.URL.Query().Get("v")
	if !slices.Contains(viewNames(), view) {
		view = viewNames()[0]
	}
	sc, err := s.screen(d, scope, s.views.words(r), view)
	if err != nil {
		s.fail(w, err)
		return
	}
	var b bytes.Buffer
	if err := s.views.page.ExecuteTemplate(&b, "page", sc); err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

func (s *Server) screen(d data, scope Scope, w *Words, view string) (screen, error) {
	sc := screen{Words: w, Code: d.code, Name: w.Region(d.code), View: view, Views: viewNames(), Whole: d.code == tally.All,
		Alone: d.code.Level() == region.RegencyLevel, Other: w.Say("lang_code"), AsOf: d.asOf(w)}
	if s.note != "" {
		sc.Note = w.Say(s.note)
	}
	if up := parent(d.code); scope.May(up) {
		sc.Up, sc.UpName = up, w.Region(up)
	}
	sc.Self = d.rowOf(d.code, members(d.code))
	sc.Self.Name = sc.Name
	sc.Trend = w.trend(sc.Self)
	sc.Rows = d.rows(w)
	sc.desk(d)
	if sc.Whole {
		sc.Tiles = d.tiles(w, view, sc.Rows)
	}
	sc.work(d, w)
	sc.Files = filesOf(d, w)
	var err error
	if sc.Score, err = d.scoreChart(w); err != nil {
		return sc, err
	}
	sc.Months, err = d.monthChart(w)
	return sc, err
}

// desk is the task force of a province, or pusat, beside those below it.
func (s *screen) desk(d data) {
	code, name := d.code, "own_desk"
	if s.Whole {
		code, name = taskforce.Pusat, "own_pusat"
	}
	if s.HasOwn = !s.Alone; s.HasOwn {
		s.Own, s.OwnName = d.rowOf(code, []region.Code{code}), s.Say(name)
		s.Own.Code, s.Own.Name = code, s.OwnName
		s.Own.Cases = shownAt(d.counts, tally.Own(code))
	}
}

// work fills what is about cases.
func (s *screen) work(d data, w *Words) {
	if n, ok := d.get(tally.Cases, ""); ok {
		s.Cases = w.Say("cases_said", n)
	}
	s.Speed = []bars{d.bars(w, tally.Offers, []string{tally.Accepted, tally.Lapsed, tally.Refused, tally.Moved, tally.Waiting}),
		d.bars(w, tally.Accepts, classes()), d.bars(w, tally.Begins, classes())}
	s.Speed[0].Key, s.Speed[1].Key, s.Speed[2].Key = "offers", "accepts", "begins"
	s.Speed[1].Said, s.Speed[2].Said = d.half(w, tally.Accepts), d.half(w, tally.Begins)
	s.SpeedHow = d.speed(w)
	var months []string
	for _, m := range tally.Months(d.month, window) {
		months = append(months, string(m))
	}
	s.Shares = append(s.Shares, d.bars(w, tally.ByMonth, months))
	s.Shares[0].Key = "by_month"
	for _, m := range []tally.Measure{tally.Forms, tally.Origins, tally.Goals, tally.Routes, tally.Urgencies, tally.Languages} {
		if m != tally.Routes || !s.Alone {
			s.Shares = append(s.Shares, d.bars(w, m, nil))
		}
	}
	for _, name := range []string{"track_protection", "track_law"} {
		s.Tracks = append(s.Tracks, d.track(w, name))
	}
	s.Ends = []bars{d.bars(w, tally.Closings, nil), d.bars(w, tally.Confirms, nil)}
	s.Ends[0].Key, s.Ends[1].Key = "closing", "confirmed"
	s.Speed, s.Shares, s.Tracks, s.Ends = filled(s.Speed), filled(s.Shares), filled(s.Tracks), filled(s.Ends)
	s.Uses = d.bars(w, tally.Uses, tally.UseKinds())
	s.Desk, s.Work = d.deskView(w), d.preventionView(w)
}

// filled leaves out what has nothing that can be shown.
func filled(all []bars) []bars {
	return slices.DeleteFunc(all, func(b bars) bool { return len(b.Rows) == 0 })
}

// track are the milestones of one track, in order.
func (d data) track(w *Words, name string) bars {
	out, longest := bars{Key: name, Rest: true}, 1
	for _, k := range tracks()[name] {
		if n, ok := d.get(tally.Steps, string(k)); ok {
			longest = max(longest, n)
			out.Rows = append(out.Rows, bar{Name: w.Cell(tally.Steps, string(k)), N: n})
		}
	}
	for i := range out.Rows {
		out.Rows[i].Width = max(1, 100*out.Rows[i].N/longest)
	}
	return out
}

// speed are the sentences about deadlines.
func (d data) speed(w *Words) []string {
	limits := func(key string, of func(taskforce.Clock) time.Duration) string {
		var said []any
		for _, p := range []casework.Priority{casework.Imminent, casework.Urgent, casework.Ordinary} {
			said = append(said, w.Long(of(taskforce.ClockFor(p))))
		}
		return w.Say(key, said...)
	}
	var out []string
	if n, ok := d.inTime(); ok {
		out = append(out, w.Say("in_time", n))
	}
	out = append(out, limits("speed_limits", func(c taskforce.Clock) time.Duration { return c.Next }),
		limits("speed_begin", func(c taskforce.Clock) time.Duration { return c.Begin }))
	return out
}

// half says within what the middle one of a chart about time lies.
func (d data) half(w *Words, m tally.Measure) string {
	c := d.median(m)
	if c == "" {
		return ""
	}
	return w.Say("half", w.class(c))
}

func (d data) asOf(w *Words) string {
	if d.month == "" {
		return w.Say("as_of_new", w.Day(d.day))
	}
	return w.Say("as_of", w.Day(d.day), w.Month(d.month))
}

// parent is the region above, the country above a province.
func parent(c region.Code) region.Code {
	switch {
	case c == tally.All:
		return ""
	case c.Level() == region.ProvinceLevel:
		return tally.All
	}
	return c.Parent()
}

// ScoreBand is the colour of a score.
func (s screen) ScoreBand(score int) int { return min(max(score, 0)/25, 3) }
