"""Where releases rest: one row a release, found by its state and by the agency that receives it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import cast

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.constants import STRING
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.foundation.errors import Conflict
from rtcc.release.model import Package, Piece, Release, State

HASH_KEY = "id"
STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY = "by_state", "state", "asked_at"
AGENCY_INDEX, AGENCY_HASH_KEY, AGENCY_RANGE_KEY = "by_agency", "ori", "asked_at"
INDEXES = (
    (STATE_INDEX, STATE_HASH_KEY, STATE_RANGE_KEY),
    (AGENCY_INDEX, AGENCY_HASH_KEY, AGENCY_RANGE_KEY),
)
STREAMED_STATE = State.APPROVED.value  # the stream wakes deliver_release for rows in this state alone
_MOST = 100  # releases of one state, or of one agency, that a list shows


class Pieces(Attribute[tuple[Piece, ...]]):
    """The items, as JSON text."""

    attr_type = STRING

    def serialize(self, value: tuple[Piece, ...]) -> str:
        """A list of objects."""
        return json.dumps([asdict(piece) for piece in value], sort_keys=True)

    def deserialize(self, value: str) -> tuple[Piece, ...]:
        """Read it back."""
        return tuple(Piece(**piece) for piece in json.loads(value))


class Packed(Attribute[Package]):
    """The package, as JSON text."""

    attr_type = STRING

    def serialize(self, value: Package) -> str:
        """An object."""
        return json.dumps(asdict(value), sort_keys=True)

    def deserialize(self, value: str) -> Package:
        """Read it back."""
        return Package(**json.loads(value))


class ByState(GlobalSecondaryIndex["ReleaseRow"]):  # type: ignore[no-untyped-call]
    """Releases in one state, in the order in which they were asked for."""

    class Meta:
        """Which index."""

        index_name = STATE_INDEX
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    asked_at = Time(range_key=True)


class ByAgency(GlobalSecondaryIndex["ReleaseRow"]):  # type: ignore[no-untyped-call]
    """What goes to one agency."""

    class Meta:
        """Which index."""

        index_name = AGENCY_INDEX
        projection = AllProjection()

    ori = UnicodeAttribute(hash_key=True)
    asked_at = Time(range_key=True)


class ReleaseRow(Row):
    """One release."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_RELEASE")

    entity = Release
    by_state = ByState()
    by_agency = ByAgency()
    id = UnicodeAttribute(hash_key=True)
    items = Pieces()
    ori = UnicodeAttribute()
    agency = UnicodeAttribute()
    recipient = UnicodeAttribute()
    case = UnicodeAttribute()
    reason = UnicodeAttribute()
    state = OneOf(State)
    asked_by_id = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = Time()
    decided_by_id = UnicodeAttribute(default="")
    decided_by = UnicodeAttribute(default="")
    decided_at = Time(null=True)
    why = UnicodeAttribute(default="")
    package = Packed(null=True)
    packed_at = Time(null=True)
    expires_at = Time(null=True)
    receipted_at = Time(null=True)


def find(release_id: str) -> Release | None:
    """One release, read strongly."""
    try:
        return cast(Release, ReleaseRow.get(release_id, consistent_read=True).to_entity())
    except ReleaseRow.DoesNotExist:
        return None


def newest() -> list[Release]:
    """The newest releases of every state, newest first."""
    rows = (row for state in State for row in ReleaseRow.by_state.query(state, scan_index_forward=False, limit=_MOST))
    return sorted((cast(Release, row.to_entity()) for row in rows), key=lambda one: one.asked_at, reverse=True)


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
    """Approve, if it still waits and whoever approves is not who asked: the table itself refuses it (abuse 30)."""
    row = ReleaseRow
    waits = row.state == State.ASKED
    another = (row.asked_by_id != after.decided_by_id) & (row.asked_by != after.decided_by)
    return _deciding(after, Update(row.of(after), [], waits & another))


def denying(after: Release) -> Update:
    """Deny, if it still waits."""
    return _deciding(after, Update(ReleaseRow.of(after), [], ReleaseRow.state == State.ASKED))


def packing(after: Release) -> Update:
    """Say where the package is, if nobody packed it first."""
    row = ReleaseRow
    actions = [
        row.state.set(after.state),
        row.package.set(cast(Package, after.package)),
        row.packed_at.set(cast(datetime, after.packed_at)),
        row.expires_at.set(cast(datetime, after.expires_at)),
    ]
    return Update(row.of(after), actions, row.state == State.APPROVED)


def failing(after: Release) -> Update:
    """Say why no package can be made."""
    row = ReleaseRow
    return Update(row.of(after), [row.state.set(after.state), row.why.set(after.why)], row.state == State.APPROVED)


def receipting(after: Release) -> Update:
    """Take the receipt, once."""
    row = ReleaseRow
    actions = [row.state.set(after.state), row.receipted_at.set(cast(datetime, after.receipted_at))]
    return Update(row.of(after), actions, row.state == State.PACKED)


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
