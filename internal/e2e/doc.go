// Package e2e plays whole conversations through the emulator, the bot, the engine and the stores, and prints them as
// transcripts; it must not reach into any part but by the doors that people and operators use.
package e2e
