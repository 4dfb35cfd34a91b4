"""Reads the elements of Matroska and WebM (RFC 9559): they must follow one another to the end of the file."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from rtcc.preview.model import MOST_TABLE, Look, Unreadable, must_be_sane
from rtcc.preview.spans import CUT_OFF, MOST_PARTS, Source, Span

_EBML, _SEGMENT, _CLUSTER = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67", b"\x1f\x43\xb6\x75"
_INFO, _TRACKS, _ATTACHED = b"\x15\x49\xa9\x66", b"\x16\x54\xae\x6b", b"\x19\x41\xa4\x69"
_OTHERS = frozenset((b"\x1c\x53\xbb\x6b", b"\x11\x4d\x9b\x74", b"\x12\x54\xc3\x67", b"\x10\x43\xa7\x70"))
_IN_CLUSTER = frozenset((b"\xe7", b"\xa3", b"\xa0", b"\xab", b"\xa7"))
_KNOWN = {_EBML, _SEGMENT, _CLUSTER, _INFO, _TRACKS, b"\xec", b"\xbf"} | _OTHERS | _IN_CLUSTER
_OPEN = (_SEGMENT, _CLUSTER)  # what may have no length of its own: its children follow one another


def look(source: Source) -> Look:
    """Kind, dimensions and time. Raises Unreadable."""
    width = height = duration = 0
    for part in _flat(source):
        if part.kind == _ATTACHED:
            raise Unreadable("it carries other files within it")
        if part.kind not in _KNOWN:
            raise Unreadable("it holds something that is not video")
        if part.kind in (_INFO, _TRACKS) and part.bytes > MOST_TABLE:
            raise Unreadable("its table of contents is larger than any recording needs")
        if part.kind == _INFO:
            duration = _milliseconds(source, part)
        if part.kind == _TRACKS:
            width, height = _picture(source, part)
    if not width:
        raise Unreadable("there is no picture in it")
    must_be_sane(width, height, duration)
    return Look("mkv", width, height, duration)


def _flat(source: Source) -> Iterator[Span]:
    """Elements one after the other: of a segment its children, of others the whole."""
    at = 0
    for _ in range(MOST_PARTS):
        if at == source.size:
            return
        part, is_open = _element(source, at)
        if part.end > source.size:
            raise Unreadable(CUT_OFF)
        yield part
        at = part.start if is_open or part.kind == _SEGMENT else part.end
    raise Unreadable("it has more parts than any recording")


def _element(source: Source, at: int) -> tuple[Span, bool]:
    first = source.number(at, 1)
    width = 9 - first.bit_length()
    if width > 4:
        raise Unreadable("it holds something that is not video")
    kind, at = source.take(at, width), at + width
    first = source.number(at, 1)
    width = 9 - first.bit_length()
    if width > 8:
        raise Unreadable(CUT_OFF)
    size = source.number(at, width) & ((1 << 7 * width) - 1)
    is_open = size == (1 << 7 * width) - 1
    if is_open and kind not in _OPEN:
        raise Unreadable("a part of it does not say where it ends")
    start = at + width
    return Span(kind, start, source.size if is_open else start + size), is_open


def _children(source: Source, outer: Span) -> Iterator[Span]:
    at = outer.start
    while at < outer.end:
        part, _ = _element(source, at)
        if part.end > outer.end:
            raise Unreadable(CUT_OFF)
        yield part
        at = part.end


def _milliseconds(source: Source, info: Span) -> int:
    scale, length = 1_000_000, 0.0
    for part in _children(source, info):
        if part.kind == b"\x2a\xd7\xb1" and part.bytes <= 8:
            scale = source.number(part.start, part.bytes)
        if part.kind == b"\x44\x89" and part.bytes in (4, 8):
            (length,) = struct.unpack(">f" if part.bytes == 4 else ">d", source.take(part.start, part.bytes))
    lasts = length * scale / 1e6
    return int(lasts) if math.isfinite(lasts) and lasts >= 0 else -1


def _picture(source: Source, tracks: Span) -> tuple[int, int]:
    width = height = 0
    for part in _inside(source, tracks, b"\xae", b"\xe0"):
        if part.kind == b"\xb0" and part.bytes <= 8:
            width = max(width, source.number(part.start, part.bytes))
        if part.kind == b"\xba" and part.bytes <= 8:
            height = max(height, source.number(part.start, part.bytes))
    return width, height


def _inside(source: Source, outer: Span, *path: bytes) -> list[Span]:
    """The elements within those that lie at the end of the path."""
    found = [outer]
    for kind in path:
        found = [part for one in found for part in _children(source, one) if part.kind == kind]
    return [part for one in found for part in _children(source, one)]
