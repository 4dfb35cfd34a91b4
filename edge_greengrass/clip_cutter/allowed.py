"""What the guard says of each camera: from when on its footage may leave, and how far back that may be asked for."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge_greengrass.clip_cutter.order import Order
from edge_greengrass.kit import times

_HOUR_MS = 3_600_000

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """Footage from `since` on may leave (ms since 1970), when it is not older than that many hours as it is asked for.

    What reaches behind either is refused as a whole: the owner changed their mind after the guard had judged it (P2.1).
    """

    since: int
    hours: int

    def lets(self, order: Order) -> bool:
        """Whether all of that order's footage may leave."""
        return order.first >= max(self.since, order.asked_at - self.hours * _HOUR_MS)


def read(facts: Mapping[str, Any]) -> dict[str, Reach]:
    """The reach of every camera named in the guard's word; what cannot be read allows nothing."""
    found: dict[str, Reach] = {}
    told = facts.get("allowed")
    for camera, said in told.items() if isinstance(told, dict) else ():
        try:
            found[camera] = Reach(times.read(said["from"]), _hours(said["hours"]))
        except (ValueError, TypeError, KeyError, AttributeError):
            log.warning("the guard's word on camera %s cannot be read", camera)
    return found


def _hours(said: object) -> int:
    if type(said) is not int or said < 0:
        raise ValueError("no hours")
    return said
