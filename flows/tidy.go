package flows

// Presses of whoever shares the telephone with somebody who must not read along.
const (
	pressTidy  = "kernel.tidy"
	pressStays = "kernel.stays"
)

// tidying is the answer in which the wish is kept: with the conversation, and nowhere else.
const tidying = "kernel.tidying"

// Tidies tells whether messages leave the chat as soon as they are kept.
func (c Conversation) Tidies() bool {
	if c.Visit != nil {
		return c.Visit.Get(tidying) == "yes"
	}
	return c.Get(tidying) == "yes"
}

// Tidy lets messages leave the chat from now on, and says so once.
func Tidy(s *Scene) {
	if s.Get(tidying) == "yes" {
		return
	}
	s.Keep(tidying, "yes")
	s.Say("kernel.tidy_on", nil, []Button{{Key: pressStays, Choice: pressStays}})
}

// tidy begins or ends it by the person's own wish, and puts the question again.
func (t *Table) tidy(s *Scene, wish string) error {
	if wish == pressTidy {
		Tidy(s)
		return t.ask(s)
	}
	s.Keep(tidying, "no")
	s.Say("kernel.tidy_off", nil)
	return t.ask(s)
}

// tidyButton offers it, or its end, where a conversation may have to leave no trace.
func (t *Table) tidyButton(s *Scene) []Button {
	if s.C.Tidies() {
		return []Button{{Key: pressStays, Choice: pressStays}}
	}
	return []Button{{Key: pressTidy, Choice: pressTidy}}
}
