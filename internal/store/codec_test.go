package store

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"siaga/internal/casework"
	"siaga/internal/engine"
	"siaga/internal/private"
	"siaga/internal/taskforce"
)

// fill puts something into every field that a value has, now and after somebody adds one.
func fill(v reflect.Value, n *int) {
	*n++
	switch {
	case v.Type() == textType:
		v.Set(reflect.ValueOf(private.NewText(fmt.Sprint("rahasia \"", *n, "\" 🙏\n"))))
		return
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 3, 1, 0, 0, *n, 0, time.UTC)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("s", *n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Float64:
		v.SetFloat(float64(*n) + 0.1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic("fill does not know " + v.Type().String())
	}
}

// TestWhatIsKeptComesBack fails when somebody gives one of these types a field that the codec cannot carry.
func TestWhatIsKeptComesBack(t *testing.T) {
	t.Parallel()
	for _, want := range []any{&casework.Case{}, &taskforce.TaskForce{}, &taskforce.Officer{}, &engine.File{}} {
		n := 0
		fill(reflect.ValueOf(want).Elem(), &n)
		raw, err := encode(reflect.ValueOf(want).Elem().Interface())
		if err != nil {
			t.Fatalf("%T: %v", want, err)
		}
		got := reflect.New(reflect.TypeOf(want).Elem()).Interface()
		if err := decode(raw, got); err != nil {
			t.Fatalf("%T: %v", want, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%T: got %+v, want %+v", want, got, want)
		}
	}
}

func TestEmptyAndOlderValues(t *testing.T) {
	t.Parallel()
	raw, err := encode(casework.Case{})
	if err != nil || string(raw) != "{}" {
		t.Fatalf("empty case: got %s, %v, want {}", raw, err)
	}
	var c casework.Case
	if err := decode([]byte(`{"ID":"c","Unknown":{"x":[1]},"Close":null,"Owner":"s"}`), &c); err != nil {
		t.Fatal(err)
	}
	if c.ID != "c" || c.Owner != "s" || c.Close != nil {
		t.Fatalf("got %+v, want id, owner and nothing else", c)
	}
}

func TestCodecNeverQuotesWords(t *testing.T) {
	t.Parallel()
	var c casework.Case
	err := decode([]byte(`{"Report":{"Story":[{"x":"kenari"}]}}`), &c)
	if err == nil || strings.Contains(err.Error(), "kenari") {
		t.Fatalf("got %v, want an error without the words", err)
	}
	if _, err := json.Marshal(casework.Case{Report: casework.Report{Story: []private.Text{private.NewText("x")}}}); err == nil {
		t.Fatal("plain JSON takes private text: this codec is not needed any more")
	}
}
