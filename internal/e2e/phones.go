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

	ids     map[string]int64
	order   []string
	seen    map[string]map[int]string // what was printed of each message
	receipt string
	printer flowtest.Printer
	nextID  int64
}

// firstPerson keeps ids away from real ones in transcripts.
const firstPerson = 1000

// NewPhones makes phones for an emulator.
func NewPhones(e *emulator.Server, h House) *Phones {
	return &Phones{Emulator: e, House: h, Patience: 4 * time.Minute, ids: map[string]int64{}, seen: map[string]map[int]string{}, nextID: firstPerson}
}

// Play plays a script and prints it with everything that every phone showed.
func (p *Phones) Play(ctx context.Context, script flowtest.Script) (string, error) {
	p.printer.About(script.About)
	for _, l := range script.Lines {
		p.printer.Line(l)
		if err := p.line(ctx, l); err != nil {
			return p.printer.String(), fmt.Errorf("%s:%d: %w", script.Name, l.Number, err)
		}
		if l.Comment == "" {
			if err := p.settle(ctx); err != nil {
				return p.printer.String(), fmt.Errorf("%s:%d: %w", script.Name, l.Number, err)
			}
			p.print()
		}
	}
	return p.printer.String(), nil
}

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
	case "again":
		return p.Emulator.DuplicateLast(1)
	case "crash":
		return p.House.Crash(ctx)
	case "outage": // @outage 10m [press LABEL | say WORDS] by the citizen while the house is away
		return p.outage(ctx, l.Arg)
	case "officer": // @officer PHONE SEAT [NAME]: the officer links in by an invitation
		phone, rest, _ := strings.Cut(l.Arg, " ")
		seat, name, named := strings.Cut(rest, " ")
		if !named {
			name = "Petugas " + seat
		}
		payload, err := p.House.Invite(ctx, seat, name)
		if err != nil {
			return err
		}
		_, err = p.Emulator.Start(p.person("officer."+phone), payload)
		return err
	case "block":
		return p.Emulator.Block(p.person(l.Arg))
	}
	return fmt.Errorf("directive @%s is not known", l.Directive)
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
		_, err = p.Emulator.SendMedia(id, id, d.Kind, upload(d))
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
func upload(d flowtest.Deed) emulator.Upload {
	switch d.Kind {
	case "photo":
		var b bytes.Buffer
		_ = jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil) // a blank picture always encodes
		return emulator.Upload{Name: "IMG_001.jpg", MIME: "image/jpeg", Data: b.Bytes(), Caption: d.Text, Album: d.Album}
	case "voice":
		return emulator.Upload{Name: "voice.ogg", MIME: "audio/ogg", Data: []byte("OggS voice note"), Caption: d.Text}
	}
	return emulator.Upload{Name: "surat.pdf", MIME: "application/pdf", Data: []byte("%PDF-1.4 a document"), Caption: d.Text}
}

// press looks for a label under the messages shown, the newest first.
func (p *Phones) press(id int64, label string) error {
	for _, m := range slices.Backward(p.Emulator.Chat(id)) {
		for _, b := range slices.Concat(m.Inline...) {
			if b.Text == label {
				_, err := p.Emulator.Press(id, m.ID, b.Data)
				return err
			}
		}
	}
	return fmt.Errorf("no message shows a button [%s]", label)
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
		bot := "bot" + strings.TrimPrefix(strings.TrimPrefix(who, "officer"), "citizen")
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
				p.printer.Said(bot, receiptForm.ReplaceAllString(m.Text, "0xxx xxxx xxxx xxxx")+media(m), labels(m))
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

// remember keeps the newest receipt number shown, for "{receipt}".
func (p *Phones) remember(text string) {
	if r := receiptForm.FindString(text); r != "" {
		p.receipt = r
	}
}
