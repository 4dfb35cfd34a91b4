"""What time it really is, as the center signed it: told by the guard, read by the recorder and the clip cutter.

A file in the shared work folder. The box's own clock can be set to 1970 or to 2100; the ticks of one run of the
machine cannot (abuse 72).
"""

from __future__ import annotations

import functools
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

_NAME = "trusted.json"


@dataclass(frozen=True, slots=True)
class Trusted:
    """The center's time as it was at `at_ticks` (`time.monotonic()` of the machine's run `boot`).

    `box_ahead_ms` is this box's wall clock less the center's time then, `within_ms` how far off that may be;
    `center_ms` is the center's time itself, in ms since 1970.
    """

    box_ahead_ms: int
    within_ms: int
    at_ticks: float
    center_ms: int
    boot: str

    def now_ms(self, ticks: float | None = None) -> float | None:
        """The center's time now, or at these ticks; None when the machine was started anew since it was told."""
        if self.boot != boot():
            return None
        return self.center_ms + ((time.monotonic() if ticks is None else ticks) - self.at_ticks) * 1000


def tell(home: Path, *, box_ahead_ms: int, within_ms: int, at_ticks: float) -> None:
    """Say what the box's clock was ahead of the center's at `at_ticks` of `time.monotonic()`. Raises OSError.

    A reader finds the old word or the new one; after a cut of the power, maybe neither.
    """
    wall_ms = (time.time() - (time.monotonic() - at_ticks)) * 1000
    told = Trusted(box_ahead_ms, within_ms, at_ticks, round(wall_ms) - box_ahead_ms, boot())
    fresh = home / (_NAME + ".new")
    fresh.write_text(json.dumps(asdict(told)))  # no fsync: it is told every minute, and flash wears
    fresh.replace(home / _NAME)


def read(home: Path) -> Trusted | None:
    """What was told last; None when nothing was, or nothing that can be read."""
    try:
        told = json.loads((home / _NAME).read_bytes())
        numbers = (told["box_ahead_ms"], told["within_ms"], told["at_ticks"], told["center_ms"])
        if not all(type(one) in (int, float) for one in numbers):
            return None
        ahead, within, ticks, center = numbers
        return Trusted(int(ahead), int(within), float(ticks), int(center), str(told["boot"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


@functools.cache
def boot() -> str:
    """The name that the kernel gave this run of the machine."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
