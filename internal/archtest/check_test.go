package archtest

import (
	"fmt"
	"slices"
	"strings"
)

const (
	module   = "siaga"
	maxLines = 500
)

// check gives one sentence for everything that breaks the law.
func check(files []file) []string {
	var out []string
	for _, f := range files {
		r, ok := rowOf(f.room)
		if !ok {
			out = append(out, fmt.Sprintf("%s: the room %s has no row in the law; say in internal/archtest/law_test.go what it may know", f.name, f.room))
			continue
		}
		out = append(out, checkGuests(f)...)
		out = append(out, checkFile(f)...)
		if f.test {
			out = append(out, checkTest(f)...)
			continue
		}
		out = append(out, checkImports(f, r)...)
		if r.pure {
			for _, c := range f.clock {
				out = append(out, fmt.Sprintf("%s: %s: a pure room is given the time, it does not ask for it: %s", f.name, c, r.because))
			}
		}
	}
	return append(out, checkComments(files)...)
}

// rowOf finds the row of a room: its own, or the one of its folder.
func rowOf(room string) (row, bool) {
	for _, r := range law {
		folder, wild := strings.CutSuffix(r.room, "/*")
		if r.room == room || wild && strings.HasPrefix(room, folder+"/") && !strings.Contains(room[len(folder)+1:], "/") {
			return r, true
		}
	}
	return row{}, false
}

func checkImports(f file, r row) []string {
	var out []string
	for _, p := range f.imports {
		if !allowed(p, r) {
			out = append(out, fmt.Sprintf("%s: must not import %s: %s", f.name, p, r.because))
		}
	}
	return out
}

func allowed(p string, r row) bool {
	if p == module {
		return false
	}
	if room, ok := strings.CutPrefix(p, module+"/"); ok {
		return slices.Contains(r.inside, "*") || slices.Contains(r.inside, room)
	}
	first, _, _ := strings.Cut(p, "/")
	if !strings.Contains(first, ".") {
		return !within(p, r.never)
	}
	return within(p, r.outside)
}

// within tells whether a package is one of the paths or lies below one. net/url, net/mail and os/signal's like are named by
// themselves: "net" forbids what opens a connection, not what reads an address.
func within(p string, paths []string) bool {
	for _, base := range paths {
		if p == base || strings.HasPrefix(p, base+"/") && p != "net/url" && p != "net/netip" {
			return true
		}
	}
	return false
}

// checkGuests keeps rooms that only some may enter.
func checkGuests(f file) []string {
	var out []string
	for _, p := range f.imports {
		room := strings.TrimPrefix(p, module+"/")
		if may, closed := guests[room]; closed && f.room != room && !slices.Contains(may, f.room) {
			out = append(out, fmt.Sprintf("%s: must not import %s: only %s may, so that no part depends on the whole", f.name, p, strings.Join(append(may, "nobody else"), ", ")))
		}
	}
	return out
}

// checkTest holds for tests, which may know more than their room, with one exception.
func checkTest(f file) []string {
	var out []string
	for _, p := range f.imports {
		if f.room == "internal/emulator" && strings.HasPrefix(p, module+"/") && p != module+"/"+f.room {
			out = append(out, fmt.Sprintf("%s: must not import %s: the emulator is tested with any bot, not with this one", f.name, p))
		}
	}
	return out
}

// checkFile holds for every file.
func checkFile(f file) []string {
	var out []string
	if f.inits > 0 {
		out = append(out, fmt.Sprintf("%s: has an init function: nothing happens by importing; build it where it is needed", f.name))
	}
	if f.lines > maxLines && longFiles[f.name] == "" {
		out = append(out, fmt.Sprintf("%s: has %d lines, more than %d: divide it, or give the reason in longFiles", f.name, f.lines, maxLines))
	}
	if f.test {
		return out
	}
	for _, name := range f.changed {
		out = append(out, fmt.Sprintf("%s: changes the package variable %s: keep it in a value that somebody owns", f.name, name))
	}
	return out
}

// checkComments wants one sentence on every room: what it is for and what it must not know.
func checkComments(files []file) []string {
	docs, rooms := map[string]string{}, []string{}
	for _, f := range files {
		if f.test {
			continue
		}
		if _, known := docs[f.room]; !known {
			rooms = append(rooms, f.room)
		}
		docs[f.room] += f.doc
	}
	var out []string
	for _, room := range rooms {
		if !strings.HasPrefix(docs[room], "Package ") && !strings.HasPrefix(docs[room], "Command ") {
			out = append(out, fmt.Sprintf("%s: has no package comment: begin one of its files with a sentence on what it is for and what it must not know", room))
		}
	}
	return out
}
