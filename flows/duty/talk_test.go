package duty

// talkKeys are said by the engine and the rows of the talk with the reporter.
func talkKeys() string {
	return `duty.unreached duty.silent`
}
