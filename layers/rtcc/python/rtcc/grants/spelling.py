"""Grants as plain facts (text, whole numbers, yes or no), for messages, rows and pages; and what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from rtcc.foundation import canonical, clock
from rtcc.foundation.errors import Field, Invalid
from rtcc.grants.model import LONGEST_VIEW, MINUTES_A_DAY, MOST_DAYS, Grant, Hours, Live, Recall

_NEAR = {Live.PRIORITY_1, Live.ANY_CALL}


def spell(grant: Grant) -> dict[str, Any]:
    """The grant as facts. What is None is left out; hours are `[start, end]` in minutes of the day."""
    facts: dict[str, Any] = {
        "live": grant.live.value,
        "radius_m": grant.radius_m,
        "most_minutes": grant.most_minutes,
        "recall": grant.recall.value,
        "depth_hours": grant.depth_hours,
        "directed": grant.directed,
        "emergency": grant.emergency,
        "days_stored": grant.days_stored,
    }
    if grant.hours is not None:
        facts["hours"] = [grant.hours.start, grant.hours.end]
    for name in ("starts_at", "ends_at"):
        at: datetime | None = getattr(grant, name)
        if at is not None:
            facts[name] = clock.spell(at)
    return facts


def text(grant: Grant) -> str:
    """The grant as one text that is the same for the same grant: what rows and custody lines keep."""
    return canonical.spell(spell(grant)).decode()


def read(facts: Mapping[str, Any]) -> Grant:
    """The grant that the facts spell. Raises Invalid for a word, type or contradiction that cannot stand."""
    unknown = set(facts) - set(spell(Grant())) - {"hours", "starts_at", "ends_at"}
    if unknown:
        raise Invalid(f"A grant has no field named {sorted(unknown)[0]}.", slug="unknown-grant")
    try:
        grant = _read(facts)
    except (KeyError, TypeError, ValueError):
        raise Invalid("This grant cannot be read.", slug="unreadable-grant") from None
    if wrong := tuple(contradictions(grant)):
        raise Invalid("This grant contradicts itself.", slug="contradiction", fields=wrong)
    return grant


def _read(facts: Mapping[str, Any]) -> Grant:
    given: dict[str, Any] = dict(facts)
    for name in ("radius_m", "most_minutes", "depth_hours", "days_stored"):
        if name in given and type(given[name]) is not int:
            raise TypeError(name)
    for name in ("directed", "emergency"):
        if name in given and type(given[name]) is not bool:
            raise TypeError(name)
    given["live"], given["recall"] = Live(given.get("live", Live.NEVER)), Recall(given.get("recall", Recall.NEVER))
    if given.get("hours") is not None:
        start, end = (int(minute) for minute in given["hours"])
        given["hours"] = Hours(start, end)
    for name in ("starts_at", "ends_at"):
        if given.get(name) is not None:
            given[name] = clock.read(given[name])
    return Grant(**given)


def contradictions(grant: Grant) -> Iterator[Field]:
    """What in a grant cannot be meant, each with the sentence that its owner reads."""
    if grant.live in _NEAR and not 1 <= grant.radius_m <= 50_000:
        yield Field("radius_m", "Say how near the call must be: 1 to 50,000 meters.")
    if grant.live not in _NEAR and grant.radius_m:
        yield Field("radius_m", "A radius means something only when the nearness of a call decides.")
    if not 1 <= grant.most_minutes <= LONGEST_VIEW:
        yield Field("most_minutes", f"A view lasts 1 to {LONGEST_VIEW} minutes.")
    if grant.recall is Recall.NEVER and grant.depth_hours:
        yield Field("depth_hours", "Footage may not be fetched, so there is no reach to give.")
    if grant.recall is not Recall.NEVER and not 1 <= grant.depth_hours <= grant.days_stored * 24:
        yield Field("depth_hours", "The reach must be at least an hour and no longer than the box keeps footage.")
    if grant.directed and grant.live is Live.NEVER:
        yield Field("directed", "Directed monitoring needs live views to be allowed.")
    if not 1 <= grant.days_stored <= MOST_DAYS:
        yield Field("days_stored", f"Footage is kept 1 to {MOST_DAYS} days.")
    hours = grant.hours
    if hours is not None and (hours.start == hours.end or not _in_a_day(hours)):
        yield Field("hours", "Give two different times of one day.")
    if grant.starts_at and grant.ends_at and grant.starts_at >= grant.ends_at:
        yield Field("ends_at", "The grant would end before it begins.")


def _in_a_day(hours: Hours) -> bool:
    return all(0 <= minute < MINUTES_A_DAY for minute in (hours.start, hours.end))
