"""How long an item is kept: what the schedule in force says of it, and what else keeps it."""

from __future__ import annotations

from datetime import datetime

from rtcc.foundation import clock
from rtcc.retention.model import NOT_NEEDED, UNCLASSIFIED, Schedule
from rtcc.vault.model import Item, Verdict


def kind_of(item: Item) -> str:
    """The kind of case that the schedule sees: what somebody said, else that the item was looked at and not needed."""
    if item.kind == UNCLASSIFIED and item.verdict is Verdict.NOT_NEEDED:
        return NOT_NEEDED
    return item.kind


def keep_until(item: Item, schedule: Schedule) -> datetime | None:
    """When the schedule lets the item go, counted from its arrival; None when it does not: nobody has said the kind."""
    days = schedule.days(kind_of(item))
    return None if days is None else clock.cut(clock.after(item.received_at, days=days))


def is_due(item: Item, schedule: Schedule, *, at: datetime) -> bool:
    """Whether nothing keeps it any more: no hold, and neither the schedule nor what the row says of it."""
    return not why_kept(item, schedule, at=at)


def why_kept(item: Item, schedule: Schedule, *, at: datetime, is_early: bool = False) -> str:
    """What keeps the item, as a sentence; empty when nothing does. An early disposal need not wait for the schedule.

    Both dates count, the one in the row and the one that the schedule gives now: the later one keeps.
    """
    if item.has_ended:
        return f"It is {item.state.value} already."
    if not item.is_here:
        return "It is not sealed yet."
    if item.holds:
        reasons = ", ".join(dict.fromkeys(hold.reason for hold in item.holds))
        return f"It is on hold ({reasons}). Two people must lift that first."
    until = keep_until(item, schedule)
    if until is None:
        return "Nobody has said of which kind of case it is, so no schedule lets it go."
    until = max(until, item.keep_until or until)
    if until > at and not is_early:
        return f"Its schedule keeps it until {clock.spell(until)}."
    return ""
