package copies

import (
	"bytes"
	"encoding/binary"
)

// Boxes of a film (ISO/IEC 14496-12): those that hold others, and those that say who, where and with what.
var (
	holders = map[string]bool{"moov": true, "trak": true, "mdia": true, "minf": true, "stbl": true, "edts": true, "dinf": true, "mvex": true, "moof": true, "traf": true}
	known   = map[string]bool{"ftyp": true, "mdat": true, "mvhd": true, "tkhd": true, "mdhd": true, "hdlr": true, "vmhd": true, "smhd": true, "nmhd": true,
		"dref": true, "stsd": true, "stts": true, "ctts": true, "stss": true, "stsc": true, "stsz": true, "stz2": true, "stco": true, "co64": true, "sgpd": true,
		"sbgp": true, "sdtp": true, "elst": true, "trex": true, "mehd": true, "mfhd": true, "tfhd": true, "tfdt": true, "trun": true, "cslg": true, "stps": true}
)

// mp4 blanks every box that is not needed to play: place, camera, program, thumbnails. Their room stays, so that nothing moves.
func mp4(body []byte) ([]byte, error) {
	out := bytes.Clone(body)
	if !boxes(out, 0) {
		return nil, errBroken
	}
	return out, nil
}

// deepest bounds boxes in boxes; real films need six.
const deepest = 12

func boxes(b []byte, depth int) bool {
	if depth > deepest {
		return false
	}
	for len(b) > 0 {
		if len(b) < 8 {
			return false
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch {
		case size == 1 && len(b) >= 16:
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		case size == 0:
			size = uint64(len(b))
		}
		if size < head || size > uint64(len(b)) {
			return false
		}
		kind, inside := string(b[4:8]), b[head:size]
		switch {
		case holders[kind]:
			if !boxes(inside, depth+1) {
				return false
			}
		case kind == "mvhd" || kind == "tkhd" || kind == "mdhd":
			if !timeless(inside) {
				return false
			}
		case kind == "hdlr" && len(inside) > 24:
			clear(inside[24:]) // the name of the program
		case !known[kind]:
			copy(b[4:8], "free")
			clear(inside)
		}
		b = b[size:]
	}
	return true
}

// timeless takes the two times away that stand at the beginning of a header: when it was filmed and changed.
func timeless(inside []byte) bool {
	n := 8
	if len(inside) > 0 && inside[0] == 1 {
		n = 16
	}
	if len(inside) < 4+n {
		return false
	}
	clear(inside[4 : 4+n])
	return true
}
