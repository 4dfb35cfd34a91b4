"""The boxes an MP4 is made of (ISO/IEC 14496-12), and how each codec's setup is written in one."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from edge_greengrass.kit.mkv import H264, HEVC, Sound, Track

_AVC1, _HVC1 = (b"avc1", b"avcC"), (b"hvc1", b"hvcC")
_FORMS = {H264: _AVC1, HEVC: _HVC1}


def box(kind: bytes, body: bytes) -> bytes:
    """A box: its size, its kind, what it holds."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def full(kind: bytes, body: bytes, *, version: int = 0, flags: int = 0) -> bytes:
    """A box with a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags) + body)


def numbers(values: Iterable[int], form: str = "I") -> bytes:
    """How many there are, and each: in 32 bits, or what `form` says."""
    listed = list(values)
    return struct.pack(f">I{len(listed)}{form}", len(listed), *listed)


def setup(one: Track | Sound) -> bytes:
    """The sample entry of a codec setup. Raises ValueError for a codec that the box does not record."""
    if isinstance(one, Sound):
        return _mp4a(one)
    if one.codec not in _FORMS:
        raise ValueError("a recorded track has a codec that the box does not know")
    kind, private = _FORMS[one.codec]
    body = struct.pack(">6xH16xHHIIIH", 1, one.width, one.height, 0x480000, 0x480000, 0, 1)
    return box(kind, body + bytes(32) + struct.pack(">Hh", 24, -1) + box(private, one.private))


def _mp4a(sound: Sound) -> bytes:
    """AAC, with its AudioSpecificConfig in descriptors (ISO/IEC 14496-1, 7.2.6; 14496-14, 5.6)."""
    body = struct.pack(">6xH8xHHIHxx", 1, sound.channels, 16, 0, min(sound.rate, 0xFFFF))
    decoder = struct.pack(">BBxxxII", 0x40, 0x15, 0, 0) + _descriptor(5, sound.private)
    whole = _descriptor(3, struct.pack(">HB", 0, 0) + _descriptor(4, decoder) + _descriptor(6, b"\2"))
    return box(b"mp4a", body + full(b"esds", whole))


def _descriptor(tag: int, body: bytes) -> bytes:
    size = [0x80 | len(body) >> shift & 0x7F for shift in (21, 14, 7)] + [len(body) & 0x7F]
    return bytes([tag, *size]) + body
