package oversight

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-analyze/charts"

	"siaga/internal/tally"
)

// chartSize is the drawing; the page scales it.
const chartWide, chartHigh = 640, 240

// scoreChart draws readiness over a year.
func (d data) scoreChart(w *Words) (template.HTML, error) {
	if len(d.history) < 2 {
		return "", nil
	}
	var values []float64
	var labels []string
	for _, s := range weekly(d.history) {
		values = append(values, float64(s.Score))
		labels = append(labels, s.Day[8:]+"/"+s.Day[5:7])
	}
	low, high := 0.0, 100.0
	o := charts.NewLineChartOptionWithData([][]float64{values})
	o.XAxis.Labels, o.XAxis.LabelCount, o.XAxis.BoundaryGap = labels, 6, charts.Ptr(false)
	o.YAxis = []charts.YAxisOption{{Min: &low, Max: &high, LabelCount: 5, ValueFormatter: whole}}
	o.Symbol = charts.Symbol{Shape: charts.SymbolNone}
	o.Legend.Show = charts.Ptr(false)
	o.LineStrokeWidth = 3
	p := painter()
	if err := p.LineChart(o); err != nil {
		return "", fmt.Errorf("draw readiness: %w", err)
	}
	return drawn(p, w.Say("chart_score", d.history[0].Score, d.history[len(d.history)-1].Score))
}

// weekly leaves points that are a week apart, so that the axis is one of time; the newest is always there.
func weekly(all []tally.Standing) []tally.Standing {
	var out []tally.Standing
	next := "" // the first day not too near; empty: any
	for i := len(all) - 1; i >= 0; i-- {
		if next != "" && all[i].Day > next {
			continue
		}
		out = append(out, all[i])
		if day, err := time.Parse("2006-01-02", all[i].Day); err == nil {
			next = day.AddDate(0, 0, -7).Format("2006-01-02")
		}
	}
	slices.Reverse(out)
	return out
}

// monthChart draws the new cases of each month; a month that is hidden has no bar.
func (d data) monthChart(w *Words) (template.HTML, error) {
	if d.month == "" {
		return "", nil
	}
	var values []float64
	var labels []string
	any := false
	for _, m := range tally.Months(d.month, window) {
		n, ok := d.get(tally.ByMonth, string(m))
		any = any || ok
		values = append(values, float64(n))
		label := string([]rune(w.Month(m))[:3])
		if !ok {
			label += " *" // said below the chart
		}
		labels = append(labels, label)
	}
	if !any {
		return "", nil
	}
	low := 0.0
	o := charts.NewBarChartOptionWithData([][]float64{values})
	o.CategoryAxis.Labels = labels
	o.ValueAxis = []charts.ValueAxisOption{{Min: &low, ValueFormatter: whole}}
	o.Legend.Show = charts.Ptr(false)
	p := painter()
	if err := p.BarChart(o); err != nil {
		return "", fmt.Errorf("draw months: %w", err)
	}
	return drawn(p, w.Say("chart_months"))
}

func whole(n float64) string { return itoa(int(n + 0.5)) }

func painter() *charts.Painter {
	return charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: chartWide, Height: chartHigh}, charts.PainterThemeOption(charts.GetTheme(charts.ThemeLight)))
}

var (
	styleAttr = regexp.MustCompile(`\sstyle="([^"]*)"`)
	sizeAttr  = regexp.MustCompile(`<svg ([^>]*?)\s?width="\d+" height="\d+"`)
	white     = regexp.MustCompile(`fill="(?:white|rgb\(255,255,255\)|rgba\(255,255,255,1(?:\.0)?\))"`)
	grey      = regexp.MustCompile(`(fill|stroke)="rgba?\((\d+),\s?(\d+),\s?(\d+)(?:,[\d.]+)?\)"`)
)

// drawn makes the library's drawing fit for this page: its inline styles become attributes, since the page allows none; and
// colours become classes, so that they follow day and night.
func drawn(p *charts.Painter, label string) (template.HTML, error) {
	raw, err := p.Bytes()
	if err != nil {
		return "", fmt.Errorf("write a chart: %w", err)
	}
	svg := styleAttr.ReplaceAllStringFunc(string(raw), func(s string) string {
		var out strings.Builder
		for decl := range strings.SplitSeq(styleAttr.FindStringSubmatch(s)[1], ";") {
			if k, v, ok := strings.Cut(decl, ":"); ok {
				fmt.Fprintf(&out, ` %s="%s"`, strings.TrimSpace(k), html.EscapeString(strings.TrimSpace(html.UnescapeString(v))))
			}
		}
		return out.String()
	})
	svg = white.ReplaceAllString(svg, `fill="none"`)
	svg = grey.ReplaceAllStringFunc(svg, func(s string) string {
		m := grey.FindStringSubmatch(s)
		if m[2] == m[3] && m[3] == m[4] || near(m[2], m[3], m[4]) {
			return m[1] + `="currentColor"`
		}
		return m[1] + `="currentColor" class="ink"`
	})
	svg = sizeAttr.ReplaceAllString(svg, "<svg $1")
	svg = strings.Replace(svg, "<svg ", `<svg class="chart" role="img" aria-label="`+html.EscapeString(label)+`" `, 1)
	return template.HTML(svg), nil //nolint:gosec // made of numbers and our own words only
}

// near tells a grey, bluish or not, from a colour.
func near(r, g, b string) bool {
	var x, y, z int
	_, err := fmt.Sscan(r+" "+g+" "+b, &x, &y, &z)
	return err == nil && max(x, y, z)-min(x, y, z) < 40
}
