"""Where disposals and expungings rest: found by their kind, and while something is left to do by its hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from pynamodb.expressions.update import Action

from rtcc.aws.table import Put, Update
from rtcc.foundation.errors import Conflict
from rtcc.retention.ending import Disposal, State, What
from rtcc.retention.rows import DisposalRow

STREAMED_STATE = State.COOLING.value  # the stream wakes retire_evidence for rows in this state alone
_WORK = "retire"
_MOST = 100  # of each kind that the list shows


def find(disposal_id: str) -> Disposal | None:
    """One disposal or expunging, read strongly."""
    try:
        row = DisposalRow.get(disposal_id, consistent_read=True)
    except DisposalRow.DoesNotExist:
        return None
    return cast(Disposal, row.to_entity())


def newest() -> list[Disposal]:
    """The newest of both kinds, newest first."""
    rows = (row for what in What for row in DisposalRow.by_what.query(what, scan_index_forward=False, limit=_MOST))
    return sorted((cast(Disposal, row.to_entity()) for row in rows), key=lambda one: one.asked_at, reverse=True)


def due(at: datetime) -> Iterator[str]:
    """The ids of those with something left to do by then, the longest waiting first."""
    for row in DisposalRow.by_work.query(_WORK, DisposalRow.due_at <= at):
        yield str(row.id)


def asking(one: Disposal) -> Put:
    """Write one that was asked for; the same id is never written twice."""
    return Put(DisposalRow.of(one), DisposalRow.id.does_not_exist())


def approving(after: Disposal) -> Update:
    """Approve, if it still waits and whoever approves did not ask: the table itself refuses it (P3.4, abuse 42)."""
    row = DisposalRow
    another = (row.asked_by_id != after.decided_by_id) & (row.asked_by != after.decided_by)
    until = cast(datetime, after.cooling_until)
    actions = [
        *_decided(after),
        row.cooling_until.set(until),
        row.schedule_version.set(after.schedule_version),
        row.work.set(_WORK),
        row.due_at.set(until),
    ]
    return Update(row.of(after), actions, (row.state == State.ASKED) & another, _moment())


def denying(after: Disposal) -> Update:
    """Deny, if it still waits."""
    actions = [*_decided(after), DisposalRow.refusal.set(after.refusal)]
    return Update(DisposalRow.of(after), actions, DisposalRow.state == State.ASKED, _moment())


def stopping(before: Disposal, after: Disposal) -> Update:
    """Stop, unless it went on since."""
    row = DisposalRow
    actions = [
        *(row.state.set(after.state), row.stopped_by.set(after.stopped_by), row.refusal.set(after.refusal)),
        *(row.work.remove(), row.due_at.remove()),
    ]
    return Update(row.of(after), actions, row.state == before.state, _moment())


def waiting(after: Disposal, due_at: datetime) -> Update:
    """Say what is left, and when to look again."""
    row = DisposalRow
    return Update(row.of(after), [row.left.set(after.left), row.due_at.set(due_at)], row.state == State.COOLING)


def ending(after: Disposal) -> Update:
    """Say that it is done, or that nothing of it could be, with what is left and the certificate. Said once."""
    row = DisposalRow
    actions = [
        *(row.state.set(after.state), row.left.set(after.left), row.done_at.set(cast(datetime, after.done_at))),
        *(row.certificate.set(after.certificate), row.certificate_sha256.set(after.certificate_sha256)),
        *(row.work.remove(), row.due_at.remove()),
    ]
    return Update(row.of(after), actions, row.state == State.COOLING)


def from_stream(image: dict[str, dict[str, object]]) -> str:
    """The id of the one inside a DynamoDB stream record."""
    return str(image["id"]["S"])


def _decided(after: Disposal) -> list[Action]:
    row = DisposalRow
    return [
        row.state.set(after.state),
        row.decided_by_id.set(after.decided_by_id),
        row.decided_by.set(after.decided_by),
        row.decided_at.set(cast(datetime, after.decided_at)),
    ]


def _moment() -> Conflict:
    return Conflict("Somebody decided on this a moment ago. Please look again.", slug="already-decided")
