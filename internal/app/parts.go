package app

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"math/big"

	"siaga/flows"
	"siaga/internal/i18n"
	"siaga/internal/private"
	"siaga/internal/region"
)

// Words lets the flows see the texts.
type Words struct{ *i18n.Texts }

// Languages lists the languages that can be chosen.
func (w Words) Languages() []flows.Language {
	var out []flows.Language
	for _, l := range w.Texts.Languages() {
		out = append(out, flows.Language{Tag: l.Tag, Name: l.Name, Called: l.Called, Draft: l.Status == i18n.StatusDraft, Desk: l.Desk})
	}
	return out
}

// Places joins the gazetteer and the resolver.
type Places struct {
	*region.Gazetteer
	*region.Resolver
}

// NewPlaces makes it of the embedded tables.
func NewPlaces() Places {
	return embeddedPlaces()
}

// Chance draws from crypto/rand.
type Chance struct{}

// ID is 128 random bits.
func (Chance) ID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// codeLetters leaves out what is mixed up when read aloud.
const codeLetters = "ACDEFHJKLMNPRTUVWXY"

// Code is a short code that officers say to each other, such as "K-4821".
func (Chance) Code() string {
	n, err := rand.Int(rand.Reader, big.NewInt(int64(len(codeLetters))*10_000))
	if err != nil {
		return "K-0000"
	}
	return fmt.Sprintf("%c-%04d", codeLetters[n.Int64()/10_000], n.Int64()%10_000)
}

// Handle is the random name of a button.
func (Chance) Handle() string {
	t, err := private.NewToken(rand.Reader)
	if err != nil {
		panic("crypto/rand: " + err.Error())
	}
	return t.Reveal()
}

// Receipt draws a receipt number.
func (Chance) Receipt() private.Receipt {
	r, err := private.NewReceipt(rand.Reader)
	if err != nil {
		panic("crypto/rand: " + err.Error())
	}
	return r
}
