// Package flowtest reads a conversation written down as a transcript, plays it against a flow, and prints it again; it must
// not know any particular flow.
package flowtest

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Script is a transcript: one sentence on what it shows, then lines.
type Script struct {
	Name  string
	About []string // the comment lines at the top, without "#"
	Lines []Line
}

// Line is one thing somebody does, or a directive. What the bot answers is not kept: it is computed.
type Line struct {
	Number    int
	Who       string // "citizen", "officer.ntt" …; empty with a directive or comment
	Say       string
	Directive string // "wait", "again", "lang", "deploy", "keys" …
	Arg       string
	Comment   string
}

// Parse reads a transcript. Lines of the bot ("bot>", "bot.x>", "do>") and their continuations are passed over.
func Parse(name, text string) (Script, error) {
	s := Script{Name: name}
	top := true
	for i, raw := range strings.Split(text, "\n") {
		line := strings.TrimRight(raw, " \t\r")
		switch {
		case line == "", strings.HasPrefix(line, " "):
			top = top && line == ""
			continue
		case strings.HasPrefix(line, "#"):
			comment := strings.TrimSpace(strings.TrimPrefix(line, "#"))
			if top {
				s.About = append(s.About, comment)
			} else {
				s.Lines = append(s.Lines, Line{Number: i + 1, Comment: comment})
			}
			continue
		case strings.HasPrefix(line, "@"):
			word, arg, _ := strings.Cut(line[1:], " ")
			s.Lines = append(s.Lines, Line{Number: i + 1, Directive: word, Arg: strings.TrimSpace(arg)})
		default:
			who, say, ok := strings.Cut(line, "> ")
			if !ok {
				return s, fmt.Errorf("%s:%d: neither \"who> words\", \"@directive\" nor \"# comment\"", name, i+1)
			}
			if who != "do" && !strings.HasPrefix(who, "bot") {
				s.Lines = append(s.Lines, Line{Number: i + 1, Who: who, Say: say})
			}
		}
		top = false
	}
	if len(s.About) == 0 {
		return s, fmt.Errorf("%s: the first line must say in one sentence what the conversation shows", name)
	}
	return s, nil
}

// Deed is what a spoken line means: words, a pressed button, or something shared.
type Deed struct {
	Kind     string // "text", "press", "start", "command", "photo", "voice", "document", "location", "sticker", "contact"
	Text     string
	Lat, Lon float64
	Album    string
}

// Read understands the words of a line: "[label]" presses a button, "(voice)" and its sisters share something, "/x" is a
// command, everything else is typed.
func Read(say string) (Deed, error) {
	switch {
	case strings.HasPrefix(say, "[") && strings.HasSuffix(say, "]"):
		return Deed{Kind: "press", Text: say[1 : len(say)-1]}, nil
	case strings.HasPrefix(say, "(") && strings.HasSuffix(say, ")"):
		return shared(say[1 : len(say)-1])
	case say == "/start" || strings.HasPrefix(say, "/start "):
		return Deed{Kind: "start", Text: strings.TrimSpace(strings.TrimPrefix(say, "/start"))}, nil
	case strings.HasPrefix(say, "/"):
		return Deed{Kind: "command", Text: say[1:]}, nil
	}
	return Deed{Kind: "text", Text: say}, nil
}

func shared(words string) (Deed, error) {
	kind, rest, _ := strings.Cut(words, " ")
	switch kind {
	case "voice", "photo", "document", "sticker", "video":
		d := Deed{Kind: kind}
		if album, ok := strings.CutPrefix(rest, "album "); ok {
			d.Album = album
		} else {
			d.Text = strings.Trim(rest, `"`)
		}
		return d, nil
	case "contact":
		return Deed{Kind: kind, Text: rest}, nil
	case "location":
		lat, lon, _ := strings.Cut(rest, ",")
		y, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
		x, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if err1 != nil || err2 != nil {
			return Deed{}, fmt.Errorf("location %q: want lat,lon", rest)
		}
		return Deed{Kind: kind, Lat: y, Lon: x}, nil
	}
	return Deed{}, fmt.Errorf("do not know how to share %q", words)
}

// Wait reads the length of "@wait 25h".
func (l Line) Wait() (time.Duration, error) {
	d, err := time.ParseDuration(l.Arg)
	if err != nil {
		return 0, fmt.Errorf("line %d: %w", l.Number, err)
	}
	return d, nil
}

// Printer writes a transcript.
type Printer struct{ text string }

func (p *Printer) add(s string) { p.text += s }

// About writes the comment lines at the top.
func (p *Printer) About(lines []string) {
	for _, l := range lines {
		p.add(strings.TrimRight("# "+l, " ") + "\n")
	}
	p.add("\n")
}

// Line writes a line as it stood.
func (p *Printer) Line(l Line) {
	switch {
	case l.Comment != "":
		p.add("\n# " + l.Comment + "\n")
	case l.Directive != "":
		p.add(strings.TrimRight("@"+l.Directive+" "+l.Arg, " ") + "\n")
	default:
		p.add(l.Who + "> " + l.Say + "\n")
	}
}

// Said writes what the bot said, further lines indented, buttons in brackets.
func (p *Printer) Said(who, text string, buttons [][]string) {
	lines := strings.Split(text, "\n")
	p.add(who + "> " + lines[0] + "\n")
	for _, l := range lines[1:] {
		p.add(strings.TrimRight("     "+l, " ") + "\n")
	}
	for _, row := range buttons {
		p.add("     [" + strings.Join(row, "] [") + "]\n")
	}
}

// String gives what was written.
func (p *Printer) String() string { return p.text }
