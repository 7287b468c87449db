package bot

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"siaga/internal/emulator"
	"siaga/internal/engine"
	"siaga/internal/voice/voicetest"
)

// ids remembers uploads as the store does.
type ids struct {
	sync.Mutex
	m map[string]string
}

func (i *ids) Upload(_ context.Context, bot, clip string) (string, error) {
	i.Lock()
	defer i.Unlock()
	if i.m == nil {
		return "", errors.New("the database is away")
	}
	return i.m[bot+" "+clip], nil
}

func (i *ids) SaveUpload(_ context.Context, bot, clip, id string) error {
	i.Lock()
	defer i.Unlock()
	if i.m == nil {
		return errors.New("the database is away")
	}
	i.m[bot+" "+clip] = id
	return nil
}

// spokenText is a text with its clip and a button.
func spokenText(text string) engine.Message {
	return engine.Message{Text: text, Clip: voicetest.Clip(2*time.Second, "halo"),
		Buttons: [][]engine.MessageButton{{{Label: "Ya", Data: "f:a:1:yes"}}}}
}

// uploadCalls counts the calls that brought the bytes of a clip.
func (h *house) uploadCalls() (n int) {
	for _, c := range h.emu.Calls() {
		if c.Method == "sendVoice" && len(c.Files) > 0 {
			n++
		}
	}
	return n
}

func speaking(t *testing.T, u Uploads) *house {
	t.Helper()
	h := newHouse(t)
	h.bot.uploads = u
	return h.started()
}

func TestAClipAndItsTextAreOneMessageUploadedOnce(t *testing.T) {
	t.Parallel()
	known := &ids{m: map[string]string{}}
	h := speaking(t, known)
	for range 3 {
		h.send(spokenText("Halo"))
	}
	shown := h.shown()
	if len(shown) != 3 || h.uploadCalls() != 1 {
		t.Fatalf("%d messages with %d uploads, want 3 and 1", len(shown), h.uploadCalls())
	}
	m := shown[2]
	if m.Text != "Halo" || m.Media == nil || m.Media.Kind != "voice" || m.Media.Duration != 2 || len(m.Inline) != 1 || m.Media.FileID != shown[0].Media.FileID {
		t.Errorf("got %+v", m)
	}
}

func TestAnUploadForgottenByTelegramIsMadeAgain(t *testing.T) {
	t.Parallel()
	known := &ids{m: map[string]string{}}
	h := speaking(t, known)
	h.send(spokenText("Halo"))
	for k := range known.m {
		known.m[k] = "an id of another bot"
	}
	h.send(spokenText("Halo"))
	h.send(spokenText("Halo"))
	if shown := h.shown(); len(shown) != 3 || shown[2].Media == nil || h.uploadCalls() != 2 {
		t.Errorf("%d messages, %d uploads", len(shown), h.uploadCalls())
	}
}

func TestWithoutTheStoreAClipIsUploadedEachTime(t *testing.T) {
	t.Parallel()
	h := speaking(t, &ids{})
	h.send(spokenText("Halo"))
	h.send(spokenText("Halo"))
	if h.uploadCalls() != 2 || h.seen.count("upload_unknown") != 2 || h.seen.count("upload_not_kept") != 2 {
		t.Errorf("%d uploads", h.uploadCalls())
	}
}

func TestATextIsNeverLostWithItsClip(t *testing.T) {
	t.Parallel()
	h := speaking(t, &ids{m: map[string]string{}})
	h.fault(emulator.Fault{Method: "sendVoice", Kind: emulator.NoVoice, Times: 1})
	h.send(spokenText("Halo"))
	if shown := h.shown(); len(shown) != 1 || shown[0].Text != "Halo" || shown[0].Media != nil || len(shown[0].Inline) != 1 {
		t.Fatalf("got %+v", shown)
	}
	long := spokenText(strings.Repeat("x", 1025))
	h.send(long)
	if shown := h.shown(); len(shown) != 2 || shown[1].Media != nil || shown[1].Text != long.Text {
		t.Error("a text too long for a caption does not come alone and whole")
	}
}

func TestAClipWaitsAsAMessageDoes(t *testing.T) {
	t.Parallel()
	for kind, class := range map[emulator.FaultKind]string{emulator.TooManyRequests: classRate, emulator.Blocked: classBlocked, emulator.ServerError: classDown} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			h := speaking(t, &ids{m: map[string]string{}})
			h.fault(emulator.Fault{Method: "sendVoice", Kind: kind})
			_, err := h.bot.Send(ctxOf(t), address(anna), spokenText("Halo"))
			var d *engine.DeliveryError
			if !errors.As(err, &d) || d.Class != class || len(h.shown()) != 0 {
				t.Errorf("got %v and %d messages", err, len(h.shown()))
			}
		})
	}
}

func TestATextWithAClipIsDeletedAndChangedAsOne(t *testing.T) {
	t.Parallel()
	h := speaking(t, nil)
	id := h.send(spokenText("Halo"))
	if err := h.bot.Edit(ctxOf(t), address(anna), id, engine.Message{Text: "Hai"}); err != nil || h.shown()[0].Text != "Hai" {
		t.Errorf("edit: %v", err)
	}
	if err := h.bot.Delete(ctxOf(t), address(anna), []int64{id}); err != nil || len(h.shown()) != 0 {
		t.Errorf("delete: %v, %d left", err, len(h.shown()))
	}
}
