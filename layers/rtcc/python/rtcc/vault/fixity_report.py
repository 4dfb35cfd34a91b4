"""What the checks of fixity found, as a report for those who oversee, and as counts that anybody may see.

The counts are published as a line of the record: what the city tells the public is sealed with everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock
from rtcc.vault import store
from rtcc.vault.fixity import read_at
from rtcc.vault.model import Found, Item

SUBJECT = "fixity"  # the chain of what was published
DAYS = 30


@dataclass(frozen=True, slots=True)
class Report:
    """Items that are kept; how many were read again within 30 days, and never since admission; what was found.

    `oldest_checked_at`: of the item that was not read for longest, admission counted; None of an empty vault.
    """

    items: int
    checked_30_days: int
    never_checked: int
    oldest_checked_at: datetime | None
    bytes_checked: int
    differs: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The counts as they were published last; zeros before the first time."""

    items: int = 0
    checked_30_days: int = 0
    differs: int = 0
    at: datetime | None = None


def report() -> Report:
    """The report, as it is now."""
    since = clock.now() - timedelta(days=DAYS)
    here = [row.item for row in store.every() if row.item.is_here]
    recent = [one for one in here if one.fixity and one.fixity.checked_at >= since]
    return Report(
        items=len(here),
        checked_30_days=len(recent),
        never_checked=sum(one.fixity is None for one in here),
        oldest_checked_at=min(map(read_at, here), default=None),
        bytes_checked=sum(one.bytes for one in recent),
        differs=tuple(one for one in here if one.fixity and one.fixity.result is not Found.HOLDS),
    )


def publish(actor: Actor) -> Report:
    """Write the counts into the record when they are others than those published last; returns the report."""
    told = report()
    facts: Mapping[str, Fact] = {
        "items": told.items,
        "checked_30_days": told.checked_30_days,
        "differs": len(told.differs),
    }
    last = custody.last(SUBJECT)
    if last is None or dict(last.facts) != facts:
        custody.note(actor, Action.CHECK_FIXITY, SUBJECT, facts=facts)
    return told


def published() -> Published:
    """The counts that anybody may see."""
    last = custody.last(SUBJECT)
    if last is None:
        return Published()
    items, checked, differs = (int(last.facts[name]) for name in ("items", "checked_30_days", "differs"))
    return Published(items, checked, differs, last.at)
