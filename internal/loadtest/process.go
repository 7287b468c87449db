package loadtest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is the program under test while it runs.
type process struct {
	cmd   *exec.Cmd
	ended chan error
	began time.Time
	ready time.Duration // from the start to the word
}

// readyWord is what a program under test prints on its output once it takes updates.
const readyWord = "ready"

// begin starts the program and waits until it says that it is ready.
func begin(ctx context.Context, cmd *exec.Cmd) (*process, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	p := &process{cmd: cmd, ended: make(chan error, 1), began: time.Now()}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the program: %w", err)
	}
	said := make(chan struct{})
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != readyWord {
		}
		close(said)
		_, _ = io.Copy(io.Discard, out)
		p.ended <- cmd.Wait()
	}()
	select {
	case <-said:
		p.ready = time.Since(p.began)
	case <-ctx.Done():
		_ = p.end()
		return nil, ctx.Err()
	}
	select {
	case err := <-p.ended:
		return nil, fmt.Errorf("the program ended at once: %w: %s", errors.Join(err), lastLine(stderr.String()))
	case <-time.After(20 * time.Millisecond):
		return p, nil
	}
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// end asks the program to stop, and makes it stop after a while.
func (p *process) end() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case err := <-p.ended:
		return err
	case <-time.After(15 * time.Second):
		_ = p.cmd.Process.Kill()
		return errors.New("the program did not stop within 15 seconds")
	}
}

// ticksPerSecond is the unit of the times in /proc (USER_HZ, 100 on every Linux that Go runs on).
const ticksPerSecond = 100

// cpu is the time of processors the program has used, as user and for the system. Only Linux tells it here.
func (p *process) cpu() (time.Duration, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, fmt.Errorf("read the processor time: %w", err)
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, errors.New("read the processor time: a line of another form")
	}
	user, _ := strconv.ParseInt(fields[11], 10, 64)
	system, _ := strconv.ParseInt(fields[12], 10, 64)
	return time.Duration(user+system) * time.Second / ticksPerSecond, nil
}

// memory is what the program holds in memory now, in bytes.
func (p *process) memory() int64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return n << 10
		}
	}
	return 0
}
