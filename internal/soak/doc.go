// Package soak lives a month of the whole house in one goroutine, on a clock of its own: a seed chooses what people, officers, the
// network and the clock do and where the program dies, and after every step what must always hold is looked at; it must not decide
// anything that the house decides.
package soak
