package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/flows/flowtest"
	"siaga/internal/emulator"
)

// House is the program under test, run in this process or as one of its own.
type House interface {
	// Idle tells whether everything that arrived was handled and everything due was said.
	Idle(ctx context.Context) (bool, error)
	// Invite gives the start payload of a one-time invitation to a seat, for an officer of that name.
	Invite(ctx context.Context, seat, name string) (string, error)
	// Link gives one that the operator vouches for: whoever opens it is on the seat at once.
	Link(ctx context.Context, seat, name string) (string, error)
	// Speaker gives the start payload of a one-time invitation to review a language, or to do what is named instead.
	Speaker(ctx context.Context, tag, role, can string) (string, error)
	// Words does a command of the operator on a text ("confirm TAG KEY", "undo TAG KEY"), on its recordings ("clip TAG KEY", "noclip TAG KEY") or on the speakers of a role ("dismiss ROLE").
	Words(ctx context.Context, verb, what string) error
	// Office does a command of the operator on a seat: "confirm", "refuse", "revoke" or "thaw"; "limit" of openings an hour; "drill" of a task force, "drills" to end all; "evidence", "hold", "lift" of a case.
	Office(ctx context.Context, verb, seat string) error
	// Advance moves the clock; ErrRealClock when it cannot be moved.
	Advance(d time.Duration) error
	// Crash ends the program as kill -9 does and starts it anew.
	Crash(ctx context.Context) error
	// Away ends the program, lets something happen meanwhile, and starts it anew.
	Away(ctx context.Context, meanwhile func() error) error
}

// ErrRealClock says that a house runs on the system's clock.
var ErrRealClock = errors.New("this house runs on the real clock")

// Phones plays the lines of a transcript on the phones of the emulator.
type Phones struct {
	Emulator *emulator.Server
	House    House
	Patience time.Duration
	Leader   *Phones                    // see Follow
	Met      func(who string, id int64) // told of each phone before it is used; may be nil
	Clip     func(time.Duration) []byte // what "(voice 3s)" sends; without it a voice note that nobody can play
	Drawn    bool                       // codes of cases are drawn at random: K-0001 in a line is the first that was shown

	led     place // where the leader presses in this line
	ids     map[string]int64
	order   []string
	seen    map[string]map[int]string // what was printed of each message
	receipt string
	codes   []string // of cases, in the order in which they were shown first
	payload string   // of the link to a seat opened or shown last
	printer flowtest.Printer
	nextID  int64
}

// firstPerson keeps ids away from real ones in transcripts.
const firstPerson = 1000

// NewPhones makes phones for an emulator.
func NewPhones(e *emulator.Server, h House) *Phones {
	return &Phones{Emulator: e, House: h, Patience: 4 * time.Minute, ids: map[string]int64{}, seen: map[string]map[int]string{}, nextID: firstPerson}
}

// After makes the phones that come next have the numbers after one: large ones can be told from other figures when they are looked for.
func (p *Phones) After(id int64) { p.nextID = id }

// ID is the number of somebody's phone, 0 when they have not spoken yet.
func (p *Phones) ID(who string) int64 { return p.ids[who] }

// Play plays a script and prints it with everything that every phone showed.
func (p *Phones) Play(ctx context.Context, script flowtest.Script) (string, error) {
	p.printer.About(script.About)
	for _, l := range script.Lines {
		if err := p.Do(ctx, l); err != nil {
			return p.printer.String(), fmt.Errorf("%s:%d: %w", script.Name, l.Number, err)
		}
	}
	return p.printer.String(), nil
}

// Do plays one line and prints what every phone showed.
func (p *Phones) Do(ctx context.Context, l flowtest.Line) error {
	p.printer.Line(l)
	if err := p.line(ctx, l); err != nil || l.Comment != "" {
		return err
	}
	if err := p.settle(ctx); err != nil {
		return err
	}
	p.print()
	return nil
}

// Transcript gives what was played so far.
func (p *Phones) Transcript() string { return p.printer.String() }

func (p *Phones) line(ctx context.Context, l flowtest.Line) error {
	switch {
	case l.Comment != "":
		return nil
	case l.Directive != "":
		return p.directive(ctx, l)
	}
	deed, err := flowtest.Read(l.Say)
	if err != nil {
		return err
	}
	return p.deed(p.person(l.Who), deed)
}

