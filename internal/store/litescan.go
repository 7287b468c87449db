package store

import (
	"database/sql"
	"fmt"
	"reflect"

	"zombiezen.com/go/sqlite"
)

// errNoRow is database/sql's answer, whoever asked.
var errNoRow = sql.ErrNoRows

// scan reads the row a statement stands at, as database/sql would.
func (s *liteStmt) scan(into ...any) error {
	if n := s.ColumnCount(); n != len(into) {
		return fmt.Errorf("%d columns for %d places", n, len(into))
	}
	for i, place := range into {
		if err := s.scanOne(i, place); err != nil {
			return fmt.Errorf("column %s: %w", s.ColumnName(i), err)
		}
	}
	return nil
}

func (s *liteStmt) scanOne(i int, place any) error {
	switch p := place.(type) {
	case *[]byte:
		*p = s.bytes(i)
		return nil
	case sql.Scanner:
		return p.Scan(s.value(i))
	case *any:
		*p = s.value(i)
		return nil
	}
	if s.ColumnIsNull(i) {
		return s.null(place)
	}
	switch p := place.(type) {
	case *string:
		*p = s.ColumnText(i)
	case *int64:
		*p = s.ColumnInt64(i)
	case *int:
		*p = s.ColumnInt(i)
	case *bool:
		*p = s.ColumnBool(i)
	case *float64:
		*p = s.ColumnFloat(i)
	default:
		return s.scanKind(i, reflect.ValueOf(place))
	}
	return nil
}

// null is no value for a place that has to have one.
func (s *liteStmt) null(place any) error {
	if v := reflect.ValueOf(place); v.Kind() == reflect.Pointer && v.Elem().Kind() == reflect.Pointer {
		v.Elem().SetZero()
		return nil
	}
	return fmt.Errorf("null for a %T", place)
}

// scanKind reads into places of types of our own.
func (s *liteStmt) scanKind(i int, v reflect.Value) error {
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return fmt.Errorf("a %s is no place", v.Type())
	}
	v = v.Elem()
	switch {
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return s.scanOne(i, v.Interface())
	case v.Kind() == reflect.String:
		v.SetString(s.ColumnText(i))
	case v.CanInt():
		v.SetInt(s.ColumnInt64(i))
	case v.Kind() == reflect.Bool:
		v.SetBool(s.ColumnBool(i))
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		v.SetBytes(s.bytes(i))
	default:
		return fmt.Errorf("no place for a column: %s", v.Type())
	}
	return nil
}

// bytes copies a blob; nil for null.
func (s *liteStmt) bytes(i int) []byte {
	if s.ColumnIsNull(i) {
		return nil
	}
	out := make([]byte, s.ColumnLen(i))
	s.ColumnBytes(i, out)
	return out
}

// value gives a column as the driver of database/sql would.
func (s *liteStmt) value(i int) any {
	switch s.ColumnType(i) {
	case sqlite.TypeInteger:
		return s.ColumnInt64(i)
	case sqlite.TypeFloat:
		return s.ColumnFloat(i)
	case sqlite.TypeText:
		return s.ColumnText(i)
	case sqlite.TypeBlob:
		return s.bytes(i)
	case sqlite.TypeNull:
	}
	return nil
}
