package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const maxUpload = 50 << 20 // bytes a bot may send in one file

// params are the parameters of a call, as texts (objects and arrays as JSON), and the files that came with it.
type params struct {
	values map[string]string
	files  map[string]uploaded
}

type uploaded struct {
	name, mime string
	data       []byte
}

// readParams understands query, JSON, form and multipart bodies, as the Bot API does.
func readParams(r *http.Request) (params, *apiError) {
	p := params{values: map[string]string{}, files: map[string]uploaded{}}
	p.readQuery(r.URL.RawQuery)
	kind, args, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if args["boundary"] == "" {
			return p, badRequest("invalid multipart body")
		}
		return p, p.readMultipart(r)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxUpload))
	if err != nil {
		return p, badRequest("can't read request body")
	}
	switch kind {
	case "application/json":
		return p, p.readJSON(body)
	case "application/x-www-form-urlencoded":
		p.readQuery(string(body))
	}
	return p, nil
}

func (p params) readQuery(query string) {
	values, _ := url.ParseQuery(query)
	for k, v := range values {
		p.values[k] = v[0]
	}
}

func (p params) readJSON(body []byte) *apiError {
	if len(body) == 0 {
		return nil
	}
	var raw map[string]json.RawMessage
	if json.Unmarshal(body, &raw) != nil {
		return badRequest("can't parse request body: the body must be a JSON object")
	}
	for k, v := range raw {
		var text string
		switch {
		case json.Unmarshal(v, &text) == nil && string(v) != "null":
			p.values[k] = text
		case string(v) != "null":
			p.values[k] = string(v)
		}
	}
	return nil
}

func (p params) readMultipart(r *http.Request) *apiError {
	parts, err := r.MultipartReader()
	if err != nil {
		return badRequest("invalid multipart body")
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil // some clients send no part at all, not even the closing line
		}
		if err != nil {
			return badRequest("invalid multipart body")
		}
		data, err := io.ReadAll(io.LimitReader(part, maxUpload+1))
		if err != nil {
			return badRequest("invalid multipart body")
		}
		if len(data) > maxUpload {
			return &apiError{Code: 413, Text: "Request Entity Too Large"}
		}
		if part.FileName() == "" {
			p.values[part.FormName()] = string(data)
			continue
		}
		p.files[part.FormName()] = uploaded{part.FileName(), part.Header.Get("Content-Type"), data}
	}
}

func (p params) str(key string) string { return p.values[key] }

func (p params) has(key string) bool { _, ok := p.values[key]; return ok }

func (p params) num(key string) int64 {
	n, _ := strconv.ParseInt(strings.TrimSpace(p.values[key]), 10, 64)
	return n
}

func (p params) float(key string) (float64, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(p.values[key]), 64)
	return f, err == nil
}

func (p params) flag(key string) bool {
	switch strings.ToLower(strings.TrimSpace(p.values[key])) {
	case "true", "yes", "1":
		return true
	}
	return false
}

// decode reads a parameter that holds JSON.
func (p params) decode(key string, into any) *apiError {
	if err := json.Unmarshal([]byte(p.values[key]), into); err != nil {
		return badRequest("can't parse " + key + ": " + err.Error())
	}
	return nil
}