// person gives the phone of a name, switched on when first spoken of.
func (p *Phones) person(who string) int64 {
	if id, ok := p.ids[who]; ok {
		return id
	}
	p.nextID++
	p.Emulator.AddPerson(emulator.Person{ID: p.nextID, FirstName: who, LanguageCode: "id", Title: who})
	p.ids[who], p.seen[who] = p.nextID, map[int]string{}
	p.order = append(p.order, who)
	if p.Met != nil {
		p.Met(who, p.nextID)
	}
	return p.nextID
}

func (p *Phones) directive(ctx context.Context, l flowtest.Line) error {
	switch l.Directive {
	case "wait":
		d, err := l.Wait()
		if err != nil {
			return err
		}
		return p.House.Advance(d)
	case "voices": // who runs the house has put the clips there
		return nil
	case "again":
		return p.Emulator.DuplicateLast(1)
	case "crash":
		return p.House.Crash(ctx)
	case "outage": // @outage 10m [press LABEL | say WORDS] by the citizen while the house is away
		return p.outage(ctx, l.Arg)
	case "officer": // @officer PHONE SEAT [NAME]: the officer links in; the operator vouches
		return p.link(ctx, l.Arg, p.House.Link)
	case "invited": // @invited PHONE SEAT [NAME]: somebody opens an invitation and has to be confirmed
		return p.link(ctx, l.Arg, p.House.Invite)
	case "office": // @office confirm|refuse|revoke|thaw SEAT, @office limit N (openings an hour), @office drill CODE, @office drills stop, @office tidy now, @office evidence|hold|lift CASE: a command of the operator
		verb, seat, _ := strings.Cut(l.Arg, " ")
		return p.House.Office(ctx, verb, seat)
	case "speaker": // @speaker PHONE TAG ROLE: somebody who speaks a language opens an invitation to review
		return p.speaker(ctx, l.Arg, "review")
	case "recorder": // @recorder PHONE TAG ROLE: the same, to record
		return p.speaker(ctx, l.Arg, "record")
	case "words": // @words confirm|undo|clip|noclip TAG KEY, @words dismiss ROLE: a command of the operator
		verb, what, _ := strings.Cut(l.Arg, " ")
		return p.House.Words(ctx, verb, what)
	case "open": // @open PHONE: somebody opens the link that was opened or shown last
		_, err := p.Emulator.Start(p.person(l.Arg), p.payload)
		return err
	case "block":
		return p.Emulator.Block(p.person(l.Arg))
	}
	return fmt.Errorf("directive @%s is not known", l.Directive)
}

// link makes a link to a seat and lets a phone open it.
func (p *Phones) link(ctx context.Context, arg string, link func(context.Context, string, string) (string, error)) error {
	phone, rest, _ := strings.Cut(arg, " ")
	seat, name, named := strings.Cut(rest, " ")
	if !named {
		name = "Petugas " + seat
	}
	payload, err := link(ctx, seat, name)
	if err != nil {
		return err
	}
	p.payload = payload
	_, err = p.Emulator.Start(p.person("officer."+phone), payload)
	return err
}

// speaker makes an invitation to review or record a language and lets a phone open it.
func (p *Phones) speaker(ctx context.Context, arg, can string) error {
	phone, rest, _ := strings.Cut(arg, " ")
	tag, role, _ := strings.Cut(rest, " ")
	payload, err := p.House.Speaker(ctx, tag, role, can)
	if err != nil {
		return err
	}
	p.payload = payload
	_, err = p.Emulator.Start(p.person("speaker."+phone), payload)
	return err
}

// outage stops the house for a time; what a citizen does meanwhile waits at Telegram, as long as it keeps it.
func (p *Phones) outage(ctx context.Context, arg string) error {
	length, meanwhile, _ := strings.Cut(arg, " ")
	d, err := time.ParseDuration(length)
	if err != nil {
		return err
	}
	return p.House.Away(ctx, func() error {
		if meanwhile != "" {
			deed, err := flowtest.Read(meanwhile)
			if err != nil {
				return err
			}
			if err := p.deed(p.person("citizen"), deed); err != nil {
				return err
			}
		}
		return p.House.Advance(d)
	})
}

