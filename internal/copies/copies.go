// Package copies makes the copy of a file that somebody else gets: what can be seen and heard in it, and nothing of who made it,
// where, when and with what; it must not know cases, chats or any channel.
package copies

import (
	"bytes"
	"errors"
	"image"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrHeld says that no clean copy of a file can be made: only the sealed original is kept.
var ErrHeld = errors.New("no clean copy of this file can be made")

// Copy is what may be handed on.
type Copy struct {
	Mime string
	Body []byte
}

// Of makes a copy. What a file is, is read from its content, never from what somebody says of it; a kind that cannot be cleaned
// gives ErrHeld. The original is not changed.
func Of(body []byte) (Copy, error) {
	c, err := clean(body)
	if errors.Is(err, errBroken) {
		if !mute(body) {
			return Copy{}, ErrHeld
		}
		return Copy{Kind(body), bytes.Clone(body)}, nil
	}
	return c, err
}

// errBroken says that a file is not whole: no program can show it, and nothing can be taken out of it either.
var errBroken = errors.New("broken")

// mute tells whether a broken file holds none of the words with which the parts begin that tell of its maker.
func mute(body []byte) bool {
	body = bytes.ToLower(body)
	for _, word := range []string{"exif", "xmp", "xpacket", "photoshop", "author", "creator", "gps", "udta", "moov", "meta", "opustags", "vorbis", "icc_profile"} {
		if bytes.Contains(body, []byte(word)) {
			return false
		}
	}
	return true
}

// Shown tells whether a copy is a picture that telephones can show.
func Shown(body []byte) bool {
	_, _, err := image.DecodeConfig(bytes.NewReader(body))
	return err == nil
}

func clean(body []byte) (Copy, error) {
	switch kind := Kind(body); kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
		clean, err := redraw(body)
		return Copy{"image/jpeg", clean}, err
	case "audio/ogg":
		clean, err := ogg(body)
		return Copy{kind, clean}, err
	case "audio/mpeg":
		clean, err := mp3(body)
		return Copy{kind, clean}, err
	case "video/mp4", "audio/mp4":
		clean, err := mp4(body)
		return Copy{kind, clean}, err
	case "application/pdf":
		clean, err := pdf(body)
		return Copy{kind, clean}, err
	case "text/plain":
		return Copy{kind, bytes.ToValidUTF8(body, nil)}, nil
	}
	return Copy{}, ErrHeld
}

// begins are the first bytes of the kinds that are known.
var begins = []struct{ bytes, kind string }{
	{"\xff\xd8\xff", "image/jpeg"}, {"\x89PNG\r\n\x1a\n", "image/png"}, {"GIF87a", "image/gif"}, {"GIF89a", "image/gif"},
	{"OggS", "audio/ogg"}, {"ID3", "audio/mpeg"}, {"%PDF-", "application/pdf"},
}

// Kind tells what a file is by its content; empty when it is none that is known.
func Kind(body []byte) string {
	for _, b := range begins {
		if bytes.HasPrefix(body, []byte(b.bytes)) {
			return b.kind
		}
	}
	switch {
	case len(body) > 11 && string(body[:4]) == "RIFF" && string(body[8:12]) == "WEBP":
		return "image/webp"
	case len(body) > 11 && string(body[4:8]) == "ftyp" && string(body[8:10]) == "M4":
		return "audio/mp4"
	case len(body) > 11 && string(body[4:8]) == "ftyp" && !pictures[string(body[8:12])]:
		return "video/mp4"
	case len(body) > 2 && body[0] == 0xff && body[1]&0xe6 == 0xe2: // MPEG audio, layer III, without a tag before it
		return "audio/mpeg"
	case len(body) > 0 && utf8.Valid(body) && !bytes.ContainsFunc(body, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\t\r\n", r) }):
		return "text/plain"
	}
	return ""
}

// pictures are the brands of boxed files that are no films (ISO/IEC 23008-12): no program here opens them.
var pictures = map[string]bool{"heic": true, "heix": true, "heim": true, "hevc": true, "mif1": true, "msf1": true, "avif": true}
