package oversight

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"siaga/internal/region"
	"siaga/internal/tally"
)

// file is one thing that can be downloaded.
type file struct{ Name, Label string }

// fileNames lists the files of a region; the last one is for the country only.
func fileNames() []string {
	return []string{"figures.csv", "figures.xlsx", "report.pdf", "centre.json"}
}

// filesOf lists the files offered on a page.
func filesOf(d data, w *Words) []file {
	labels := map[string]string{"figures.csv": "file_csv", "figures.xlsx": "file_xlsx", "report.pdf": "file_pdf", "centre.json": "file_json"}
	var out []file
	for _, name := range fileNames() {
		if name != "centre.json" || d.code == tally.All {
			out = append(out, file{name, w.Say(labels[name])})
		}
	}
	return out
}

// Export makes a file for an operator, who may see everything. An unknown month gives the newest.
func (s *Server) Export(ctx context.Context, name string, code region.Code, month, lang string) ([]byte, error) {
	if !slices.Contains(fileNames(), name) || !known(code) || name == "centre.json" && code != tally.All {
		return nil, fmt.Errorf("there is no file %s of the region %q; the files are %s, and centre.json of the country (ID) only", name, code, strings.Join(fileNames(), ", "))
	}
	d, err := s.gather(ctx, code, tally.Month(month))
	if err != nil {
		return nil, err
	}
	if month != "" && d.month != tally.Month(month) {
		return nil, fmt.Errorf("there are no figures up to %s; there are those up to %v", month, d.months)
	}
	words := s.views.id
	if lang == "en" {
		words = s.views.en
	}
	body, _, err := Export(name, d, words, "")
	return body, err
}

// file serves one of them.
func (s *Server) file(w http.ResponseWriter, r *http.Request, _ Scope, code region.Code) {
	name := r.PathValue("file")
	if !slices.Contains(fileNames(), name) || name == "centre.json" && code != tally.All {
		s.refuse(w)
		return
	}
	d, err := s.gather(r.Context(), code, tally.Month(r.URL.Query().Get("month")))
	if err != nil {
		s.fail(w, err)
		return
	}
	words := s.views.words(r)
	note := ""
	if s.note != "" {
		note = words.Say(s.note)
	}
	body, kind, err := Export(name, d, words, note)
	if err != nil {
		s.fail(w, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="siaga-`+string(code)+"-"+string(d.month)+"-"+name+`"`)
	_, _ = w.Write(body)
}
