"""Where broken glass rests: one row each, and one that the door reads."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from rtcc.access.model import Action
from rtcc.aws.table import Put, Update
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict
from rtcc.retention.pane import Glass, Pane
from rtcc.retention.rows import GLASS, GlassRow, PaneRow

_WORK = "review"
_MOST = 200


def find(glass_id: str) -> Glass | None:
    """One, read strongly."""
    try:
        return cast(Glass, GlassRow.get(glass_id, consistent_read=True).to_entity())
    except GlassRow.DoesNotExist:
        return None


def newest() -> list[Glass]:
    """The newest, newest first."""
    rows = GlassRow.by_what.query(GLASS, scan_index_forward=False, limit=_MOST)
    return [cast(Glass, row.to_entity()) for row in rows]


def unreviewed(by: datetime) -> int:
    """How many should have been reviewed by then and were not."""
    return sum(1 for _ in GlassRow.by_work.query(_WORK, GlassRow.due_at <= by))


def pane(actor_id: str, action: Action, subject: str) -> Pane | None:
    """What this person may do to this thing under glass, read strongly; it may be over."""
    try:
        return cast(Pane, PaneRow.get(_pane(actor_id, action, subject), consistent_read=True).to_entity())
    except PaneRow.DoesNotExist:
        return None


def breaking(one: Glass, *, due_at: datetime) -> tuple[Put, Put]:
    """Write it, once, with what the door reads."""
    row = GlassRow.of(one, what=GLASS, work=_WORK, due_at=due_at)
    pane_row = PaneRow(_pane(one.by_id, one.action, one.subject), glass=one.id, until=one.until)
    return Put(row, GlassRow.id.does_not_exist()), Put(pane_row)


def reviewing(after: Glass) -> Update:
    """Write what the auditor found, once, and never by whoever broke it: the table itself refuses it."""
    row = GlassRow
    actions = [
        *(row.reviewed_by.set(after.reviewed_by), row.finding.set(after.finding)),
        *(row.reviewed_at.set(cast(datetime, after.reviewed_at)), row.work.remove(), row.due_at.remove()),
    ]
    error = Conflict("This was reviewed a moment ago.", slug="reviewed")
    return Update(row.of(after), actions, row.reviewed_at.does_not_exist() & (row.by != after.reviewed_by), error)


def _pane(actor_id: str, action: Action, subject: str) -> str:
    return ids.derived("pan", actor_id, action.value, subject)
