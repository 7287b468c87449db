package oversight

import "siaga/internal/region"

// spot is where a province stands in the tile map: column and row. It keeps neighbours together, not sizes or distances.
type spot struct {
	col, row int
	short    string
}

// spots is the tile map of the 38 provinces.
func spots() map[region.Code]spot {
	return map[region.Code]spot{
		"11": {0, 0, "ACE"}, "65": {5, 0, "KTR"}, "75": {7, 0, "GTO"}, "71": {8, 0, "SLU"},
		"12": {0, 1, "SMU"}, "14": {1, 1, "RIA"}, "21": {2, 1, "KPR"}, "61": {4, 1, "KLB"}, "64": {5, 1, "KTM"}, "76": {6, 1, "SLB"}, "72": {7, 1, "STG"}, "82": {9, 1, "MLU"}, "96": {10, 1, "PBD"}, "92": {11, 1, "PBR"},
		"13": {0, 2, "SMB"}, "15": {1, 2, "JMB"}, "19": {2, 2, "BBL"}, "62": {4, 2, "KTG"}, "63": {5, 2, "KLS"}, "73": {6, 2, "SLS"}, "74": {7, 2, "STR"}, "81": {9, 2, "MLK"}, "94": {10, 2, "PTG"}, "91": {11, 2, "PAP"},
		"17": {0, 3, "BKL"}, "16": {1, 3, "SMS"}, "93": {10, 3, "PSL"}, "95": {11, 3, "PPG"},
		"18": {1, 4, "LPG"}, "31": {2, 4, "JKT"},
		"36": {1, 5, "BTN"}, "32": {2, 5, "JBR"}, "33": {3, 5, "JTG"}, "35": {4, 5, "JTM"}, "51": {5, 5, "BAL"}, "52": {6, 5, "NTB"}, "53": {7, 5, "NTT"},
		"34": {3, 6, "DIY"},
	}
}

// The size of a tile and of the whole map, in units of the drawing.
const (
	tileWide, tileHigh = 30, 36
	mapWide, mapHigh   = 12 * tileWide, 7 * tileHigh
)

// tile is one tile as drawn.
type tile struct {
	X, Y  int
	Code  region.Code
	Short string
	Said  string // figure of the view
	Band  int
	Label string
}

func (d data) tiles(w *Words, view string, rows []row) []tile {
	at := spots()
	var out []tile
	for _, r := range rows {
		s, ok := at[r.Code]
		if !ok {
			continue
		}
		out = append(out, tile{X: s.col*tileWide + 1, Y: s.row*tileHigh + 1, Code: r.Code, Short: s.short, Said: r.figure(view), Band: r.band(view),
			Label: w.label(r)})
	}
	return out
}

// label is a row in one sentence.
func (w *Words) label(r row) string {
	out := w.Say("tile_label", r.Name, r.Score, r.Live, r.Of, w.trend(r))
	if r.Empty > 0 {
		out += ", " + w.Say("empty_rows", r.Empty)
	}
	return out
}

// trend says how a score moved.
func (w *Words) trend(r row) string {
	switch {
	case !r.HasOld:
		return w.Say("trend_none")
	case r.Trend > 0:
		return w.Say("trend_up", r.Trend)
	case r.Trend < 0:
		return w.Say("trend_down", -r.Trend)
	}
	return w.Say("trend_flat")
}
