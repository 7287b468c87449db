package archtest

// row is the law for one room, or for all rooms of a folder ("flows/*").
type row struct {
	room    string
	inside  []string // rooms of this module that it may import; "*" is all
	outside []string // libraries it may import; anything below the given path
	never   []string // packages of the standard library that it must not import
	pure    bool     // it must not ask for the time, sleep, or draw at random
	because string   // said to whoever breaks it
}

// nouns in order: each may import those before it, never those after it.
var nouns = []string{"internal/private", "internal/relay", "internal/region", "internal/checkin", "internal/casework", "internal/tally", "internal/directory", "internal/understand", "internal/offer", "internal/taskforce", "internal/deeplink", "internal/voice", "internal/copies"}

// clean are packages that reach outside the program, or make it answer differently each time.
var clean = []string{"net", "database/sql", "os", "os/exec", "os/signal", "log", "log/slog", "math/rand", "math/rand/v2", "crypto/rand", "testing"}

// smallLibraries are pure: they compute and touch nothing.
var smallLibraries = []string{"golang.org/x/text", "github.com/BurntSushi/toml"}

// law is the whole law. A room without a row is refused: whoever builds one says here what it may know.
var law = []row{
	{room: "internal/private", outside: []string{"github.com/tink-crypto/tink-go/v2", "golang.org/x/crypto"}, never: []string{"net/http", "database/sql"},
		because: "private seals and hides; it must not know what the text is about or where it goes"},
	noun("internal/relay"), noun("internal/region"), noun("internal/checkin"), noun("internal/casework"), noun("internal/tally"), noun("internal/directory"), noun("internal/understand"), noun("internal/offer"), noun("internal/taskforce"), noun("internal/deeplink"), noun("internal/voice"),
	{room: "internal/copies", inside: []string{"internal/voice"}, outside: []string{"golang.org/x/image"}, never: clean, pure: true,
		because: "copies computes a clean copy of a file; whose it is and where it goes is none of its business"},
	{room: "internal/voice/voicetest", inside: []string{"internal/voice"},
		because: "voicetest makes silent clips for tests and nothing else"},
	{room: "internal/region/gen", inside: []string{"internal/region"},
		because: "the generator makes region's tables and nothing else"},
	{room: "locales", because: "locales holds texts, no program"},
	{room: "flows", inside: nouns, outside: []string{"github.com/looplab/fsm"}, never: clean, pure: true,
		because: "the kernel is pure: time, ids and words come in with Env, wishes go out as effects"},
	{room: "flows/flowtest", inside: append([]string{"flows"}, nouns...), never: []string{"net", "database/sql", "log/slog"},
		because: "flowtest plays any flow and knows none in particular"},
	{room: "flows/*", inside: append([]string{"flows"}, nouns...), never: clean, pure: true,
		because: "a conversation is pure and knows neither the engine, nor stores, nor Telegram, nor another conversation"},
	{room: "internal/i18n", inside: []string{"internal/private", "internal/voice"}, outside: []string{"golang.org/x/text", "github.com/BurntSushi/toml", "github.com/nicksnyder/go-i18n/v2"}, never: []string{"net", "database/sql", "log/slog"},
		because: "i18n turns a key and data into text and knows nothing of who reads it"},
	{room: "internal/wording", inside: []string{"internal/i18n"}, outside: []string{"github.com/BurntSushi/toml"}, never: []string{"net", "database/sql", "os", "log/slog"},
		because: "wording reads and writes the texts for speakers; where the files are and what is said in them is none of its business"},
	{room: "internal/screens", inside: append([]string{"flows", "flows/flowtest"}, nouns...), never: []string{"net", "database/sql", "os", "log/slog"},
		because: "screens plays any conversation and draws it; it knows none in particular"},
	{room: "internal/engine", inside: append([]string{"flows", "internal/i18n"}, nouns...), never: []string{"net", "net/http", "database/sql", "os"},
		because: "the engine declares the small interfaces it needs; those who meet them are chosen in internal/app"},
	{room: "internal/session", inside: append([]string{"internal/engine", "flows"}, nouns...), outside: []string{"github.com/redis/go-redis/v9"},
		because: "an edge knows one outside thing and never another edge"},
	{room: "internal/store", inside: append([]string{"internal/engine", "flows"}, nouns...), outside: []string{"github.com/jackc/pgx/v5", "github.com/pressly/goose/v3", "modernc.org/sqlite", "zombiezen.com/go/sqlite"}, never: []string{"net/http"},
		because: "an edge knows one outside thing and never another edge"},
	{room: "internal/outbox", inside: append([]string{"internal/engine"}, nouns...), outside: []string{"github.com/go-redis/redis_rate/v10", "github.com/redis/go-redis/v9"}, never: []string{"net/http", "database/sql"},
		because: "the outbox delivers what others committed; it knows neither the texts nor the channel"},
	{room: "internal/ledger", inside: append([]string{"internal/engine"}, nouns...), never: []string{"net", "net/http", "database/sql", "log/slog"},
		because: "the ledger is a folder of its own; what it outlives is none of its business"},
	{room: "internal/evidence", outside: []string{"filippo.io/age"}, never: []string{"net", "net/http", "database/sql", "os", "log/slog"},
		because: "evidence writes and checks packs; where their content is kept is none of its business"},
	{room: "internal/kms", never: []string{"database/sql", "log", "log/slog", "os"},
		because: "kms asks a key service; what it seals is none of its business"},
	{room: "internal/kms/kmstest", because: "kmstest plays a key service and nothing else"},
	{room: "internal/leakscan", never: []string{"net", "net/http", "database/sql", "log/slog"},
		because: "leakscan looks for words in bytes; whose they are and where the bytes come from is none of its business"},
	{room: "bot", inside: append([]string{"internal/engine", "flows"}, nouns...), outside: []string{"github.com/go-telegram/bot"}, never: []string{"database/sql"},
		because: "bot is the only room that knows Telegram, and Telegram is all it knows"},
	{room: "internal/cell", outside: []string{"golang.org/x/sys/unix"}, never: []string{"net", "net/http", "database/sql", "log", "log/slog"},
		because: "cell limits a process; what is done in it is none of its business"},
	{room: "internal/ocr", inside: []string{"internal/cell"}, outside: []string{"github.com/ledongthuc/pdf", "golang.org/x/image"}, never: []string{"net", "database/sql", "log", "log/slog"},
		because: "ocr knows one outside thing, the program that reads pictures, and never whose picture it is"},
	{room: "internal/ocr/ocrtest", outside: []string{"golang.org/x/image"},
		because: "ocrtest draws advertisements for tests and nothing else"},
	{room: "internal/emulator", because: "the emulator behaves as Telegram does towards any bot; it must not know this one"},
	{room: "internal/loadtest", inside: []string{"internal/emulator"}, outside: []string{"github.com/go-telegram/bot", "github.com/redis/go-redis/v9"}, never: []string{"database/sql"},
		because: "loadtest plays people on phones; how the program under test works is none of its business"},
	{room: "internal/poster", inside: []string{"internal/region", "internal/deeplink"}, outside: []string{"codeberg.org/go-pdf/fpdf", "github.com/skip2/go-qrcode", "golang.org/x/image"}, never: clean, pure: true,
		because: "the poster draws a page; who prints it and where is none of its business"},
	{room: "internal/gauge", outside: []string{"golang.org/x/image"}, never: clean, pure: true,
		because: "the gauge draws a score; whose it is and who sees it is none of its business"},
	{room: "internal/oversight", inside: nouns, outside: []string{"codeberg.org/go-pdf/fpdf", "github.com/BurntSushi/toml", "github.com/go-analyze/charts", "github.com/xuri/excelize/v2", "golang.org/x/image", "golang.org/x/time"}, never: []string{"database/sql", "os"},
		because: "oversight shows sums that may be shown; where they are kept, and who sits where, it asks through small interfaces"},
	{room: "internal/simulate", inside: nouns, never: []string{"net", "database/sql", "os", "log", "log/slog", "crypto/rand"},
		because: "simulate makes up a year by the rules that real work goes by; where it is put is none of its business"},
	{room: "internal/config", outside: []string{"github.com/caarlos0/env/v11"}, never: []string{"net/http", "database/sql", "log/slog"},
		because: "config reads settings; what they are used for is none of its business"},
	{room: "internal/app", inside: []string{"*"}, outside: []string{"github.com/prometheus/client_golang", "github.com/redis/go-redis/v9"},
		because: "app puts the parts together; what a part needs from outside it brings itself"},
	{room: "internal/e2e", inside: []string{"flows/flowtest", "internal/emulator"},
		because: "e2e uses the doors that people and operators use"},
	{room: "internal/soak", inside: []string{"internal/app", "internal/emulator", "internal/engine", "internal/outbox", "internal/session", "internal/store", "internal/config", "internal/private", "internal/casework", "internal/taskforce", "internal/region"},
		because: "soak lives with the whole house and decides nothing that the house decides"},
	{room: "internal/archtest", because: "archtest knows rooms by name only"},
	{room: "cmd/siaga", inside: []string{"*"}, outside: []string{"github.com/alecthomas/kong"}, never: []string{"database/sql"},
		because: "a command reads its arguments and calls app; work belongs into the rooms"},
}

// guests are the rooms that may import these ones, tests included.
var guests = map[string][]string{
	"internal/app":  {"cmd/siaga", "internal/e2e", "internal/soak"},
	"internal/soak": {},
	"cmd/siaga":     {},
	"internal/e2e":  {},
}

// longFiles may have more than maxLines lines, each for a reason.
var longFiles = map[string]string{}

// noun is the row of a noun: those before it in the list, and small pure libraries.
func noun(room string) row {
	r := row{room: room, outside: smallLibraries, never: clean, pure: true,
		because: "nouns are pure and know only the standard library and the nouns below them"}
	for _, n := range nouns {
		if n == room {
			break
		}
		r.inside = append(r.inside, n)
	}
	return r
}
