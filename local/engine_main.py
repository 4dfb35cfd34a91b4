"""The engine's own process: its patches, then its main. Started by `local.engine`, never by hand."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
from pathlib import Path

_orphaned = threading.Event()


def end_with_parent() -> None:
    """Wait for the parent's end of our stdin to close, however the parent died, then end in good order."""
    while os.read(0, 1):  # not by sys.stdin, whose lock would be held when the interpreter ends
        pass
    _orphaned.set()
    os.kill(os.getpid(), signal.SIGTERM)


def forget() -> None:
    """Remove what a city that is not kept leaves behind, when nobody else is left to do it."""
    if _orphaned.is_set() and os.environ["PERSIST_STATE"] != "1":
        shutil.rmtree(Path(os.environ["TMPDIR"]).parent, ignore_errors=True)


def main() -> None:
    """Patch the engine and run it until it is told to stop."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    from local import engine_patches

    engine_patches.apply()
    from ministack import app

    sys.argv = ["ministack"]
    try:
        app.main()
    finally:
        forget()


if __name__ == "__main__":
    main()
