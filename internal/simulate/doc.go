// Package simulate makes up a year of all task forces: registers that change, cases that are offered, lapse, bounce, are
// accepted, worked and closed, drills that go well or not. Everything goes through the real rules (taskforce, casework), so
// that what counts and shows real work can be tried on it. Nothing in it is a fact about any real task force; it must not
// know where its year is put.
package simulate
