"""Where releases rest, and the conditions under which one changes: whatever was looked at before, these hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from rtcc.aws.table import Put, Update
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.release.model import Method, Release, State
from rtcc.release.parties import Receipt
from rtcc.release.rows import INDEXES, ReleaseRow

__all__ = ["INDEXES", "ReleaseRow"]
WAKING = (State.APPROVED, State.RENEWED)  # the stream wakes deliver_release for rows in these states alone
_MOST = 100  # releases of one state, or of one agency, that a list shows


def find(release_id: str) -> Release | None:
    """One release, read strongly."""
    try:
        return cast(Release, ReleaseRow.get(release_id, consistent_read=True).to_entity())
    except ReleaseRow.DoesNotExist:
        return None


def named(release_ids: Iterable[str]) -> dict[str, Release]:
    """Those of these releases that there are, by their ids."""
    return {row.id: cast(Release, row.to_entity()) for row in ReleaseRow.batch_get(set(release_ids))}


def newest() -> list[Release]:
    """The newest releases of every state, newest first."""
    rows = (row for state in State for row in ReleaseRow.by_state.query(state, scan_index_forward=False, limit=_MOST))
    return sorted((cast(Release, row.to_entity()) for row in rows), key=lambda one: one.asked_at, reverse=True)


def to_look_at(since: datetime) -> Iterator[Release]:
    """What is open to be looked at, of what was asked for since then."""
    row, now = ReleaseRow, clock.now()
    for state in (State.PACKED, State.RENEWED):
        is_open = (row.method == Method.VIEW) & (row.expires_at > now)
        for found in row.by_state.query(state, row.asked_at >= since, filter_condition=is_open):
            yield cast(Release, found.to_entity())


def for_agency(ori: str) -> list[Release]:
    """What goes to one agency, newest first."""
    rows = ReleaseRow.by_agency.query(ori, scan_index_forward=False, limit=_MOST)
    return [cast(Release, row.to_entity()) for row in rows]


def from_stream(image: dict[str, dict[str, object]]) -> Release:
    """The release inside a DynamoDB stream record."""
    row = ReleaseRow()
    row.deserialize(image)
    return cast(Release, row.to_entity())


def asking(one: Release) -> Put:
    """Write a release that was asked for; the same id is never written twice."""
    return Put(ReleaseRow.of(one), ReleaseRow.id.does_not_exist())


def approving(after: Release) -> Update:
    """Approve, if it still waits and whoever approves neither asked for it nor for what it answers (abuse 30, 42)."""
    row = ReleaseRow
    waits = row.state == State.ASKED
    another = (row.asked_by_id != after.decided_by_id) & (row.asked_by != after.decided_by)
    nobodys = row.inquiry_by_id.does_not_exist() | (row.inquiry_by_id == "")
    not_theirs = (row.inquiry_by_id != after.decided_by_id) & (row.inquiry_by != after.decided_by)
    return _deciding(after, Update(row.of(after), [], waits & another & (nobodys | not_theirs)))


def denying(after: Release) -> Update:
    """Deny, if it still waits."""
    return _deciding(after, Update(ReleaseRow.of(after), [], ReleaseRow.state == State.ASKED))


def packing(after: Release) -> Update:
    """Say that it is ready, and where its package is if it has one, if nobody packed it first."""
    row = ReleaseRow
    actions = [
        row.state.set(after.state),
        row.packed_at.set(cast(datetime, after.packed_at)),
        row.expires_at.set(cast(datetime, after.expires_at)),
    ]
    made = [row.package.set(after.package)] if after.package else []
    return Update(row.of(after), [*actions, *made], row.state.is_in(*WAKING))


def failing(after: Release) -> Update:
    """Say why no package can be made; what was to be made anew is over at once."""
    row = ReleaseRow
    actions = [row.state.set(after.state), row.why.set(after.why)]
    over = [row.expires_at.set(after.expires_at)] if after.expires_at else []
    return Update(row.of(after), [*actions, *over], row.state.is_in(*WAKING))


def receipting(after: Release) -> Update:
    """Take the receipt, once."""
    row = ReleaseRow
    actions = [
        row.state.set(after.state),
        row.receipted_at.set(cast(datetime, after.receipted_at)),
        row.receipt.set(cast(Receipt, after.receipt)),
        row.is_copy.set(after.is_copy),
    ]
    return Update(row.of(after), actions, row.state == State.PACKED)


def asking_renewal(after: Release) -> Update:
    """Write down that its recipient needs more time, once until somebody gives it."""
    row = ReleaseRow
    asked = row.renewal_asked_at.set(cast(datetime, after.renewal_asked_at))
    return Update(row.of(after), [asked, row.renewal_why.set(after.renewal_why)], row.renewal_asked_at.does_not_exist())


def renewing(before: Release, after: Release) -> Update:
    """Give it more time, if it is still what was looked at."""
    row = ReleaseRow
    actions = [
        row.state.set(after.state),
        row.expires_at.set(cast(datetime, after.expires_at)),
        row.renewed_at.set(cast(datetime, after.renewed_at)),
        row.renewed_by.set(after.renewed_by),
        row.renewal_asked_at.remove(),
        row.renewal_why.set(""),
    ]
    same = (row.state == before.state) & (row.expires_at == cast(datetime, before.expires_at))
    return Update(row.of(after), actions, same)


def _deciding(after: Release, judged: Update) -> Update:
    row = ReleaseRow
    actions = [
        row.state.set(after.state),
        row.decided_by_id.set(after.decided_by_id),
        row.decided_by.set(after.decided_by),
        row.decided_at.set(cast(datetime, after.decided_at)),
        row.why.set(after.why),
    ]
    error = Conflict("Somebody decided on this release a moment ago.", slug="already-decided")
    return Update(judged.row, actions, judged.condition, error)
