// Package voice knows recorded clips: whether a file is one that telephones play as a voice message, and which clip speaks a text
// as it stands now; it must not know who listens, where a clip is kept, or how it is sent.
package voice

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Limits of a clip. Telegram shows a larger file as a document instead of a voice message (Bot API, sendVoice), and nobody listens
// to a minute of a question.
const (
	MaxBytes  = 1 << 20
	MaxLength = 60 * time.Second
	MinLength = 300 * time.Millisecond
)

// ErrForm says that a file is not one stream of Opus in OGG, whole from its first page to its last.
var ErrForm = errors.New("not OGG with Opus")

// Why a clip in the right form cannot be one all the same.
var (
	ErrLarge = errors.New("too large")
	ErrShort = errors.New("too short")
	ErrLong  = errors.New("too long")
)

// Check tells how long a clip is, or why it cannot be one.
func Check(clip []byte) (time.Duration, error) {
	if len(clip) > MaxBytes {
		return 0, fmt.Errorf("%w: %d bytes, at most %d", ErrLarge, len(clip), MaxBytes)
	}
	length, err := lengthOf(clip)
	switch {
	case err != nil:
		return 0, err
	case length < MinLength:
		return 0, fmt.Errorf("%w: %s, at least %s", ErrShort, length, MinLength)
	case length > MaxLength:
		return 0, fmt.Errorf("%w: %s, at most %s", ErrLong, length.Round(time.Second), MaxLength)
	}
	return length, nil
}

// rate is that of the positions in an Opus stream, whatever it was recorded with (RFC 7845, section 4).
const rate = 48000

// lengthOf walks over all pages: the last one's position, less what a player skips at the beginning.
func lengthOf(clip []byte) (time.Duration, error) {
	var stream uint32
	var skip, end int64
	for n := uint32(0); len(clip) > 0; n++ {
		p, rest, err := nextPage(clip)
		if err != nil {
			return 0, err
		}
		switch {
		case n == 0:
			if skip, err = opusHead(p); err != nil {
				return 0, err
			}
			stream = p.stream
		case p.stream != stream || p.number != n || n == 1 && !begins(p.body, "OpusTags"):
			return 0, ErrForm
		}
		if p.position > 0 {
			end = p.position
		}
		if clip = rest; len(clip) == 0 && !p.last {
			return 0, fmt.Errorf("%w: the end is missing", ErrForm)
		}
	}
	if end -= skip; end <= 0 {
		return 0, ErrForm
	}
	return time.Duration(end) * time.Second / rate, nil
}

func opusHead(p page) (skip int64, err error) {
	if !p.first || !begins(p.body, "OpusHead") || len(p.body) < 19 || p.body[8]>>4 != 0 || p.body[9] < 1 || p.body[9] > 2 {
		return 0, ErrForm
	}
	return int64(binary.LittleEndian.Uint16(p.body[10:])), nil
}

func begins(body []byte, word string) bool {
	return len(body) >= len(word) && string(body[:len(word)]) == word
}

// page is one page of an OGG file (RFC 3533, section 6).
type page struct {
	first, last    bool
	position       int64
	stream, number uint32
	body           []byte
}

const pageHead = 27

func nextPage(raw []byte) (p page, rest []byte, err error) {
	if len(raw) < pageHead || !begins(raw, "OggS") || raw[4] != 0 {
		return p, nil, ErrForm
	}
	parts := int(raw[26])
	size := pageHead + parts
	if len(raw) < size {
		return p, nil, ErrForm
	}
	for _, n := range raw[pageHead:size] {
		size += int(n)
	}
	if len(raw) < size || Sum(raw[:size]) != binary.LittleEndian.Uint32(raw[22:]) {
		return p, nil, ErrForm
	}
	p = page{first: raw[5]&2 != 0, last: raw[5]&4 != 0, position: int64(binary.LittleEndian.Uint64(raw[6:])),
		stream: binary.LittleEndian.Uint32(raw[14:]), number: binary.LittleEndian.Uint32(raw[18:]), body: raw[pageHead+parts : size]}
	return p, raw[size:], nil
}

// Sum is the check sum of a page, with its own four bytes taken as zero.
func Sum(page []byte) uint32 {
	var sum uint32
	for i, b := range page {
		if i >= 22 && i < 26 {
			b = 0
		}
		sum ^= uint32(b) << 24
		for range 8 {
			top := sum & 0x80000000
			if sum <<= 1; top != 0 {
				sum ^= 0x04c11db7
			}
		}
	}
	return sum
}
