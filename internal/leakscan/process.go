package leakscan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// ErrNoProcesses says that this system does not show its processes as files.
var ErrNoProcesses = errors.New("this system shows no processes under /proc")

// Processes looks through arguments and environment of running programs of this name, as any process of the same user may. It gives the
// number of programs looked at, oneself included.
func (s *Scanner) Processes(program string) (n int, err error) {
	all, err := os.ReadDir("/proc")
	if err != nil {
		return 0, ErrNoProcesses
	}
	for _, p := range all {
		pid, err := strconv.Atoi(p.Name())
		if err != nil {
			continue
		}
		exe, err := os.Readlink(filepath.Join("/proc", p.Name(), "exe"))
		if err != nil || pid != os.Getpid() && filepath.Base(exe) != program {
			continue // of another user, or another program
		}
		n++
		for file, what := range map[string]string{"cmdline": Arguments, "environ": Environment} {
			raw, err := os.ReadFile(filepath.Join("/proc", p.Name(), file))
			if err == nil {
				s.Scan(what, raw)
			}
		}
	}
	if n == 0 {
		return 0, fmt.Errorf("look through processes: %w", ErrNoProcesses)
	}
	return n, nil
}

// Names of the sources of Processes.
const (
	Arguments   = "process arguments"
	Environment = "process environment"
)
