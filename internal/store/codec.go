package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"siaga/internal/private"
)

// encode writes a value as JSON with its private texts revealed. It exists because private.Text refuses every general encoder: the
// result must be sealed at once. Fields that are empty are left out; unexported fields are not kept.
func encode(v any) ([]byte, error) {
	return json.Marshal(reveal(reflect.ValueOf(v)))
}

// decode reads what encode wrote into the value that into points to. Fields this version of the program does not know are passed over.
func decode(raw []byte, into any) error {
	v := reflect.ValueOf(into)
	if v.Kind() != reflect.Pointer || v.IsNil() {
		return errors.New("decode needs a pointer")
	}
	return hide(raw, v.Elem())
}

var (
	textType    = reflect.TypeFor[private.Text]()
	writerType  = reflect.TypeFor[json.Marshaler]()
	byteSlice   = reflect.TypeFor[[]byte]()
	errNoCodec  = errors.New("a value of this kind cannot be kept")
	errTextForm = errors.New("a kept text is not text")
)

// reveal turns a value into what encoding/json writes by itself.
func reveal(v reflect.Value) any {
	switch {
	case v.Type() == textType:
		return v.Interface().(private.Text).Reveal()
	case v.Type().Implements(writerType) || v.Type() == byteSlice:
		return v.Interface()
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return reveal(v.Elem())
	case reflect.Struct:
		return revealStruct(v)
	case reflect.Slice:
		out := make([]any, v.Len())
		for i := range out {
			out[i] = reveal(v.Index(i))
		}
		return out
	case reflect.Map:
		out := make(map[string]any, v.Len())
		for it := v.MapRange(); it.Next(); {
			out[it.Key().String()] = reveal(it.Value())
		}
		return out
	}
	return v.Interface()
}

func revealStruct(v reflect.Value) map[string]any {
	out := make(map[string]any)
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !v.Field(i).IsZero() {
			out[f.Name] = reveal(v.Field(i))
		}
	}
	return out
}

// hide reads JSON into a value, the reverse of reveal.
func hide(raw []byte, v reflect.Value) error {
	switch {
	case v.Type() == textType:
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return errTextForm // without the decoder's words, which may quote the text
		}
		v.Set(reflect.ValueOf(private.NewText(s)))
		return nil
	case v.Type().Implements(writerType) || v.Type() == byteSlice:
		return json.Unmarshal(raw, v.Addr().Interface())
	}
	switch v.Kind() {
	case reflect.Pointer:
		if string(raw) == "null" {
			return nil
		}
		v.Set(reflect.New(v.Type().Elem()))
		return hide(raw, v.Elem())
	case reflect.Struct:
		return hideStruct(raw, v)
	case reflect.Slice:
		return hideSlice(raw, v)
	case reflect.Map:
		return hideMap(raw, v)
	case reflect.Interface, reflect.Array, reflect.Func, reflect.Chan:
		return fmt.Errorf("%w: %s", errNoCodec, v.Type())
	}
	return json.Unmarshal(raw, v.Addr().Interface())
}

func hideStruct(raw []byte, v reflect.Value) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return err
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		part, ok := fields[f.Name]
		if !ok || !f.IsExported() {
			continue
		}
		if err := hide(part, v.Field(i)); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

func hideSlice(raw []byte, v reflect.Value) error {
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	v.Set(reflect.MakeSlice(v.Type(), len(parts), len(parts)))
	for i, part := range parts {
		if err := hide(part, v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func hideMap(raw []byte, v reflect.Value) error {
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil {
		return err
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(parts)))
	for name, part := range parts {
		value := reflect.New(v.Type().Elem()).Elem()
		if err := hide(part, value); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(name).Convert(v.Type().Key()), value)
	}
	return nil
}
