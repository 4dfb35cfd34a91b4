"""Reads Matroska as it comes, in whatever pieces: clusters of unknown size, tags between them, nothing believed."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator

from edge_greengrass.kit.mkv import (
    AUDIO,
    BLOCK,
    BLOCK_GROUP,
    CHANNELS,
    CLUSTER,
    CODEC_ID,
    CODEC_PRIVATE,
    HEIGHT,
    LARGEST_ELEMENT,
    PICTURES,
    SAMPLING_RATE,
    SEGMENT,
    SIMPLE_BLOCK,
    SIMPLE_TAG,
    SOUND,
    TAG_NAME,
    TAG_STRING,
    TAGS,
    TIMECODE,
    TRACK_ENTRY,
    TRACK_TYPE,
    TRACKS,
    VIDEO,
    WIDTH,
    Cluster,
    Event,
    Frame,
    Sound,
    Tag,
    Track,
    Unreadable,
)

_LARGEST_TABLE = 64 * 1024  # bytes of tracks or tags: small elements become objects that are larger than they are
_LONGEST_NUMBER = 8  # bytes (RFC 8794, 7.2)
_OPENED = {SEGMENT, CLUSTER, BLOCK_GROUP}  # their children are read as they come, so their size may be unknown


class Reader:
    """Reads a stream in whatever pieces it comes: `feed` returns what became complete."""

    def __init__(self, *, largest: int = LARGEST_ELEMENT) -> None:
        self._largest = largest
        self._waiting = bytearray()
        self._consumed = 0
        self._cluster = 0
        self._is_first = True

    def feed(self, data: bytes) -> list[Event]:
        """The events that these bytes complete. Raises Unreadable; the reader is of no use after that."""
        self._waiting += data
        found: list[Event] = []
        at = 0
        while (head := _head(self._waiting, at)) is not None:
            kind, size, start = head
            if kind in _OPENED:
                at = start
                continue
            if size is None or size > (_LARGEST_TABLE if kind in (TRACKS, TAGS) else self._largest):
                raise Unreadable(f"element {kind:x} is larger than we take")
            if len(self._waiting) < start + size:
                break
            found += self._complete(kind, bytes(self._waiting[start : start + size]), self._consumed + start)
            at = start + size
        del self._waiting[:at]
        self._consumed += at
        return found

    def _complete(self, kind: int, payload: bytes, offset: int) -> list[Event]:
        if kind in (SIMPLE_BLOCK, BLOCK):
            return [self._frame(kind, payload, offset)]
        if kind == TIMECODE:
            self._cluster, self._is_first = _number(payload), True
            return [Cluster(self._cluster)]
        if kind == TRACKS:
            return [_track(entry) for inner, entry in children(payload) if inner == TRACK_ENTRY]
        return list(_tags(payload)) if kind == TAGS else []

    def _frame(self, kind: int, payload: bytes, offset: int) -> Frame:
        if len(payload) < 4 or not payload[0] & 0x80 or payload[3] & 0x06:
            raise Unreadable("a block without its head, or with lacing")
        at = self._cluster + int.from_bytes(payload[1:3], "big", signed=True)
        if (track := payload[0] & 0x7F) != PICTURES:
            return Frame(at, False, payload[4:], offset + 4, track)
        is_key = bool(payload[3] & 0x80) if kind == SIMPLE_BLOCK else self._is_first
        self._is_first = False
        return Frame(at, is_key, payload[4:], offset + 4)


def children(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements inside a complete element. Raises Unreadable when one does not fit."""
    at = 0
    while at < len(payload):
        head = _head(payload, at)
        if head is None or head[1] is None or head[2] + head[1] > len(payload):
            raise Unreadable("an element does not fit into its parent")
        yield head[0], payload[head[2] : head[2] + head[1]]
        at = head[2] + head[1]


def _track(entry: bytes) -> Track | Sound:
    found = dict(children(entry))
    private = found.get(CODEC_PRIVATE, b"")
    if found.get(TRACK_TYPE) == bytes([SOUND]):
        audio = dict(children(found.get(AUDIO, b"")))
        return Sound(private, _rate(audio.get(SAMPLING_RATE, b"")), _number(audio.get(CHANNELS, b"\1")))
    video = dict(children(found.get(VIDEO, b"")))
    codec = found.get(CODEC_ID, b"").decode("ascii", "replace")
    return Track(private, _number(video.get(WIDTH, b"")), _number(video.get(HEIGHT, b"")), codec)


def _number(payload: bytes) -> int:
    if len(payload) > _LONGEST_NUMBER:
        raise Unreadable("a number of more than 8 bytes")
    return int.from_bytes(payload, "big")


def _rate(payload: bytes) -> int:
    """A number with a point, of 4 or 8 bytes, as whole Hz; 0 for what is none."""
    if len(payload) not in (4, 8):
        return 0
    value: float = struct.unpack(">f" if len(payload) == 4 else ">d", payload)[0]
    return round(value) if math.isfinite(value) and 0 <= value < 1 << 32 else 0


def _tags(payload: bytes) -> Iterator[Tag]:
    for _, tag in children(payload):
        for kind, simple in children(tag):
            if kind == SIMPLE_TAG:
                said = dict(children(simple))
                yield Tag(*(said.get(part, b"").decode("utf-8", "replace") for part in (TAG_NAME, TAG_STRING)))


def _head(data: bytes | bytearray, at: int) -> tuple[int, int | None, int] | None:
    """The id, the size (None: unknown) and where the payload begins; None while the head is incomplete."""
    if at >= len(data):
        return None
    id_length = 9 - data[at].bit_length()
    if id_length > 4:
        raise Unreadable("no element begins like this")
    start = at + id_length
    if start >= len(data):
        return None
    size_length = 9 - data[start].bit_length()
    if size_length > 8:
        raise Unreadable("no size begins like this")
    end = start + size_length
    if end > len(data):
        return None
    most = (1 << 7 * size_length) - 1
    size = int.from_bytes(data[start:end], "big") & most
    return int.from_bytes(data[at:start], "big"), None if size == most else size, end
