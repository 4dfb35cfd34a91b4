"""How the box's disk and machine are, as far as anybody may read it: told to the guard, and in the lease."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from edge_greengrass.recorder.ring import Ring

FILLING_PERCENT = 80  # of the disk in use (abuse 69)
_SECTOR = 512  # what the kernel counts in, whatever the disk has
_DAY_S = 86_400
_LEAST_S = 60  # measured for less than this, a day's writes are a guess
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
_WEAR = 6  # the field of sectors written (Documentation/block/stat.rst)


class Disk(StrEnum):
    """How the disk is. `full`: footage goes before its days are over; `broken`: it takes nothing for another reason."""

    OK = "ok"
    FILLING = "filling"
    FULL = "full"
    BROKEN = "broken"


@dataclass(slots=True)
class Health:
    """Looks at the disk under `home`, and at what the kernel tells in `system` (usually /sys)."""

    home: Path
    system: Path = Path("/sys")
    keep_free: int = 10
    _began: tuple[float, int | None] = field(init=False)

    def __post_init__(self) -> None:
        self._began = (time.monotonic(), self._sectors())

    @property
    def free_percent(self) -> int:
        """How much of the disk is free for us, rounded down. Raises OSError."""
        found = os.statvfs(self.home)
        return found.f_bavail * 100 // found.f_blocks if found.f_blocks else 0

    def missing(self) -> int:
        """How many bytes must go so that as much is free as the installer wants. Raises OSError."""
        found = os.statvfs(self.home)
        return max(0, (found.f_blocks * self.keep_free // 100 - found.f_bavail) * found.f_frsize)

    def told(self, rings: Iterable[Ring], *, is_short: bool) -> dict[str, int | str]:
        """What the guard is told. `is_short`: footage had to go before its time."""
        try:
            free = self.free_percent
        except OSError:
            return {"disk": Disk.BROKEN.value, "free_percent": 0}
        told: dict[str, int | str] = {"disk": self._disk(free, rings, is_short=is_short).value, "free_percent": free}
        measured = {
            "written_mb_day": self._written_mb_day(),
            "temperature_c": self._temperature_c(),
            "load_percent": round(100 * os.getloadavg()[0] / (os.cpu_count() or 1)),
        }
        return told | {name: value for name, value in measured.items() if value is not None}

    @staticmethod
    def _disk(free: int, rings: Iterable[Ring], *, is_short: bool) -> Disk:
        troubles = [ring.trouble for ring in rings if ring.trouble]
        if any(trouble.errno not in _NO_ROOM for trouble in troubles):
            return Disk.BROKEN
        if is_short or troubles:
            return Disk.FULL
        return Disk.FILLING if 100 - free >= FILLING_PERCENT else Disk.OK

    def _written_mb_day(self) -> int | None:
        """What the disk wrote since we began, for a whole day: flash wears by it. Of the disk, not of us alone."""
        since, before = self._began
        now, seconds = self._sectors(), time.monotonic() - since
        if before is None or now is None or now < before or seconds < _LEAST_S:
            return None
        return round((now - before) * _SECTOR * _DAY_S / seconds / 1e6)

    def _sectors(self) -> int | None:
        try:
            device = self.home.stat().st_dev
            stat = self.system / "dev/block" / f"{os.major(device)}:{os.minor(device)}" / "stat"
            return int(stat.read_text().split()[_WEAR])
        except (OSError, ValueError, IndexError):
            return None

    def _temperature_c(self) -> int | None:
        """The hottest of what the machine measures."""
        found = []
        for zone in self.system.glob("class/thermal/thermal_zone*/temp"):
            try:
                degrees = int(zone.read_text()) // 1000
            except (OSError, ValueError):
                continue
            if -40 < degrees < 150:  # a sensor that is not there says something impossible
                found.append(degrees)
        return max(found, default=None)
