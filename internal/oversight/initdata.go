package oversight

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"siaga/internal/private"
)

// Limits of initData. Telegram Desktop hands out data up to a day old (telegramdesktop/tdesktop#29456); such a page is opened
// anew.
const (
	freshFor    = time.Hour
	skew        = time.Minute // how far Telegram's clock may be ahead of ours
	longestData = 4096
)

// ErrInitData is the only thing said of initData that is not accepted.
var ErrInitData = errors.New("initData is not accepted")

// CheckInitData reads what Telegram gave to a Mini App and tells which account opened it. raw is the query exactly as the
// app received it; a value is decoded once, so that names holding + % & or emoji come out as Telegram signed them.
// https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
func CheckInitData(raw string, token private.Text, now time.Time) (account int64, err error) {
	fields, err := parseInitData(raw)
	if err != nil {
		return 0, err
	}
	given, err := hex.DecodeString(fields["hash"])
	if err != nil || strings.ToLower(fields["hash"]) != fields["hash"] {
		return 0, ErrInitData
	}
	if !hmac.Equal(given, signInitData(fields, token)) {
		return 0, ErrInitData
	}
	if !fresh(fields["auth_date"], now) {
		return 0, ErrInitData
	}
	var user struct {
		ID  int64 `json:"id"`
		Bot bool  `json:"is_bot"`
	}
	if err := json.Unmarshal([]byte(fields["user"]), &user); err != nil || user.ID <= 0 || user.Bot {
		return 0, ErrInitData
	}
	return user.ID, nil
}

// parseInitData splits and decodes; a name that comes twice, or a pair that is none, refuses the whole.
func parseInitData(raw string) (map[string]string, error) {
	if raw == "" || len(raw) > longestData {
		return nil, ErrInitData
	}
	fields := map[string]string{}
	for pair := range strings.SplitSeq(raw, "&") {
		k, v, ok := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(k)
		if err != nil || !ok || name == "" {
			return nil, ErrInitData
		}
		value, err := url.QueryUnescape(v)
		if _, twice := fields[name]; err != nil || twice {
			return nil, ErrInitData
		}
		if strings.ContainsAny(name, "\n=") || strings.Contains(value, "\n") {
			return nil, ErrInitData // would read as another field in the text that is signed
		}
		fields[name] = value
	}
	return fields, nil
}

// signInitData makes the hash that Telegram makes: of all fields but the hash, sorted, one in a line.
func signInitData(fields map[string]string, token private.Text) []byte {
	var lines []string
	for k, v := range fields {
		if k != "hash" {
			lines = append(lines, k+"="+v)
		}
	}
	slices.Sort(lines)
	return sum(sum([]byte("WebAppData"), token.Reveal()), strings.Join(lines, "\n"))
}

func sum(key []byte, text string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(text))
	return m.Sum(nil)
}

func fresh(authDate string, now time.Time) bool {
	secs, err := strconv.ParseInt(authDate, 10, 64)
	if err != nil || strconv.FormatInt(secs, 10) != authDate {
		return false
	}
	at := time.Unix(secs, 0)
	return now.Sub(at) <= freshFor && at.Sub(now) <= skew
}
