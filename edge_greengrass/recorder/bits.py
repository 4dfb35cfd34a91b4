"""Reads the bits of parameter sets and slice heads, where a camera may have written anything."""

from __future__ import annotations


def plain(data: bytes) -> bytes:
    """Without the emulation prevention (H.264 7.4.1, H.265 7.4.2): 00 00 03 stands for 00 00."""
    return data.replace(b"\x00\x00\x03", b"\x00\x00")


class Bits:
    """Reads bits, and Exp-Golomb numbers (H.264 9.1, H.265 9.2), from the left. Raises ValueError at the end."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "big"), len(data) * 8

    def take(self, count: int) -> int:
        """The next bits as a number."""
        if count > self._left:
            raise ValueError("the parameter set ends too early")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def golomb(self) -> int:
        """An unsigned number, ue(v)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise ValueError("no number is that long")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed(self) -> int:
        """A signed number, se(v)."""
        value = self.golomb()
        return (value + 1) // 2 if value & 1 else -(value // 2)
