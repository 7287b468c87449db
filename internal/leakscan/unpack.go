package leakscan

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
)

// Limits: nothing unpacked is larger, nor nested deeper. Whoever scans must not be brought down by what is scanned.
const (
	maxUnpacked = 16 << 20
	maxDepth    = 3
	minPacked   = 12 // smaller content cannot hold a word
)

// unpack finds packed data at any place: gzip and zlib streams, and the LZF strings of Redis (RDB files and DUMP).
func unpack(data []byte, found func(kind string, content []byte)) {
	for i := 0; i+minPacked < len(data); i++ {
		switch {
		case data[i] == 0x1f && data[i+1] == 0x8b && data[i+2] == 8:
			if z, err := gzip.NewReader(bytes.NewReader(data[i:])); err == nil {
				z.Multistream(false)
				give("gzip", z, found)
			}
		case data[i] == 0x78 && (uint16(data[i])<<8|uint16(data[i+1]))%31 == 0:
			if z, err := zlib.NewReader(bytes.NewReader(data[i:])); err == nil {
				give("zlib", z, found)
			}
		case data[i] == 0xc3: // RDB: a string packed with LZF
			if content, ok := redisString(data[i+1:]); ok {
				found("lzf", content)
			}
		}
	}
}

// give passes on what could be unpacked, also of a stream that is cut.
func give(kind string, r io.Reader, found func(string, []byte)) {
	content, _ := io.ReadAll(io.LimitReader(r, maxUnpacked))
	if len(content) >= MinWord {
		found(kind, content)
	}
}

// redisString reads two lengths and an LZF string. ok is false when it is none.
func redisString(b []byte) (content []byte, ok bool) {
	packed, n := redisLength(b)
	size, m := redisLength(b[min(n, len(b)):])
	if n == 0 || m == 0 || packed < 4 || size < MinWord || size > maxUnpacked || packed > uint64(len(b)-n-m) || packed >= size+size/32+8 {
		return nil, false
	}
	return lzf(b[n+m:n+m+int(packed)], int(size))
}

// redisLength reads a length as RDB writes it, and gives the bytes it takes; 0 when there is none.
func redisLength(b []byte) (uint64, int) {
	switch {
	case len(b) < 9:
		return 0, 0
	case b[0]>>6 == 0:
		return uint64(b[0] & 0x3f), 1
	case b[0]>>6 == 1:
		return uint64(b[0]&0x3f)<<8 | uint64(b[1]), 2
	case b[0] == 0x80:
		return uint64(binary.BigEndian.Uint32(b[1:])), 5
	case b[0] == 0x81:
		return binary.BigEndian.Uint64(b[1:]), 9
	}
	return 0, 0
}

// lzf unpacks LibLZF data that must give exactly size bytes.
func lzf(in []byte, size int) ([]byte, bool) {
	out := make([]byte, 0, size)
	for i := 0; i < len(in); {
		ctrl := int(in[i])
		i++
		if ctrl < 32 { // so many bytes as they are, and one more
			if i+ctrl+1 > len(in) || len(out)+ctrl+1 > size {
				return nil, false
			}
			out = append(out, in[i:i+ctrl+1]...)
			i += ctrl + 1
			continue
		}
		n := ctrl >> 5
		if n == 7 {
			if i >= len(in) {
				return nil, false
			}
			n += int(in[i])
			i++
		}
		if i >= len(in) {
			return nil, false
		}
		from := len(out) - (ctrl&0x1f)<<8 - int(in[i]) - 1
		i++
		if from < 0 || len(out)+n+2 > size {
			return nil, false
		}
		for range n + 2 { // byte by byte: the copy may overlap itself
			out = append(out, out[from])
			from++
		}
	}
	return out, len(out) == size
}
