"""Brings a ring back after a cut of the power: what was not durable yet and is torn is dropped, nothing else changes.

Never served and never believed: a record whose cluster is not what its link says (abuse 68). What is dropped is a gap.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.kit import index
from edge_greengrass.kit.index import HEAD, NO_LINK, RECORD, Entry, Segment

_DURABLE_MS = 30_000  # what has so much recording behind it has been made durable many times


@dataclass(frozen=True, slots=True)
class Recovered:
    """The chain's last link, the last segment's number (0: none), and how many bytes had to be dropped."""

    link: bytes = NO_LINK
    number: int = 0
    dropped: int = 0


def recover(folder: Path) -> Recovered:
    """Make the newest segments whole again and say where the chain goes on. Raises OSError."""
    known = index.segments(folder)
    link, dropped, whole_ms = None, 0, 0
    for segment in reversed(known):
        if whole_ms >= _DURABLE_MS:
            break
        found = segment.read()
        last, whole = _verified(segment, found[0].before, found[1]) if found else (NO_LINK, [])
        dropped += _cut(segment, whole) if whole else _drop(segment)
        whole_ms += sum(one.duration for one in whole)
        if link is None and whole:
            link = last
    _drop_headers(folder)
    return Recovered(link or NO_LINK, known[-1].number if known else 0, dropped)


def _drop_headers(folder: Path) -> None:
    """A header that is not what its name says is written anew with the next cluster of its setup."""
    for path in folder.glob("*.mkvh"):
        if index.setup_name(path.read_bytes()) != path.stem:
            path.unlink()


def _verified(segment: Segment, link: bytes, entries: list[Entry]) -> tuple[bytes, list[Entry]]:
    """The entries whose clusters are there, byte for byte, and the last link."""
    whole: list[Entry] = []
    end = 0
    try:
        media = segment.media.open("rb")
    except FileNotFoundError:
        return link, []
    with media:
        for entry in entries:
            cluster = media.read(entry.length) if entry.offset == end else b""
            if len(cluster) != entry.length or index.link(link, cluster) != entry.link:
                break
            whole.append(entry)
            link, end = entry.link, end + entry.length
    return link, whole


def _cut(segment: Segment, whole: list[Entry]) -> int:
    media, records = whole[-1].offset + whole[-1].length, HEAD.size + len(whole) * RECORD.size
    dropped = segment.media.stat().st_size - media + segment.index.stat().st_size - records
    for path, size in ((segment.media, media), (segment.index, records)) if dropped else ():
        with path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())
    return dropped


def _drop(segment: Segment) -> int:
    dropped = sum(path.stat().st_size for path in (segment.media, segment.index) if path.exists())
    segment.media.unlink(missing_ok=True)
    segment.index.unlink(missing_ok=True)
    return dropped
