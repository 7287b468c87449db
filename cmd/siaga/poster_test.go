package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// posterRun runs the command in the way the shell does.
func posterRun(t *testing.T, environ []string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(context.Background(), append([]string{"poster"}, args...), streams{strings.NewReader(""), &o, &e}, environ)
	return code, o.String(), e.String()
}

func TestPosterFiles(t *testing.T) {
	t.Parallel()
	for ending, begin := range map[string]string{"pdf": "%PDF-", "svg": "<svg", "PNG": "\x89PNG"} {
		out := filepath.Join(t.TempDir(), "dinding."+ending)
		code, said, errs := posterRun(t, nil, "--region", "53.02", "--lang", "id", "--bot", "@siaga_bot", "--size", "a5", "--out", out)
		if want := out + "\thttps://t.me/siaga_bot?start=r-5302-id\n"; code != exitDone || said != want || errs != "" {
			t.Errorf("%s: code %d, said %q, errors %q; want %q", ending, code, said, errs, want)
		}
		file, err := os.ReadFile(out)
		if err != nil || !bytes.HasPrefix(file, []byte(begin)) {
			t.Errorf("%s: the file begins %.8q, %v; want %q", ending, file, err, begin)
		}
	}
}

func TestPosterDefaults(t *testing.T) { // changes the folder, so not parallel
	t.Chdir(t.TempDir())
	code, said, errs := posterRun(t, nil, "--region", "53", "--bot", "siaga_bot")
	if want := "poster-53-id.pdf\thttps://t.me/siaga_bot?start=r-53-id\n"; code != exitDone || said != want {
		t.Errorf("code %d, said %q, errors %q; want %q", code, said, errs, want)
	}
	if file, err := os.ReadFile("poster-53-id.pdf"); err != nil || !bytes.Contains(file, []byte("[0 0 595.28 841.89]")) {
		t.Errorf("no A4 sheet: %d bytes, %v", len(file), err)
	}
}

func TestPosterRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, args, want string }{
		{"no name, no token", "--region 53.02", "the bot's name is missing: give --bot USERNAME, or set SIAGA_TELEGRAM_TOKEN"},
		{"unknown region", "--region 53.99 --bot siaga_bot", `no region "53.99"`},
		{"unknown region comes before the name", "--region 53.99", `no region "53.99"`},
		{"kecamatan", "--region 53.02.01 --bot siaga_bot", "write its kabupaten or kota, 53.02"},
		{"path as region", "--region ../53 --bot siaga_bot", `no region "../53"`},
		{"no region", "--bot siaga_bot", "--region"},
		{"language without text", "--region 53.02 --lang xx --bot siaga_bot", `no poster text in "xx" yet; there is: ace, ban`},
		{"unknown ending", "--region 53.02 --bot siaga_bot --out poster.docx", "must end in .pdf, .png or .svg"},
		{"no ending", "--region 53.02 --bot siaga_bot --out poster", "must end in .pdf, .png or .svg"},
		{"unknown size", "--region 53.02 --bot siaga_bot --size a3", "--size"},
		{"name of a person", "--region 53.02 --bot ratna_dewi", "may be a person's"},
		{"impossible name", "--region 53.02 --bot siaga.bot", "cannot be the name of a bot"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			args := strings.Fields(c.args)
			if !strings.Contains(c.args, "--out") {
				args = append(args, "--out", filepath.Join(t.TempDir(), "p.svg"))
			}
			code, said, errs := posterRun(t, nil, args...)
			if code != exitUsage || !strings.Contains(errs, c.want) || said != "" {
				t.Errorf("code %d, said %q, errors %q; want code %d and %q", code, said, errs, exitUsage, c.want)
			}
			if out := args[len(args)-1]; strings.HasSuffix(out, ".svg") {
				if _, err := os.Stat(out); err == nil {
					t.Errorf("%s was written nevertheless", out)
				}
			}
		})
	}
}

// posterTelegram answers every call as Telegram answers getMe.
func posterTelegram(t *testing.T, status int, body string) []string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/getMe") {
			http.NotFound(w, r)
			return
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return []string{"SIAGA_TELEGRAM_TOKEN=123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "SIAGA_TELEGRAM_API_URL=" + s.URL}
}

func TestPosterAsksTelegram(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "p.svg")
	env := posterTelegram(t, http.StatusOK, `{"ok":true,"result":{"id":123456789,"is_bot":true,"first_name":"Siaga","username":"SiagaUji_bot"}}`)
	code, said, errs := posterRun(t, env, "--region", "53.02", "--lang", "en", "--out", out)
	if want := out + "\thttps://t.me/SiagaUji_bot?start=r-5302-en\n"; code != exitDone || said != want {
		t.Errorf("code %d, said %q, errors %q; want %q", code, said, errs, want)
	}
	for name, c := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"wrong token": {http.StatusUnauthorized, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, "give --bot USERNAME"},
		"no name":     {http.StatusOK, `{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"x"}}`, "give --bot USERNAME"},
	} {
		env := posterTelegram(t, c.status, c.body)
		code, said, errs := posterRun(t, env, "--region", "53.02", "--out", filepath.Join(t.TempDir(), "p.svg"))
		if code != exitFailed || !strings.Contains(errs, c.want) || strings.Contains(errs, "AAAA") || said != "" {
			t.Errorf("%s: code %d, said %q, errors %q; want code %d and %q", name, code, said, errs, exitFailed, c.want)
		}
	}
}

// A folder that is not there is no wrong usage of ours: the sentence is the system's, the code 1.
func TestPosterCannotWrite(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "missing", "p.svg")
	if code, said, errs := posterRun(t, nil, "--region", "53.02", "--bot", "siaga_bot", "--out", out); code != exitFailed || !strings.Contains(errs, "write the poster") || said != "" {
		t.Errorf("code %d, said %q, errors %q", code, said, errs)
	}
}
