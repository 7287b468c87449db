package emulator

import (
	"embed"
	"net/http"
	"slices"
	"strings"
)

//go:embed page/index.html page/style.css page/chat.js page/tools.js
var pageFiles embed.FS

// servePage serves the page's few files from the binary.
func servePage(w http.ResponseWriter, r *http.Request) {
	name, kind := "index.html", "text/html; charset=utf-8"
	if part := r.PathValue("name"); part != "" {
		name = part
	}
	switch {
	case strings.HasSuffix(name, ".css"):
		kind = "text/css; charset=utf-8"
	case strings.HasSuffix(name, ".js"):
		kind = "text/javascript; charset=utf-8"
	}
	body, err := pageFiles.ReadFile("page/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write(body)
}

func sortChats(list []chatView) {
	slices.SortFunc(list, func(a, b chatView) int { return strings.Compare(a.Title, b.Title) })
}
