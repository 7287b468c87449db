// Package deeplink writes and reads the addresses that open a chat with the bot in a region and a language; it must not know who
// draws them, prints them, or what the conversation makes of them.
package deeplink

import (
	"fmt"
	"strings"

	"siaga/internal/region"
)

// Link is the address that opens a chat with the bot and starts it with the region and the language:
// "https://t.me/siaga_bot?start=r-5302-id". It fails for a name that no bot can have, for a place that is not a province,
// kabupaten or kota, and for a language tag that is not two or three small letters.
func Link(bot string, place region.Code, lang string) (string, error) {
	if !botName(bot) {
		return "", fmt.Errorf("%q cannot be the name of a bot: 5 to 32 of A-Z a-z 0-9 _, a letter first", bot)
	}
	payload, err := payloadOf(place, lang)
	if err != nil {
		return "", err
	}
	return "https://t.me/" + bot + "?start=" + payload, nil
}

// ParsePayload reads what Link wrote after "start=". Anybody can write a payload, so it is a hint where the conversation
// may begin, never a proof of where somebody is. Everything that Link does not write, to the letter, is refused.
func ParsePayload(payload string) (place region.Code, lang string, ok bool) {
	rest, ok := strings.CutPrefix(payload, "r-")
	if !ok {
		return "", "", false
	}
	digits, lang, _ := strings.Cut(rest, "-")
	switch len(digits) {
	case 2:
		place = region.Code(digits)
	case 4:
		place = region.Code(digits[:2] + "." + digits[2:])
	}
	if again, err := payloadOf(place, lang); err != nil || again != payload {
		return "", "", false
	}
	return place, lang, true
}

// payloadOf writes the payload: the code without its dot, and the language. It has at most 10 characters; Telegram takes 64
// of A-Z a-z 0-9 _ and - (Bot features, deep linking).
func payloadOf(place region.Code, lang string) (string, error) {
	if err := known(place); err != nil {
		return "", err
	}
	if n := len(lang); n < 2 || n > 3 || strings.Trim(lang, "abcdefghijklmnopqrstuvwxyz") != "" {
		return "", fmt.Errorf("%q is not a language tag; write for example id or jv", lang)
	}
	return "r-" + strings.ReplaceAll(string(place), ".", "") + "-" + lang, nil
}

// known refuses every code but those of provinces, kabupaten and kota: the regions that have a task force.
func known(place region.Code) error {
	if _, ok := region.Default().Lookup(place); !ok {
		return fmt.Errorf("there is no region %q; write the code of a province (53), kabupaten or kota (53.02)", place)
	}
	if place.Level() > region.RegencyLevel {
		return fmt.Errorf("%q is a kecamatan; write its kabupaten or kota, %s", place, place.Regency())
	}
	return nil
}

// botName tells whether Telegram gives such names out (5 to 32 characters; Bot features, usernames).
func botName(s string) bool {
	if len(s) < 5 || len(s) > 32 || s[0] >= '0' && s[0] <= '9' || s[0] == '_' {
		return false
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