// deed does one thing on a phone.
func (p *Phones) deed(id int64, d flowtest.Deed) error {
	var err error
	if p.Drawn {
		d.Text = p.withCodes(d.Text)
	}
	switch d.Kind {
	case "text":
		_, err = p.Emulator.Say(id, strings.ReplaceAll(d.Text, "{receipt}", p.receipt))
	case "start":
		_, err = p.Emulator.Start(id, d.Text)
	case "command":
		_, err = p.Emulator.Say(id, "/"+d.Text)
	case "press":
		return p.press(id, d.Text)
	case "voice", "photo", "document", "video":
		_, err = p.Emulator.SendMedia(id, id, d.Kind, p.upload(d))
	case "location":
		_, err = p.Emulator.Location(id, d.Lat, d.Lon)
	case "sticker":
		_, err = p.Emulator.Sticker(id, "🙂")
	case "contact":
		_, err = p.Emulator.Contact(id, "+620000000000", d.Text)
	}
	return err
}

// upload makes a small real file of a kind.
func (p *Phones) upload(d flowtest.Deed) emulator.Upload {
	switch d.Kind {
	case "photo":
		var b bytes.Buffer
		_ = jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil) // a blank picture always encodes
		return emulator.Upload{Name: "IMG_001.jpg", MIME: "image/jpeg", Data: b.Bytes(), Caption: d.Text, Album: d.Album}
	case "voice":
		if n, err := time.ParseDuration(d.Text); err == nil && p.Clip != nil {
			return emulator.Upload{Name: "voice.ogg", MIME: "audio/ogg", Data: p.Clip(n), Seconds: int(n.Seconds())}
		}
		return emulator.Upload{Name: "voice.ogg", MIME: "audio/ogg", Data: []byte("OggS voice note"), Caption: d.Text}
	}
	return emulator.Upload{Name: "surat.pdf", MIME: "application/pdf", Data: []byte("%PDF-1.4 a document"), Caption: d.Text}
}

// press looks for a label under the messages shown, the newest first.
func (p *Phones) press(id int64, label string) error {
	if p.Leader != nil {
		return p.pressAt(id, p.led)
	}
	at, ok := p.find(id, label)
	if !ok {
		return fmt.Errorf("no message shows a button [%s]", label)
	}
	return p.pressAt(id, at)
}

// place is where a button stands: which message of the bot in a chat, and which button under it.
type place struct{ message, button int }

// find looks for a label under the messages shown, the newest first.
func (p *Phones) find(id int64, label string) (place, bool) {
	all := p.said(id)
	for n, m := range slices.Backward(all) {
		for i, b := range slices.Concat(m.Inline...) {
			if !m.Deleted && flowtest.Named(b.Text, label) {
				return place{n, i}, true
			}
		}
	}
	return place{}, false
}

// said are the bot's messages in a chat, the deleted ones in their places.
func (p *Phones) said(id int64) []emulator.Message {
	return slices.DeleteFunc(p.Emulator.History(id), func(m emulator.Message) bool { return !m.FromBot })
}

func (p *Phones) pressAt(id int64, at place) error {
	all := p.said(id)
	if at.message >= len(all) || at.button >= len(slices.Concat(all[at.message].Inline...)) {
		return fmt.Errorf("message %d shows no button %d", at.message, at.button)
	}
	_, err := p.Emulator.Press(id, all[at.message].ID, slices.Concat(all[at.message].Inline...)[at.button].Data)
	return err
}

// Follow plays one line as the leader is about to: it presses what stands at the same place there, whatever its label is here. The
// leader plays it afterwards.
func (p *Phones) Follow(ctx context.Context, l flowtest.Line) error {
	if deed, err := flowtest.Read(l.Say); err == nil && l.Say != "" && deed.Kind == "press" {
		at, ok := p.Leader.find(p.Leader.person(l.Who), deed.Text)
		if !ok {
			return fmt.Errorf("the leader shows no button [%s]", deed.Text)
		}
		p.led = at
	}
	return p.Do(ctx, l)
}

