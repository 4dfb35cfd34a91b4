"""Where items rest: one row an item, found by its call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, cast

from rtcc.aws.table import Put, Update
from rtcc.vault.model import Item, Kept, Verdict
from rtcc.vault.rows import INCIDENT_INDEX, ItemRow

HASH_KEY = "id"
INCIDENT_HASH_KEY, INCIDENT_RANGE_KEY = "incident_id", "received_at"
__all__ = ["HASH_KEY", "INCIDENT_HASH_KEY", "INCIDENT_INDEX", "INCIDENT_RANGE_KEY", "ItemRow"]


def find(item_id: str) -> Item | None:
    """One item, read strongly."""
    try:
        return cast(Item, ItemRow.get(item_id, consistent_read=True).to_entity())
    except ItemRow.DoesNotExist:
        return None


def is_hold_due(item_id: str) -> bool:
    """Whether the store must still be told what became of the item's holds, read strongly."""
    try:
        return ItemRow.get(item_id, consistent_read=True).hold_due is not None
    except ItemRow.DoesNotExist:
        return False


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
        yield Kept(cast(Item, row.to_entity()), row.preview is not None, row.hold_due is not None, row.serialize())


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


def previewing(item_id: str, told: Mapping[str, Any], *, sheet: str, movie: str) -> Update:
    """Write what the probe found, once; the digests of what it made, where there is something, find the item again."""
    made = [(ItemRow.sheet_sha256, sheet), (ItemRow.movie_sha256, movie)]
    actions = [ItemRow.preview.set(told), *(column.set(sha256) for column, sha256 in made if sha256)]
    return Update(ItemRow(item_id), actions, ItemRow.id.exists() & ItemRow.preview.does_not_exist())


def of_digest(sha256: str) -> list[str]:
    """The ids of the items with that digest, or with a derivative that has it; each once."""
    found = [row.id for way in (ItemRow.by_sha256, ItemRow.by_sheet, ItemRow.by_movie) for row in way.query(sha256)]
    return list(dict.fromkeys(found))


def ending_of(item_id: str) -> ItemRow | None:
    """How far an item has come to its end, read strongly: these few columns, and nothing else of it."""
    columns = ["id", "released_at", "disposed_at", "expunged_at", "locked_until"]
    try:
        return ItemRow.get(item_id, consistent_read=True, attributes_to_get=columns)
    except ItemRow.DoesNotExist:
        return None


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
    """Say which agency has custody of an item, and since when; what another agency has is not ours to give."""
    actions = [ItemRow.released_to.set(to), ItemRow.released_at.set(at)]
    ours = ItemRow.released_to.does_not_exist() | ItemRow.released_to.is_in("", to)
    return Update(ItemRow(item_id), actions, ItemRow.id.exists() & ours)
