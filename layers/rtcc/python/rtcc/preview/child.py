"""The confined child: `python -m rtcc.preview.child KIND SOURCE SHEET VIDEO` decodes, and says what it saw as JSON."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path

from rtcc.preview import sandbox


def main(kind: str, source: str, sheet: str, video: str) -> None:
    """Limit, open, close the doors, and only then read what came from outside."""
    sandbox.limit()
    from rtcc.preview import decoder  # after the limits: it brings FFmpeg with it

    decoder.bring_all()
    with Path(source).open("rb") as file, Path(sheet).open("wb") as pictures, Path(video).open("wb") as movie:
        is_closed = sandbox.close()
        found = decoder.sheet(file, kind, pictures)
        pictures.flush()
        told = dataclasses.asdict(found) | {"tool": decoder.tool(), "is_closed": is_closed, "is_playable": False}
        # The sheet stands, whatever the second pass through the file does.
        try:
            told["is_playable"] = decoder.movie(file, kind, movie)
        except (ValueError, OSError, MemoryError) as trouble:
            told["trouble"] = type(trouble).__name__
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)  # nothing else of this process is to run


if __name__ == "__main__":
    main(*sys.argv[1:5])
