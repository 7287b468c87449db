package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"siaga/flows"
	"siaga/flows/flowtest"
	"siaga/internal/app"
	"siaga/internal/config"
)

// Rehearse plays a conversation in the terminal: type what a person would, "[label]" to press a button, "(voice)" or
// "(location -6.2,106.8)" to share something, "@wait 25h" to let time pass.
type Rehearse struct {
	Flow   string `default:"report" help:"Which conversation." enum:"report,selfcheck,learn"`
	Lang   string `help:"Language tag, for example id."`
	Record string `help:"Write the transcript to this file." placeholder:"FILE"`
	About  string `default:"A rehearsed conversation." help:"The sentence on top of the recorded transcript."`
}

// Run reads lines until the input ends.
func (r Rehearse) Run(ctx context.Context, io streams) error {
	stage, err := app.Stage(r.Flow, time.Now())
	if err != nil {
		return err
	}
	play := flowtest.NewPlayer(stage, []string{r.About})
	if r.Lang != "" {
		if !knows(stage.Texts.Languages(), r.Lang) {
			return config.Bad("there is no language %q; see locales/languages.toml", r.Lang)
		}
		if err := play.Do("@lang " + r.Lang); err != nil {
			return err
		}
	}
	fmt.Fprintln(io.out, "Ketik seperti di chat. [Label] menekan tombol, (voice) mengirim suara, @wait 25h memajukan waktu; Ctrl-D selesai.")
	if err := r.talk(ctx, io, play); err != nil {
		return err
	}
	if r.Record == "" {
		return nil
	}
	if err := os.WriteFile(r.Record, []byte(play.Transcript()), 0o644); err != nil {
		return config.Bad("the transcript cannot be written to %s", r.Record)
	}
	fmt.Fprintln(io.out, "\nrecorded in", r.Record)
	return nil
}

// talk plays line by line and shows what is new.
func (r Rehearse) talk(ctx context.Context, io streams, play *flowtest.Player) error {
	lines := bufio.NewScanner(io.in)
	for ctx.Err() == nil {
		fmt.Fprint(io.out, "citizen> ")
		if !lines.Scan() {
			return lines.Err()
		}
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		if !strings.HasPrefix(line, "@") && !strings.HasPrefix(line, "#") {
			line = "citizen> " + line
		}
		before := len(play.Transcript())
		if err := play.Do(line); err != nil {
			fmt.Fprintln(io.out, "    !", err)
			continue
		}
		_, said, _ := strings.Cut(play.Transcript()[before:], "\n")
		fmt.Fprint(io.out, said)
	}
	return nil
}

func knows(languages []flows.Language, tag string) bool {
	for _, l := range languages {
		if l.Tag == tag {
			return true
		}
	}
	return false
}
