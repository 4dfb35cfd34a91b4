"""Where inquiries rest: one row an inquiry, found by its state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.foundation.errors import Conflict
from rtcc.inquiries.model import Inquiry, State

HASH_KEY = "id"
STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY = "by_state", "state", "asked_at"
INDEXES = ((STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY),)
_MOST = 100  # inquiries of one state that a list shows
_STORED = (State.OPEN, State.ASSEMBLED, State.DECLINED)


class ByState(GlobalSecondaryIndex["InquiryRow"]):  # type: ignore[no-untyped-call]
    """Inquiries in one state, in the order in which they were asked."""

    class Meta:
        """Which index."""

        index_name = STATE_INDEX
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    asked_at = Time(range_key=True)


class InquiryRow(Row):
    """One inquiry."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_INQUIRIES")

    entity = Inquiry
    by_state = ByState()
    id = UnicodeAttribute(hash_key=True)
    case = UnicodeAttribute()
    incident_number = UnicodeAttribute(default="")
    place = UnicodeAttribute()
    start = Time()
    end = Time()
    words = UnicodeAttribute()
    state = OneOf(State)
    asked_by_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = Time()
    release_id = UnicodeAttribute(default="")
    assembled_by_id = UnicodeAttribute(default="")
    assembled_by = UnicodeAttribute(default="")
    assembled_at = Time(null=True)
    declined_by = UnicodeAttribute(default="")
    declined_at = Time(null=True)
    why = UnicodeAttribute(default="")


def find(inquiry_id: str) -> Inquiry | None:
    """One inquiry, read strongly."""
    try:
        return cast(Inquiry, InquiryRow.get(inquiry_id, consistent_read=True).to_entity())
    except InquiryRow.DoesNotExist:
        return None


def newest() -> list[Inquiry]:
    """The newest inquiries of every state, newest first."""
    rows = (row for state in _STORED for row in InquiryRow.by_state.query(state, scan_index_forward=False, limit=_MOST))
    return sorted((cast(Inquiry, row.to_entity()) for row in rows), key=lambda one: one.asked_at, reverse=True)


def asking(one: Inquiry) -> Put:
    """Write an inquiry; the same id is never written twice."""
    return Put(InquiryRow.of(one), InquiryRow.id.does_not_exist())


def assembling(before: Inquiry, after: Inquiry) -> Update:
    """Say which release answers it, if nobody answered it meanwhile."""
    row = InquiryRow
    actions = [
        row.state.set(after.state),
        row.release_id.set(after.release_id),
        row.assembled_by_id.set(after.assembled_by_id),
        row.assembled_by.set(after.assembled_by),
        row.assembled_at.set(cast(datetime, after.assembled_at)),
    ]
    return _changing(before, after, actions)


def declining(before: Inquiry, after: Inquiry) -> Update:
    """Say why nobody answers it, if nobody answered it meanwhile."""
    row = InquiryRow
    actions = [
        row.state.set(after.state),
        row.declined_by.set(after.declined_by),
        row.declined_at.set(cast(datetime, after.declined_at)),
        row.why.set(after.why),
    ]
    return _changing(before, after, actions)


def _changing(before: Inquiry, after: Inquiry, actions: Sequence[Action]) -> Update:
    row = InquiryRow
    same = (row.state == before.state) & (row.release_id == before.release_id)
    error = Conflict("Somebody answered this inquiry a moment ago.", slug="already-answered")
    return Update(row.of(after), actions, same, error)
