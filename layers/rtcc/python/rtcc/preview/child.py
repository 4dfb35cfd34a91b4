"""The confined child: `python -m rtcc.preview.child KIND SOURCE SHEET VIDEO MINUTES MARK` decodes, and says JSON."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from pathlib import Path

from rtcc.preview import sandbox


def main(kind: str, source: str, sheet: str, video: str, minutes: str, mark: str) -> None:
    """Limit, open, close the doors, and only then read what came from outside."""
    sandbox.limit()
    from rtcc.preview import decoder, movie  # after the limits: they bring FFmpeg with them

    decoder.bring_all()
    with Path(source).open("rb") as file, Path(sheet).open("wb") as pictures, Path(video).open("wb") as moving:
        is_closed = sandbox.close()
        mark += f" Made by {decoder.tool()}."
        found = decoder.sheet(file, kind, pictures, mark=mark)
        pictures.flush()
        told = dataclasses.asdict(found) | {"tool": decoder.tool(), "is_closed": is_closed, "movie": {"how": ""}}
        # The sheet stands, whatever the second pass through the file does.
        try:
            told["movie"] = dataclasses.asdict(movie.movie(file, kind, moving, minutes=int(minutes), mark=mark))
        except (ValueError, OSError, MemoryError) as trouble:
            told["trouble"] = type(trouble).__name__
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os._exit(0)  # nothing else of this process is to run


if __name__ == "__main__":
    main(*sys.argv[1:7])
