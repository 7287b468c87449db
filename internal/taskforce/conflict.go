package taskforce

import "strings"

// phoneDigits are the digits of a phone number in the national form: "+62 812-3456" and "0812 3456" are the same.
func phoneDigits(s string) string {
	d := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
	if rest, ok := strings.CutPrefix(d, "62"); ok {
		d = "0" + rest
	}
	return d
}
