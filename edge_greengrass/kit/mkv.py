"""Matroska as the ring, the relay and Kinesis Video speak it: one H.264 track, one group of pictures a cluster.

Shapes: RFC 9559 (Matroska), RFC 8794 (EBML). Times are whole milliseconds; a cluster's time counts from 1970, UTC.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

EBML, SEGMENT, INFO, TRACKS = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B
CLUSTER, TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
TAGS, TAG, SIMPLE_TAG, TAG_NAME, TAG_STRING = 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487
TRACK_ENTRY, VIDEO, CODEC_ID, CODEC_PRIVATE, WIDTH, HEIGHT = 0xAE, 0xE0, 0x86, 0x63A2, 0xB0, 0xBA
H264 = "V_MPEG4/ISO/AVC"
LONGEST_CLUSTER_MS = 32_767  # a block's time is a signed 16-bit number that counts from its cluster
LARGEST_ELEMENT = 50 << 20  # the largest fragment that Kinesis Video takes
_UNKNOWN = b"\x01" + b"\xff" * 7


class Unreadable(ValueError):
    """What came is no Matroska stream that we take; the text says why."""


@dataclass(frozen=True, slots=True)
class Track:
    """What a decoder must know before the first frame. `private` is the AVCDecoderConfigurationRecord."""

    private: bytes
    width: int
    height: int
    codec: str = H264


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster begins: its time in milliseconds since 1970."""

    at: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: milliseconds since 1970, and where its data begins, counted from the first byte of the stream."""

    at: int
    is_key: bool
    data: bytes
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Tag:
    """A name and what it says."""

    name: str
    value: str


Event = Track | Cluster | Frame | Tag


def element(kind: int, payload: bytes) -> bytes:
    """One element of known size."""
    size = len(payload)
    length = next(n for n in range(1, 9) if size < (1 << 7 * n) - 1)
    return _id(kind) + (size | 1 << 7 * length).to_bytes(length, "big") + payload


def number(kind: int, value: int) -> bytes:
    """An unsigned number in as few bytes as it needs."""
    return element(kind, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def header(track: Track) -> bytes:
    """Everything before the first cluster: EBML, a segment of unknown size, its info, its one track."""
    ebml = number(0x4286, 1) + number(0x42F7, 1) + number(0x42F2, 4) + number(0x42F3, 8)
    ebml += element(0x4282, b"matroska") + number(0x4287, 4) + number(0x4285, 2)
    same = hashlib.sha256(track.private).digest()[:16]  # the same setup has the same header, byte for byte
    info = element(0x73A4, same) + number(0x2AD7B1, 1_000_000) + element(0x4D80, b"open-rtcc")
    entry = number(0xD7, 1) + number(0x73C5, 1) + number(0x83, 1) + number(0x9C, 0) + element(0x536E, b"camera")
    entry += element(CODEC_ID, track.codec.encode()) + element(CODEC_PRIVATE, track.private)
    entry += element(VIDEO, number(WIDTH, track.width) + number(HEIGHT, track.height))
    tracks = element(TRACKS, element(TRACK_ENTRY, entry))
    return element(EBML, ebml) + _id(SEGMENT) + _UNKNOWN + element(INFO, info + element(0x5741, b"open-rtcc")) + tracks


def block(relative: int, is_key: bool, data: bytes) -> bytes:
    """One frame, `relative` milliseconds after its cluster. Raises ValueError beyond 32.767 s."""
    if not 0 <= relative <= LONGEST_CLUSTER_MS:
        raise ValueError("a frame lies at most 32.767 s after its cluster's beginning")
    return element(SIMPLE_BLOCK, b"\x81" + relative.to_bytes(2, "big") + (b"\x80" if is_key else b"\x00") + data)


def open_cluster(at: int) -> bytes:
    """The beginning of a cluster of unknown size, for frames that are sent as they come."""
    return _id(CLUSTER) + _UNKNOWN + number(TIMECODE, at)


def cluster(at: int, blocks: Iterable[bytes]) -> bytes:
    """A whole cluster of known size, as it rests in the ring."""
    return element(CLUSTER, number(TIMECODE, at) + b"".join(blocks))


def tags(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Names and values, as GetMedia puts them before and after each cluster."""
    simple = (element(TAG_NAME, name.encode()) + element(TAG_STRING, value.encode()) for name, value in pairs)
    return element(TAGS, element(TAG, b"".join(element(SIMPLE_TAG, one) for one in simple)))


def _id(kind: int) -> bytes:
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big")
