"""The confined child that marks: `python -m rtcc.preview.marking_child KIND SOURCE FOLDER MINUTES MARK LINE…`."""

from __future__ import annotations

import json
import os
import sys
from contextlib import ExitStack
from pathlib import Path

from rtcc.preview import sandbox
from rtcc.preview.model import MOVIE, PICTURE, SHEET

_CPU_SECONDS = 760


def main(kind: str, source: str, folder: str, minutes: str, mark: str, *lines: str) -> None:
    """Limit, open, close the doors, and only then read what came from outside."""
    sandbox.limit(_CPU_SECONDS)
    from rtcc.preview import decoder, marked, watermark  # after the limits: they bring FFmpeg with them

    decoder.bring_all()
    words = watermark.Watermark(*lines)
    with ExitStack() as files:
        file = files.enter_context(Path(source).open("rb"))
        outs = {name: files.enter_context((Path(folder) / name).open("wb")) for name in (MOVIE, PICTURE, SHEET)}
        is_closed = sandbox.close()
        mark += f" Made by {decoder.tool()}."
        made = marked.make(file, kind, outs, minutes=int(minutes), mark=mark, words=words)
    sys.stdout.write(json.dumps(made | {"tool": decoder.tool(), "is_closed": is_closed}))
    sys.stdout.flush()
    os._exit(0)  # nothing else of this process is to run


if __name__ == "__main__":
    main(*sys.argv[1:])
