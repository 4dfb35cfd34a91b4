"""Puts RTP packets together into pictures (RFC 3550): single units, aggregates, fragments (RFC 6184, RFC 7798)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from edge_greengrass.recorder import h264
from edge_greengrass.recorder.codec import Codec
from edge_greengrass.recorder.refusing import Refusal

LARGEST_FRAME = 8 << 20
_PART = 64  # bytes that a piece costs beyond its own, so that many small ones fill no memory either
_HEAD = struct.Struct(">II")  # flags, marker, type and sequence in one; timestamp
_FEW = 4  # packets that are quicker taken one by one
_REFUSED, _SINGLE, _AGGREGATE, _FRAGMENT = range(4)
_NOTHING: tuple[()] = ()
_RISING = bytes(range(256))


class Unit(NamedTuple):
    """The NAL units that make one picture, and its RTP timestamp (90 kHz, 32 bits)."""

    timestamp: int
    nals: list[bytes]


class Depacketizer:
    """Takes packets in their order, gives whole pictures; `losses` counts the holes between packets."""

    def __init__(self, payload_type: int, codec: Codec = h264) -> None:
        self.losses = 0
        self._type, self._codec, self._head = payload_type, codec, codec.HEAD
        self._body = 12 + codec.HEAD + 1  # where a fragment's data begins
        self._how = bytes(_how(codec, first) for first in range(256))
        self._usual = -1  # how the next packet begins, unless it is a special one
        self._middle: bytes | None = None  # how the next fragment's payload begins
        self._timestamp = 0
        self._nals: list[bytes] = []
        self._parts: list[bytes] = []
        self._size = 0
        self._is_torn = False

    def feed(self, packet: bytes) -> Sequence[Unit | None]:
        """Each picture that this packet completes; None stands for a picture that was lost in part."""
        if len(packet) < 12:
            return _NOTHING
        word, timestamp = _HEAD.unpack_from(packet)
        # Nearly every packet is the next middle of a fragmented unit, and has nothing else to say.
        is_usual = word == self._usual and timestamp == self._timestamp
        if is_usual and packet[12 : self._body] == self._middle and self._size < LARGEST_FRAME:
            self._usual = word + 1 if word & 0xFFFF != 0xFFFF else word - 0xFFFF
            self._size += len(packet) + _PART
            self._parts.append(packet[self._body :])
            return _NOTHING
        return self._feed(packet, timestamp)

    def sweep(self, data: bytes, at: int, stride: int) -> int:
        """Take, all at once, the interleaved packets from `at` on that are the next middles of a fragmented unit.

        They lie `stride` apart, one behind the other. Returns where the first other one begins: `at` if there is none.
        """
        count = (len(data) - at) // stride
        if count < _FEW or stride < 4 + self._body or self._middle is None:
            return at
        if self._size + count * (stride + _PART) > LARGEST_FRAME:
            return at
        word, body = self._usual, 4 + self._body
        first = data[at : at + body]
        if first[4:8] != word.to_bytes(4, "big") or first[8:12] != self._timestamp.to_bytes(4, "big"):
            return at
        if first[16:] != self._middle:
            return at
        count = min(count, 0x100 - (word & 0xFF))  # then the sequence's upper byte moves on
        for place in _steady(body):  # one byte of every head at a time: Python need not look at each packet
            column = data[at + place : at + count * stride : stride]
            count -= len(column.lstrip(first[place : place + 1]))
        column = data[at + 7 : at + count * stride : stride]
        if column != _RISING[word & 0xFF : (word & 0xFF) + count]:
            return at
        end = at + count * stride
        parts = [data[start : start + stride - body] for start in range(at + body, end, stride)]
        self._usual = word + count if (word & 0xFFFF) + count <= 0xFFFF else word + count - 0x10000
        self._size += count * (stride - 4 + _PART)
        self._parts += parts
        return end

    def _feed(self, packet: bytes, timestamp: int) -> Sequence[Unit | None]:
        first, second = packet[0], packet[1]
        if second & 0x7F != self._type or first >> 6 != 2:
            return _NOTHING
        sequence = packet[2] << 8 | packet[3]
        has_hole = self._usual >= 0 and sequence != self._usual & 0xFFFF
        self._usual = (0x80 << 24 | self._type << 16) + (sequence + 1 & 0xFFFF)
        if has_hole:
            self.losses += 1
            self._is_torn = True
        found: list[Unit | None] = []
        if timestamp != self._timestamp:
            if self._nals or self._parts:
                found.append(self._finish())
                self._is_torn = has_hole  # the hole may have taken the head of this picture, too
            self._timestamp = timestamp
        self._take(packet[12:] if first == 0x80 else _payload(packet))
        if second & 0x80 and (self._nals or self._is_torn):  # the marker: the picture's last packet
            found.append(self._finish())
        return found

    def _take(self, payload: bytes) -> None:
        if len(payload) <= self._head:
            return
        self._size += len(payload) + _PART
        if self._size > LARGEST_FRAME:
            raise Refusal("The camera sends pictures of over 8 MB. Lower its resolution or its bit rate.")
        how = self._how[payload[0]]
        if how == _FRAGMENT:
            self._fragment(payload)
        elif how == _SINGLE:
            self._nals.append(payload)
        elif how == _AGGREGATE:
            found = list(_aggregated(payload, self._head))
            self._size += len(found) * _PART
            self._nals += found
        else:
            raise Refusal(self._codec.PACKING.advice)

    def _fragment(self, payload: bytes) -> None:
        flags = payload[self._head]
        if flags & 0x80:  # the first
            self._parts = [_whole_head(payload, flags, self._head)]
            self._middle = payload[: self._head] + bytes([flags & 0x3F])
        elif not self._parts:
            self._is_torn = True
            return
        self._parts.append(payload[self._head + 1 :])
        if flags & 0x40:  # the last
            self._nals.append(b"".join(self._parts))
            self._parts, self._middle = [], None

    def _finish(self) -> Unit | None:
        is_torn = self._is_torn or bool(self._parts)
        unit = None if is_torn else Unit(self._timestamp, self._nals)
        self._nals, self._parts, self._middle, self._size, self._is_torn = [], [], None, 0, False
        return unit


@lru_cache(8)
def _steady(body: int) -> tuple[int, ...]:
    """Where, in an interleaved packet's head, stand the bytes that its neighbors have as well: all but the count."""
    return tuple(place for place in range(body) if place != 7)


