package bot

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"siaga/internal/emulator"
	"siaga/internal/private"
)

func TestNewRefusesWithoutQuoting(t *testing.T) {
	t.Parallel()
	for _, o := range []Options{{}, {Token: private.NewText(secretPart)}, {Token: private.NewText("1:" + secretPart + "\n")}, {Token: private.NewText("1:../" + secretPart)},
		{Token: private.NewText(testToken), APIURL: "ftp://x"}, {Token: private.NewText(testToken), APIURL: "api.telegram.org"},
		{Token: private.NewText(testToken), APIURL: "https://u:" + secretPart + "@x"}, {Token: private.NewText(testToken), APIURL: "http://%zz" + secretPart}} {
		b, err := New(o)
		if err == nil || b != nil || strings.Contains(fmt.Sprintf("%+v", err), secretPart) {
			t.Errorf("%v", err)
		}
	}
}

func TestNewPrintsNoToken(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		h.clean("bot", fmt.Sprintf(format, h.bot))
		h.clean("options", fmt.Sprintf(format, Options{Token: private.NewText(testToken)}))
	}
}

func TestMe(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	me, err := h.bot.Me(ctxOf(t))
	if err != nil || me.Username != "Siaga_Uji_Bot" || me.ID == 0 || !me.JoinsGroups || *h.bot.username.Load() != "siaga_uji_bot" {
		t.Fatalf("%v %+v", err, me)
	}
	wrong, err := New(Options{Token: private.NewText("4242:" + secretPart + "y"), APIURL: h.web.URL})
	if err != nil {
		t.Fatal(err)
	}
	_, err = wrong.Me(ctxOf(t))
	h.class(err)
	if !errors.Is(err, ErrUnauthorized) {
		t.Fatal(err)
	}
	h.web.Close()
	if _, err = h.bot.Me(ctxOf(t)); errors.Is(err, ErrUnauthorized) || h.class(err) != classDown {
		t.Fatal(err)
	}
}

func TestSetUpChangesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	texts := []Texts{
		{Description: "Catatan harian", Short: "Catatan", Commands: []Command{{"start", "Mulai"}, {"bantuan", "Bantuan"}}},
		{Lang: "jv", Description: "Cathetan", Short: "Cathetan", Commands: []Command{{"start", "Wiwit"}}},
		{Lang: "bbc", Description: "tidak bisa"},
	}
	writes := func() (n int) {
		before := h.emu.LastCall()
		if err := h.bot.SetUp(ctxOf(t), texts); err != nil {
			t.Fatal(err)
		}
		for _, c := range h.emu.CallsSince(before) {
			if strings.HasPrefix(c.Method, "setMy") {
				n++
			}
		}
		return n
	}
	if n := writes(); n != 6 {
		t.Fatalf("%d writes", n)
	}
	if n := writes(); n != 0 {
		t.Fatalf("%d needless writes", n)
	}
	if c := h.emu.Commands(anna); len(c) != 1 || c[0].Description != "Wiwit" {
		t.Fatalf("%+v", c)
	}
	h.fault(emulator.Fault{Method: "getMyCommands", Kind: emulator.TooManyRequests})
	if err := h.bot.SetUp(ctxOf(t), texts); err == nil || h.seen.count("api_rate") != 1 {
		t.Fatal(err)
	}
}

func TestDeleteWebhook(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	if err := h.bot.SetWebhook(ctxOf(t), h.web.URL, "a"); err != nil || h.emu.WebhookURL() == "" {
		t.Fatal(err)
	}
	if err := h.bot.SetWebhook(ctxOf(t), h.web.URL, "tidak boleh!"); h.class(err) != classBad && err == nil {
		t.Fatal(err)
	}
	if err := h.bot.DeleteWebhook(ctxOf(t)); err != nil || h.emu.WebhookURL() != "" {
		t.Fatal(err)
	}
}
