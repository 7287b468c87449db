// Package archtest holds the law of the house as a test: which room may import which, and what no room may do. It must not
// know any room but by its name.
package archtest
