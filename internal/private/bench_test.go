package private

import (
	"bytes"
	"testing"
)

func BenchmarkSeal1KB(b *testing.B) {
	k, plain := newKeys(b), bytes.Repeat([]byte("x"), 1024)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Seal(place, plain); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen1KB(b *testing.B) {
	k := newKeys(b)
	sealed, err := k.Seal(place, bytes.Repeat([]byte("x"), 1024))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.Open(place, sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDataKeySeal1KB(b *testing.B) {
	k, plain := newKeys(b), bytes.Repeat([]byte("x"), 1024)
	_, dk, err := k.NewDataKey(place)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dk.Seal(place, plain); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenDataKey(b *testing.B) {
	k := newKeys(b)
	sealedKey, _, err := k.NewDataKey(place)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := k.OpenDataKey(place, sealedKey); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPseudonym(b *testing.B) {
	k := newKeys(b)
	b.ReportAllocs()
	for b.Loop() {
		k.Pseudonym("telegram-user", "1234567890")
	}
}

func BenchmarkReceiptLookup(b *testing.B) {
	k, r := newKeys(b), newReceipt(b)
	b.ReportAllocs()
	for b.Loop() {
		k.ReceiptLookup(r)
	}
}

func BenchmarkParseReceipt(b *testing.B) {
	text := "selamat malam, kode saya " + newReceipt(b).Grouped() + " terima kasih"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseReceipt(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewText(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		NewText("Ibu, saya di Batam")
	}
}
