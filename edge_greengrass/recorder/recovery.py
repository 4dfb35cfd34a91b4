"""Brings a ring back after a cut of the power: of the newest segment the torn tail is dropped, nothing else changes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from edge_greengrass.kit import index
from edge_greengrass.kit.index import HEAD, NO_LINK, RECORD, Entry, Segment


@dataclass(frozen=True, slots=True)
class Recovered:
    """The chain's last link, the last segment's number (0: none), and how many bytes had to be dropped."""

    link: bytes = NO_LINK
    number: int = 0
    dropped: int = 0


def recover(folder: Path) -> Recovered:
    """Make the newest segment whole again and say where the chain goes on."""
    known = index.segments(folder)
    if not known:
        return Recovered()
    newest = known[-1]
    found = newest.read()
    if found is None:  # it had only begun: nothing in it can be proven
        dropped = _drop(newest)
        return Recovered(_last_link(known[:-1]), newest.number, dropped)
    head, entries = found
    link, whole = _verified(newest, head.before, entries)
    dropped = _cut(newest, whole) if whole else _drop(newest)
    return Recovered(link, newest.number, dropped)


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
    if dropped:
        os.truncate(segment.media, media)
        os.truncate(segment.index, records)
    return dropped


def _drop(segment: Segment) -> int:
    dropped = sum(path.stat().st_size for path in (segment.media, segment.index) if path.exists())
    segment.media.unlink(missing_ok=True)
    segment.index.unlink(missing_ok=True)
    return dropped


def _last_link(known: list[Segment]) -> bytes:
    for segment in reversed(known):
        if found := segment.read():
            return found[1][-1].link if found[1] else found[0].before
    return NO_LINK
