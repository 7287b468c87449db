package bot

import (
	"encoding/json"
	"testing"

	"siaga/internal/engine"
)

func TestAMiniAppOpensByHTTPSOnly(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		button engine.MessageButton
		ok     bool
	}{
		{engine.MessageButton{Label: "Buka", App: "https://siaga.example.go.id/oversight/open"}, true},
		{engine.MessageButton{Label: "Buka", App: "http://127.0.0.1:8080/oversight/open"}, false},
		{engine.MessageButton{Label: "Buka", App: "https://siaga.example.go.id/", Data: "f:x"}, false},
		{engine.MessageButton{App: "https://siaga.example.go.id/"}, false},
	} {
		if got := usable(x.button); got != x.ok {
			t.Errorf("%+v: %v", x.button, got)
		}
	}
	raw, err := json.Marshal(inlineButton{Text: "Buka", App: &app{"https://a.example/"}})
	if want := `{"text":"Buka","web_app":{"url":"https://a.example/"}}`; err != nil || string(raw) != want {
		t.Errorf("got %s, %v", raw, err)
	}
}
