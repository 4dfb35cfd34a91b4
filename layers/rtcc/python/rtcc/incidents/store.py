"""Where calls rest: one row a call, found by its state and hour."""

from __future__ import annotations

from typing import cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.foundation.errors import Conflict
from rtcc.incidents.model import Call, Incident, State

HASH_KEY = "id"
STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY = "by_state", "state", "opened_at"
_MOST = 200  # calls that a list shows at once


class ByState(GlobalSecondaryIndex["IncidentRow"]):  # type: ignore[no-untyped-call]
    """Open calls, newest first."""

    class Meta:
        """Which index."""

        index_name = STATE_INDEX
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    opened_at = Time(range_key=True)


class IncidentRow(Row):
    """One call. Its id is made from its number, so that one call never stands twice."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_INCIDENTS")

    entity = Incident
    by_state = ByState()
    id = UnicodeAttribute(hash_key=True)
    number = UnicodeAttribute()
    priority = NumberAttribute()
    kind = UnicodeAttribute()
    address = UnicodeAttribute()
    lat = NumberAttribute()
    lon = NumberAttribute()
    opened_at = Time()
    state = OneOf(State)
    told_at = Time()


def find(incident_id: str) -> Incident | None:
    """One call, read strongly."""
    try:
        return cast(Incident, IncidentRow.get(incident_id, consistent_read=True).to_entity())
    except IncidentRow.DoesNotExist:
        return None


def newest(state: State) -> list[Incident]:
    """Calls in that state, newest first, at most 200."""
    rows = IncidentRow.by_state.query(state, scan_index_forward=False, limit=_MOST)
    return [cast(Incident, row.to_entity()) for row in rows]


def adding(incident: Incident) -> Put:
    """Write a call that was not known."""
    return Put(IncidentRow.of(incident), IncidentRow.id.does_not_exist())


def amending(before: Incident, call: Call, after: Incident) -> Update:
    """Write what dispatch says now, unless somebody amended it since we looked."""
    row = IncidentRow
    return Update(
        row.of(before),
        [
            row.priority.set(call.priority),
            row.kind.set(call.kind),
            row.address.set(call.address),
            row.lat.set(call.at.lat),
            row.lon.set(call.at.lon),
            row.state.set(call.state),
            row.told_at.set(after.told_at),
        ],
        row.told_at == before.told_at,
        Conflict("Dispatch amended this call at the same moment. Please send it again."),
    )
