package oversight

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"siaga/internal/private"
)

var (
	t0    = time.Date(2026, 11, 29, 3, 0, 0, 0, time.UTC)
	token = private.NewText("7:test-token")
)

// signed makes initData as Telegram does, for a user with a first name.
func signed(name string, at time.Time, escape func(string) string) string {
	fields := map[string]string{"auth_date": fmt.Sprint(at.Unix()), "query_id": "AAHdF6IQ", "signature": "c2ln",
		"user": fmt.Sprintf(`{"id":4242,"first_name":%q,"last_name":"","language_code":"id","photo_url":"https:\/\/t.me\/i\/u.svg"}`, name)}
	fields["hash"] = hex.EncodeToString(signInitData(fields, token))
	var pairs []string
	for _, k := range []string{"query_id", "user", "auth_date", "signature", "hash"} {
		pairs = append(pairs, k+"="+escape(fields[k]))
	}
	return strings.Join(pairs, "&")
}

func names() []string {
	return []string{"Siti", "A+B", "100%", "50%25", "Tom & Jerry", "a=b", "%2B", "🙏🏽 Wayan", "Ñandú", "名前", "O'Brien \"x\"", "back\\slash", "<b>", "new\nline", "+62 812", "%", "a&user={}", "\u202ertl", strings.Repeat("🧕", 64), "é", "\u00a0"}
}

func TestEveryNameIsAccepted(t *testing.T) {
	t.Parallel()
	spaces := func(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
	r := rand.New(rand.NewPCG(1, 1))
	all := names()
	for range 2000 {
		var b strings.Builder
		for range 1 + r.IntN(20) {
			b.WriteRune([]rune("+%& =;#?/\\\"'aZ9é名🙏🏽😀‍\t\n")[r.IntN(21)])
		}
		all = append(all, b.String())
	}
	for _, name := range all {
		for _, escape := range []func(string) string{url.QueryEscape, spaces} {
			raw := signed(name, t0, escape)
			if got, err := CheckInitData(raw, token, t0.Add(time.Minute)); err != nil || got != 4242 {
				t.Errorf("%q: got %d, %v", name, got, err)
			}
		}
	}
}

func TestAgeOfInitData(t *testing.T) {
	t.Parallel()
	raw := signed("Siti", t0, url.QueryEscape)
	for _, x := range []struct {
		after time.Duration
		ok    bool
	}{{0, true}, {time.Hour, true}, {time.Hour + time.Second, false}, {24 * time.Hour, false}, {-time.Minute, true}, {-2 * time.Minute, false}} {
		if _, err := CheckInitData(raw, token, t0.Add(x.after)); (err == nil) != x.ok {
			t.Errorf("after %s: %v", x.after, err)
		}
	}
	if _, err := CheckInitData(raw, private.NewText("7:other"), t0); err == nil {
		t.Error("the data of another bot were accepted")
	}
}

// TestTenThousandForgeriesAreRefused changes bytes, moves, doubles, drops and swaps fields. What still says the same after
// decoding (an escape written otherwise, fields in another order) is no forgery and is left out.
func TestTenThousandForgeriesAreRefused(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 9))
	forged, same := 0, 0
	for forged < 10_000 {
		raw := signed(names()[r.IntN(len(names()))], t0, url.QueryEscape)
		bad := forge(r, raw)
		if bad == raw {
			continue
		}
		before, _ := parseInitData(raw)
		after, err := parseInitData(bad)
		if err == nil && reflect.DeepEqual(before, after) {
			same++
			continue
		}
		forged++
		if id, err := CheckInitData(bad, token, t0); err == nil {
			t.Fatalf("accepted for %d: %q\nfrom %q", id, bad, raw)
		}
	}
	t.Logf("%d forgeries refused; %d changed nothing", forged, same)
}

func forge(r *rand.Rand, raw string) string {
	pairs := strings.Split(raw, "&")
	i, j := r.IntN(len(pairs)), r.IntN(len(pairs))
	at := r.IntN(len(raw))
	switch r.IntN(12) {
	case 0: // a bit
		b := []byte(raw)
		b[at] ^= 1 << r.IntN(8)
		return string(b)
	case 1:
		return raw[:at] + raw[at+1:]
	case 2:
		return raw[:at] + string(rune(' '+r.IntN(95))) + raw[at:]
	case 3: // a field twice
		return raw + "&" + pairs[i]
	case 4: // a field less
		return strings.Join(append(pairs[:i:i], pairs[i+1:]...), "&")
	case 5: // values swapped
		a, b, _ := strings.Cut(pairs[i], "=")
		c, d, _ := strings.Cut(pairs[j], "=")
		pairs[i], pairs[j] = a+"="+d, c+"="+b
	case 6: // decoded a second time
		pairs[i], _ = url.QueryUnescape(pairs[i])
	case 7: // encoded a second time
		k, v, _ := strings.Cut(pairs[i], "=")
		pairs[i] = k + "=" + url.QueryEscape(v)
	case 8: // another user
		return strings.Replace(raw, "4242", fmt.Sprint(1+r.IntN(9999)), 1)
	case 9: // younger
		return strings.Replace(raw, fmt.Sprint(t0.Unix()), fmt.Sprint(t0.Unix()+int64(r.IntN(50)-25)), 1)
	case 10: // cut off
		return raw[:at]
	case 11: // a field smuggled into another by a line break
		return strings.Replace(raw, "query_id=", "query_id=x%0Auser=%7B%7D&a"+fmt.Sprint(r.IntN(9))+"=", 1)
	}
	return strings.Join(pairs, "&")
}

func FuzzCheckInitData(f *testing.F) {
	f.Add(signed("Siti", t0, url.QueryEscape))
	f.Add("hash=&user={}&auth_date=1")
	good, _ := parseInitData(signed("Siti", t0, url.QueryEscape))
	f.Fuzz(func(t *testing.T, raw string) {
		if id, err := CheckInitData(raw, token, t0); err == nil {
			if now, _ := parseInitData(raw); !reflect.DeepEqual(now, good) {
				t.Errorf("accepted for %d: %q", id, raw)
			}
		}
	})
}
