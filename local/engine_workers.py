"""A patch of the engine: its function workers are forked from one process that has read the installed packages.

Each worker would read boto3 and all else anew, about a second of a processor, and a city has dozens. What a worker sees
stays the same: its layers, its asset and the installed packages, and nothing of this repository.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path
from typing import IO, Any

from local import nursery

RUNNER = "python-of-lambda"  # in place of an interpreter: whatever is to run with it comes from the nursery


class Worker:
    """One forked worker, as far as the engine looks at a `subprocess.Popen`. How it ended is not told."""

    def __init__(self, ended: int, streams: tuple[IO[str], IO[str], IO[str]]) -> None:
        self._ended = ended
        self.stdin, self.stdout, self.stderr = streams
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """0 when it has ended, else None."""
        if self.returncode is None and select.select([self._ended], [], [], 0)[0]:
            self.returncode = 0
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises TimeoutExpired."""
        if self.returncode is None and not select.select([self._ended], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(RUNNER, timeout or 0)
        self.returncode = 0
        return 0

    def terminate(self) -> None:
        """Ask it to end."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._signal(signal.SIGKILL)

    def _signal(self, what: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._ended, what)

    def __del__(self) -> None:
        os.close(self._ended)


class Nursery:
    """The process that forks workers: started with the first, gone with the engine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._packages = sysconfig.get_path("purelib")

    def spawn(self, script: str, *, cwd: str, env: dict[str, str]) -> Worker:
        """A worker that runs that script, in that folder, with that environment. Raises OSError."""
        (asks, stdin), (stdout, answers), (stderr, complaints) = os.pipe(), os.pipe(), os.pipe()
        told = {"script": script, "cwd": cwd, "environment": env | {"PYTHONPATH": self._packages}}
        try:
            ended = self._fork(json.dumps(told).encode(), [asks, answers, complaints])
        except BaseException:
            for fd in (stdin, stdout, stderr):
                os.close(fd)
            raise
        finally:
            for fd in (asks, answers, complaints):
                os.close(fd)
        write = os.fdopen(stdin, "w", buffering=1, encoding="utf-8")
        return Worker(ended, (write, os.fdopen(stdout, encoding="utf-8"), os.fdopen(stderr, encoding="utf-8")))

    def _fork(self, request: bytes, fds: list[int]) -> int:
        with self._lock:
            if self._line is None:
                self._line = self._begin()
            line, self._line = self._line, None
            socket.send_fds(line, [request], fds)
            _, ended, _, _ = socket.recv_fds(line, 1, 1)
            if not ended:  # it died of this: the next worker's begins anew
                raise ConnectionResetError("the process that forks function workers has ended")
            self._line = line
            return ended[0]

    def _begin(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = os.environ | {"PYTHONPATH": self._packages}
        with theirs:  # without `site` and its own folder it sees nothing of this repository
            subprocess.Popen(
                [sys.executable, "-S", "-P", str(Path(nursery.__file__)), str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment,
            )
        return ours


class _Subprocess:
    """The module `subprocess`, but for what is started with our runner."""

    def __init__(self) -> None:
        self._nursery = Nursery()

    def __getattr__(self, name: str) -> Any:
        return getattr(subprocess, name)

    def Popen(self, args: list[str], **how: Any) -> Any:
        """A worker of the nursery, or a process."""
        if args[0] != RUNNER:
            return subprocess.Popen(args, **how)
        return self._nursery.spawn(args[1], cwd=how["cwd"], env=how["env"])


def fork_workers(lambda_runtime: Any) -> None:
    """Fork Python workers. They see their layers, their asset and the installed packages only."""
    detect = lambda_runtime._detect_runtime_binary

    def detect_ours(runtime: str) -> Any:
        binary, script = detect(runtime)
        return (RUNNER if runtime.startswith("python") else binary), script

    lambda_runtime._detect_runtime_binary = detect_ours
    lambda_runtime.subprocess = _Subprocess()
