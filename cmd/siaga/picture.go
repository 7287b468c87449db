package main

import (
	"os"

	"siaga/internal/app"
	"siaga/internal/ocr"
)

// pictureChild does a step of reading a picture if this process was started for one. It comes before everything else, so that
// such a process reads no settings and opens nothing.
func pictureChild(args []string) {
	if ocr.IsChild() && len(args) > 1 && args[0] == app.PictureCommand {
		os.Exit(ocr.Child(args[1:], os.Stdin, os.Stdout))
	}
}
