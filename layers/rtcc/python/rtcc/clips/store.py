"""Where clip orders rest: one row an order, found by its call and by its establishment."""

from __future__ import annotations

from typing import cast

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.clips.model import Order, State
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict

HASH_KEY = "id"
INCIDENT_INDEX, SITE_INDEX = "by_incident", "by_site"
INDEXES = {INCIDENT_INDEX: ("incident_id", "ordered_at"), SITE_INDEX: ("site_id", "ordered_at")}
_MOST = 200  # orders that a list shows at once
_MAY_CHANGE = (
    "state",
    "why",
    "command",
    "sha256",
    "bytes",
    "clip_from_at",
    "clip_to_at",
    "first_frame_at",
    "last_frame_at",
    "frames",
    "offset_ms",
    "chain",
    "gaps",
    "told_at",
    "codec",
    "pre_roll_ms",
    "box_ahead_ms",
    "within_ms",
    "manifest_sha256",
)


class ByIncident(GlobalSecondaryIndex["OrderRow"]):  # type: ignore[no-untyped-call]
    """The orders of one call, in time."""

    class Meta:
        """Which index."""

        index_name = INCIDENT_INDEX
        projection = AllProjection()

    incident_id = UnicodeAttribute(hash_key=True)
    ordered_at = Time(range_key=True)


class BySite(GlobalSecondaryIndex["OrderRow"]):  # type: ignore[no-untyped-call]
    """The orders of one establishment's cameras, in time."""

    class Meta:
        """Which index."""

        index_name = SITE_INDEX
        projection = AllProjection()

    site_id = UnicodeAttribute(hash_key=True)
    ordered_at = Time(range_key=True)


class OrderRow(Row):
    """One order."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_CLIPS")

    entity = Order
    by_incident = ByIncident()
    by_site = BySite()
    id = UnicodeAttribute(hash_key=True)
    key = UnicodeAttribute()
    camera_id = UnicodeAttribute()
    camera_name = UnicodeAttribute()
    thing = UnicodeAttribute()
    site_id = UnicodeAttribute()
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    case = UnicodeAttribute()
    from_at = Time()
    to_at = Time()
    actor = UnicodeAttribute()
    badge = UnicodeAttribute()
    ordered_at = Time()
    state = OneOf(State)
    why = UnicodeAttribute(default="")
    command = UnicodeAttribute(default="")
    sha256 = UnicodeAttribute(default="")
    bytes = NumberAttribute(default=0)
    clip_from_at = Time(null=True)
    clip_to_at = Time(null=True)
    first_frame_at = Time(null=True)
    last_frame_at = Time(null=True)
    frames = NumberAttribute(default=0)
    offset_ms = NumberAttribute(default=0)
    chain = Plain(default=())
    gaps = Plain(default=())
    told_at = Time(null=True)
    strict = BooleanAttribute(default=False)
    priority = NumberAttribute(default=4)
    codec = UnicodeAttribute(default="")
    pre_roll_ms = NumberAttribute(default=0)
    box_ahead_ms = NumberAttribute(null=True)
    within_ms = NumberAttribute(null=True)
    manifest_sha256 = UnicodeAttribute(default="")


def find(order_id: str) -> Order | None:
    """One order, read strongly."""
    if not ids.is_id(order_id, "ord"):
        return None
    try:
        return cast(Order, OrderRow.get(order_id, consistent_read=True).to_entity())
    except OrderRow.DoesNotExist:
        return None


def of_incident(incident_id: str) -> list[Order]:
    """The newest 200 orders of a call, newest first."""
    rows = OrderRow.by_incident.query(incident_id, scan_index_forward=False, limit=_MOST)
    return [cast(Order, row.to_entity()) for row in rows]


def of_site(site_id: str) -> list[Order]:
    """The newest 200 orders of an establishment's cameras, newest first."""
    rows = OrderRow.by_site.query(site_id, scan_index_forward=False, limit=_MOST)
    return [cast(Order, row.to_entity()) for row in rows]


def ordering(one: Order) -> Put:
    """Write a new order; the same id is never written twice."""
    taken = Conflict("This was ordered at the same moment.", slug="ordered")
    return Put(OrderRow.of(one), OrderRow.id.does_not_exist(), taken)


def changing(before: Order, after: Order) -> Update:
    """Write what became of an order, unless something became of it since we looked."""
    changed = [name for name in _MAY_CHANGE if getattr(after, name) != getattr(before, name)]
    actions: list[Action] = [getattr(OrderRow, name).set(getattr(after, name)) for name in changed]
    moved = Conflict("This order changed at the same moment. Please look again.", slug="order-moved")
    return Update(OrderRow.of(before), actions, OrderRow.state == before.state, moved)
