"""Writes an MP4 head whose sample table points into clusters that lie in `mdat` byte for byte (ISO/IEC 14496-12).

All times are in milliseconds. What lies between the frames (Matroska's own bytes) is referred to by nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from edge_greengrass.kit.mkv import Track

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SINCE_1904_S = 2_082_844_800
MDAT_HEAD = 16


@dataclass(frozen=True, slots=True)
class Sample:
    """One frame: when, whether decoding can begin there, where its data lies in `mdat`, which track setup it needs."""

    at: int
    is_key: bool
    offset: int
    size: int
    setup: int = 0


@dataclass(frozen=True, slots=True)
class Film:
    """What the head must say: every sample, the first one shown, how long the last one lasts."""

    samples: Sequence[Sample]
    tracks: Sequence[Track]
    shown_from: int
    last_ms: int

    @property
    def length(self) -> int:
        """From the first sample to the end of the last, shown or not."""
        return self.samples[-1].at + self.last_ms - self.samples[0].at

    @property
    def shown(self) -> int:
        """From the first frame shown to the end."""
        return self.samples[-1].at + self.last_ms - self.shown_from


def head(film: Film, *, mdat: int) -> bytes:
    """Everything before the first byte of `mdat`'s payload, which is `mdat` bytes long."""
    brands = _box(b"ftyp", b"isom" + struct.pack(">I", 0x200) + b"isomiso2avc1mp41")
    base = len(brands) + len(_moov(film, 0)) + MDAT_HEAD  # the offsets have a fixed width, so the size is known
    return brands + _moov(film, base) + struct.pack(">I4sQ", 1, b"mdat", mdat + MDAT_HEAD)


def _moov(film: Film, base: int) -> bytes:
    made = film.shown_from // 1000 + _SINCE_1904_S
    mvhd = struct.pack(">QQIQIHHQ", made, made, 1000, film.shown, 0x10000, 0x100, 0, 0) + _MATRIX
    mvhd += bytes(24) + struct.pack(">I", 2)
    trak = _tkhd(film, made) + _box(b"edts", _elst(film)) + _mdia(film, made, base)
    return _box(b"moov", _full(b"mvhd", mvhd, version=1) + _box(b"trak", trak))


def _tkhd(film: Film, made: int) -> bytes:
    width, height = max(one.width for one in film.tracks), max(one.height for one in film.tracks)
    body = struct.pack(">QQIIQQHHHH", made, made, 1, 0, film.shown, 0, 0, 0, 0, 0) + _MATRIX
    return _full(b"tkhd", body + struct.pack(">II", width << 16, height << 16), version=1, flags=3)


def _elst(film: Film) -> bytes:
    begins = film.shown_from - film.samples[0].at
    return _full(b"elst", struct.pack(">IQqHH", 1, film.shown, begins, 1, 0), version=1)


def _mdia(film: Film, made: int, base: int) -> bytes:
    mdhd = _full(b"mdhd", struct.pack(">QQIQHH", made, made, 1000, film.length, 0x55C4, 0), version=1)
    hdlr = _full(b"hdlr", struct.pack(">I4s12x", 0, b"vide") + b"camera\0")
    dref = _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", flags=1))
    minf = _full(b"vmhd", bytes(8), flags=1) + _box(b"dinf", dref) + _box(b"stbl", _tables(film, base))
    return _box(b"mdia", mdhd + hdlr + _box(b"minf", minf))


def _tables(film: Film, base: int) -> bytes:
    samples = film.samples
    steps = [after.at - before.at for before, after in pairwise(samples)] + [film.last_ms]
    keys = [number for number, one in enumerate(samples, 1) if one.is_key]
    setups = [(number, one.setup + 1) for number, one in enumerate(samples, 1)]
    changes = [next(group) for _, group in groupby(setups, key=lambda pair: pair[1])]
    stsd = struct.pack(">I", len(film.tracks)) + b"".join(_avc1(track) for track in film.tracks)
    stsc = b"".join(struct.pack(">III", number, 1, setup) for number, setup in changes)  # every frame is a chunk
    sizes = struct.pack(">II", 0, len(samples)) + _numbers(one.size for one in samples)
    offsets = struct.pack(f">I{len(samples)}Q", len(samples), *(base + one.offset for one in samples))
    return (
        _full(b"stsd", stsd)
        + _full(b"stts", _runs(steps))
        + _full(b"stss", struct.pack(">I", len(keys)) + _numbers(keys))
        + _full(b"stsc", struct.pack(">I", len(changes)) + stsc)
        + _full(b"stsz", sizes)
        + _full(b"co64", offsets)
    )


def _avc1(track: Track) -> bytes:
    body = struct.pack(">6xH16xHHIIIH", 1, track.width, track.height, 0x480000, 0x480000, 0, 1)
    return _box(b"avc1", body + bytes(32) + struct.pack(">Hh", 24, -1) + _box(b"avcC", track.private))


def _runs(steps: Sequence[int]) -> bytes:
    runs = [(len(list(group)), step) for step, group in groupby(steps)]
    return struct.pack(">I", len(runs)) + b"".join(struct.pack(">II", *run) for run in runs)


def _numbers(values: Iterable[int]) -> bytes:
    listed = list(values)
    return struct.pack(f">{len(listed)}I", *listed)


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def _full(kind: bytes, body: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", version << 24 | flags) + body)
