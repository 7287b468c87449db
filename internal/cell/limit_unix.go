//go:build linux || darwin

package cell

import (
	"os"
	"runtime/debug"
	"syscall"
)

// Possible tells whether this system can limit a process.
const Possible = true

// What such a process may use: seconds of the processor, memory, no file that it writes, and hardly any that it opens.
const (
	cpuSeconds = 20
	memory     = 512 << 20 // bytes that can be written to; a reading takes about 150 MB
	openFiles  = 64
)

// Limit takes from this process what it must not use. The program that it becomes cannot take it back. RLIMIT_DATA counts all memory that can
// be written to, mapped memory too (getrlimit(2), since Linux 4.7). A limit on addresses (RLIMIT_AS) is left out: a Go program has reserved more of
// them than that when it starts, and now and then died between the limit and becoming the other program.
func Limit() error {
	debug.SetMemoryLimit(200 << 20)
	_ = syscall.Setpriority(syscall.PRIO_PROCESS, 0, 10) // people who write go first
	for kind, most := range map[int]uint64{
		syscall.RLIMIT_CPU: cpuSeconds, syscall.RLIMIT_DATA: memory, syscall.RLIMIT_FSIZE: 0, syscall.RLIMIT_CORE: 0, syscall.RLIMIT_NOFILE: openFiles,
	} {
		if err := syscall.Setrlimit(kind, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
			return err
		}
	}
	return offline()
}

// Become replaces this process by another program, with its limits.
func Become(path string, args ...string) error { return syscall.Exec(path, args, os.Environ()) }
