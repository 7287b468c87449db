package copies_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"siaga/internal/copies"
	"siaga/internal/voice"
	"siaga/internal/voice/voicetest"
)

// secret is what must not cross: it is planted wherever a kind of file keeps who, where and with what.
const secret = "Sitikebun0021"

// leaks are the forms in which it could cross.
func leaks(body []byte) bool {
	var wide []byte
	for _, c := range []byte(secret) {
		wide = append(wide, 0, c)
	}
	return bytes.Contains(body, []byte(secret)) || bytes.Contains(body, wide) || bytes.Contains(body, []byte(fmt.Sprintf("%X", secret)))
}

func picture(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		for y := range h {
			p.Set(x, y, color.RGBA{uint8(x * 7), uint8(y * 5), 90, 255})
		}
	}
	return p
}

func photo(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withSegment puts a segment behind the beginning of a JPEG file.
func withSegment(photo []byte, marker byte, content string) []byte {
	seg := append([]byte{0xff, marker, 0, 0}, content...)
	binary.BigEndian.PutUint16(seg[2:], uint16(len(content)+2))
	return append(append(bytes.Clone(photo[:2]), seg...), photo[2:]...)
}

// exif is a block with an orientation and the secret as the maker's name.
func exif(orientation byte) string {
	return "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x01\x0f\x00\x02\x00\x00\x00\x0e\x00\x00\x00\x26\x00\x00\x00\x00" + secret + "\x00GPS"
}

func box(kind string, inside ...[]byte) []byte {
	body := bytes.Join(inside, nil)
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))
	return append(append(out, kind...), body...)
}

// film is a small file of boxes with the secret in all the places telephones use for it.
func film() []byte {
	times := append([]byte{0, 0, 0, 0}, secret[:8]...)
	meta := box("udta", box("\xa9xyz", []byte(secret)), box("meta", []byte(secret)))
	handler := box("hdlr", make([]byte, 24), []byte(secret))
	track := box("trak", box("tkhd", times, make([]byte, 72)), box("mdia", box("mdhd", times, make([]byte, 16)), handler, box("minf", box("stbl", box("stsd", make([]byte, 8))))), meta)
	return bytes.Join([][]byte{box("ftyp", []byte("isom0000")), box("moov", box("mvhd", times, make([]byte, 80)), track, meta, box("uuid", []byte(secret))),
		box("mdat", []byte("moving pictures")), box("free", []byte(secret)), box("uuid", []byte(secret))}, nil)
}

const paper = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>endobj\n4 0 obj<</Author(" + secret + " \\) of (Soe))/Creator <" + "5369746965" + ">/CreationDate(D:20260101)>>endobj\n" +
	"5 0 obj<</Type/Metadata>>stream\n<?xpacket begin='x'?><x>" + secret + "</x><?xpacket end='w'?>\nendstream endobj\ntrailer<</Root 1 0 R/Info 4 0 R>>\n%%EOF"

// tagged is a voice note whose comment page names somebody.
func tagged(t *testing.T) []byte {
	t.Helper()
	clip := voicetest.Clip(2*time.Second, "")
	var out []byte
	for n := 0; len(clip) > 0; n++ {
		size := 27 + int(clip[26])
		for _, b := range clip[27:size] {
			size += int(b)
		}
		page := bytes.Clone(clip[:size])
		clip = clip[size:]
		if n == 1 {
			body := "OpusTags" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(secret)))) + secret + "\x01\x00\x00\x00" +
				string(binary.LittleEndian.AppendUint32(nil, uint32(len("ARTIST="+secret)))) + "ARTIST=" + secret
			page = append(append(bytes.Clone(page[:26]), 1, byte(len(body))), body...)
			binary.LittleEndian.PutUint32(page[22:], voice.Sum(page))
		}
		out = append(out, page...)
	}
	if _, err := voice.Check(out); err != nil {
		t.Fatalf("the test's own clip: %v", err)
	}
	return out
}

