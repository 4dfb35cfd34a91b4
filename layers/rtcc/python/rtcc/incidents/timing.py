"""Whether a look fits the time of the call that is its reason: the one rule, for all looks (abuse 41)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from rtcc.aws import settings
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.incidents.model import Incident


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a look may lie from the moment at which its call was opened (`looks` in cdk.json), in hours."""

    live_hours: int = 24  # so long after it somebody may look at what happens now
    before_hours: int = 72  # footage from so long before it: what is found on Monday happened on Friday
    after_hours: int = 168  # and from so long after it, however long the call stays open


def limits() -> Limits:
    """This city's limits."""
    return _limits(settings.perhaps("LOOKS"))


def why_not_live(call: Incident, now: datetime, within: Limits) -> str:
    """Why this call is no reason to look at what happens now, as a sentence; empty while it is one."""
    span = timedelta(hours=within.live_hours)
    if -span <= now - call.opened_at <= span:  # a call that dispatch dates into next year would be one for ever
        return ""
    return (
        f"Call {call.number} was opened at {_said(call.opened_at)}, and it is {_said(now)} now. A live look is for a "
        f"call of the last {within.live_hours} hours. Ask dispatch for a new call, and look for that one."
    )


def why_not_footage(call: Incident, start: datetime, end: datetime, within: Limits) -> str:
    """Why footage of [start, end] is none of this call's, as a sentence; empty when it touches the call's time."""
    first = clock.after(call.opened_at, hours=-within.before_hours)
    last = clock.after(call.opened_at, hours=within.after_hours)
    if start <= last and end >= first:
        return ""
    return (
        f"Footage of {_said(start)} is none of call {call.number}, which was opened at {_said(call.opened_at)}: its "
        f"time goes from {_said(first)} to {_said(last)}. Ask for footage of that time, or dispatch for another call."
    )


def must_be_of_now(call: Incident) -> None:
    """Raises Conflict (`call-too-old`) when nobody may look at what happens now for this call any more."""
    if why := why_not_live(call, clock.now(), limits()):
        raise Conflict(why, slug="call-too-old")


def must_be_of_its_time(call: Incident, start: datetime, end: datetime) -> None:
    """Raises Conflict (`not-of-this-call`) when footage of [start, end] is none of this call's."""
    if why := why_not_footage(call, start, end, limits()):
        raise Conflict(why, slug="not-of-this-call")


@lru_cache(maxsize=4)
def _limits(text: str) -> Limits:
    return Limits(**json.loads(text)) if text else Limits()


def _said(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
