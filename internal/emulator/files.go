package emulator

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // to know the size of pictures
	_ "image/png"
	"mime"
	"net/http"
	"path"
	"strings"
)

const maxDownload = 20 << 20 // bytes that a bot may download

type file struct {
	id, unique, path string
	kind, name, mime string
	data             []byte
	seconds          int
	width, height    int
}

// keep stores a file and makes its ids and its path.
func (s *Server) keep(kind, name, mimeType string, data []byte) *file {
	s.fileNo++
	if mimeType == "" || mimeType == "application/octet-stream" {
		mimeType = guessMIME(kind, name, data)
	}
	f := &file{id: fmt.Sprintf("file-%s-%d", kind, s.fileNo), unique: fmt.Sprintf("uniq%d", s.fileNo),
		kind: kind, name: path.Base("/" + name), mime: mimeType, data: data}
	if f.name == "/" {
		f.name = ""
	}
	f.path = fmt.Sprintf("%ss/file_%d%s", kind, s.fileNo, extension(f))
	f.width, f.height = 1280, 960
	if c, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.width, f.height = c.Width, c.Height
	}
	s.files[f.id] = f
	return f
}

func guessMIME(kind, name string, data []byte) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		t, _, _ = strings.Cut(t, ";")
		return t
	}
	switch kind {
	case "voice":
		return "audio/ogg"
	case "audio":
		return "audio/mpeg"
	}
	t, _, _ := strings.Cut(http.DetectContentType(data), ";")
	return t
}

func extension(f *file) string {
	switch {
	case f.kind == "voice":
		return ".oga"
	case f.kind == "photo":
		return ".jpg"
	case path.Ext(f.name) != "":
		return path.Ext(f.name)
	}
	return ""
}

// attach puts a file into a message, on the wire and as people see it.
func attach(m *message, kind string, f *file) {
	a := &attachment{FileID: f.id, UniqueID: f.unique, MIME: f.mime, Size: int64(len(f.data))}
	no, seconds := false, f.seconds
	switch kind {
	case "photo":
		m.wire.Photo = []photoSize{{f.id, f.unique, f.width, f.height, int64(len(f.data))}}
	case "voice":
		a.Duration, m.wire.Voice = &seconds, a
	case "document":
		a.Name, m.wire.Document = f.name, a
	case "audio":
		a.Name, a.Duration, m.wire.Audio = f.name, &seconds, a
	case "video":
		a.Name, a.Duration, a.Width, a.Height, m.wire.Video = f.name, &seconds, f.width, f.height, a
	case "sticker":
		a.MIME, a.Type, a.Width, a.Height, a.Animated, a.Video = "", "regular", 512, 512, &no, &no
		m.wire.Sticker = a
	}
	m.media = &Media{Kind: kind, FileID: f.id, Name: f.name, MIME: f.mime, Size: int64(len(f.data)), Duration: f.seconds}
}

func attachLocation(m *message, lat, lon float64) {
	m.wire.Location = &location{lat, lon}
	m.media = &Media{Kind: "location", Lat: lat, Lon: lon}
}

// fileParam is the file of a call: uploaded under its own name, by attach://, or again by file_id.
func (s *Server) fileParam(p params, field, value, kind string) (*file, *apiError) {
	up, ok := p.files[field]
	if name, found := strings.CutPrefix(value, "attach://"); found {
		up, ok = p.files[name]
	}
	switch {
	case ok && len(up.data) == 0:
		return nil, badRequest("file must be non-empty")
	case ok:
		return s.keep(kind, up.name, up.mime, up.data), nil
	case value == "":
		return nil, badRequest("there is no " + kind + " in the request")
	case strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://"):
		return nil, badRequest("failed to get HTTP URL content")
	}
	f := s.files[value]
	if f == nil {
		return nil, badRequest("wrong remote file identifier specified: Wrong string length")
	}
	if f.kind != kind {
		return nil, badRequest("can't use file of type " + titled(f.kind) + " as " + titled(kind))
	}
	return f, nil
}

func titled(kind string) string { return strings.ToUpper(kind[:1]) + kind[1:] }

func (s *Server) getFile(p params) (any, *apiError) {
	f := s.files[p.str("file_id")]
	if f == nil {
		return nil, badRequest("invalid file_id")
	}
	if len(f.data) > maxDownload {
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": f.path}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	rest, _ := strings.CutPrefix(r.URL.Path, "/file/bot")
	token, filePath, _ := strings.Cut(rest, "/")
	if s.isOffline() {
		cut(w)
	}
	if token != s.opts.Token {
		writeAnswer(w, (&apiError{Code: 401, Text: "Unauthorized"}).answer())
		return
	}
	if fault := s.takeFault("downloadFile", 0); fault != nil {
		s.serveFault(w, r, "downloadFile", params{}, fault)
		return
	}
	f := s.fileAt(func(f *file) bool { return f.path == filePath && len(f.data) <= maxDownload })
	if f == nil {
		writeAnswer(w, (&apiError{Code: 404, Text: "Not Found"}).answer())
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(f.data)
}

func (s *Server) fileAt(is func(*file) bool) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files {
		if is(f) {
			return f
		}
	}
	return nil
}

// FileData returns the bytes of a file by its file_id, or nil.
func (s *Server) FileData(fileID string) []byte {
	if f := s.fileAt(func(f *file) bool { return f.id == fileID }); f != nil {
		return f.data
	}
	return nil
}
