package main

const about = "Bot Telegram untuk laporan dugaan perdagangan orang: reports, referrals and duty desks of the regional task forces."

// version is set at build time by -ldflags "-X main.version=…".
var version = "dev"

// CLI is the tree of commands. Each lives in a file of its name.
type CLI struct {
	Demo       Demo       `cmd:"" help:"Try it: emulator, bot and page on this machine, no token needed."`
	Serve      Serve      `cmd:"" help:"Run the bot with the settings of the environment."`
	Doctor     Doctor     `cmd:"" help:"Check settings, database, Redis, Telegram and register; say what is wrong and what to do."`
	Ready      Ready      `cmd:"" help:"Ask the bot that runs here whether it works (what a container asks)."`
	Keys       Keys       `cmd:"" help:"Make and check the key file."`
	Audit      Audit      `cmd:"" help:"The record of everything that was done and read: verify it, publish its head."`
	Breach     Breach     `cmd:"" help:"Whose data somebody may have seen, and until when they must be told."`
	Evidence   Evidence   `cmd:"" help:"Packs of evidence for those who investigate: write, verify, print the key."`
	Hold       Hold       `cmd:"" help:"Cases that are kept whatever their time: set, lift, list."`
	Receipt    Receipt    `cmd:"" help:"Tell a body that was shown a receipt whether it exists."`
	Leakscan   Leakscan   `cmd:"" help:"Plant words as a report would, and look for them where they must not be."`
	Taskforce  Taskforce  `cmd:"" name:"taskforce" help:"The register of task forces."`
	Officer    Officer    `cmd:"" help:"Duty officers on their seats."`
	Drill      Drill      `cmd:"" help:"Test referrals that show whether a task force works: run, plan, stop, list."`
	Oversight  Oversight  `cmd:"" help:"The figures for ministry and task forces: fix them, write them to files."`
	Emulator   Emulator   `cmd:"" help:"Run the Bot API emulator with its chat page alone."`
	Rehearse   Rehearse   `cmd:"" help:"Talk through a conversation in the terminal; can record a transcript."`
	Place      Place      `cmd:"" help:"JSON lines: find the place in a text or of a pin."`
	Route      Route      `cmd:"" help:"JSON lines: decide which task force gets a case."`
	Offer      Offer      `cmd:"" help:"JSON lines: say what speaks against a job offer."`
	P3mi       P3mi       `cmd:"" name:"p3mi" help:"The register of licensed agencies with which names in offers are compared."`
	Directory  Directory  `cmd:"" help:"The telephone numbers people are given: list, check, verify, import."`
	Locale     Locale     `cmd:"" help:"The languages: list, check, export to speakers and import what they gave back."`
	Understand Understand `cmd:"" help:"JSON lines: language, intent, urgency and place of a message."`
	Poster     Poster     `cmd:"" help:"Make a printable QR poster that opens the bot in a region and language."`
	Backup     Backup     `cmd:"" help:"Write everything into one sealed file, while the bot runs."`
	Restore    Restore    `cmd:"" help:"Fill an empty database from a backup; --drill proves that it could."`
	Loadtest   Loadtest   `cmd:"" help:"Play many people through the report conversation and compare with a plain bot in the same run."`
	Settings   Settings   `cmd:"" help:"List all settings of the environment."`
	Version    Version    `cmd:"" help:"Print the version."`
}
