package bot

import (
	"strings"

	"github.com/go-telegram/bot/models"

	"siaga/flows"
	"siaga/internal/engine"
	"siaga/internal/private"
)

// maxText is the longest text of the Bot API, in UTF-16 units; what claims to be longer is cut.
const maxText = 4096

// serviceParts mark the messages that nobody wrote (Bot API, Message).
var serviceParts = []string{"new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo", "delete_chat_photo",
	"group_chat_created", "supergroup_chat_created", "channel_chat_created", "message_auto_delete_timer_changed", "migrate_from_chat_id",
	"pinned_message", "connected_website", "write_access_allowed", "proximity_alert_triggered", "boost_added", "chat_background_set",
	"forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
	"general_forum_topic_unhidden", "video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
	"giveaway_created", "giveaway_completed", "chat_owner_left", "chat_owner_changed"}

// content reads what a person sent. The order matters: an animation also carries a document, a venue also a location.
func (b *Bot) content(m *message, a *engine.Arrival) {
	in := &a.Input
	in.Album = get[string](&m.fields, "media_group_id")
	switch {
	case m.has("text"):
		if !b.command(m, in) {
			in.Kind, in.Text = flows.Text, words(m, "text")
		}
	case m.has("location"):
		located(m, in)
	case m.has("contact"):
		in.Kind, in.Text = flows.Contact, card(get[models.Contact](&m.fields, "contact"))
	case m.has("sticker"):
		in.Kind = flows.Sticker
	default:
		in.Kind, in.Text = flows.Other, words(m, "caption")
		if f := fileOf(m); f != nil {
			a.File, in.Kind = f, kindOfFile[f.Kind]
		}
	}
}

var kindOfFile = map[string]flows.InputKind{"photo": flows.Photo, "voice": flows.Voice, "video": flows.Video, "document": flows.Document}

// editedContent takes the new words of an earlier message; a new picture or place in it is not followed.
func editedContent(m *message, a *engine.Arrival) {
	a.Input.Kind = flows.Edited
	if a.Input.Text = words(m, "text"); a.Input.Text.IsZero() {
		a.Input.Text = words(m, "caption")
	}
	switch {
	case m.has("location"):
		a.Ignore = ignoreLive
	case a.Input.Text.IsZero():
		a.Ignore = ignoreEdit
	}
}

func words(m *message, part string) private.Text {
	s, _ := cut(get[string](&m.fields, part), maxText)
	return private.NewText(s)
}

func card(c models.Contact) private.Text {
	name := strings.TrimSpace(c.FirstName + " " + c.LastName)
	if name != "" && c.PhoneNumber != "" {
		name += ", "
	}
	s, _ := cut(name+c.PhoneNumber, maxText)
	return private.NewText(s)
}

// located reads a place on the map; one outside the earth is no place.
func located(m *message, in *flows.Input) {
	l := get[models.Location](&m.fields, "location")
	in.Kind = flows.Other
	if l.Latitude >= -90 && l.Latitude <= 90 && l.Longitude >= -180 && l.Longitude <= 180 {
		in.Kind, in.Lat, in.Lon, in.Accuracy = flows.Location, l.Latitude, l.Longitude, max(0, l.HorizontalAccuracy)
	}
}

// attachment is what all files of a message have in common.
type attachment struct {
	ID      string `json:"file_id"`
	Mime    string `json:"mime_type"`
	Size    int64  `json:"file_size"`
	Seconds int    `json:"duration"`
}

// fileParts are the parts that hold a file, what the house calls it, and its form when Telegram does not say.
var fileParts = []struct{ part, kind, mime string }{
	{"voice", "voice", "audio/ogg"}, {"audio", "voice", "audio/mpeg"}, {"video", "video", "video/mp4"},
	{"video_note", "video", "video/mp4"}, {"animation", "video", "video/mp4"}, {"document", "document", "application/octet-stream"},
}

// fileOf finds the file of a message; of a photo the largest size.
func fileOf(m *message) *engine.File {
	if m.has("photo") {
		return photoOf(get[[]models.PhotoSize](&m.fields, "photo"))
	}
	for _, p := range fileParts {
		if !m.has(p.part) {
			continue
		}
		f := get[attachment](&m.fields, p.part)
		if f.ID == "" {
			return nil
		}
		if f.Mime == "" {
			f.Mime = p.mime
		}
		return &engine.File{Kind: p.kind, Source: private.NewText(f.ID), Mime: f.Mime, Size: max(0, f.Size), Seconds: max(0, f.Seconds)}
	}
	return nil
}

func photoOf(sizes []models.PhotoSize) *engine.File {
	var best models.PhotoSize
	for _, s := range sizes {
		if s.FileID != "" && (best.FileID == "" || area(s) > area(best)) {
			best = s
		}
	}
	if best.FileID == "" {
		return nil
	}
	return &engine.File{Kind: "photo", Source: private.NewText(best.FileID), Mime: "image/jpeg", Size: max(0, int64(best.FileSize))}
}

func area(s models.PhotoSize) float64 { return float64(s.Width) * float64(s.Height) }
