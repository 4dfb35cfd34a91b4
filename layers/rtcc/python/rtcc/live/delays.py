"""Where delayed notices rest: one row a call that has one, and one row that counts them all."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from rtcc.aws.table import Put, Update
from rtcc.foundation.errors import Conflict
from rtcc.live.model import Delay, Tally
from rtcc.live.rows import DelayRow, TallyRow

_TALLY = "delays"


def find(incident_id: str) -> Delay | None:
    """The delay of a call, read strongly; one that has ended too."""
    try:
        return DelayRow.get(incident_id, consistent_read=True).to_entity()
    except DelayRow.DoesNotExist:
        return None


def tally() -> Tally:
    """All delays, counted, read strongly."""
    try:
        return cast(Tally, TallyRow.get(_TALLY, consistent_read=True).to_entity())
    except TallyRow.DoesNotExist:
        return Tally()


def adding(one: Delay) -> Put:
    """Write the delay of a call; a call has one."""
    again = Conflict("The notice of views for this call was delayed before. It is delayed once.", slug="delayed")
    facts = {name: getattr(one, name) for name in ("id", "number", "why", "actor", "badge", "delayed_at", "until")}
    return Put(DelayRow(**facts), DelayRow.id.does_not_exist(), again)


def joining(incident_id: str, view_id: str) -> Update:
    """Note a view as one that was opened under the delay, unless that has ended since we looked."""
    closed = Conflict("This call was closed at the same moment.", slug="call-closed")
    holds = DelayRow.id.exists() & DelayRow.ended_at.does_not_exist()
    return Update(DelayRow(incident_id), [DelayRow.views.add({view_id})], holds, closed)


def ending(incident_id: str, at: datetime) -> Update:
    """Write that a delay is over, once."""
    holds = DelayRow.id.exists() & DelayRow.ended_at.does_not_exist()
    return Update(DelayRow(incident_id), [DelayRow.ended_at.set(at)], holds)


def counting(before: Tally, after: Tally) -> Update:
    """Write the counts, unless somebody counted since we looked."""
    same = (TallyRow.version == before.version) if before.version else TallyRow.version.does_not_exist()
    actions = [
        TallyRow.total.set(after.total),
        TallyRow.years.set(dict(after.years)),
        TallyRow.holding.set(dict(after.holding)),
        TallyRow.version.set(before.version + 1),
    ]
    return Update(TallyRow(_TALLY), actions, same)
