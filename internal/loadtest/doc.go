// Package loadtest plays many people through a conversation against the emulator, with a program of somebody's behind it, and
// compares what two programs need for it in one run; it knows the Bot API and what people do on their phones, and must not know
// how the program under test works.
//
// Figures of a machine say little about another one, and on a machine that others use they say little about itself. So every
// figure is taken twice in one run, of the program and of a plain bot written as a tutorial would ([Naive]), one right after the
// other, and what is told is the ratio; of several rounds, the median.
package loadtest
