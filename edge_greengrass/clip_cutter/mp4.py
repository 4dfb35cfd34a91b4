"""Writes an MP4 head whose sample tables point into clusters that lie in `mdat` byte for byte (ISO/IEC 14496-12).

What lies between the frames (Matroska's own bytes) is referred to by nothing. Edit lists show exactly what was ordered.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from edge_greengrass.clip_cutter.boxes import box, full
from edge_greengrass.clip_cutter.tables import Strand, tables
from edge_greengrass.kit.mkv import Sound

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SINCE_1904_S = 2_082_844_800
_BRANDS = box(b"ftyp", b"isom" + struct.pack(">I", 0x200) + b"isomiso2avc1mp41")
_UUID = 24  # bytes before the content of a box with a name of its own
MDAT_HEAD = 16


def head(strands: Sequence[Strand], *, told: bytes, mdat: int) -> bytes:
    """Everything before the first byte of `mdat`'s payload, which is `mdat` bytes long; `told` stands before it."""
    base = len(_BRANDS) + len(_moov(strands, 0)) + len(told) + MDAT_HEAD  # offsets have a fixed width
    return _BRANDS + _moov(strands, base) + told + struct.pack(">I4sQ", 1, b"mdat", mdat + MDAT_HEAD)


def named(name: bytes, content: bytes) -> bytes:
    """A box that only who knows its name (16 bytes) reads; players pass it over."""
    return struct.pack(">I4s", len(content) + _UUID, b"uuid") + name + content


def _moov(strands: Sequence[Strand], base: int) -> bytes:
    begins = min(one.shown[0] for one in strands)
    length = max(one.shown[1] for one in strands) - begins
    made = begins // 1000 + _SINCE_1904_S
    mvhd = struct.pack(">QQIQIHHQ", made, made, 1000, length, 0x10000, 0x100, 0, 0) + _MATRIX
    mvhd += bytes(24) + struct.pack(">I", len(strands) + 1)
    traks = b"".join(_trak(one, number, begins, base) for number, one in enumerate(strands, 1))
    return box(b"moov", full(b"mvhd", mvhd, version=1) + traks)


def _trak(strand: Strand, number: int, begins: int, base: int) -> bytes:
    made = begins // 1000 + _SINCE_1904_S
    edits = _elst(strand, begins)
    return box(b"trak", _tkhd(strand, number, begins, made) + box(b"edts", edits) + _mdia(strand, made, base))


def _tkhd(strand: Strand, number: int, begins: int, made: int) -> bytes:
    sizes = [(0, 0) if isinstance(one, Sound) else (one.width, one.height) for one in strand.setups]
    loud = 0x100 if isinstance(strand.setups[0], Sound) else 0
    body = struct.pack(">QQIIQQHHHH", made, made, number, 0, strand.shown[1] - begins, 0, 0, 0, loud, 0) + _MATRIX
    wide, high = (max(pair) for pair in zip(*sizes, strict=True))
    return full(b"tkhd", body + struct.pack(">II", wide << 16, high << 16), version=1, flags=3)


def _elst(strand: Strand, begins: int) -> bytes:
    """Nothing until the track's first frame, then exactly what was ordered."""
    start, end = strand.shown
    waits = [(start - begins, -1)] if start > begins else []
    within = start * strand.scale // 1000 - min(strand.at) + strand.delay
    edits = [*waits, (end - start, max(0, within))]
    listed = b"".join(struct.pack(">QqHH", length, where, 1, 0) for length, where in edits)
    return full(b"elst", struct.pack(">I", len(edits)) + listed, version=1)


def _mdia(strand: Strand, made: int, base: int) -> bytes:
    is_sound = isinstance(strand.setups[0], Sound)
    mdhd = full(b"mdhd", struct.pack(">QQIQHH", made, made, strand.scale, strand.length, 0x55C4, 0), version=1)
    hdlr = full(b"hdlr", struct.pack(">I4s12x", 0, b"soun" if is_sound else b"vide") + b"camera\0")
    dref = full(b"dref", struct.pack(">I", 1) + full(b"url ", b"", flags=1))
    kind = full(b"smhd", bytes(4)) if is_sound else full(b"vmhd", bytes(8), flags=1)
    return box(b"mdia", mdhd + hdlr + box(b"minf", kind + box(b"dinf", dref) + tables(strand, base)))
