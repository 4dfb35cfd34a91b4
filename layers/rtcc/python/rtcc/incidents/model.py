"""A call for service as the dispatch system tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation.geo import Point


class State(StrEnum):
    """Whether units still work the call."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Incident:
    """One call for service. `number` is the dispatch system's own; priority 1 is the most urgent of 4."""

    id: str
    number: str
    priority: int
    kind: str
    address: str
    lat: float
    lon: float
    opened_at: datetime
    state: State
    told_at: datetime  # when dispatch last spoke of it

    @property
    def at(self) -> Point:
        """Where it is."""
        return Point(self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class Call:
    """What dispatch says of a call each time it speaks of it."""

    number: str
    priority: int
    kind: str
    address: str
    at: Point
    opened_at: datetime
    state: State = State.OPEN
