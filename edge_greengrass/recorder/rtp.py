"""Puts RTP packets together into H.264 frames (RFC 3550; RFC 6184: single NAL units, STAP-A, FU-A)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from edge_greengrass.recorder.refusing import Refusal

LARGEST_FRAME = 8 << 20
_STAP_A, _FU_A = 24, 28


@dataclass(frozen=True, slots=True)
class Unit:
    """The NAL units that make one picture, and its RTP timestamp (90 kHz, 32 bits)."""

    timestamp: int
    nals: list[bytes]


@dataclass(slots=True)
class Depacketizer:
    """Takes packets in their order, gives whole pictures; `losses` counts the holes between packets."""

    payload_type: int
    losses: int = 0
    _next: int | None = None
    _timestamp: int = 0
    _nals: list[bytes] = field(default_factory=list)
    _parts: bytearray | None = None
    _size: int = 0
    _is_torn: bool = False

    def feed(self, packet: bytes) -> Iterator[Unit | None]:
        """Each picture that this packet completes; None stands for a picture that was lost in part."""
        if len(packet) < 12 or packet[0] >> 6 != 2 or packet[1] & 0x7F != self.payload_type:
            return
        payload = _payload(packet)
        sequence, timestamp = int.from_bytes(packet[2:4], "big"), int.from_bytes(packet[4:8], "big")
        has_hole = self._next is not None and sequence != self._next
        self.losses += has_hole
        self._is_torn |= has_hole
        self._next = (sequence + 1) & 0xFFFF
        if timestamp != self._timestamp and (self._nals or self._parts):
            yield self._finish()
            self._is_torn = has_hole  # the hole may have taken the head of this picture, too
        self._timestamp = timestamp
        if payload:
            self._take(payload)
        if packet[1] & 0x80 and (self._nals or self._is_torn):  # the marker: the picture's last packet
            yield self._finish()

    def _take(self, payload: bytes) -> None:
        kind = payload[0] & 0x1F
        self._size += len(payload)
        if self._size > LARGEST_FRAME:
            raise Refusal("The camera sends pictures of over 8 MB. Lower its resolution or its bit rate.")
        if 1 <= kind <= 23:
            self._nals.append(payload)
        elif kind == _STAP_A:
            self._nals += _aggregated(payload)
        elif kind == _FU_A and len(payload) > 2:
            self._fragment(payload)
        else:
            raise Refusal("The camera packs H.264 in a way that we do not take. Set its packetization mode to 1.")

    def _fragment(self, payload: bytes) -> None:
        if payload[1] & 0x80:  # the first
            self._parts = bytearray([payload[0] & 0xE0 | payload[1] & 0x1F])
        if self._parts is None:
            self._is_torn = True
            return
        self._parts += payload[2:]
        if payload[1] & 0x40:  # the last
            self._nals.append(bytes(self._parts))
            self._parts = None

    def _finish(self) -> Unit | None:
        is_torn = self._is_torn or self._parts is not None
        unit = Unit(self._timestamp, self._nals)
        self._nals, self._parts, self._size, self._is_torn = [], None, 0, False
        return None if is_torn else unit


def _payload(packet: bytes) -> bytes:
    start = 12 + 4 * (packet[0] & 0x0F)
    if packet[0] & 0x10:  # a header extension
        start += 4 + 4 * int.from_bytes(packet[start + 2 : start + 4], "big")
    end = len(packet)
    if packet[0] & 0x20:  # padding, its length in the last byte
        end -= packet[-1]
    return packet[start:end]


def _aggregated(payload: bytes) -> Iterator[bytes]:
    at = 1
    while at + 2 < len(payload):
        size = int.from_bytes(payload[at : at + 2], "big")
        if nal := payload[at + 2 : at + 2 + size]:
            yield nal
        at += 2 + size
