"""How long ago the center last confirmed this box: what nobody refreshed is suspended, and voided in the end (P4.3)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from edge_greengrass.guard import disk
from edge_greengrass.guard.clock import BoxClock
from rtcc.foundation import clock

SUSPENDED_AFTER, VOID_AFTER = timedelta(hours=24), timedelta(days=7)
SUSPENDED = "suspended"


class Refreshing:
    """When the grants of this box were last refreshed, by signed time, on disk.

    A box that was never refreshed is suspended: nobody has confirmed it yet. So is one whose file is damaged.
    """

    def __init__(self, path: Path, time: BoxClock) -> None:
        self._path, self._time = path, time
        self.at = _read(path)

    @property
    def why(self) -> str:
        """Why nothing that is allowed holds now; empty when it does."""
        return "" if self.at is not None and self._time.now() - self.at <= SUSPENDED_AFTER else SUSPENDED

    @property
    def is_overdue(self) -> bool:
        """Whether grants may be void by now. A clock that nobody signed, set to 2100, does not say so."""
        return self._time.is_signed and self.at is not None and self._time.now() - self.at > VOID_AFTER

    def is_void(self, allowed_at: datetime, *, at: datetime) -> bool:
        """Whether a grant of that time is void at `at`: for 7 days neither refreshed nor allowed anew."""
        return self.at is not None and at - max(self.at, min(allowed_at, at)) > VOID_AFTER

    def hear(self, signed: datetime) -> None:
        """The center refreshed every grant, at that signed time. Raises OSError: then it is not so."""
        if self.at is None or signed > self.at:
            disk.write_whole(self._path, json.dumps({"at": clock.spell(signed)}).encode())
            self.at = signed


def _read(path: Path) -> datetime | None:
    try:
        return clock.read(json.loads(path.read_bytes())["at"])
    except (OSError, KeyError, TypeError, ValueError, RecursionError):
        return None
