package learn

import "siaga/internal/casework"

// lesson is one row of the table of lessons. Its texts are learn.<id>.1 and so on for the screens, learn.<id>.think,
// learn.<id>.quiz with one button and one kind word (learn.<id>.said.<answer>) for each answer, and learn.<id>.share, the
// same content as one message to be passed on.
type lesson struct {
	id      string
	icon    string
	topic   string         // button of the menu; lessons of one topic stand together and get a menu of their own
	screens int            // how many screens, at least two
	quiz    []string       // answers in the order shown: "best", "near" (good, but not all) and "risk"
	place   casework.Place // whose numbers are given
}

// lessons lists all lessons in the order of the menu. One more is one more row here and its texts.
func lessons() []lesson {
	return []lesson{
		{id: "yes", icon: "🤔", topic: "yes", screens: 3, quiz: order("near", "best", "risk")},

		{id: "papers", icon: "📄", topic: "ready", screens: 3, quiz: order("risk", "best", "near")},
		{id: "dest", icon: "🌏", topic: "ready", screens: 3, quiz: order("best", "risk", "near")},
		{id: "agency", icon: "🏢", topic: "ready", screens: 3, quiz: order("near", "risk", "best")},
		{id: "state", icon: "🏛", topic: "ready", screens: 2, quiz: order("risk", "near", "best")},
		{id: "self", icon: "🧭", topic: "ready", screens: 2, quiz: order("best", "near", "risk")},
		{id: "one", icon: "🏠", topic: "ready", screens: 2, quiz: order("near", "best", "risk")},

		{id: "way", icon: "🧳", topic: "way", screens: 3, quiz: order("risk", "near", "best")},

		{id: "work", icon: "🛂", topic: "work", screens: 3, quiz: order("near", "best", "risk")},
		{id: "proof", icon: "🗂", topic: "work", screens: 2, quiz: order("best", "risk", "near")},
		{id: "plan", icon: "📞", topic: "work", screens: 3, quiz: order("risk", "best", "near")},

		{id: "online", icon: "💻", topic: "online", screens: 3, quiz: order("near", "risk", "best")},
		{id: "sea", icon: "⚓", topic: "sea", screens: 2, quiz: order("best", "near", "risk"), place: casework.Place{AtSea: true}},
		{id: "intern", icon: "🎓", topic: "intern", screens: 3, quiz: order("risk", "best", "near")},
		{id: "marry", icon: "💍", topic: "marry", screens: 2, quiz: order("near", "risk", "best")},

		{id: "parents", icon: "👪", topic: "folks", screens: 3, quiz: order("best", "near", "risk")},
		{id: "village", icon: "🏡", topic: "folks", screens: 3, quiz: order("near", "best", "risk")},
		{id: "teacher", icon: "📚", topic: "folks", screens: 2, quiz: order("risk", "near", "best")},

		{id: "home", icon: "🌅", topic: "home", screens: 3, quiz: order("risk", "best", "near")},
	}
}

func order(answers ...string) []string { return answers }

// topic is one button of the menu with its lessons.
type topic struct {
	id      string
	lessons []lesson
}

// topics groups the lessons in their order.
func topics(all []lesson) []topic {
	var out []topic
	for _, l := range all {
		if n := len(out); n > 0 && out[n-1].id == l.topic {
			out[n-1].lessons = append(out[n-1].lessons, l)
			continue
		}
		out = append(out, topic{l.topic, []lesson{l}})
	}
	return out
}
