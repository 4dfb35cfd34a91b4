"""A process of the city beside the engine: it ends when the city ends, however the city ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from local.city_file import ROOT

_ENDS_WITHIN = 12.0


@dataclass(frozen=True)
class Child:
    """A running `python -m module`. It must end when its stdin closes: the kernel closes it when we die."""

    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """Of the process, which also names its group."""
        return self.process.pid

    def stop(self) -> None:
        """Close its stdin and wait; then end whatever is left of its group."""
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(_ENDS_WITHIN)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait(_ENDS_WITHIN)


def start(module: str, *arguments: str, log: Path, environment: dict[str, str] | None = None) -> Child:
    """Start a module of this repository; what it says goes into `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=os.environ | (environment or {}),
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is the city's to handle
        )
    return Child(process)