// settle waits until everything was handled and said.
func (p *Phones) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	quiet := 0
	for quiet < 2 {
		idle, err := p.House.Idle(ctx)
		if err != nil {
			return err
		}
		if idle && p.Emulator.Pending() == 0 {
			quiet++
			continue
		}
		quiet = 0
		select {
		case <-p.Emulator.Changed():
		case <-time.After(3 * time.Millisecond): // the store changes without a signal to the outside
		case <-ctx.Done():
			return errors.New("the house does not come to rest")
		}
	}
	return nil
}

// print prints what is new on every phone, edits and deletions included.
func (p *Phones) print() {
	for _, who := range p.speakers() {
		bot := "bot" + strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(who, "officer"), "speaker"), "citizen")
		gone := 0
		for _, m := range p.Emulator.History(p.ids[who]) {
			now := shown(m)
			before, known := p.seen[who][m.ID]
			p.seen[who][m.ID] = now
			switch {
			case known && before == now:
			case m.Deleted && known:
				gone++
			case m.Deleted || !m.FromBot:
			case known:
				p.printer.Said(bot+" (changed)", m.Text, labels(m))
			default:
				p.remember(m.Text)
				p.printer.Said(bot, masked(m.Text)+media(m), labels(m))
			}
		}
		if gone > 0 {
			p.printer.Said(bot+" (deleted)", fmt.Sprintf("%d messages", gone), nil)
		}
	}
}

// speakers are the phones in the order printed: citizens first, whoever was switched on first.
func (p *Phones) speakers() []string {
	out := slices.Clone(p.order)
	slices.SortStableFunc(out, func(a, b string) int {
		return boolInt(strings.HasPrefix(a, "officer")) - boolInt(strings.HasPrefix(b, "officer"))
	})
	return out
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func shown(m emulator.Message) string {
	if m.Deleted {
		return "deleted"
	}
	return m.Text + fmt.Sprint(labels(m))
}

func media(m emulator.Message) string {
	if m.Media == nil {
		return ""
	}
	return " (" + m.Media.Kind + ")"
}

func labels(m emulator.Message) [][]string {
	var out [][]string
	for _, row := range m.Inline {
		var line []string
		for _, b := range row {
			line = append(line, b.Text)
		}
		out = append(out, line)
	}
	return out
}

var receiptForm = regexp.MustCompile(`\b\d{4} \d{4} \d{4} \d{4}\b`)

// linkForm is a link to a seat; its payload is drawn anew each time.
var linkForm = regexp.MustCompile(`(?:https://t\.me/\w+\?start=|/start )([psc]-[\w-]{16,})`)

// pageForm is a link to the oversight page; its address and token are drawn anew each time.
var pageForm = regexp.MustCompile(`https?://[\w.:\[\]-]+/oversight/open#[\w-]{16,}`)

// totalForm is the number of all texts of a language, which grows with every new one.
var totalForm = regexp.MustCompile(`^(\d+ (?:dari|of)) \d{3,}\b`)

// masked hides what is drawn anew in each run, or grows with each release.
func masked(text string) string {
	text = receiptForm.ReplaceAllString(text, "0xxx xxxx xxxx xxxx")
	text = pageForm.ReplaceAllString(text, "(page)")
	text = totalForm.ReplaceAllString(text, "$1 (all)")
	return linkForm.ReplaceAllString(text, "(link)")
}

// codeForm is the code of a case.
var codeForm = regexp.MustCompile(`\b[A-Z]-\d{4}\b`)

// withCodes puts the codes that were shown in the place of those of the script, which are numbered in order.
func (p *Phones) withCodes(text string) string {
	return codeForm.ReplaceAllStringFunc(text, func(code string) string {
		if n, err := strconv.Atoi(code[2:]); err == nil && n > 0 && n <= len(p.codes) {
			return p.codes[n-1]
		}
		return code
	})
}

// remember keeps the newest receipt number shown, for "{receipt}", and the newest link to a seat, for @open.
func (p *Phones) remember(text string) {
	if l := linkForm.FindStringSubmatch(text); l != nil {
		p.payload = l[1]
	}
	for _, code := range codeForm.FindAllString(text, -1) {
		if !slices.Contains(p.codes, code) {
			p.codes = append(p.codes, code)
		}
	}
	if r := receiptForm.FindString(text); r != "" {
		p.receipt = r
	}
}
