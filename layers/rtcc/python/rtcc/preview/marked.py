"""Makes the one thing that is shown of a file under a mark: a movie, a photo's picture, or else a contact sheet.

It runs only in the confined child (abuse 13). It has no way to write a picture that does not bear the words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, BinaryIO

from rtcc.preview import movie, still
from rtcc.preview.model import DRAWN, MOVIE, PICTURE, SHEET
from rtcc.preview.watermark import LEAST, Watermark


def make(
    file: BinaryIO, kind: str, outs: Mapping[str, BinaryIO], *, minutes: int, mark: str, words: Watermark
) -> dict[str, Any]:
    """Write it to that one of `outs` whose name is told; a movie is `minutes` long at most."""
    if kind in ("jpeg", "png"):
        still.picture(file, kind, outs[PICTURE], mark=mark, lay=words.lay, least=LEAST)
        return {"name": PICTURE, "how": DRAWN}
    try:
        made = movie.burned(file, kind, outs[MOVIE], minutes=minutes, mark=mark, lay=words.lay, least=LEAST)
        if made.how:
            return {"name": MOVIE, **dataclasses.asdict(made)}
    except (ValueError, OSError, MemoryError):
        pass  # then the pictures that can be decoded are shown side by side
    still.sheet(file, kind, outs[SHEET], mark=mark, lay=words.lay)
    return {"name": SHEET, "how": DRAWN}
