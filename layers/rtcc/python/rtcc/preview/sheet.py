"""A contact sheet: small pictures side by side, drawn and encoded by us, with nothing of the file's metadata."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import av

from rtcc.preview.model import MOST_FRAMES

_COLUMNS, _WIDTH, _HEIGHT, _GAP = 4, 320, 180, 4
_BLACK = (16, 128, 128)
_FORMAT = "yuv420p"
_FINE = 3  # of 2 (the best) to 31


class Sheet:
    """Takes decoded pictures one by one."""

    def __init__(self) -> None:
        self._pictures: list[Any] = []

    @property
    def count(self) -> int:
        """How many it has."""
        return len(self._pictures)

    def add(self, frame: Any) -> None:
        """Take one more, made small; what comes after the twelfth is left out."""
        if self.count < MOST_FRAMES:
            scale = min(_WIDTH / frame.width, _HEIGHT / frame.height)
            width, height = (max(2, int(side * scale) // 2 * 2) for side in (frame.width, frame.height))
            self._pictures.append(frame.reformat(width=width, height=height, format=_FORMAT))

    def drawn(self) -> Any:
        """The sheet as one picture."""
        columns = min(self.count, _COLUMNS)
        rows = -(-self.count // _COLUMNS)
        sheet: Any = av.VideoFrame(columns * (_WIDTH + _GAP), rows * (_HEIGHT + _GAP), _FORMAT)
        for n, plane in enumerate(sheet.planes):
            plane.update(self._plane(n, plane))
        return sheet

    def _plane(self, n: int, plane: Any) -> bytes:
        """One plane's rows: black, and over it each picture's rows in their place."""
        half = 1 if n == 0 else 2
        drawn = bytearray([_BLACK[n]]) * plane.buffer_size
        for number, picture in enumerate(self._pictures):
            row, column = divmod(number, _COLUMNS)
            top = (row * (_HEIGHT + _GAP) + (_HEIGHT - picture.height) // 2) // half
            left = (column * (_WIDTH + _GAP) + (_WIDTH - picture.width) // 2) // half
            part = picture.planes[n]
            pixels, wide = bytes(part), part.width
            for y in range(part.height):
                at = (top + y) * plane.line_size + left
                drawn[at : at + wide] = pixels[y * part.line_size : y * part.line_size + wide]
        return bytes(drawn)


def jpeg(picture: Any, mark: str, *, fine: bool = False) -> bytes:
    """A picture as one JPEG; `mark` is its comment. A `fine` one is larger, and shows what a photo shows."""
    coder: Any = av.CodecContext.create("mjpeg", "w")
    coder.width, coder.height, coder.pix_fmt = picture.width, picture.height, "yuvj420p"
    coder.time_base, coder.thread_count = Fraction(1, 25), 1
    if fine:
        coder.qmin = coder.qmax = _FINE
    whole = picture.reformat(format="yuvj420p")
    made = b"".join(bytes(packet) for packet in (*coder.encode(whole), *coder.encode(None)))
    said = mark.encode()
    return made[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + made[2:]
