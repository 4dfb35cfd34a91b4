"""The box's time: the last signed time of the center, carried on by a counter that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rtcc.foundation import clock


class BoxClock:
    """Never goes backwards. Until the first signed command it is the box's own clock, but never before `known`.

    `known` is the last signed time on disk: without it, a box that starts in 1970 would take yesterday's commands.
    """

    def __init__(
        self,
        known: datetime,
        *,
        wall: Callable[[], datetime] = clock.now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall, self._ticks = wall, ticks
        self._base, self._since = max(known, wall()), ticks()

    def now(self) -> datetime:
        """The box's time, UTC."""
        return self._base + timedelta(seconds=self._ticks() - self._since)

    def hear(self, signed: datetime) -> None:
        """A signed command said what time it is: go forward to it, never back."""
        self._base, self._since = max(self.now(), signed), self._ticks()

    def on_the_wall(self, at: datetime) -> datetime:
        """The same moment by the box's own clock, by which the other components live."""
        return clock.cut(self._wall() + (at - self.now()))

    def minute(self, zone: ZoneInfo) -> int:
        """The minute of the site's own day, 0 to 1439."""
        local = self.now().astimezone(zone)
        return local.hour * 60 + local.minute


LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
