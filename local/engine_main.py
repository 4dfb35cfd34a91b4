"""The engine's own process: its patches, then its main. Started by `local.engine`, never by hand."""

from __future__ import annotations

import os
import signal
import sys
import threading


def end_with_parent() -> None:
    """Wait for the parent's end of our stdin to close, however the parent died, then end in good order."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Patch the engine and run it until it is told to stop."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    from local import engine_patches

    engine_patches.apply()
    from ministack import app

    sys.argv = ["ministack"]
    app.main()


if __name__ == "__main__":
    main()
