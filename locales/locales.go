// Package locales holds the words of every language, one file each, and nothing else; see README.md for translators.
package locales

import "embed"

// Files are languages.toml and one TOML file for each language.
//
//go:embed *.toml
var Files embed.FS
