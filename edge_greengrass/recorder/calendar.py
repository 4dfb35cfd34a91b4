"""Says how old footage really is, by a count that nobody can set and by the center's time (P9.3, abuse 72).

The box's own clock may say 1970 or 2100: it deletes nothing and keeps nothing. What counts is how many seconds the
recorder has run, over all its starts; the center's time, when it is known, adds the hours in which the box was off.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

_SAME_S = 30.0  # two words about the time that differ less say the same
_MOST_MARKS = 500


def _nobody_knows() -> float | None:
    return None


class Calendar:
    """Counts for one recorder. `least` is the highest count that its rings bear, should the file be lost.

    `trusted` gives the center's time (ms since 1970) or None. Each mark says: up to this count, the center's time was
    at most the count and so many seconds.
    """

    def __init__(
        self,
        path: Path,
        *,
        least: int = 0,
        trusted: Callable[[], float | None] = _nobody_knows,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path, self._trusted, self._ticks = path, trusted, ticks
        known, self._marks = _read(path)
        self._before, self._since = max(known, least) + 1, ticks()

    @property
    def ran(self) -> int:
        """How many seconds the recorder has run. Never 0; after a cut of the power up to a minute is missing."""
        return self._before + int(self._ticks() - self._since)

    def age_s(self, ran: int) -> float:
        """How many seconds ago the count was this, at the least. A count from the future is of no age."""
        return (self.ran + self._after(self.ran)) - (ran + self._after(ran))

    def note(self) -> None:
        """Learn what time the center has, and write it down. Called every minute. Raises OSError."""
        center, now = self._trusted(), self.ran
        if center is not None:
            after = center / 1000 - now
            if self._marks and abs(after - self._marks[-1][1]) < _SAME_S:
                self._marks[-1] = (now, self._marks[-1][1])
            else:
                self._marks.append((now, after))
        del self._marks[:-_MOST_MARKS]  # what loses its mark counts as younger
        _write(self._path, json.dumps({"ran": now, "marks": self._marks}).encode())

    def _after(self, ran: int) -> float:
        """How far the center's time was beyond the count, at the most: by the first mark from there on."""
        return next((after for until, after in self._marks if until >= ran), self._marks[-1][1] if self._marks else 0.0)


def _read(path: Path) -> tuple[int, list[tuple[int, float]]]:
    try:
        found = json.loads(path.read_bytes())
        return int(found["ran"]), [(int(until), float(after)) for until, after in found["marks"]]
    except (OSError, ValueError, KeyError, TypeError):
        return 0, []


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
