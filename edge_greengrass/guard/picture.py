"""The newest picture of a camera, for its owner's eyes: one key frame of the ring as the shortest MP4 there can be.

No decoder is on the box: the owner's browser shows it (ISO/IEC 14496-12). Only H.264, which every browser shows.
"""

from __future__ import annotations

import struct
from pathlib import Path

from edge_greengrass.kit import index
from edge_greengrass.kit.mkv import PICTURES, Frame, Track
from edge_greengrass.kit.mkv_reader import Reader
from rtcc.foundation.errors import NotFound

LARGEST = 8 << 20  # bytes of a cluster that is looked at
_H264 = "V_MPEG4/ISO/AVC"
_SECOND = 1000  # the time scale, and how long the one picture lasts
_SAME = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)  # the matrix that turns nothing


def newest(ring: Path) -> bytes:
    """An MP4 of one frame. Raises NotFound, with a sentence for the owner, when there is no picture to show."""
    pieces = [piece for piece in _pieces(ring) if piece.entry.length <= LARGEST]
    if not pieces:
        raise NotFound("There is no picture yet: nothing was recorded.", slug="no-picture")
    piece = pieces[-1]
    try:
        header = index.header_path(ring, piece.setup).read_bytes()
        events = Reader().feed(header + piece.read())
        track = next(event for event in events if isinstance(event, Track))
        frame = next(event for event in events if isinstance(event, Frame) and event.is_key and event.track == PICTURES)
    except (OSError, ValueError, StopIteration):
        raise NotFound("The newest picture cannot be read.", slug="no-picture") from None
    if track.codec != _H264:
        raise NotFound(
            "It records H.265, which not every browser shows; recording and fetching work. "
            "Set the camera to H.264 to see a picture here.",
            slug="codec",
        )
    return still(track, frame.data)


def still(track: Track, sample: bytes) -> bytes:
    """An MP4 of one H.264 sample (with lengths in front of its units, as in the ring)."""
    head = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2avc1mp41")
    size = len(_moov(track, len(sample), 0))
    return head + _moov(track, len(sample), len(head) + size + 8) + _box(b"mdat", sample)


def _pieces(ring: Path) -> list[index.Piece]:
    newest_entry = index.newest(ring)
    return list(index.between(ring, newest_entry.start, newest_entry.end)) if newest_entry else []


def _moov(track: Track, length: int, offset: int) -> bytes:
    times = struct.pack(">II", 0, 0)
    movie = _full(
        b"mvhd",
        times + struct.pack(">IIIH10x", _SECOND, _SECOND, 0x10000, 0x100) + _SAME + bytes(24) + struct.pack(">I", 2),
    )
    shape = struct.pack(">II", track.width << 16, track.height << 16)
    head = _full(b"tkhd", times + struct.pack(">III8xHHHH", 1, 0, _SECOND, 0, 0, 0, 0) + _SAME + shape, flags=3)
    media = _full(b"mdhd", times + struct.pack(">IIHH", _SECOND, _SECOND, 0x55C4, 0))
    handler = _full(b"hdlr", bytes(4) + b"vide" + bytes(12) + b"\0")
    place = _box(b"dinf", _full(b"dref", struct.pack(">I", 1) + _full(b"url ", b"", flags=1)))
    inner = _box(b"minf", _full(b"vmhd", bytes(8), flags=1) + place + _table(track, length, offset))
    return _box(b"moov", movie + _box(b"trak", head + _box(b"mdia", media + handler + inner)))


def _table(track: Track, length: int, offset: int) -> bytes:
    entry = bytes(6) + struct.pack(">H16xHHIII", 1, track.width, track.height, 0x480000, 0x480000, 0)
    entry += struct.pack(">H32sHh", 1, b"", 24, -1) + _box(b"avcC", track.private)
    return _box(
        b"stbl",
        _full(b"stsd", struct.pack(">I", 1) + _box(b"avc1", entry))
        + _full(b"stts", struct.pack(">III", 1, 1, _SECOND))
        + _full(b"stss", struct.pack(">II", 1, 1))
        + _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1))
        + _full(b"stsz", struct.pack(">III", 0, 1, length))
        + _full(b"stco", struct.pack(">II", 1, offset)),
    )


def _full(kind: bytes, payload: bytes, *, flags: int = 0) -> bytes:
    return _box(kind, struct.pack(">I", flags) + payload)


def _box(kind: bytes, payload: bytes) -> bytes:
    return struct.pack(">I4s", len(payload) + 8, kind) + payload
