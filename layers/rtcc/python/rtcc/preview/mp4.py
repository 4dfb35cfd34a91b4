"""Reads the boxes of MP4 and MOV (ISO/IEC 14496-12): they must cover the file, and their numbers must be possible."""

from __future__ import annotations

from collections.abc import Iterator

from rtcc.preview.model import MOST_SAMPLES, MOST_TABLE, Look, Unreadable, must_be_sane
from rtcc.preview.spans import CUT_OFF, MOST_PARTS, Source, Span

_TOP = frozenset(
    b"ftyp styp moov moof mdat free skip wide sidx ssix mfra meta uuid udta prft emsg pdin pnot PICT".split()
)


def look(source: Source) -> Look:
    """Kind, dimensions and time. Raises Unreadable."""
    top = list(_boxes(source, 0, source.size))
    if strange := [box.kind for box in top if box.kind not in _TOP]:
        raise Unreadable(f"it holds something that is not video ({strange[0]!r})")
    movie = next((box for box in top if box.kind == b"moov"), None)
    if movie is None:
        raise Unreadable("it has no table of contents: the recording was broken off")
    if movie.bytes > MOST_TABLE:
        raise Unreadable("its table of contents is larger than any recording needs")
    width, height, duration = _movie(source, movie)
    must_be_sane(width, height, duration)
    brand = source.some(8, 4) if top[0].kind == b"ftyp" else b"qt  "
    return Look("mov" if brand == b"qt  " else "mp4", width, height, duration)


def _boxes(source: Source, start: int, end: int) -> Iterator[Span]:
    for _ in range(MOST_PARTS):
        if start == end:
            return
        size, kind, head = source.number(start), source.take(start + 4, 4), 8
        if size == 1:
            size, head = source.number(start + 8, 8), 16
        elif size == 0:
            size = end - start
        if size < head:
            raise Unreadable("a part of it is smaller than its own head")
        if start + size > end:
            raise Unreadable(CUT_OFF)
        yield Span(kind, start + head, start + size)
        start += size
    raise Unreadable("it has more parts than any recording")


def _inside(source: Source, box: Span, *path: bytes) -> list[Span]:
    found = [box]
    for kind in path:
        found = [one for outer in found for one in _boxes(source, outer.start, outer.end) if one.kind == kind]
    return found


def _movie(source: Source, movie: Span) -> tuple[int, int, int]:
    width = height = longest = 0
    for clock in [*_inside(source, movie, b"mvhd"), *_inside(source, movie, b"trak", b"mdia", b"mdhd")]:
        longest = max(longest, _milliseconds(source, clock))
    for track in _inside(source, movie, b"trak"):
        _must_have_its_tables(source, track)
        for said in _inside(source, track, b"mdia", b"minf", b"stbl", b"stsd"):
            if _inside(source, track, b"mdia", b"minf", b"vmhd"):
                # The entry follows version and count (8 bytes); its picture's size stands 32 bytes into it.
                width = max(width, source.number(said.start + 40, 2))
                height = max(height, source.number(said.start + 42, 2))
    if not width:
        raise Unreadable("there is no picture in it")
    return width, height, longest


def _milliseconds(source: Source, clock: Span) -> int:
    is_long = source.number(clock.start, 1) == 1
    at, wide = (clock.start + 20, 8) if is_long else (clock.start + 12, 4)
    scale, units = source.number(at), source.number(at + 4, wide)
    if scale == 0 or units == (2 ** (8 * wide) - 1):
        raise Unreadable("it does not say how long it lasts")
    return units * 1000 // scale


def _must_have_its_tables(source: Source, track: Span) -> None:
    """A table that claims more rows than it has room for would make a decoder ask for memory without end."""
    for kind, at, row in ((b"stts", 4, 8), (b"ctts", 4, 8), (b"stsc", 4, 12), (b"stco", 4, 4), (b"stsz", 8, 4)):
        for table in _inside(source, track, b"mdia", b"minf", b"stbl", kind):
            count = source.number(table.start + at)
            fixed = kind == b"stsz" and source.number(table.start + 4) != 0
            if count > MOST_SAMPLES or (not fixed and count * row > table.bytes):
                raise Unreadable("its tables claim more than they hold")
