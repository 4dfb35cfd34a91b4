"""RTP packets of H.264 pictures (RFC 6184), and the sender reports that tie their time to the clock (RFC 3550)."""

from __future__ import annotations

import secrets
import struct
from collections.abc import Iterator

from local.cameras.film import Shot

_LARGEST = 1200  # bytes of payload
_TYPE = 96
_STAP_A, _FU_A = 24, 28
_NTP = 2_208_988_800  # seconds from 1900 to 1970


class Packets:
    """The packets of one session: its numbers go on from one picture to the next."""

    def __init__(self) -> None:
        self._sequence, self._ssrc = secrets.randbits(16), secrets.randbits(32)
        self._sent, self._octets = 0, 0

    def of(self, shot: Shot) -> Iterator[bytes]:
        """The packets of one picture, the last one marked."""
        payloads = list(_payloads(shot.picture.nals))
        for number, payload in enumerate(payloads):
            mark = 0x80 if number == len(payloads) - 1 else 0
            yield struct.pack(">BBHII", 0x80, _TYPE | mark, self._sequence, stamp(shot.ms), self._ssrc) + payload
            self._sequence = (self._sequence + 1) & 0xFFFF
            self._sent, self._octets = self._sent + 1, self._octets + len(payload)

    def report(self, ms: int) -> bytes:
        """A sender report: the camera's clock at the RTP time of a frame captured at `ms`."""
        whole, part = divmod(ms, 1000)
        times = struct.pack(
            ">IIIII", self._ssrc, whole + _NTP, (part << 32) // 1000, stamp(ms), self._sent & 0xFFFFFFFF
        )
        return struct.pack(">BBH", 0x80, 200, 6) + times + struct.pack(">I", self._octets & 0xFFFFFFFF)


def stamp(ms: int) -> int:
    """The RTP time of a frame: 90 kHz."""
    return ms * 90 & 0xFFFFFFFF


def _payloads(nals: tuple[bytes, ...]) -> Iterator[bytes]:
    """The parameter sets in one aggregate, small units as they are, large ones in fragments."""
    sets = [nal for nal in nals if nal[0] & 31 in (7, 8)]
    if sets:
        yield bytes([0x60 | _STAP_A]) + b"".join(len(nal).to_bytes(2, "big") + nal for nal in sets)
    for nal in nals:
        if nal not in sets:
            yield from _fragments(nal) if len(nal) > _LARGEST else [nal]


def _fragments(nal: bytes) -> Iterator[bytes]:
    head, kind = nal[0] & 0xE0 | _FU_A, nal[0] & 31
    last = len(nal) - 1 - (len(nal) - 2) % _LARGEST  # where the last fragment begins
    for at in range(1, len(nal), _LARGEST):
        flags = (0x80 if at == 1 else 0) | (0x40 if at == last else 0)
        yield bytes([head, flags | kind]) + nal[at : at + _LARGEST]