def _how(codec: Codec, first: int) -> int:
    """How a payload with this first byte is packed."""
    packing, kind = codec.PACKING, codec.kind(bytes([first]))
    known = {packing.aggregate: _AGGREGATE, packing.fragment: _FRAGMENT}
    return known.get(kind, _SINGLE if kind in packing.singles else _REFUSED)


def _whole_head(payload: bytes, flags: int, head: int) -> bytes:
    """The head of the NAL unit that was cut into fragments: its kind stands in the fragment's own head."""
    if head == 1:
        return bytes([payload[0] & 0xE0 | flags & 0x1F])
    return bytes([payload[0] & 0x81 | (flags & 0x3F) << 1, payload[1]])


def _payload(packet: bytes) -> bytes:
    start = 12 + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:  # a header extension
        start += 4 + 4 * int.from_bytes(packet[start + 2 : start + 4], "big")
    end = len(packet)
    if packet[0] & 0x20:  # padding, its length in the last byte
        end -= packet[-1]
    return packet[start:end]


def _aggregated(payload: bytes, head: int) -> Iterator[bytes]:
    at = head
    while at + 2 < len(payload):
        size = int.from_bytes(payload[at : at + 2], "big")
        if len(nal := payload[at + 2 : at + 2 + size]) > head:
            yield nal
        at += 2 + size
