package selfcheck

// What the tests in selfcheck_test look at.

// Lateness tells how far it went already.
func Lateness(text string) string { return string(lateness(text)) }

// Widen quotes a short word with what stands around it.
func Widen(text, span string) string { return widen(text, span) }

// Topics maps signs to questions.
func Topics() map[string]string { return topics() }

// Questions gives the values with buttons of every question.
func Questions() map[string][]string {
	out := map[string][]string{}
	for _, q := range asked() {
		out[q.name] = q.values
	}
	return out
}

// Lands are the countries with buttons.
func Lands() []string { return lands() }

// IsPicture tells what is read.
var IsPicture = isPicture
