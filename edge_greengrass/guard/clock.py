"""The box's time: the last signed time of the center, carried on by a counter that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rtcc.foundation import clock

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_DRIFT = 100e-6  # of a cheap quartz, a second: what the counter itself may be wrong by
_UNKNOWN = timedelta(minutes=5)  # a command's longest life: all that is known of its way while none was measured


@dataclass(frozen=True, slots=True)
class Offset:
    """How the box's own clock stands: ahead of the center's by `ahead_ms`, wrong by `within_ms` at the most."""

    ahead_ms: int
    within_ms: int
    ticks: float  # when this was so, by the counter


class BoxClock:
    """Never goes backwards once a signed command came. Until then it is the box's own clock, as that stands now.

    `known` is the last signed time on disk: without it, a box that starts in 1970 would take yesterday's commands. A
    clock that starts in 2100 makes every command late, until somebody sets it right: that needs no new start.
    """

    def __init__(
        self,
        known: datetime,
        *,
        wall: Callable[[], datetime] = clock.now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._known, self._wall, self._ticks = known, wall, ticks
        self._base: tuple[datetime, float] | None = None  # the box's time, and the counter when it was so
        self._least: tuple[datetime, float] | None = None  # the center's time, which cannot have been less
        self._most: tuple[datetime, float] | None = None  # and cannot have been more

    @property
    def is_signed(self) -> bool:
        """Whether the center has said the time since this start."""
        return self._base is not None

    def now(self) -> datetime:
        """The box's time, UTC."""
        return max(self._known, self._wall()) if self._base is None else self._carried(self._base)

    def hear(self, signed: datetime) -> None:
        """A signed command said what time it is: go forward to it, never back."""
        ticks = self._ticks()
        self._base = (max(self.now(), signed), ticks)
        if self._least is None or signed > self._carried(self._least):
            self._least = (signed, ticks)

    def hear_answer(self, signed: datetime, *, asked: float) -> None:
        """It answers what this box said when its counter stood at `asked`: so the answer is no older (Cristian)."""
        most, ticks = signed + timedelta(seconds=self._ticks() - asked), self._ticks()
        if self._most is None or most < self._carried(self._most) + self._slack(self._most):
            self._most = (most, ticks)

    def offset(self) -> Offset | None:
        """How far the box's own clock is ahead of the center's; None before the center said the time."""
        if self._least is None:
            return None
        center = self._carried(self._least)
        most = center + _UNKNOWN if self._most is None else self._carried(self._most) + self._slack(self._most)
        within = max(most - center, timedelta()) + self._slack(self._least)
        return Offset(round((self._wall() - center) / _MS), -(within // -_MS), self._ticks())

    def on_the_wall(self, at: datetime) -> datetime:
        """The same moment by the box's own clock, by which the other components live."""
        return clock.cut(self._wall() + (at - self.now()))

    def minute(self, zone: ZoneInfo) -> int:
        """The minute of the site's own day, 0 to 1439."""
        local = self.now().astimezone(zone)
        return local.hour * 60 + local.minute

    def _carried(self, known: tuple[datetime, float]) -> datetime:
        return known[0] + timedelta(seconds=self._ticks() - known[1])

    def _slack(self, known: tuple[datetime, float]) -> timedelta:
        return timedelta(seconds=(self._ticks() - known[1]) * _DRIFT)
