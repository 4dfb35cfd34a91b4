"""Writes a frame's number and time of capture into its pixels, and reads them back: what tests measure with.

Cells of 8 × 8 luma pixels at the top left, 16 for 0 and 235 for 1, most significant bit first: a row of 32 bits (the
frame counter), a row of 48 (milliseconds since 1970 UTC at capture), a row of 16 (CRC-16/CCITT-FALSE over both).
"""

from __future__ import annotations

import binascii

CELL = 8
HEIGHT = 3 * CELL
_BYTES = (4, 6, 2)
_DARK, _LIGHT = bytes([16]) * CELL, bytes([235]) * CELL
_OCTETS = [b"".join(_LIGHT if octet >> bit & 1 else _DARK for bit in range(7, -1, -1)) for octet in range(256)]


def write(luma: bytearray, stride: int, counter: int, ms: int) -> None:
    """Burn a counter (mod 2**32) and a time (epoch milliseconds) into a luma plane with rows of `stride` bytes."""
    told = (counter & 0xFFFFFFFF).to_bytes(4, "big") + ms.to_bytes(6, "big")
    check = binascii.crc_hqx(told, 0xFFFF).to_bytes(2, "big")
    for row, octets in enumerate((told[:4], told[4:], check)):
        line = b"".join(_OCTETS[octet] for octet in octets)
        for y in range(row * CELL, (row + 1) * CELL):
            luma[y * stride : y * stride + len(line)] = line


def read(luma: bytes, stride: int) -> tuple[int, int] | None:
    """The counter and the epoch milliseconds in a decoded luma plane; None when they do not pass their check."""
    if len(luma) < HEIGHT * stride or stride < max(_BYTES) * 8 * CELL:
        return None
    number, time, check = (_bits(luma, stride, row) for row in range(3))
    told = number + time
    return (
        (int.from_bytes(number, "big"), int.from_bytes(time, "big"))
        if binascii.crc_hqx(told, 0xFFFF).to_bytes(2, "big") == check
        else None
    )


def _bits(luma: bytes, stride: int, row: int) -> bytes:
    """One row of cells, each judged by the middle of it: coding noise sits at the edges."""
    middle = (row * CELL + CELL // 2) * stride + CELL // 2
    cells = luma[middle : middle + _BYTES[row] * 8 * CELL : CELL]
    return int("".join("1" if cell > 125 else "0" for cell in cells), 2).to_bytes(_BYTES[row], "big")
