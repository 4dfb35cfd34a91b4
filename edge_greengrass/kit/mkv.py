"""Matroska as the ring, the relay and Kinesis Video speak it: one group of pictures a cluster.

Shapes: RFC 9559 (Matroska), RFC 8794 (EBML). Times are whole milliseconds; a cluster's time counts from 1970, UTC, and
is its key frame's. Track 1 is the pictures: blocks stand in the order in which they are decoded, each with the time
at which it is shown, so that B-frames come out of order and an open group's first may lie before its cluster. Track 2
is sound, where the owner wants it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass

EBML, SEGMENT, INFO, TRACKS = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B
CLUSTER, TIMECODE, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0x1F43B675, 0xE7, 0xA3, 0xA0, 0xA1
TAGS, TAG, SIMPLE_TAG, TAG_NAME, TAG_STRING = 0x1254C367, 0x7373, 0x67C8, 0x45A3, 0x4487
TRACK_ENTRY, VIDEO, CODEC_ID, CODEC_PRIVATE, WIDTH, HEIGHT = 0xAE, 0xE0, 0x86, 0x63A2, 0xB0, 0xBA
TRACK_NUMBER, TRACK_TYPE, AUDIO, SAMPLING_RATE, CHANNELS = 0xD7, 0x83, 0xE1, 0xB5, 0x9F
H264, HEVC, AAC = "V_MPEG4/ISO/AVC", "V_MPEGH/ISO/HEVC", "A_AAC"
PICTURES, SOUND = 1, 2  # the numbers of the tracks
LONGEST_CLUSTER_MS = 32_767  # a block's time is a signed 16-bit number that counts from its cluster
LARGEST_ELEMENT = 50 << 20  # the largest fragment that Kinesis Video takes
_SHORT = struct.Struct(">h")
_UNKNOWN = b"\x01" + b"\xff" * 7


class Unreadable(ValueError):
    """What came is no Matroska stream that we take; the text says why."""


@dataclass(frozen=True, slots=True)
class Track:
    """What a decoder must know before the first frame.

    `private` is the AVCDecoderConfigurationRecord or, with the codec HEVC, the HEVCDecoderConfigurationRecord.
    """

    private: bytes
    width: int
    height: int
    codec: str = H264


@dataclass(frozen=True, slots=True)
class Sound:
    """The second track, when there is one: AAC. `private` is its AudioSpecificConfig, `rate` is in Hz."""

    private: bytes
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster begins: its time in milliseconds since 1970."""

    at: int


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: when it is shown (ms since 1970), and where its data begins, counted from the stream's first byte.

    Only a picture is a key frame; sound (`track` is SOUND) never is.
    """

    at: int
    is_key: bool
    data: bytes
    offset: int = 0
    track: int = PICTURES


@dataclass(frozen=True, slots=True)
class Tag:
    """A name and what it says."""

    name: str
    value: str


Event = Track | Sound | Cluster | Frame | Tag


def element(kind: int, payload: bytes) -> bytes:
    """One element of known size."""
    return b"".join((_id(kind), _size(len(payload)), payload))


def number(kind: int, value: int) -> bytes:
    """An unsigned number in as few bytes as it needs."""
    return element(kind, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def header(track: Track, sound: Sound | None = None) -> bytes:
    """Everything before the first cluster: EBML, a segment of unknown size, its info, its tracks."""
    ebml = number(0x4286, 1) + number(0x42F7, 1) + number(0x42F2, 4) + number(0x42F3, 8)
    ebml += element(0x4282, b"matroska") + number(0x4287, 4) + number(0x4285, 2)
    told = track.private + (sound.private if sound else b"")
    same = hashlib.sha256(told).digest()[:16]  # the same setup has the same header, byte for byte
    info = element(0x73A4, same) + number(0x2AD7B1, 1_000_000) + element(0x4D80, b"open-rtcc")
    entry = _entry(PICTURES, b"camera", track.codec, track.private)
    entry += element(VIDEO, number(WIDTH, track.width) + number(HEIGHT, track.height))
    entries = element(TRACK_ENTRY, entry)
    if sound:
        heard = element(SAMPLING_RATE, struct.pack(">d", sound.rate)) + number(CHANNELS, sound.channels)
        entries += element(TRACK_ENTRY, _entry(SOUND, b"sound", AAC, sound.private) + element(AUDIO, heard))
    tracks = element(TRACKS, entries)
    return element(EBML, ebml) + _id(SEGMENT) + _UNKNOWN + element(INFO, info + element(0x5741, b"open-rtcc")) + tracks


def _entry(track: int, name: bytes, codec: str, private: bytes) -> bytes:
    entry = number(TRACK_NUMBER, track) + number(0x73C5, track) + number(TRACK_TYPE, track) + number(0x9C, 0)
    return entry + element(0x536E, name) + element(CODEC_ID, codec.encode()) + element(CODEC_PRIVATE, private)


def block(relative: int, is_key: bool, data: bytes, *, track: int = PICTURES) -> bytes:
    """One frame, shown `relative` milliseconds after its cluster's time, or before it when that is negative.

    Raises ValueError beyond what 16 bits hold: -32.768 s to 32.767 s.
    """
    if not -LONGEST_CLUSTER_MS - 1 <= relative <= LONGEST_CLUSTER_MS:
        raise ValueError("a frame lies at most 32.767 s after its cluster's beginning")
    flags = b"\x80" if is_key or track != PICTURES else b"\x00"  # one can begin to hear anywhere
    head = b"%c%b%c%b%b" % (SIMPLE_BLOCK, _size(len(data) + 4), 0x80 | track, _SHORT.pack(relative), flags)
    return head + data  # copied once: there are hundreds a second


def open_cluster(at: int) -> bytes:
    """The beginning of a cluster of unknown size, for frames that are sent as they come."""
    return _id(CLUSTER) + _UNKNOWN + number(TIMECODE, at)


def cluster_head(at: int, size: int) -> bytes:
    """What stands before the blocks, of `size` bytes together, of a whole cluster."""
    begin = number(TIMECODE, at)
    return _id(CLUSTER) + _size(len(begin) + size) + begin


def cluster(at: int, blocks: Iterable[bytes]) -> bytes:
    """A whole cluster of known size, as it rests in the ring."""
    together = b"".join(blocks)
    return cluster_head(at, len(together)) + together


def tags(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Names and values, as GetMedia puts them before and after each cluster."""
    simple = (element(TAG_NAME, name.encode()) + element(TAG_STRING, value.encode()) for name, value in pairs)
    return element(TAGS, element(TAG, b"".join(element(SIMPLE_TAG, one) for one in simple)))


def _id(kind: int) -> bytes:
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big")


def _size(size: int) -> bytes:
    length = ((size + 1).bit_length() + 6) // 7  # all bits set would say: unknown
    return (size | 1 << 7 * length).to_bytes(length, "big")
