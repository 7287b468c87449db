package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"siaga/internal/app"
	"siaga/internal/cell"
)

// program builds the command once for all tests and gives its path.
func program(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var built = sync.OnceValues(func() (string, error) {
	path := filepath.Join(builtIn, "siaga")
	out, err := exec.Command("go", "build", "-o", path, "siaga/cmd/siaga").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return path, nil
})

// builtIn is the folder of the built command; TestMain makes and removes it.
var builtIn string

// TestMain removes the built command at the end. This test program is also what the house in it starts for a stranger's file, and a house by
// itself: see asHouse.
func TestMain(m *testing.M) {
	if cell.Inside() && len(os.Args) > 1 && os.Args[1] == app.PictureCommand {
		os.Exit(app.Child(os.Args[2:], os.Stdin, os.Stdout))
	}
	if what := os.Getenv(asHouse); what != "" {
		if err := beHouse(what, os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	dir, err := os.MkdirTemp("", "siaga-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	builtIn = dir
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// tail is a writer that keeps what a process wrote, and tells when a word appears in it.
type tail struct {
	mu    sync.Mutex
	text  bytes.Buffer
	waits map[string]chan struct{}
}

// Write implements io.Writer.
func (w *tail) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	for word, found := range w.waits {
		if strings.Contains(w.text.String(), word) {
			close(found)
			delete(w.waits, word)
		}
	}
	return len(p), nil
}

// String gives all of it.
func (w *tail) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// seen is closed as soon as the process has written the word.
func (w *tail) seen(word string) <-chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := make(chan struct{})
	if strings.Contains(w.text.String(), word) {
		close(found)
		return found
	}
	if w.waits == nil {
		w.waits = map[string]chan struct{}{}
	}
	w.waits[word] = found
	return found
}

// child is a running command.
type child struct {
	cmd      *exec.Cmd
	out, err *tail
	ended    chan struct{}
	result   error // of Wait, to be read after ended
}

// begin starts a command with exactly this environment (and PATH).
func begin(path string, environ []string, args ...string) (*child, error) {
	c := &child{cmd: exec.Command(path, args...), out: &tail{}, err: &tail{}, ended: make(chan struct{})}
	c.cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, environ...)
	c.cmd.Stdout, c.cmd.Stderr = c.out, c.err
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { c.result = c.cmd.Wait(); close(c.ended) }()
	return c, nil
}

// await waits until the command has written a word to w.
func (c *child) await(ctx context.Context, w *tail, word string) error {
	select {
	case <-w.seen(word):
		return nil
	case <-c.ended:
		return fmt.Errorf("%s ended (%w) before it wrote %q:\n%s%s", c.cmd.Args, c.result, word, c.out, c.err)
	case <-ctx.Done():
		return fmt.Errorf("%s did not write %q in time:\n%s%s", c.cmd.Args, word, c.out, c.err)
	}
}

// end sends a signal and waits for the end.
func (c *child) end(ctx context.Context, s os.Signal) error {
	_ = c.cmd.Process.Signal(s) // it may have ended already
	select {
	case <-c.ended:
		return nil
	case <-ctx.Done():
		_ = c.cmd.Process.Kill()
		return fmt.Errorf("%s does not end after %v:\n%s", c.cmd.Args, s, c.err)
	}
}
