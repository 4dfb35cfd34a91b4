"""Where the schedule rests: one row a version, and one that says which is in force."""

from __future__ import annotations

from typing import cast

from rtcc.aws.table import Put, Update
from rtcc.foundation.errors import Conflict
from rtcc.retention.model import DEFAULT, Pointer, Schedule, Standing
from rtcc.retention.rows import DisposalRow, GlassRow, PaneRow, PointerRow, ScheduleRow

HASH_KEY = "id"
__all__ = ["HASH_KEY", "DisposalRow", "GlassRow", "PaneRow", "PointerRow", "ScheduleRow"]
_POINTER = "schedule"
_CHANGED = "Somebody changed the schedule a moment ago. Please look again."


def id_of(version: int) -> str:
    """The id of a version: its chain in the record bears it."""
    return f"sch_{version:026d}"


def pointer() -> Pointer:
    """Which versions there are, read strongly; before anybody proposed one, the one that the system comes with."""
    try:
        return cast(Pointer, PointerRow.get(_POINTER, consistent_read=True).to_entity())
    except PointerRow.DoesNotExist:
        return Pointer()


def find(version: int) -> Schedule | None:
    """One version, read strongly."""
    try:
        return cast(Schedule, ScheduleRow.get(id_of(version), consistent_read=True).to_entity())
    except ScheduleRow.DoesNotExist:
        return DEFAULT if version == DEFAULT.version else None


def pointing(before: Pointer, after: Pointer) -> Update:
    """Point elsewhere, unless somebody did so since."""
    row = PointerRow
    actions = [getattr(row, name).set(getattr(after, name)) for name in ("newest", "in_force", "waiting")]
    same = (row.newest == before.newest) & (row.in_force == before.in_force) & (row.waiting == before.waiting)
    if before == Pointer():
        same = row.id.does_not_exist() | same
    return Update(row(_POINTER), actions, same, Conflict(_CHANGED, slug="schedule-changed"))


def proposing(one: Schedule) -> Put:
    """Write a version that was proposed; no version is ever written twice."""
    return Put(ScheduleRow.of(one), ScheduleRow.id.does_not_exist())


def approving(after: Schedule) -> Update:
    """Approve, if it still waits and whoever approves did not propose it: the table itself refuses it (abuse 42)."""
    row = ScheduleRow
    actions = [
        row.standing.set(after.standing),
        row.approved_by_id.set(after.approved_by_id),
        row.approved_by.set(after.approved_by),
        *(getattr(row, name).set(getattr(after, name)) for name in ("approved_at", "effective_at")),
    ]
    another = (row.proposed_by_id != after.approved_by_id) & (row.proposed_by != after.approved_by)
    error = Conflict("Somebody decided on this version a moment ago.", slug="already-decided")
    return Update(row.of(after), actions, (row.standing == Standing.PROPOSED) & another, error)


def standing(before: Schedule, after: Schedule) -> Update:
    """Say where a version stands now, unless somebody said so first."""
    row = ScheduleRow
    actions = [row.standing.set(after.standing), row.ended_by.set(after.ended_by), row.ended_why.set(after.ended_why)]
    for name in ("in_force_at", "ended_at"):
        if getattr(after, name) is not None:
            actions.append(getattr(row, name).set(getattr(after, name)))
    error = Conflict("Somebody decided on this version a moment ago.", slug="already-decided")
    return Update(row.of(after), actions, row.standing == before.standing, error)