func TestNothingOfTheMakerCrosses(t *testing.T) {
	t.Parallel()
	var still bytes.Buffer
	if err := png.Encode(&still, picture(9, 9)); err != nil {
		t.Fatal(err)
	}
	note := bytes.Clone(still.Bytes())
	text := "Author\x00" + secret
	chunk := append(binary.BigEndian.AppendUint32(nil, uint32(len(text))), ("tEXt" + text + "\x00\x00\x00\x00")...)
	note = append(append(bytes.Clone(note[:33]), chunk...), note[33:]...)
	var moving bytes.Buffer
	if err := gif.Encode(&moving, picture(9, 9), nil); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		body []byte
		mime string
	}{
		"a photo with EXIF":        {withSegment(photo(t, 20, 10), 0xe1, exif(1)), "image/jpeg"},
		"a photo with XMP":         {withSegment(photo(t, 20, 10), 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret), "image/jpeg"},
		"a photo with a remark":    {withSegment(photo(t, 20, 10), 0xfe, secret), "image/jpeg"},
		"words behind the photo":   {append(photo(t, 20, 10), secret...), "image/jpeg"},
		"a PNG (its sum is wrong)": {note, ""},
		"a GIF":                    {append(moving.Bytes(), secret...), "image/jpeg"},
		"a film":                   {film(), "video/mp4"},
		"a letter":                 {[]byte(paper), "application/pdf"},
		"a voice note":             {tagged(t), "audio/ogg"},
		"music":                    {append(append([]byte("ID3\x03\x00\x00\x00\x00\x00\x0d"+secret), 0xff, 0xfb, 0x90, 0x00), append(make([]byte, 200), append([]byte("TAG"+secret), make([]byte, 128-3-len(secret))...)...)...), "audio/mpeg"},
		"a broken photo that says": {[]byte("\xff\xd8\xff\xe1 Exif " + secret), ""},
		"an office file":           {[]byte("PK\x03\x04docProps/core.xml" + secret), ""},
		"a program":                {[]byte("MZ\x90\x00" + secret), ""},
		"a picture of an iPhone":   {append([]byte("\x00\x00\x00\x18ftypheic"), secret...), ""},
	} {
		original := bytes.Clone(test.body)
		c, err := copies.Of(test.body)
		if test.mime == "" {
			if !errors.Is(err, copies.ErrHeld) {
				t.Errorf("%s: got %q, %v, want it held", name, c.Mime, err)
			}
			continue
		}
		if err != nil || c.Mime != test.mime || len(c.Body) == 0 {
			t.Errorf("%s: got %q with %d bytes, %v, want %s", name, c.Mime, len(c.Body), err, test.mime)
		}
		if leaks(c.Body) {
			t.Errorf("%s: the copy still tells of its maker", name)
		}
		if !bytes.Equal(original, test.body) {
			t.Errorf("%s: the original was changed", name)
		}
	}
}

func TestTheCopyIsStillWhatItWas(t *testing.T) {
	t.Parallel()
	c, err := copies.Of(withSegment(photo(t, 60, 20), 0xe1, exif(6)))
	if err != nil {
		t.Fatal(err)
	}
	if size, _, err := image.DecodeConfig(bytes.NewReader(c.Body)); err != nil || size.Width != 20 || size.Height != 60 {
		t.Errorf("a photo taken on the side: got %dx%d, %v, want 20x60, upright", size.Width, size.Height, err)
	}
	c, err = copies.Of(photo(t, 3000, 40))
	if size, _, err2 := image.DecodeConfig(bytes.NewReader(c.Body)); err != nil || err2 != nil || size.Width != 2560 {
		t.Errorf("a wide photo: got width %d, %v, want 2560", size.Width, err)
	}
	c, err = copies.Of(tagged(t))
	if err != nil {
		t.Fatal(err)
	}
	if length, err := voice.Check(c.Body); err != nil || length != 2*time.Second {
		t.Errorf("a voice note: got %s, %v, want 2 s that can be played", length, err)
	}
	was := film()
	c, err = copies.Of(was)
	if err != nil || len(c.Body) != len(was) || !bytes.Contains(c.Body, []byte("moving pictures")) {
		t.Errorf("a film: got %d bytes, %v, want %d with its pictures in their place", len(c.Body), err, len(was))
	}
	c, err = copies.Of([]byte(paper))
	if err != nil || len(c.Body) != len(paper) || !bytes.Contains(c.Body, []byte("/Pages 2 0 R")) {
		t.Errorf("a letter: got %d bytes, %v, want %d with its pages", len(c.Body), err, len(paper))
	}
}

// TestHostileFiles changes files of every kind at random and cuts them: none may make the copy panic, take long or lie about itself.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	bomb := photo(t, 8, 8)
	at := bytes.Index(bomb, []byte{0xff, 0xc0})
	copy(bomb[at+5:], []byte{0xff, 0xff, 0xff, 0xff}) // claims 65535 x 65535
	if _, err := copies.Of(bomb); !errors.Is(err, copies.ErrHeld) {
		t.Errorf("a picture of four thousand million points: got %v, want it held", err)
	}
	deep := box("moov")
	for range 5000 {
		deep = box("moov", deep)
	}
	seeds := [][]byte{withSegment(photo(t, 20, 10), 0xe1, exif(6)), film(), []byte(paper), tagged(t), append(box("ftyp", []byte("isom0000")), deep...),
		[]byte(strings.Repeat("(", 5000)), []byte("%PDF-1.7 /Author(" + strings.Repeat("\\(", 3000)), []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), {0xff, 0xfb}, {}}
	r := rand.New(rand.NewPCG(1, 2))
	for _, seed := range seeds {
		for range 300 {
			body := bytes.Clone(seed)
			for range r.IntN(6) {
				if len(body) > 0 {
					body[r.IntN(len(body))] = byte(r.IntN(256))
				}
			}
			if len(body) > 0 && r.IntN(3) == 0 {
				body = body[:r.IntN(len(body))]
			}
			c, err := copies.Of(body)
			if err != nil && !errors.Is(err, copies.ErrHeld) {
				t.Fatalf("got %v, want a copy or that it is held", err)
			}
			if err == nil && c.Mime == "" && len(body) > 0 {
				t.Fatalf("a copy of no kind of %q", body[:min(len(body), 40)])
			}
		}
	}
}
