//go:build linux && (amd64 || arm64)

package cell

import (
	"errors"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// offline takes the network from this process and from whatever it becomes: a filter of system calls (seccomp(2)) answers EPERM where
// a socket would be made, another process looked into, or the filter of a ring of calls passed by. A kernel without such filters leaves
// the other limits.
func offline() error {
	var arch uint32 = unix.AUDIT_ARCH_X86_64
	if runtime.GOARCH == "arm64" {
		arch = unix.AUDIT_ARCH_AARCH64
	}
	const (
		load  = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		least = unix.BPF_JMP | unix.BPF_JGE | unix.BPF_K
		give  = unix.BPF_RET | unix.BPF_K
	)
	refused := []uint32{unix.SYS_SOCKET, unix.SYS_SOCKETPAIR, unix.SYS_CONNECT, unix.SYS_BIND, unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV,
		unix.SYS_PROCESS_VM_WRITEV, unix.SYS_IO_URING_SETUP, unix.SYS_KILL}
	n := len(refused)
	code := []unix.SockFilter{
		{Code: load, K: 4},                          // the architecture of the call
		{Code: equal, K: arch, Jf: uint8(n + 3)},    //nolint:gosec // a dozen lines
		{Code: load, K: 0},                          // its number
		{Code: least, K: 1 << 30, Jt: uint8(n + 1)}, //nolint:gosec // the x32 calls of an amd64 kernel
	}
	for i, call := range refused {
		code = append(code, unix.SockFilter{Code: equal, K: call, Jt: uint8(n - i)}) //nolint:gosec // as above
	}
	code = append(code, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ALLOW}, unix.SockFilter{Code: give, K: unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)})
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	program := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}                                                                            //nolint:gosec // as above
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&program))) //nolint:gosec // the only way to it
	runtime.KeepAlive(code)
	if errno == 0 || errors.Is(errno, unix.ENOSYS) || errors.Is(errno, unix.EINVAL) || errors.Is(errno, unix.EPERM) {
		return nil
	}
	return errno
}
