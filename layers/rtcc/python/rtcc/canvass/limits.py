"""The limits of asking, as a city sets them (`canvass` in cdk.json); what it leaves out is as here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from rtcc.aws import settings
from rtcc.registry.particulars import Quiet

MOST_HOURS = 24  # no city may let a canvass span more


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one may ask. Above `most_asked`, `window_hours`, `far_m` or `same_place` a second person must agree."""

    most_asked: int = 200  # registrants
    most_of_all: int = 5_000  # registrants, whoever agrees
    requests_a_month: int = 6  # to one registrant
    window_hours: int = 2
    far_m: int = 3_000  # from the call to the middle of the area, in meters
    same_place: int = 3  # calls for which one person asks around the same place within 30 days
    quiet_hours: str = "21:00-08:00"  # of the city's clock; empty: none
    reminders: int = 1  # 0 or 1

    @property
    def quiet(self) -> Quiet | None:
        """The hours in which nobody is woken, unless they chose others."""
        if not self.quiet_hours:
            return None
        begins, ends = (_minutes(text) for text in self.quiet_hours.split("-"))
        return Quiet(begins, ends)


def limits() -> Limits:
    """This city's limits."""
    return _limits(settings.perhaps("CANVASS"))


@lru_cache(maxsize=4)
def _limits(text: str) -> Limits:
    return Limits(**json.loads(text)) if text else Limits()


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
