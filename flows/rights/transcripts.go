package rights

import "embed"

// Transcripts are conversations that show this flow, for people who translate its texts.
//
//go:embed testdata/*.txt
var Transcripts embed.FS
