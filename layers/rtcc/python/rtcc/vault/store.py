"""Where items rest: one row an item, found by its call."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.vault.model import Item, State

HASH_KEY = "id"
INCIDENT_INDEX, INCIDENT_HASH_KEY, INCIDENT_RANGE_KEY = "by_incident", "incident_id", "received_at"


class ByIncident(GlobalSecondaryIndex["ItemRow"]):  # type: ignore[no-untyped-call]
    """The items of one call, in the order in which they came."""

    class Meta:
        """Which index."""

        index_name = INCIDENT_INDEX
        projection = AllProjection()

    incident_id = UnicodeAttribute(hash_key=True)
    received_at = Time(range_key=True)


class ItemRow(Row):
    """One evidence item."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_VAULT")

    entity = Item
    by_incident = ByIncident()
    id = UnicodeAttribute(hash_key=True)
    incident_id = UnicodeAttribute()
    incident_number = UnicodeAttribute()
    canvass_id = UnicodeAttribute()
    request_id = UnicodeAttribute()
    submission_id = UnicodeAttribute()
    name = UnicodeAttribute()
    bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    declared = UnicodeAttribute()
    state = OneOf(State)
    flaw = UnicodeAttribute()
    bucket = UnicodeAttribute()
    key = UnicodeAttribute()
    version_id = UnicodeAttribute()
    locked_until = Time()
    received_at = Time()
    clip_id = UnicodeAttribute(default="")
    camera_id = UnicodeAttribute(default="")
    released_to = UnicodeAttribute(default="")
    released_at = Time(null=True)


def find(item_id: str) -> Item | None:
    """One item, read strongly."""
    try:
        return cast(Item, ItemRow.get(item_id, consistent_read=True).to_entity())
    except ItemRow.DoesNotExist:
        return None


def of_incident(incident_id: str) -> list[Item]:
    """The items of a call, oldest first."""
    return [cast(Item, row.to_entity()) for row in ItemRow.by_incident.query(incident_id)]


def page(limit: int, after: str = "") -> tuple[list[Item], str]:
    """A page of all items, and the id to go on after (empty at the end)."""
    start: dict[str, dict[str, Any]] | None = {"id": {"S": after}} if after else None
    found = ItemRow.scan(limit=limit, last_evaluated_key=start)
    items = [cast(Item, row.to_entity()) for row in found]
    more = found.last_evaluated_key
    return items, str(more["id"]["S"]) if more else ""


def adding(item: Item) -> Put:
    """Write an item; the same id is never written twice."""
    return Put(ItemRow.of(item), ItemRow.id.does_not_exist())


def releasing(item_id: str, *, to: str, at: datetime) -> Update:
    """Say which agency has custody of an item, and since when."""
    actions = [ItemRow.released_to.set(to), ItemRow.released_at.set(at)]
    return Update(ItemRow(item_id), actions, ItemRow.id.exists())
