"""Takes from this very process what it does not need any more: memory, time, and the right to reach anything new."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct

_CPU_SECONDS, _MEMORY, _FILE = 480, 2 * 2**30, 2**31 + 2**26
_LAST = 19  # of the kernel's order of niceness
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
# By machine: the number by which the kernel knows it, and those of its calls that open files, reach other processes
# or networks, start programs, or become another user. What is open already stays open.
_INTEL, _ARM = 0xC000003E, 0xC00000B7
_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    # open, socket … socketpair, fork, vfork, execve, kill, rename … symlink, ptrace, mknod, mount, tkill, tgkill;
    # openat … symlinkat, unshare, process_vm_*, renameat2, bpf, execveat, io_uring_*, pidfd_*, openat2
    "x86_64": (
        _INTEL,
        (
            *(2, *range(41, 54), 57, 58, 59, 62, *range(82, 89), 101, 133, 165, 200, 234),
            *(257, 258, 259, 263, 264, 265, 266, 272, 310, 311, 316, 321, 322, 425, 426, 427, 434, 437, 438),
        ),
    ),
    "aarch64": (
        _ARM,
        (
            *(*range(33, 39), 56, 97, 117, 129, 130, 131, *range(198, 213), 221),
            *(270, 271, 276, 280, 281, 425, 426, 427, 434, 437, 438),
        ),
    ),
}


def limit(cpu_seconds: int = _CPU_SECONDS) -> None:
    """Bound what this process may use, before it touches anything from outside (abuse 13)."""
    for what, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    os.nice(_LAST)  # at home a city shares its processors with this: nobody waits for a picture


def close() -> bool:
    """From here on nothing can be opened, connected to or started. False where the kernel does not know how.

    A call that is refused answers "not permitted"; a call of another machine's numbering ends the process.
    """
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    machine, calls = known
    program = b"".join(_steps(machine, calls))
    code = ctypes.create_string_buffer(program)
    told = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(kernel.prctl(_SECCOMP, _FILTER, ctypes.create_string_buffer(told), 0, 0) == 0)


def _steps(machine: int, calls: tuple[int, ...]) -> list[bytes]:
    """A filter in the kernel's own small language (BPF): refuse these calls, allow the others."""
    load, equal, at_least, any_of, answer = 0x20, 0x15, 0x35, 0x45, 0x06

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    steps = [step(load, 4), step(equal, machine, 1, 0), step(answer, 0), step(load, 0)]
    if machine == _INTEL:  # its 32-bit twin of numbers is refused as a whole
        steps += [step(at_least, 0x40000000, 0, 1), step(answer, 0)]
    # A thread may be made (the decoder scales pictures with some), a process may not; the newer call for both keeps
    # what it is asked for where no filter can read it, so that it "does not exist" and the older one is used.
    clone = 56 if machine == _INTEL else 220
    steps += [step(equal, clone, 0, 4), step(load, 16), step(any_of, 0x10000, 0, 1), step(answer, _ALLOW)]
    steps += [step(answer, _REFUSE), step(equal, 435, 0, 1), step(answer, 0x00050000 | errno.ENOSYS)]
    for number in calls:
        steps += [step(equal, number, 0, 1), step(answer, _REFUSE)]
    return [*steps, step(answer, _ALLOW)]
