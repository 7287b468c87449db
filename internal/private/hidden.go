package private

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// Mark is what every secret of this package prints in place of itself.
const Mark = "[private]"

// ErrNotEncodable is returned when a general encoder (JSON, text, XML) is asked to write or read a secret. It fails loudly
// because a silent "[private]" would destroy the content on its way to a store; the codecs there call Reveal on purpose.
var ErrNotEncodable = errors.New("private text is neither written nor read by general encoders: reveal and seal it in the codec of the store")

// hidden is embedded by every secret and answers for it wherever Go turns a value into characters.
type hidden struct{}

// String returns [Mark].
func (hidden) String() string { return Mark }

// GoString returns [Mark].
func (hidden) GoString() string { return Mark }

// Format writes [Mark] for every verb, flag and width.
func (hidden) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, Mark) }

// LogValue returns [Mark].
func (hidden) LogValue() slog.Value { return slog.StringValue(Mark) }

// MarshalJSON returns [ErrNotEncodable].
func (hidden) MarshalJSON() ([]byte, error) { return nil, ErrNotEncodable }

// MarshalText returns [ErrNotEncodable].
func (hidden) MarshalText() ([]byte, error) { return nil, ErrNotEncodable }

// UnmarshalJSON returns [ErrNotEncodable], so that content cannot vanish on a round trip.
func (hidden) UnmarshalJSON([]byte) error { return ErrNotEncodable }

// UnmarshalText returns [ErrNotEncodable].
func (hidden) UnmarshalText([]byte) error { return ErrNotEncodable }
