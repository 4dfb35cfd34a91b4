"""Takes AAC out of RTP (RFC 3640, mode AAC-hbr: sizes of 13 bits, indexes of 3)."""

from __future__ import annotations

from collections.abc import Iterator

LARGEST_UNIT = 8191  # bytes: what 13 bits can say
SAMPLES = 1024  # in each access unit


class Units:
    """Takes packets in their order, gives whole access units; what is torn is left out."""

    def __init__(self, payload_type: int) -> None:
        self._type = payload_type
        self._next = -1
        self._part = b""
        self._wanted = 0

    def feed(self, packet: bytes) -> Iterator[tuple[int, bytes]]:
        """Each access unit that this packet completes, with its RTP timestamp."""
        if len(packet) < 16 or packet[0] >> 6 != 2 or packet[1] & 0x7F != self._type:
            return
        sequence, timestamp = int.from_bytes(packet[2:4], "big"), int.from_bytes(packet[4:8], "big")
        if sequence != self._next:
            self._part = b""
        self._next = (sequence + 1) & 0xFFFF
        start = 12 + 4 * (packet[0] & 0x0F)
        heads = int.from_bytes(packet[start : start + 2], "big") // 16
        at = start + 2 + 2 * heads
        sizes = [int.from_bytes(packet[n : n + 2], "big") >> 3 for n in range(start + 2, at, 2)]
        if len(sizes) == 1 and sizes[0] > len(packet) - at:
            yield from self._fragment(timestamp, packet[at:], sizes[0])
            return
        for number, size in enumerate(sizes):
            if size and at + size <= len(packet):
                yield (timestamp + number * SAMPLES) & 0xFFFFFFFF, packet[at : at + size]
            at += size

    def _fragment(self, timestamp: int, data: bytes, wanted: int) -> Iterator[tuple[int, bytes]]:
        """A unit that is larger than a packet comes in several, each with the whole size in its head."""
        if wanted != self._wanted:
            self._part = b""
        self._part, self._wanted = self._part + data, wanted
        if len(self._part) >= wanted:
            yield timestamp, self._part[:wanted]
            self._part = b""
