"""Pictures that do not move, under a mark: a photo at the size of a screen, or the contact sheet of a video.

It runs only in the confined child (abuse 13).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, BinaryIO

from rtcc.preview.decoder import confine, gathered, opened, upright
from rtcc.preview.encoder import fitted
from rtcc.preview.movie import Lay
from rtcc.preview.sheet import jpeg

_WIDE, _HIGH = 1920, 1080
_FORMAT = "yuv420p"


def picture(file: BinaryIO, kind: str, out: BinaryIO, *, mark: str, lay: Lay, least: int) -> None:
    """Write the file's first picture, upright. Raises ValueError when there is none."""
    with opened(file, kind) as found:
        video = found.streams.video[0]
        confine(video)
        first = next(found.decode(video), None)
        if first is None:
            raise ValueError("not one picture of it can be decoded")
        shown = upright(first)
        width, height = fitted(shown, _WIDE, _HIGH, least)
        _write(shown.reformat(width=width, height=height, format=_FORMAT), out, mark, lay)


def sheet(file: BinaryIO, kind: str, out: BinaryIO, *, mark: str, lay: Lay) -> None:
    """Write a sheet of up to twelve pictures. Raises ValueError when there is none."""
    with opened(file, kind) as found:
        video = found.streams.video[0]
        confine(video)
        _write(gathered(found, video).drawn(), out, mark, lay)


def _write(shown: Any, out: BinaryIO, mark: str, lay: Lay) -> None:
    shown.pts, shown.time_base = 0, Fraction(1, 1000)
    out.write(jpeg(lay(shown, 0), mark, fine=True))
