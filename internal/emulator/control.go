package emulator

import "net/http"

// Handler serves the Bot API, the files, the page and its control calls.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case hasPrefix(r, "/bot"):
			s.serveBot(w, r)
		case hasPrefix(r, "/file/bot"):
			s.serveFile(w, r)
		default:
			http.NotFound(w, r)
		}
	})
}

func hasPrefix(r *http.Request, prefix string) bool {
	return len(r.URL.Path) >= len(prefix) && r.URL.Path[:len(prefix)] == prefix
}
