"""What a registrant tells of their cameras and of themselves: small things, each whole or not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Facing(StrEnum):
    """Where a camera looks, by the compass."""

    N = "n"
    NE = "ne"
    E = "e"
    SE = "se"
    S = "s"
    SW = "sw"
    W = "w"
    NW = "nw"
    UNKNOWN = "unknown"


class Cover(StrEnum):
    """What a camera sees. There is no word for an interior: what happens inside is nobody's street (P7.1)."""

    STREET = "street"
    SIDEWALK = "sidewalk"
    LOT = "lot"
    ALLEY = "alley"


class Recording(StrEnum):
    """When a camera records."""

    CONTINUOUS = "continuous"
    MOTION = "motion"
    ON_REQUEST = "on_request"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cameras:
    """Some cameras that are alike. `days_kept` is how long their owner keeps what they record; 0 is not known."""

    count: int
    facing: Facing
    covers: tuple[Cover, ...]
    recording: Recording
    days_kept: int
    clock_checked: bool


@dataclass(frozen=True, slots=True)
class Authorized:
    """Who says that they may speak for a business or an institution."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Channels:
    """How a registrant wants to be asked. Whatever they ask of us themselves comes by e-mail all the same."""

    text: bool = True
    email: bool = True


BOTH = Channels()


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is to be woken: minutes of the city's day.

    What ends before it begins spans midnight.
    """

    begins: int
    ends: int

    def until(self, at: datetime, zone: str) -> datetime | None:
        """When the quiet that holds at this moment is over (UTC); None when it does not hold.

        In the nights when the clocks change it lasts as long as the city's clocks say.
        """
        here = at.astimezone(ZoneInfo(zone))
        for days in (-1, 0):
            begins = _moment(here, self.begins, days)
            ends = _moment(here, self.ends, days + (self.ends <= self.begins))
            if begins <= at < ends:
                return ends
        return None


@dataclass(frozen=True, slots=True)
class Changing:
    """A new e-mail address or telephone whose code has not come back yet. `issue` makes the code."""

    channel: str
    to: str
    issue: int
    tries: int
    ends_at: datetime


def _moment(here: datetime, minute: int, days: int) -> datetime:
    """A minute of the local day that lies so many days after `here`, in UTC."""
    day = here.date() + timedelta(days=days)
    return datetime.combine(day, time(minute // 60, minute % 60), here.tzinfo).astimezone(UTC)
