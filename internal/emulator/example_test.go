package emulator_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	tg "github.com/go-telegram/bot"

	"siaga/internal/emulator"
)

// A person starts the bot, the bot answers, and the test waits until the person sees it.
func Example() {
	s := emulator.New(emulator.Options{Token: "1:demo", BotName: "Kedai"})
	web := httptest.NewServer(s.Handler())
	defer web.Close()
	defer s.Close()
	s.AddPerson(emulator.Person{ID: 1001, FirstName: "Sari"})
	_, _ = s.Start(1001, "meja7")

	bot, _ := tg.New("1:demo", tg.WithServerURL(web.URL), tg.WithSkipGetMe())
	go func() {
		_, _ = bot.SendMessage(context.Background(), &tg.SendMessageParams{ChatID: 1001, Text: "Selamat datang"})
	}()

	_ = s.Wait(context.Background(), func(now *emulator.Snapshot) bool { return len(now.Chat(1001)) == 2 })
	for _, m := range s.Chat(1001) {
		fmt.Printf("%s> %s\n", m.FromName, m.Text)
	}
	fmt.Println("waiting for the bot:", s.Pending())
	// Output:
	// Sari> /start meja7
	// Kedai> Selamat datang
	// waiting for the bot: 1
}
