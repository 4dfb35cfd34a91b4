"""Reads the chunks of AVI (RIFF, OpenDML): they must cover the file, and their numbers must be possible."""

from __future__ import annotations

from collections.abc import Iterator

from rtcc.preview.model import MOST_TABLE, Look, Unreadable, must_be_sane
from rtcc.preview.spans import CUT_OFF, MOST_PARTS, Source, Span


def look(source: Source) -> Look:
    """Kind, dimensions and time. Raises Unreadable."""
    files = list(_chunks(source, 0, source.size))
    forms = [source.take(one.start, 4) for one in files]
    if [one.kind for one in files] != [b"RIFF"] * len(files) or forms != [b"AVI ", *[b"AVIX"] * (len(files) - 1)]:
        raise Unreadable("it holds something that is not video")
    head = next(iter(_lists(source, files[0], b"hdrl")), None)
    if head is None or head.bytes > MOST_TABLE:
        raise Unreadable("it has no table of contents that can be read")
    width, height, duration = _head(source, head)
    must_be_sane(width, height, duration)
    return Look("avi", width, height, duration)


def _chunks(source: Source, start: int, end: int) -> Iterator[Span]:
    for _ in range(MOST_PARTS):
        if start >= end:
            return
        kind, size = source.take(start, 4), int.from_bytes(source.take(start + 4, 4), "little")
        if start + 8 + size > end:
            raise Unreadable(CUT_OFF)
        yield Span(kind, start + 8, start + 8 + size)
        start += 8 + size + size % 2  # chunks begin at even places
    raise Unreadable("it has more parts than any recording")


def _lists(source: Source, outer: Span, name: bytes) -> Iterator[Span]:
    for one in _chunks(source, outer.start + 4, outer.end):
        if one.kind == b"LIST" and one.bytes >= 4 and source.take(one.start, 4) == name:
            yield one


def _head(source: Source, head: Span) -> tuple[int, int, int]:
    width = height = duration = 0
    for one in _chunks(source, head.start + 4, head.end):
        if one.kind == b"avih" and one.bytes >= 40:
            duration = _little(source, one.start) * _little(source, one.start + 16) // 1000
            width, height = _little(source, one.start + 32), _little(source, one.start + 36)
    for stream in _lists(source, head, b"strl"):
        parts = {one.kind: one for one in _chunks(source, stream.start + 4, stream.end)}
        kind = source.take(parts[b"strh"].start, 4) if b"strh" in parts else b""
        if kind == b"vids" and b"strf" in parts and parts[b"strf"].bytes >= 12:
            picture = parts[b"strf"].start
            width = max(width, _little(source, picture + 4))
            # A height below zero says that the picture is upside down.
            height = max(height, abs(int.from_bytes(source.take(picture + 8, 4), "little", signed=True)))
    if not width:
        raise Unreadable("there is no picture in it")
    return width, height, duration


def _little(source: Source, at: int) -> int:
    return int.from_bytes(source.take(at, 4), "little")
