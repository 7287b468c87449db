package copies

import (
	"bytes"
	"encoding/binary"

	"siaga/internal/voice"
)

// ogg gives every stream of an OGG file an empty comment page: no title, no program, no picture (RFC 7845, section 5.2). Only voices
// are passed on: one stream of Opus.
func ogg(body []byte) ([]byte, error) {
	out := make([]byte, 0, len(body))
	for n := 0; len(body) > 0; n++ {
		size, ok := pageSize(body)
		if !ok {
			return nil, errBroken
		}
		page := body[:size]
		body = body[size:]
		begin := 27 + int(page[26])
		switch {
		case n == 0 && !bytes.HasPrefix(page[begin:], []byte("OpusHead")):
			return nil, ErrHeld
		case n == 1:
			// A comment that runs over several pages holds a picture; no telephone writes one.
			if !bytes.HasPrefix(page[begin:], []byte("OpusTags")) || page[26] == 0 || page[begin-1] == 255 {
				return nil, ErrHeld
			}
			page = tags(page)
		}
		out = append(out, page...)
	}
	return out, nil
}

func pageSize(raw []byte) (int, bool) {
	if len(raw) < 27 || string(raw[:4]) != "OggS" {
		return 0, false
	}
	size := 27 + int(raw[26])
	if len(raw) < size {
		return 0, false
	}
	for _, n := range raw[27:size] {
		size += int(n)
	}
	return size, size <= len(raw)
}

// tags makes the comment page anew, with nothing in it.
func tags(old []byte) []byte {
	empty := append([]byte("OpusTags"), make([]byte, 8)...) // no vendor, no comments
	page := append(bytes.Clone(old[:26]), 1, byte(len(empty)))
	page = append(page, empty...)
	binary.LittleEndian.PutUint32(page[22:], voice.Sum(page))
	return page
}

// mp3 takes away the tags before and behind the sound (ID3v2, ID3v1, APE).
func mp3(body []byte) ([]byte, error) {
	for len(body) > 10 && string(body[:3]) == "ID3" {
		size := 10 + int(body[6]&0x7f)<<21 + int(body[7]&0x7f)<<14 + int(body[8]&0x7f)<<7 + int(body[9]&0x7f)
		if size > len(body) {
			return nil, ErrHeld
		}
		body = body[size:]
	}
	if n := len(body) - 128; n >= 0 && string(body[n:n+3]) == "TAG" {
		body = body[:n]
	}
	if bytes.Contains(body[max(0, len(body)-64<<10):], []byte("APETAGEX")) || len(body) == 0 {
		return nil, ErrHeld
	}
	return bytes.Clone(body), nil
}
