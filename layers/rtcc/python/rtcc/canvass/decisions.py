"""What becomes of a canvass, as writes: each only from the state in which its actor saw it (abuse 42, 91)."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.table import Put, Update
from rtcc.canvass.model import Canvass, CanvassState, Request, RequestState
from rtcc.canvass.rows import CanvassRow, RequestRow
from rtcc.foundation.errors import Conflict

STILL_OPEN = (RequestState.ASKED, RequestState.LATER)


def opening(one: Canvass) -> Put:
    """Write a new canvass."""
    return Put(_row(one), CanvassRow.pk.does_not_exist())


def approving(after: Canvass) -> Update:
    """Approve, if it waits and whoever approves is not who opened it: the table itself refuses that (abuse 42)."""
    row = CanvassRow
    another = (row.opened_by_id != after.decided_by_id) & (row.opened_by != after.decided_by)
    return _deciding(after, (row.state == CanvassState.WAITING) & another)


def denying(after: Canvass) -> Update:
    """Say no, if it waits."""
    return _deciding(after, CanvassRow.state == CanvassState.WAITING)


def closing(before: Canvass, after: Canvass) -> Update:
    """Close, if nothing else happened to it since we looked."""
    row = CanvassRow
    actions: list[Action] = [
        row.state.set(after.state),
        row.closed_by.set(after.closed_by),
        row.closed_at.set(cast(datetime, after.closed_at)),
    ]
    return Update(_row(after), actions, row.state == before.state, _elsewhere())


def reminding(after: Canvass) -> Update:
    """Write that a reminder goes out, if it is open and none did."""
    row = CanvassRow
    once = (row.state == CanvassState.OPEN) & row.reminded_at.does_not_exist()
    return Update(_row(after), [row.reminded_at.set(cast(datetime, after.reminded_at))], once, _elsewhere())


def ending(one: Request) -> Update:
    """Close a request that nobody answered. Raises Conflict when somebody did meanwhile."""
    row = RequestRow
    waits = row.state.is_in(*STILL_OPEN)
    return Update(_request(one), [row.state.set(RequestState.CLOSED)], waits & (row.state == one.state))


def reminded(one: Request, at: datetime) -> Update:
    """Write that the registrant is reminded, once, and only of what they did not answer."""
    row = RequestRow
    once = row.state.is_in(*STILL_OPEN) & row.reminded_at.does_not_exist()
    return Update(_request(one), [row.reminded_at.set(at)], once)


def _deciding(after: Canvass, waits: Condition) -> Update:
    row = CanvassRow
    actions: list[Action] = [
        row.state.set(after.state),
        row.decided_by_id.set(after.decided_by_id),
        row.decided_by.set(after.decided_by),
        row.decided_at.set(cast(datetime, after.decided_at)),
        row.why.set(after.why),
    ]
    return Update(_row(after), actions, waits, _elsewhere())


def _elsewhere() -> Conflict:
    return Conflict("Somebody decided on this canvass a moment ago. Please look again.", slug="already-decided")


def _row(one: Canvass) -> CanvassRow:
    return CanvassRow.of(one, pk=f"incident#{one.incident_id}", sk=one.id)


def _request(one: Request) -> RequestRow:
    return RequestRow.of(one, pk=f"request#{one.id}")
