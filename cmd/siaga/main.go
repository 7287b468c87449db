package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"siaga/internal/config"
)

// Exit codes: done, failed, wrong usage or configuration.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	pictureChild(os.Args[1:])
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdin, os.Stdout, os.Stderr}, os.Environ()))
}

// streams are where a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run does one command and gives the exit code.
func run(ctx context.Context, args []string, io streams, environ []string) int {
	var cli CLI
	ended := -1
	parser, err := kong.New(&cli, kong.Name("siaga"), kong.Description(about), kong.Writers(io.out, io.err),
		kong.Exit(func(code int) { ended = code }), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(io), kong.Bind(environment(environ)), kong.BindTo(ctx, (*context.Context)(nil)))
	if err != nil {
		return fail(io, err)
	}
	command, err := parser.Parse(args)
	if ended >= 0 {
		return ended // --help, --version
	}
	if err != nil {
		return fail(io, config.Bad("%v; see siaga --help", err))
	}
	if err := command.Run(); err != nil {
		return fail(io, err)
	}
	return exitDone
}

// fail writes one sentence and chooses the code.
func fail(io streams, err error) int {
	fmt.Fprintln(io.err, "siaga:", strings.Join(strings.Fields(err.Error()), " "))
	var bad *config.Error
	if errors.As(err, &bad) {
		return exitUsage
	}
	return exitFailed
}

// environment is the process's environment, "NAME=value".
type environment []string
