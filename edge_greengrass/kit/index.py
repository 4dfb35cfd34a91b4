"""How a ring lies on disk, for who writes it and who reads it: segments, their indexes, the chain through all clusters.

A folder a camera: `<number>.mkvc` (clusters, one behind the other), `<number>.idx` (a head and a record for each
cluster, 64 bytes each, big-endian), `<setup>.mkvh` (what stands before the first cluster of a codec setup). Numbers
grow: the next even one from the start (ms since 1970) on, or, when the clock went back, the next odd one.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEAD = struct.Struct(">8sII16s32s")  # magic, CRC-32 of what follows, opened, setup, the link before the first cluster
RECORD = struct.Struct(">QIIQIi32s")  # start, duration (ms), length, offset (bytes), frames, clock (ms), link
_NO_CLOCK = -(1 << 31)
MAGIC = b"RTCCIDX1"
NO_LINK = bytes(32)  # what stands before a camera's very first cluster
SEGMENT_MS = 60_000
LONGEST_CLUSTER_MS = 20_000  # the longest fragment that Kinesis Video takes


@dataclass(frozen=True, slots=True)
class Entry:
    """One cluster: when (ms since 1970), how long, where in its segment, how many frames, its link in the chain.

    `clock` is what the camera's clock was ahead of the box's (ms); None when the camera did not tell its time.
    """

    start: int
    duration: int
    length: int
    offset: int
    frames: int
    clock: int | None
    link: bytes

    @property
    def end(self) -> int:
        """The first millisecond after it."""
        return self.start + self.duration

    def packed(self) -> bytes:
        """The 64 bytes of the index."""
        clock = _NO_CLOCK if self.clock is None else max(_NO_CLOCK + 1, min(self.clock, -_NO_CLOCK - 1))
        return RECORD.pack(self.start, self.duration, self.length, self.offset, self.frames, clock, self.link)


@dataclass(frozen=True, slots=True)
class Head:
    """How an index begins: the codec setup of its segment (hex), and the link that its first cluster continues.

    `opened` is how many seconds the recorder had run, over all its starts, when it began the segment; 0 when unknown.
    """

    setup: str
    before: bytes
    opened: int = 0

    def packed(self) -> bytes:
        """The 64 bytes."""
        setup = bytes.fromhex(self.setup)
        return HEAD.pack(MAGIC, _check(self.opened, setup, self.before), self.opened, setup, self.before)


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """One segment of a ring, by its number."""

    number: int
    folder: Path

    @property
    def media(self) -> Path:
        """Where the clusters lie."""
        return self.folder / f"{self.number}.mkvc"

    @property
    def index(self) -> Path:
        """Where their records lie."""
        return self.folder / f"{self.number}.idx"

    def read(self) -> tuple[Head, list[Entry]] | None:
        """The head and every whole record; None when not even the head is there."""
        try:
            data = self.index.read_bytes()
        except FileNotFoundError:
            return None
        return read(data)

    def head(self) -> Head | None:
        """The head alone; None when it is not there."""
        try:
            with self.index.open("rb") as file:
                found = read(file.read(HEAD.size))
        except FileNotFoundError:
            return None
        return found[0] if found else None


def read(data: bytes) -> tuple[Head, list[Entry]] | None:
    """The head and the whole records of an index; None when the head is missing or torn."""
    if len(data) < HEAD.size or data[:8] != MAGIC:
        return None
    _, crc, opened, setup, before = HEAD.unpack_from(data)
    if _check(opened, setup, before) != crc:
        return None
    whole = (len(data) - HEAD.size) // RECORD.size * RECORD.size
    entries: list[Entry] = []
    for start, duration, length, offset, frames, clock, chained in RECORD.iter_unpack(
        data[HEAD.size : HEAD.size + whole]
    ):
        entry = Entry(start, duration, length, offset, frames, None if clock == _NO_CLOCK else clock, chained)
        if not entry.length:  # a tail of zeros, left by a cut of the power
            break
        entries.append(entry)
    return Head(setup.hex(), before, opened), entries


def link(before: bytes, *cluster: bytes) -> bytes:
    """The next link of the chain: SHA-256 of the link before and the cluster, whole or in parts."""
    digest = hashlib.sha256(before)
    for part in cluster:
        digest.update(part)
    return digest.digest()


def setup_name(header: bytes) -> str:
    """A codec setup's name: the first half of its header's SHA-256, hex."""
    return hashlib.sha256(header).hexdigest()[:32]


def header_path(folder: Path, setup: str) -> Path:
    """Where a codec setup's header lies."""
    return folder / f"{setup}.mkvh"


def segments(folder: Path) -> list[Segment]:
    """Every segment that has an index or clusters, oldest first."""
    try:
        names = {path.stem for path in folder.iterdir() if path.suffix in (".idx", ".mkvc")}
    except FileNotFoundError:
        return []
    return sorted(Segment(int(name), folder) for name in names if name.isdecimal() and name.isascii())


@dataclass(frozen=True, slots=True)
class Piece:
    """One cluster where it lies, with the link before it and its codec setup."""

    segment: Segment
    setup: str
    before: bytes
    entry: Entry

    def read(self) -> bytes:
        """The cluster's bytes. Raises OSError when they are gone, ValueError when they are not those of the chain."""
        with self.segment.media.open("rb") as media:
            media.seek(self.entry.offset)
            cluster = media.read(self.entry.length)
        if link(self.before, cluster) != self.entry.link:
            raise ValueError("a recorded cluster is not what its chain says")
        return cluster


def numbers(folder: Path) -> list[int]:
    """The numbers of the segments that have an index, oldest first: a look at the folder, none into its files."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - plain names: of a month there are 86,000
    except FileNotFoundError:
        return []
    return sorted(int(name[:-4]) for name in names if name.endswith(".idx") and name[:-4].isdecimal())


def next_number(last: int, start: int) -> int:
    """The number of the segment that begins at `start` and comes after the segment `last`."""
    number = start + start % 2
    return number if number > last else last + 1 + last % 2


def between(folder: Path, start: int, end: int) -> Iterator[Piece]:
    """The clusters that overlap [start, end), in the order in which they were recorded.

    Only segments that may hold one are read, each when its turn comes. What is forgotten meanwhile is left out; a
    piece that was already given says so when it is read.
    """
    known = numbers(folder)
    # A segment's number is never below its true start; how long one can be bounds the rest.
    for at in range(bisect_left(known, start - SEGMENT_MS - LONGEST_CLUSTER_MS), len(known)):
        if known[at] > end and not known[at] % 2:
            continue  # beyond the end only what was recorded after a clock went back can begin before it
        segment = Segment(known[at], folder)
        if found := segment.read():
            before = found[0].before
            for entry in found[1]:
                if entry.start < end and entry.end > start:
                    yield Piece(segment, found[0].setup, before, entry)
                before = entry.link


def newest(folder: Path) -> Entry | None:
    """The last cluster that was recorded."""
    for number in reversed(numbers(folder)):
        if (found := Segment(number, folder).read()) and found[1]:
            return found[1][-1]
    return None


def newest_head(folder: Path) -> Head | None:
    """The head of the newest segment that has one."""
    for number in reversed(numbers(folder)):
        if head := Segment(number, folder).head():
            return head
    return None


def oldest(folder: Path) -> Entry | None:
    """The first cluster that is still kept."""
    for number in numbers(folder):
        if (found := Segment(number, folder).read()) and found[1]:
            return found[1][0]
    return None


def _check(opened: int, setup: bytes, before: bytes) -> int:
    return zlib.crc32(opened.to_bytes(4, "big") + setup + before)
