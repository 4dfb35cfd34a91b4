"""A track's sample tables: when each frame is decoded and shown, and where it lies (ISO/IEC 14496-12, 8.6)."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import sub

from edge_greengrass.clip_cutter import boxes
from edge_greengrass.clip_cutter.boxes import full
from edge_greengrass.kit.mkv import Sound, Track


@dataclass(slots=True)
class Strand:
    """One track of a clip. The lists run side by side, a place a frame, in the order of decoding.

    `at` is when a frame is shown, in 1/`scale` seconds since 1970; `offsets` count from the first byte of `mdat`'s
    payload; `keys` and `changes` (to which setup) name frames by their number from 1. `shown` is what a player shows,
    in ms since 1970; `last` is how long the last frame lasts, in 1/`scale` seconds.
    """

    scale: int = 1000
    setups: list[Track | Sound] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    changes: list[tuple[int, int]] = field(default_factory=list)
    shown: tuple[int, int] = (0, 0)
    last: int = 0

    @property
    def decoded(self) -> list[int]:
        """When each frame is decoded: the times of showing in their order, so that none is decoded before the last."""
        return sorted(self.at)

    @property
    def delay(self) -> int:
        """By how much all showing is put off, so that no frame is shown before it is decoded (0 without B-frames)."""
        least: int = min(map(sub, self.at, self.decoded))
        return max(0, -least)

    @property
    def length(self) -> int:
        """From the first frame to the end of the last, shown or not, in 1/`scale` seconds."""
        return max(self.at) + self.last - min(self.at)


def tables(strand: Strand, base: int) -> bytes:
    """The box `stbl`; `base` is where in the file the payload of `mdat` begins."""
    decoded = strand.decoded
    steps = [*map(sub, decoded[1:], decoded), strand.last]
    delay = strand.delay
    put_off = [after + delay for after in map(sub, strand.at, decoded)]
    chunks = b"".join(struct.pack(">III", number, 1, to + 1) for number, to in strand.changes)  # every frame is one
    stsd = struct.pack(">I", len(strand.setups)) + b"".join(boxes.setup(one) for one in strand.setups)
    made = full(b"stsd", stsd) + full(b"stts", _runs(steps))
    if any(put_off):
        made += full(b"ctts", _runs(put_off))
    if strand.keys:
        made += full(b"stss", boxes.numbers(strand.keys))
    made += full(b"stsc", struct.pack(">I", len(strand.changes)) + chunks)
    made += full(b"stsz", bytes(4) + boxes.numbers(strand.sizes))
    return boxes.box(b"stbl", made + full(b"co64", boxes.numbers([base + one for one in strand.offsets], "Q")))


def _runs(steps: Sequence[int]) -> bytes:
    runs = [(len(list(group)), step) for step, group in groupby(steps)]
    return struct.pack(">I", len(runs)) + b"".join(struct.pack(">II", *run) for run in runs)
