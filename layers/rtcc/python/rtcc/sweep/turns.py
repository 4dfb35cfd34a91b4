"""When something is looked at: not while it is on its way, and what costs a request each once a day."""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from rtcc.aws import settings
from rtcc.foundation import clock
from rtcc.sweep.model import MINUTES

_SETTLED_MINUTES = 30
_ROUND = 24 * 60 // MINUTES


def is_settled(since: datetime) -> bool:
    """Whether something is old enough that whoever works on it must have ended, retries and all."""
    return clock.now() - since >= timedelta(minutes=settings.number("SWEEP_SETTLED_MINUTES", _SETTLED_MINUTES))


def is_its_turn(name: str, since: datetime) -> bool:
    """Whether this sweep looks at it closely: each of the first three hours, then one sweep of a day's ninety-six."""
    if clock.now() - since < timedelta(hours=3):
        return True
    return zlib.crc32(name.encode()) % _ROUND == int(clock.now().timestamp()) // (60 * MINUTES) % _ROUND
