package app

import (
	"context"
	"os"

	"siaga/internal/config"
	"siaga/internal/engine"
	"siaga/internal/voice"
)

// Clips gives recorded clips to the engine.
type Clips struct{ folder *voice.Folder }

// Clip gives the clip that speaks a text as it is worded now.
func (c Clips) Clip(_ context.Context, tag, key, text string) ([]byte, bool) {
	return c.folder.Clip(tag, key, text)
}

// Any tells whether a language has clips.
func (c Clips) Any(tag string) bool { return c.folder.Any(tag) }

// clips opens the folder of the settings. Without one there are no clips.
func (h *House) clips() (engine.Clips, error) {
	if h.Config.VoiceDir == "" {
		return nil, nil
	}
	if info, err := os.Stat(h.Config.VoiceDir); err != nil || !info.IsDir() {
		return nil, config.Bad("SIAGA_VOICE_DIR is no folder: %s", h.Config.VoiceDir)
	}
	var tags []string
	for _, l := range h.Book.Release().Languages() {
		tags = append(tags, l.Tag)
	}
	folder, err := voice.Open(os.DirFS(h.Config.VoiceDir), tags)
	if err != nil {
		return nil, config.Bad("SIAGA_VOICE_DIR: %v", err)
	}
	return Clips{folder}, nil
}
