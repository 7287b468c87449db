package wording

// Row is one text on its way to a speaker or back.
type Row struct {
	Key     string // as in the files; never changed by anybody
	Said    string // who speaks and when
	Screen  string // conversation and row on which it appears
	Buttons string // what stands under it there, or around it when it is a button itself
	Source  string // the Indonesian text
	Text    string // the translation; empty: none yet
	Status  string // "draft", "reviewed" or "missing", with who and when
	By      string // the role of the speaker who stands for the text; filled in by the speaker
	Limit   string // the greatest length
	Note    string // what to mind, or what the speaker wants to say
	Talk    string // a piece of a conversation in which it is said
	Line    int    // where it stands in the file it was read from
}

// Bad is a row that is refused.
type Bad struct {
	Line int    `json:"line"`
	Key  string `json:"key,omitempty"`
	Why  string `json:"why"`
}
