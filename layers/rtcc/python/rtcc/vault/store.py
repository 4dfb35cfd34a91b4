"""Where items rest: one row an item, found by its call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from rtcc.aws.columns import OneOf, Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row, Update
from rtcc.vault.model import Item, Kept, State, Verdict

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
    account = Plain(default=dict)
    released_to = UnicodeAttribute(default="")
    released_at = Time(null=True)
    verdict = OneOf(Verdict, null=True)
    duplicate_of = UnicodeAttribute(default="")
    judged_at = Time(null=True)
    judged_by = UnicodeAttribute(default="")
    judged_note = UnicodeAttribute(default="")
    preview = Plain(null=True)  # what the probe found: of its own room, read apart from the item


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


def every() -> Iterator[Kept]:
    """Every row of the table, as the comparison of stores and record reads them."""
    for row in ItemRow.scan():
        yield Kept(cast(Item, row.to_entity()), row.preview is not None, row.serialize())


def from_stream(image: dict[str, dict[str, object]]) -> Item:
    """The item inside a DynamoDB stream record."""
    row = ItemRow()
    row.deserialize(image)
    return cast(Item, row.to_entity())


def preview_of(item_id: str) -> Mapping[str, Any] | None:
    """What the probe found, as plain values, read strongly."""
    try:
        return cast("Mapping[str, Any] | None", ItemRow.get(item_id, consistent_read=True).preview)
    except ItemRow.DoesNotExist:
        return None


def previewing(item_id: str, told: Mapping[str, Any]) -> Update:
    """Write what the probe found, once."""
    return Update(ItemRow(item_id), [ItemRow.preview.set(told)], ItemRow.id.exists() & ItemRow.preview.does_not_exist())


def judging(before: Item, verdict: Verdict, *, of: str, at: datetime, by: str, note: str, until: datetime) -> Update:
    """Write a verdict, unless at the same moment somebody else judged, or an agency got custody."""
    actions = [
        ItemRow.verdict.set(verdict),
        ItemRow.duplicate_of.set(of),
        ItemRow.judged_at.set(at),
        ItemRow.judged_by.set(by),
        ItemRow.judged_note.set(note),
        ItemRow.locked_until.set(until),
    ]
    same = ItemRow.judged_at == before.judged_at if before.judged_at else ItemRow.judged_at.does_not_exist()
    ours = ItemRow.released_at.does_not_exist()
    return Update(ItemRow(before.id), actions, same & ours)


def adding(item: Item) -> Put:
    """Write an item; the same id is never written twice."""
    return Put(ItemRow.of(item), ItemRow.id.does_not_exist())


def releasing(item_id: str, *, to: str, at: datetime) -> Update:
    """Say which agency has custody of an item, and since when."""
    actions = [ItemRow.released_to.set(to), ItemRow.released_at.set(at)]
    return Update(ItemRow(item_id), actions, ItemRow.id.exists())
