package emulator

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
)

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// Command is one line of the commands menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// profile is what people see of the bot before and beside the chat.
type profile struct {
	name     string
	texts    map[string]string    // "description/id" and the like
	commands map[string][]Command // scope and language
	menu     map[int64]json.RawMessage
}

func newProfile(name string) profile {
	return profile{name: name, texts: map[string]string{}, commands: map[string][]Command{}, menu: map[int64]json.RawMessage{}}
}

func setProfileText(field string, limit int) method {
	return func(s *Server, p params) (any, *apiError) {
		if utf16Len(p.str(field)) > limit {
			return nil, badRequest(field + " is too long")
		}
		s.profile.texts[field+"/"+p.str("language_code")] = p.str(field)
		s.bump()
		return true, nil
	}
}

func getProfileText(field string) method {
	return func(s *Server, p params) (any, *apiError) {
		return map[string]string{field: s.profileText(field, p.str("language_code"))}, nil
	}
}

func (s *Server) profileText(field, language string) string {
	text := cmp.Or(s.profile.texts[field+"/"+language], s.profile.texts[field+"/"])
	if field == "name" {
		return cmp.Or(text, s.profile.name)
	}
	return text
}

// scopeKey names a scope of commands; the default scope is "default".
func scopeKey(p params) (string, *apiError) {
	scope := struct {
		Type string `json:"type"`
		Chat any    `json:"chat_id"`
		User any    `json:"user_id"`
	}{Type: "default"}
	if p.has("scope") {
		if e := p.decode("scope", &scope); e != nil {
			return "", badRequest("can't parse BotCommandScope")
		}
	}
	key := scope.Type
	for _, id := range []any{scope.Chat, scope.User} {
		switch v := id.(type) {
		case float64:
			key += fmt.Sprintf(":%d", int64(v))
		case string:
			key += ":" + v
		}
	}
	return key + "/" + p.str("language_code"), nil
}

func (s *Server) setMyCommands(p params) (any, *apiError) {
	var list []Command
	if e := p.decode("commands", &list); e != nil {
		return nil, badRequest("can't parse commands list")
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		switch {
		case !commandName.MatchString(c.Command):
			return nil, badRequest("BOT_COMMAND_INVALID")
		case c.Description == "" || utf16Len(c.Description) > 256:
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	key, e := scopeKey(p)
	if e == nil {
		s.profile.commands[key] = list
		s.bump()
	}
	return true, e
}

func (s *Server) getMyCommands(p params) (any, *apiError) {
	key, e := scopeKey(p)
	list := s.profile.commands[key]
	if list == nil {
		list = []Command{}
	}
	return list, e
}

func (s *Server) deleteMyCommands(p params) (any, *apiError) {
	key, e := scopeKey(p)
	if e == nil {
		delete(s.profile.commands, key)
		s.bump()
	}
	return true, e
}

// Commands is the menu that a person sees in the chat with the bot: the narrowest scope in their language.
func (s *Server) Commands(personID int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands(personID)
}

func (s *Server) commands(personID int64) []Command {
	language := ""
	if p := s.people[personID]; p != nil {
		language = p.LanguageCode
	}
	for _, scope := range []string{fmt.Sprintf("chat:%d", personID), "all_private_chats", "default"} {
		for _, l := range []string{language, ""} {
			if list := s.profile.commands[scope+"/"+l]; len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

func (s *Server) setChatMenuButton(p params) (any, *apiError) {
	button := json.RawMessage(`{"type":"default"}`)
	if p.has("menu_button") {
		if e := p.decode("menu_button", &button); e != nil {
			return nil, badRequest("can't parse menu button")
		}
	}
	s.profile.menu[p.num("chat_id")] = button
	return true, nil
}

func (s *Server) getChatMenuButton(p params) (any, *apiError) {
	for _, id := range []int64{p.num("chat_id"), 0} {
		if b := s.profile.menu[id]; b != nil {
			return b, nil
		}
	}
	return json.RawMessage(`{"type":"commands"}`), nil
}
