"""Who leaves when: each message takes a slot of its lane, and the provider is never asked for more than it gives."""

from __future__ import annotations

import math
import time

from rtcc.foundation import clock
from rtcc.foundation.errors import Unavailable
from rtcc.messages import tallies

_FARTHEST_SECONDS = 600
_full: dict[str, int] = {}  # a lane's last second that was found full: no use to ask for it again


def slot(lane: str, rate: int) -> float:
    """Take the next free slot of a lane: the moment it begins, in epoch seconds, never before now.

    Slots lie 1/rate seconds apart: a lane that was idle saves nothing up. Raises Unavailable when ten minutes are full.
    """
    now = clock.now().timestamp()
    second, first = int(now), math.ceil((now - int(now)) * rate - 1e-6)
    if first >= rate:
        second, first = second + 1, 0
    if _full.get(lane, 0) >= second:
        second, first = _full[lane] + 1, 0
    while second <= now + _FARTHEST_SECONDS:
        taken = tallies.take(lane, second, first=first, most=rate)
        if taken is not None:
            return second + taken / rate
        _full[lane] = second
        second, first = second + 1, 0
    raise Unavailable("Too many messages are waiting. This one is sent later.")


def wait_until(at: float) -> None:
    """Wait for a moment, in epoch seconds."""
    ahead = at - clock.now().timestamp()
    if ahead > 0:
        time.sleep(ahead)
