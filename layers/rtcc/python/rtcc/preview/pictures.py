"""Reads the parts of JPEG and PNG far enough to know their dimensions and that they end where the file ends."""

from __future__ import annotations

from rtcc.preview.model import Look, Unreadable, must_be_sane
from rtcc.preview.spans import CUT_OFF, MOST_PARTS, Source

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ENDLESS = "it does not end where a picture ends: it is cut off, or something follows it"


def jpeg(source: Source) -> Look:
    """A JPEG's dimensions, from its frame header (ITU-T T.81). Raises Unreadable."""
    at = 2
    for _ in range(1000):
        mark, size = source.take(at, 2), source.number(at + 2, 2)
        if mark[0] != 0xFF or size < 2:
            raise Unreadable(CUT_OFF)
        if mark[1] in _FRAMES:
            height, width = source.number(at + 5, 2), source.number(at + 7, 2)
            must_be_sane(width, height, 0)
            if source.some(source.size - 2, 2) != b"\xff\xd9":
                raise Unreadable(_ENDLESS)
            return Look("jpeg", width, height)
        at += 2 + size
    raise Unreadable("it has more parts than any picture")


def png(source: Source) -> Look:
    """A PNG's dimensions, from its first chunk; its chunks must cover the file (RFC 2083). Raises Unreadable."""
    width, height, at = source.number(16), source.number(20), 8
    must_be_sane(width, height, 0)
    for _ in range(MOST_PARTS):
        size, kind = source.number(at), source.take(at + 4, 4)
        at += 12 + size
        if at > source.size:
            raise Unreadable(CUT_OFF)
        if kind == b"IEND":
            if at != source.size:
                raise Unreadable(_ENDLESS)
            return Look("png", width, height)
    raise Unreadable("it has more parts than any picture")
