package emulator

import (
	"fmt"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, text, entities string }{
		{"<b>tebal</b> &lt;bukan&gt; &amp; &quot;x&quot; &copy; &#65;&#x42;", `tebal <bukan> & "x" &copy; AB`, "bold 0+5"},
		{"😀<i>a<u>b</u></i>", "😀ab", "italic 2+2|underline 3+1"},
		{`<a href="https://siap.id/?a=1&amp;b=2">tautan</a>`, "tautan", "text_link 0+6 https://siap.id/?a=1&b=2"},
		{`<pre><code class="language-go">x := 1</code></pre>`, "x := 1", "pre 0+6 go"},
		{"<code>a</code><s>b</s><del>c</del><tg-spoiler>d</tg-spoiler>", "abcd", "code 0+1|strikethrough 1+1|strikethrough 2+1|spoiler 3+1"},
		{`<span class="tg-spoiler">x</span><blockquote expandable>k</blockquote>`, "xk", "spoiler 0+1|expandable_blockquote 1+1"},
		{"  <b>  tepi  </b>  ", "tepi", "bold 0+4"},
		{"<b></b>kosong", "kosong", ""},
		{"tanya @teman_bot /bantu #aman https://siap.id.", "tanya @teman_bot /bantu #aman https://siap.id.", "mention 6+10|bot_command 17+6|hashtag 24+5|url 30+15"},
		{"<code>/bantu</code>", "/bantu", "code 0+6"},
	} {
		text, list, e := parseText(c.in, "HTML", "")
		if e != nil {
			t.Errorf("%s: %s", c.in, e.Text)
			continue
		}
		var got []string
		for _, e := range list {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %d+%d %s%s", e.Type, e.Offset, e.Length, e.URL, e.Language)))
		}
		if text != c.text || strings.Join(got, "|") != c.entities {
			t.Errorf("%s\ngot  %q %s\nwant %q %s", c.in, text, strings.Join(got, "|"), c.text, c.entities)
		}
	}
}

func TestHTMLRefusals(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a <i>b</b>":       `Unmatched end tag at byte offset 6, expected "</i>", found "</b>"`,
		"a</b>":            "Unexpected end tag at byte offset 1",
		"<h1>x</h1>":       `Unsupported start tag "h1" at byte offset 0`,
		"1 < 2":            `Unsupported start tag "" at byte offset 2`,
		"1 <2":             "Unclosed start tag at byte offset 2",
		"<a href='x":       `Unclosed start tag "a" at byte offset 0`,
		"<b>x</b":          "Unclosed end tag at byte offset 4",
		"<span>x</span>":   `Tag "span" must have class "tg-spoiler" at byte offset 0`,
		"<b><i>x</i>":      `Can't find end tag corresponding to start tag "b"`,
		"é<nama>@x</nama>": `Unsupported start tag "nama" at byte offset 2`,
	} {
		_, _, e := parseText(in, "HTML", "")
		if e == nil || e.Text != "Bad Request: can't parse entities: "+want {
			t.Errorf("%s: got %+v, want %s", in, e, want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	f.Add("<b>a</b>&lt;😀<a href='x'>y</a>")
	f.Fuzz(func(t *testing.T, in string) {
		text, list, e := parseText(in, "HTML", "")
		if e != nil {
			return
		}
		for _, x := range list {
			if x.Offset < 0 || x.Length <= 0 || x.Offset+x.Length > utf16Len(text) {
				t.Fatalf("%q: %+v lies outside %q", in, x, text)
			}
		}
	})
}
