package main

import (
	"os"

	"siaga/internal/app"
	"siaga/internal/cell"
)

// pictureChild does a step on a stranger's file if this process was started for one. It comes before everything else, so that
// such a process reads no settings and opens nothing.
func pictureChild(args []string) {
	if cell.Inside() && len(args) > 1 && args[0] == app.PictureCommand {
		os.Exit(app.Child(args[1:], os.Stdin, os.Stdout))
	}
}
