"""Has the templates synthesized by a child process, so that what it starts and holds is gone when it is done."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from local.city_file import ROOT
from local.progress import Stopped

_RUN = "from infrastructure.synth import synth; print(synth(local=True))"
_WITHIN = 180


def begin() -> subprocess.Popen[str]:
    """Start it; the engine can start meanwhile."""
    if shutil.which("node") is None:
        raise Stopped("Node.js 20 or newer is needed and was not found: sudo apt-get install -y nodejs npm")
    return subprocess.Popen(
        [sys.executable, "-c", _RUN],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # it starts others, which must end with it
    )


def finish(process: subprocess.Popen[str]) -> Path:
    """Wait for it and give the folder of the assembly. Raises Stopped with the last thing it said."""
    try:
        out, err = process.communicate(timeout=_WITHIN)
    except subprocess.TimeoutExpired:
        raise Stopped(f"The templates were not synthesized within {_WITHIN} s.") from None
    if process.returncode:
        said = err.strip().splitlines() or ["it said nothing"]
        raise Stopped(f"The templates could not be synthesized: {said[-1]} (see `make synth`)")
    return Path(out.strip().splitlines()[-1])


def end(process: subprocess.Popen[str]) -> None:
    """End it when the city ends before it is done."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
