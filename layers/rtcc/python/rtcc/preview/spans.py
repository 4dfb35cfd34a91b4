"""Reads a file in bounded pieces by place, so that no number in it can make us read or keep more than we mean to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from rtcc.preview.model import Unreadable

CUT_OFF = "it is cut off before its end"
MOST_PARTS = 500_000


@dataclass(frozen=True, slots=True)
class Span:
    """One named part of a file: where its content starts and where it ends."""

    kind: bytes
    start: int
    end: int

    @property
    def bytes(self) -> int:
        """How much content it has."""
        return self.end - self.start


class Source:
    """A file of a known size."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self.size = file, size

    def take(self, start: int, count: int) -> bytes:
        """Exactly these bytes. Raises Unreadable when the file ends before."""
        found = self.some(start, count)
        if len(found) < count:
            raise Unreadable(CUT_OFF)
        return found

    def some(self, start: int, count: int) -> bytes:
        """These bytes, or fewer when the file ends before."""
        self._file.seek(max(0, start))
        return self._file.read(count)

    def number(self, start: int, count: int = 4) -> int:
        """A whole number, most significant byte first."""
        return int.from_bytes(self.take(start, count), "big")
