package private

import (
	"encoding/binary"
	"errors"
)

// Binding names the one place a sealed value belongs to. It is authenticated but not stored: a value copied to another table,
// row or field, or put back from an older version, does not open there. Table, Row and Field must not be empty. Version is
// whatever the owner counts (0 when the field is written once).
type Binding struct {
	Table, Row, Field string
	Version           int64
}

// ErrBinding is returned when a Binding leaves its table, row or field empty: a fault in our own code.
var ErrBinding = errors.New("private: a binding needs a table, a row and a field")

// Purposes keep two uses of the same key and binding apart.
const (
	purposeField   = "siaga/1/field"
	purposeDataKey = "siaga/1/data-key"
	purposeCheck   = "siaga/1/check"
)

// encode turns the binding into associated data. Each string carries its length before it, so no two bindings and no two
// purposes share an encoding.
func (b Binding) encode(purpose string) ([]byte, error) {
	if b.Table == "" || b.Row == "" || b.Field == "" {
		return nil, ErrBinding
	}
	out := make([]byte, 0, 4*4+8+len(purpose)+len(b.Table)+len(b.Row)+len(b.Field))
	out = appendParts(out, purpose, b.Table, b.Row, b.Field)
	return binary.BigEndian.AppendUint64(out, uint64(b.Version)), nil
}

// appendParts appends every part preceded by its length in four bytes.
func appendParts(out []byte, parts ...string) []byte {
	for _, p := range parts {
		out = binary.BigEndian.AppendUint32(out, uint32(len(p)))
		out = append(out, p...)
	}
	return out
}
