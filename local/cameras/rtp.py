"""RTP packets of pictures (RFC 6184, RFC 7798), and the sender reports that tie their time to the clock (RFC 3550)."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator

from local.cameras.encoder import Picture
from local.cameras.film import Shot

_LARGEST = 1200  # bytes of payload
_TYPE = 96
_STAP_A, _FU_A = 24, 28
_AP, _FU = 48, 49  # of H.265
_NTP = 2_208_988_800  # seconds from 1900 to 1970


class Packets:
    """The packets of one session: its numbers go on from one picture to the next."""

    def __init__(self) -> None:
        self._sequence, self._ssrc = secrets.randbits(16), secrets.randbits(32)
        self._sent, self._octets = 0, 0

    def of(self, shot: Shot) -> Iterator[bytes]:
        """The packets of one picture, the last one marked."""
        payloads = list(_payloads(shot.picture))
        for number, payload in enumerate(payloads):
            mark = 0x80 if number == len(payloads) - 1 else 0
            yield struct.pack(">BBHII", 0x80, _TYPE | mark, self._sequence, stamp(shot.ms), self._ssrc) + payload
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._sent, self._octets = self._sent + 1, self._octets + len(payload)

    def report(self, ms: int, *, ahead_ms: int = 0) -> bytes:
        """A sender report: the camera's clock at the RTP time of a frame captured at `ms`."""
        whole, part = divmod(ms + ahead_ms, 1000)
        times = struct.pack(
            ">IIIII", self._ssrc, whole + _NTP, (part << 32) // 1000, stamp(ms), self._sent & 0xFFFFFFFF
        )
        return struct.pack(">BBH", 0x80, 200, 6) + times + struct.pack(">I", self._octets & 0xFFFFFFFF)


def stamp(ms: int) -> int:
    """The RTP time of a frame: 90 kHz."""
    return ms * 90 & 0xFFFFFFFF


def _payloads(picture: Picture) -> Iterator[bytes]:
    """The parameter sets in one aggregate, small units as they are, large ones in fragments."""
    is_h265 = picture.coding.codec == "h265"
    if picture.sets:
        head = bytes([_AP << 1, 1]) if is_h265 else bytes([0x60 | _STAP_A])
        yield head + b"".join(len(nal).to_bytes(2, "big") + nal for nal in picture.sets)
    for nal in picture.nals:
        if nal not in picture.sets:
            yield from _fragments(nal, is_h265=is_h265) if len(nal) > _LARGEST else [nal]


def _fragments(nal: bytes, *, is_h265: bool) -> Iterator[bytes]:
    begin = 2 if is_h265 else 1  # behind the unit's own head
    head = bytes([nal[0] & 0x81 | _FU << 1, nal[1]]) if is_h265 else bytes([nal[0] & 0xE0 | _FU_A])
    kind = nal[0] >> 1 & 63 if is_h265 else nal[0] & 31
    starts = range(begin, len(nal), _LARGEST)
    for at in starts:
        flags = (0x80 if at == begin else 0) | (0x40 if at == starts[-1] else 0)
        yield head + bytes([flags | kind]) + nal[at : at + _LARGEST]
