// Package tally holds the one counting rule of all figures about cases (docs/statistics.md): what is counted of a case, in
// which month and for whom, and which of the sums may be shown. It must not know databases, pages or the clock.
package tally
