"""What another schedule would let go: counted over all items before anybody agrees to it. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rtcc.foundation import clock
from rtcc.retention.keeping import keep_until
from rtcc.retention.model import Schedule
from rtcc.vault.model import Item

_SHOWN = 50


def count(items: Iterable[Item], *, now: Schedule, then: Schedule, at: datetime) -> dict[str, Any]:
    """What would be let go sooner under `then` than under `now`, in plain values.

    `items` and `bytes` count it; `soonest` is the first of the new dates; `due` how many of them would be let go at
    once; `longer` how many others would be kept longer; `held` how many of them a hold keeps all the same; `sample`
    the first 50 by id with both dates (none: no schedule lets it go). `counted_at` says when.
    """
    sooner: list[tuple[Item, datetime | None, datetime]] = []
    longer = 0
    for item in items:
        if not item.is_here:
            continue
        before, after = keep_until(item, now), keep_until(item, then)
        if after is not None and (before is None or after < before):
            sooner.append((item, before, after))
        elif before is not None and (after is None or after > before):
            longer += 1
    sooner.sort(key=lambda each: each[0].id)
    soonest = min((after for _, _, after in sooner), default=None)
    return {
        "items": len(sooner),
        "bytes": sum(item.bytes for item, _, _ in sooner),
        "soonest": clock.spell(soonest) if soonest else None,
        "due": sum(after <= at for _, _, after in sooner),
        "held": sum(bool(item.holds) for item, _, _ in sooner),
        "longer": longer,
        "counted_at": clock.spell(at),
        "sample": [_shown(*each) for each in sooner[:_SHOWN]],
    }


def _shown(item: Item, before: datetime | None, after: datetime) -> dict[str, Any]:
    return {
        "id": item.id,
        "incident_number": item.incident_number,
        "keep_until_now": clock.spell(before) if before else None,
        "keep_until_then": clock.spell(after),
        "is_held": bool(item.holds),
    }
