"""What one camera's ring has on the disk, and how it is forgotten: oldest first, never what is held (P9.3, abuse 69).

Knows its segments without looking at the folder again: in a month they are 43,000. One thread appends, another forgets.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from edge_greengrass.kit import holds
from edge_greengrass.kit.index import Segment
from edge_greengrass.recorder.calendar import Calendar

_DAY_S = 86_400
LONGEST_SEGMENT_S = 90  # from its opening to its last frame
_LONGEST_HELD_S = _DAY_S  # beyond its days


@dataclass(slots=True)
class Shelf:
    """One camera's segments, oldest first. `writing` is the number of the one that is written now, or 0."""

    folder: Path
    numbers: array[int] = field(default_factory=lambda: array("Q"))
    writing: int = 0
    _added: int = 0
    _removed: int = 0
    _oldest: tuple[int, int | None] = (0, None)

    @classmethod
    def found(cls, folder: Path) -> Shelf:
        """What is there."""
        shelf, sizes = cls(folder), dict[str, int]()
        try:
            with os.scandir(folder) as entries:
                sizes = {one.name: one.stat().st_size for one in entries if one.name.endswith((".idx", ".mkvc"))}
        except FileNotFoundError:
            return shelf
        shelf.numbers = array("Q", sorted(int(name[:-4]) for name in sizes if name.endswith(".idx")))
        shelf._added = sum(sizes.values())
        return shelf

    @property
    def bytes(self) -> int:
        """How much of the disk they take."""
        return self._added - self._removed

    @property
    def oldest_at(self) -> int | None:
        """When the oldest footage that is kept began (ms since 1970)."""
        for number in self.numbers[:3]:  # one of them may go away while we look
            if number == self._oldest[0]:
                break
            if (found := Segment(number, self.folder).read()) and found[1]:
                self._oldest = (number, found[1][0].start)
                break
        return self._oldest[1] if self.numbers else None

    def begin(self, number: int) -> None:
        """A segment is written from now on."""
        self.numbers.append(number)
        self.writing = number

    def grow(self, size: int) -> None:
        """So many bytes were written."""
        self._added += size

    def forget_old(self, calendar: Calendar, days: int) -> int:
        """Delete what is older than the owner wants; how many segments. Raises OSError.

        A segment whose age nobody knows is at least as old as the next one whose age is known.
        """
        count, unknown = 0, list[int]()
        for number in array("Q", self.numbers):
            head = Segment(number, self.folder).head()
            if number == self.writing:
                break
            if head is None or not head.opened:
                unknown.append(number)
                continue
            beyond = calendar.age_s(head.opened) - LONGEST_SEGMENT_S - days * _DAY_S
            if beyond < 0:
                break
            count += self._forget_free([*unknown, number], is_final=beyond >= _LONGEST_HELD_S)
            unknown = []
        return count

    def forget_oldest(self) -> int:
        """Delete the oldest segment that nobody holds; its bytes, 0 when there is none. Raises OSError."""
        held = holds.held(self.folder)
        for number in array("Q", self.numbers):
            if number != self.writing and not self._is_held(number, held):
                return self._forget(number)
        return 0

    def _forget_free(self, numbers: Iterable[int], *, is_final: bool) -> int:
        held = [] if is_final else holds.held(self.folder)
        gone = [number for number in numbers if not self._is_held(number, held)]
        for number in gone:
            self._forget(number)
        return len(gone)

    def _is_held(self, number: int, held: list[tuple[int, int]]) -> bool:
        if not held or not (found := Segment(number, self.folder).read()) or not found[1]:
            return False
        start, end = min(one.start for one in found[1]), max(one.end for one in found[1])
        return any(first < end and last > start for first, last in held)

    def _forget(self, number: int) -> int:
        segment, size = Segment(number, self.folder), 0
        for path in (segment.index, segment.media):  # who reads finds no cluster before it finds no record
            try:
                size += path.stat().st_size
                path.unlink()
            except FileNotFoundError:
                continue
        self.numbers.remove(number)
        self._removed += size
        return size


def make_room(shelves: Iterable[Shelf], needed: int) -> int:
    """Free so many bytes, if that can be: the oldest of whoever has most goes first; how many. Raises OSError."""
    freed, waiting = 0, list(shelves)
    while freed < needed and waiting:
        fullest = max(waiting, key=lambda one: one.bytes)
        if size := fullest.forget_oldest():
            freed += size
        else:
            waiting.remove(fullest)
    return freed


def days(folder: Path) -> int | None:
    """How many days a ring is kept, as it is written beside the footage; None when that cannot be read."""
    try:
        return int((folder / "days").read_text())
    except (OSError, ValueError):
        return None
