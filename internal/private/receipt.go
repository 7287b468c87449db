package private

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
)

// Receipt is the reporter's way back to a case from any phone: 16 digits that look like a number anybody might have noted.
// It opens the case, so it does not print. The zero Receipt is none.
//
// Form: 0, then 2-9 as Indonesian numbers begin, then 13 random digits, then a check digit. That is 8 x 10^13 receipts,
// 46.2 bits. It is nobody's number: subscriber numbers end at 15 digits with country code (ITU-T E.164), no NIK begins with 0
// (province codes begin at 11) and no payment card does. Yet a network that drops surplus digits might connect a call, and
// some apps turn digits into links: show it as code, never as something to tap.
type Receipt struct {
	hidden
	digits Text
}

// ReceiptDigits is the length of a receipt.
const ReceiptDigits = 16

// receiptCount is how many receipts there are.
const receiptCount = 8 * 10_000_000_000_000

// NewReceipt draws a receipt, all equally likely, from random, which is crypto/rand.Reader outside tests.
func NewReceipt(random io.Reader) (Receipt, error) {
	n, err := rand.Int(random, big.NewInt(receiptCount))
	if err != nil {
		return Receipt{}, fmt.Errorf("draw a receipt: %w", err)
	}
	body := fmt.Sprintf("0%014d", n.Int64()+2*10_000_000_000_000)
	return Receipt{digits: NewText(body + string('0'+damm(body)))}, nil
}

// Reveal returns the 16 digits without spaces.
func (r Receipt) Reveal() string { return r.digits.Reveal() }

// Grouped returns the digits in fours, as they are shown to the reporter: "0ddd dddd dddd dddd".
func (r Receipt) Grouped() string {
	d := r.Reveal()
	if len(d) != ReceiptDigits {
		return ""
	}
	return d[:4] + " " + d[4:8] + " " + d[8:12] + " " + d[12:]
}

// IsZero reports whether there is no receipt.
func (r Receipt) IsZero() bool { return r.digits.IsZero() }

// What [ParseReceipt] may find instead of one receipt. None of them repeats what was typed.
var (
	// ErrNoReceipt: nothing in the text has the form of a receipt. Most messages are so.
	ErrNoReceipt = errors.New("private: there is no receipt in the text")
	// ErrReceiptTyped: 16 digits of the right form with a wrong check digit. The person should compare the digits.
	ErrReceiptTyped = errors.New("private: the receipt is mistyped")
	// ErrReceipts: several different receipts. The person should send one.
	ErrReceipts = errors.New("private: there are several receipts in the text")
)

// ParseReceipt finds the one receipt in what a person typed: digits of any script, parted by spaces, line ends, dots, dashes,
// slashes or brackets in any way, with words and shorter numbers around. Errors are [ErrNoReceipt], [ErrReceiptTyped], [ErrReceipts].
func ParseReceipt(text string) (Receipt, error) {
	found, mistyped := "", false
	for _, groups := range digitGroups(text) {
		for _, c := range candidates(groups) {
			switch {
			case damm(c) != 0:
				mistyped = true
			case found != "" && found != c:
				return Receipt{}, ErrReceipts
			default:
				found = c
			}
		}
	}
	switch {
	case found != "":
		return Receipt{digits: NewText(found)}, nil
	case mistyped:
		return Receipt{}, ErrReceiptTyped
	}
	return Receipt{}, ErrNoReceipt
}

// candidates returns every run of whole neighbouring groups that makes 16 digits of the right beginning.
func candidates(groups []string) []string {
	var out []string
	for i := range groups {
		n := 0
		for j := i; j < len(groups) && n < ReceiptDigits; j++ {
			n += len(groups[j])
			if n != ReceiptDigits {
				continue
			}
			if c := strings.Join(groups[i:j+1], ""); c[0] == '0' && c[1] >= '2' {
				out = append(out, c)
			}
		}
	}
	return out
}

// dammTable is the quasigroup of order ten found by H. Michael Damm (thesis, Marburg 2004). Its check digit finds every
// single wrong digit and every swap of two neighbours, which the Luhn formula does not (09 and 90).
var dammTable = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

// damm returns the check digit of ASCII digits; over digits that end in their check digit it is 0.
func damm(digits string) byte {
	var c byte
	for i := range len(digits) {
		c = dammTable[c][digits[i]-'0']
	}
	return c
}
