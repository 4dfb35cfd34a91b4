"""The rows of views: what lies in the table, column by column."""

from __future__ import annotations

import dataclasses

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row
from rtcc.grants.model import Purpose
from rtcc.live.model import Delay, Kind, Seats, State, Tally, View

SITE_INDEX, STATE_INDEX = "by_site", "by_state"


class _LiveTable:
    """Where all rows of the room are."""

    table_name = Late("TABLE_LIVE")


class BySite(GlobalSecondaryIndex["ViewRow"]):  # type: ignore[no-untyped-call]
    """The views of an establishment's cameras, in time."""

    class Meta:
        """Which index."""

        index_name = SITE_INDEX
        projection = AllProjection()

    site_id = UnicodeAttribute(hash_key=True)
    opened_at = Time(range_key=True)


class ByState(GlobalSecondaryIndex["ViewRow"]):  # type: ignore[no-untyped-call]
    """Open views, the longest unrenewed first."""

    class Meta:
        """Which index."""

        index_name = STATE_INDEX
        projection = AllProjection()

    state = OneOf(State, hash_key=True)
    lease_until = Time(range_key=True)


class ViewRow(Row):
    """One view."""

    class Meta(_LiveTable):
        """Where the rows are."""

    entity = View
    by_site = BySite()
    by_state = ByState()
    id = UnicodeAttribute(hash_key=True)
    camera_id = UnicodeAttribute()
    camera_name = UnicodeAttribute()
    thing = UnicodeAttribute()
    site_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    purpose = OneOf(Purpose)
    actor = UnicodeAttribute()
    badge = UnicodeAttribute()
    opened_at = Time()
    lease_until = Time()
    ends_at = Time()
    state = OneOf(State)
    ended_at = Time(null=True)
    why = UnicodeAttribute(default="")
    frames = NumberAttribute(default=0)
    started_at = Time(null=True)
    last_frame_at = Time(null=True)
    told_at = Time(null=True)
    keys_until = Time(null=True)
    notice_at = Time(null=True)
    kind = OneOf(Kind, default=Kind.LIVE)
    case = UnicodeAttribute(default="")
    from_at = Time(null=True)
    turned_at = Time(null=True)
    speed = NumberAttribute(default=1)
    is_paused = BooleanAttribute(default=False)
    shown_at = Time(null=True)
    shown_from = Time(null=True)
    shown_to = Time(null=True)
    refusal = UnicodeAttribute(default="")


class SeatsRow(Row):
    """Who watches one camera. It bears no key of an index, so that no list of views ever shows it."""

    class Meta(_LiveTable):
        """Where the rows are."""

    entity = Seats
    id = UnicodeAttribute(hash_key=True)
    taken = Plain(default=())
    version = NumberAttribute(default=0)


class DelayRow(Row):
    """The delay of one call's notices. What was opened meanwhile is added to it as it is opened."""

    class Meta(_LiveTable):
        """Where the rows are."""

    entity = Delay
    id = UnicodeAttribute(hash_key=True)
    number = UnicodeAttribute()
    why = UnicodeAttribute()
    actor = UnicodeAttribute()
    badge = UnicodeAttribute()
    delayed_at = Time()
    until = Time()
    views = UnicodeSetAttribute(null=True)
    ended_at = Time(null=True)

    def to_entity(self) -> Delay:
        """The delay; a set that holds nothing is no attribute in DynamoDB."""
        facts = {field.name: getattr(self, field.name) for field in dataclasses.fields(Delay)}
        return Delay(**facts | {"views": frozenset(self.views or ())})


class TallyRow(Row):
    """How many delays there were: one row."""

    class Meta(_LiveTable):
        """Where the rows are."""

    entity = Tally
    id = UnicodeAttribute(hash_key=True)
    total = NumberAttribute(default=0)
    years = Plain(default=dict)
    holding = Plain(default=dict)
    version = NumberAttribute(default=0)
