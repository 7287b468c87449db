package leakscan

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// the words have capitals, spaces, letters beyond ASCII and characters that some forms escape.
var words = []string{"kenari Ungu di SoE", "Maria Ñambiá/Tefa+2", "3201 0123 4567 8901", "081234567890", "ayam&bebek=50%"}

// noise is random, so nothing is in it by design.
func noise(n int) []byte {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// written gives a word in the forms that other programs write, made without the code that is tested.
func written(w string) map[string][]byte {
	u := utf16.Encode([]rune(w))
	var little, big bytes.Buffer
	_ = binary.Write(&little, binary.LittleEndian, u)
	_ = binary.Write(&big, binary.BigEndian, u)
	quoted, _ := json.Marshal(w)
	escaped, percent := "", ""
	for _, x := range u {
		escaped += fmt.Sprintf(`\u%04X`, x)
	}
	for _, b := range []byte(w) {
		percent += fmt.Sprintf("%%%02X", b)
	}
	out := map[string][]byte{
		"raw": []byte(w), "lower": []byte(strings.ToLower(w)), "Title": []byte(strings.ToUpper(w[:1]) + strings.ToLower(w[1:])), "utf-16le": little.Bytes(), "utf-16be": big.Bytes(), "hex": []byte(hex.EncodeToString([]byte(w))),
		"HEX": bytes.ToUpper([]byte(hex.EncodeToString([]byte(w)))), "query": []byte(url.QueryEscape(w)), "path": []byte(url.PathEscape(w)),
		"percent": []byte(percent), `\u`: []byte(escaped), "lower utf-16": nil,
	}
	little.Reset()
	_ = binary.Write(&little, binary.LittleEndian, utf16.Encode([]rune(strings.ToLower(w))))
	out["lower utf-16"] = little.Bytes()
	if !bytes.Contains(quoted, []byte(`\u`)) {
		out["json"] = quoted
	}
	for n := range 3 {
		for name, e := range map[string]*base64.Encoding{"std": base64.StdEncoding, "url": base64.RawURLEncoding} {
			out[fmt.Sprint("base64 ", name, n)] = []byte(e.EncodeToString([]byte("abc"[:n] + w + "sesudahnya")))
		}
	}
	return out
}

func packed(kind string, data []byte) []byte {
	var b bytes.Buffer
	switch kind {
	case "gzip":
		z := gzip.NewWriter(&b)
		_, _ = z.Write(data)
		_ = z.Close()
	case "zlib":
		z := zlib.NewWriter(&b)
		_, _ = z.Write(data)
		_ = z.Close()
	case "zlib in gzip":
		return packed("gzip", packed("zlib", data))
	default:
		return data
	}
	return b.Bytes()
}

// TestEveryFormIsFound hides each word in each form, plain and packed, in noise: it is found, and no other word is.
func TestEveryFormIsFound(t *testing.T) {
	t.Parallel()
	for n, w := range words {
		for form, bytes := range written(w) {
			for _, pack := range []string{"", "gzip", "zlib", "zlib in gzip"} {
				s, err := New(words...)
				if err != nil {
					t.Fatal(err)
				}
				content := slices.Concat(noise(100), bytes, noise(50))
				s.Scan("x", slices.Concat(noise(1000), packed(pack, content), noise(1000)))
				found := s.Found()
				if len(found) == 0 {
					t.Errorf("word %d is not found as %s %s", n, form, pack)
				}
				for _, f := range found {
					if f.Word != n {
						t.Errorf("word %d as %s %s: word %d is found", n, form, pack, f.Word)
					}
				}
			}
		}
	}
}

// TestRedisPacksAreFound reads what a real Redis wrote: a long value is packed with LZF, so that a look at the bytes finds nothing.
func TestRedisPacksAreFound(t *testing.T) {
	t.Parallel()
	const text = "kenari ungu di rumah "
	dump, err := hex.DecodeString("00c31d40fc156b656e61726920756e67752064692072756d6168206be0db140168200a00aeb977faee48b91d")
	if err != nil {
		t.Fatal(err)
	}
	long := strings.Repeat(text, 2)[9:30] // over the end of the first: the bytes are not there as they are
	if bytes.Contains(dump, []byte(long)) {
		t.Fatal("the sample is not packed")
	}
	s, err := New(long)
	if err != nil {
		t.Fatal(err)
	}
	s.Scan("redis", dump)
	if found := s.Found(); len(found) != 1 || found[0].Inside != "lzf" {
		t.Errorf("got %+v, want the word inside lzf", found)
	}
}

// TestNothingIsFoundInNoise looks through what holds no word.
func TestNothingIsFoundInNoise(t *testing.T) {
	t.Parallel()
	s, err := New(words...)
	if err != nil {
		t.Fatal(err)
	}
	s.Scan("noise", noise(8<<20))
	s.Scan("other words", []byte(strings.Repeat("kenari hijau di Kupang; ayam, bebek dan 081234567891. ", 1000)))
	if found := s.Found(); len(found) != 0 {
		t.Errorf("got %+v", found)
	}
	if _, err := New("abc"); err == nil {
		t.Error("a word of three letters is looked for")
	}
}

// TestWordsOverBordersAreFound puts a word over the border of two windows of a stream, and looks through a folder.
func TestWordsOverBordersAreFound(t *testing.T) {
	t.Parallel()
	s, err := New(words...)
	if err != nil {
		t.Fatal(err)
	}
	stream := make([]byte, window+3*overlap)
	copy(stream[window-4:], words[0])
	if err := s.Read("stream", bytes.NewReader(stream)); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, "a", "b"), 0o700), os.WriteFile(filepath.Join(dir, "a", "b", "c"), []byte("x"+words[1]), 0o600),
		os.Symlink("/proc/self/mem", filepath.Join(dir, "loop"))); err != nil {
		t.Fatal(err)
	}
	if n, err := s.Files(dir); n != 1 || err != nil {
		t.Errorf("%d files, %v", n, err)
	}
	if n, err := s.Files(filepath.Join(dir, "not there")); n != 0 || err != nil {
		t.Errorf("a folder that is gone: %d, %v", n, err)
	}
	found := s.Found()
	if len(found) != 2 || found[0].Word != 1 || found[1].Word != 0 {
		t.Errorf("got %+v", found)
	}
	leaks, blind := Control(found, 1, found[0].Source, "nobody looked")
	if len(leaks) != 1 || leaks[0].Word != 0 || len(blind) != 1 || blind[0] != "nobody looked" {
		t.Errorf("leaks %+v, blind %v", leaks, blind)
	}
}

// FuzzUnpack must neither panic nor take memory without end.
func FuzzUnpack(f *testing.F) {
	f.Add(packed("gzip", []byte("kenari")))
	f.Add([]byte{0xc3, 0x1d, 0x40, 0xfc, 0xe0, 0xdb, 0x14, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Fuzz(func(_ *testing.T, data []byte) {
		unpack(data, func(string, []byte) {})
		lzf(data, 100)
	})
}
