// Package voicetest makes clips for tests: silence in a valid form. No voice is synthesised anywhere; only people record.
package voicetest

import (
	"encoding/binary"
	"time"

	"siaga/internal/voice"
)

// frame is 20 milliseconds of silence in Opus (CELT, wide band, one frame).
var frame = []byte{0xf8, 0xff, 0xfe}

const perPage = 50 // frames, a second

// Clip is silence of some length. mark stands in the file's comment, so that clips differ.
func Clip(length time.Duration, mark string) []byte {
	frames := max(1, int(length/(20*time.Millisecond)))
	head := append([]byte("OpusHead\x01\x01"), 0x38, 0x01, 0x80, 0xbb, 0, 0, 0, 0, 0) // skips 312 samples, 48 kHz, one channel
	tags := append(binary.LittleEndian.AppendUint32([]byte("OpusTags"), uint32(len(mark))), mark...)
	tags = binary.LittleEndian.AppendUint32(tags, 0)
	out := append(page(2, 0, 0, head), page(0, 0, 1, tags)...)
	for done, n := 0, uint32(2); done < frames; n++ {
		var packets [][]byte
		for len(packets) < perPage && done < frames {
			packets, done = append(packets, frame), done+1
		}
		kind := byte(0)
		if done == frames {
			kind = 4
		}
		out = append(out, page(kind, int64(312+done*960), n, packets...)...)
	}
	return out
}

// page writes one page; each packet is shorter than 255 bytes.
func page(kind byte, position int64, number uint32, packets ...[]byte) []byte {
	out := append([]byte("OggS\x00"), kind)
	out = binary.LittleEndian.AppendUint64(out, uint64(position))
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, number)
	out = append(out, 0, 0, 0, 0, byte(len(packets)))
	for _, p := range packets {
		out = append(out, byte(len(p)))
	}
	for _, p := range packets {
		out = append(out, p...)
	}
	binary.LittleEndian.PutUint32(out[22:], voice.Sum(out))
	return out
}
