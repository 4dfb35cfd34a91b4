"""Where the newest count of the stores rests: one row, written by each sweep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.inventory.model import Discrepancy, Stock

HASH_KEY = "id"
_NEWEST = "newest"


class StockRow(Row):
    """The count that one sweep took."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_INVENTORY")

    id = UnicodeAttribute(hash_key=True)
    taken_at = Time()
    told = Plain()


def keeping(one: Stock) -> Put:
    """Write a count in the place of the one before."""
    found = [[each.kind, each.about, each.subject] for each in one.discrepancies]
    told = {"counts": dict(one.counts), "by_state": dict(one.by_state), "discrepancies": found}
    return Put(StockRow(_NEWEST, taken_at=one.taken_at, told=told))


def newest() -> Stock | None:
    """The newest count; None before the first sweep."""
    try:
        row = StockRow.get(_NEWEST, consistent_read=True)
    except StockRow.DoesNotExist:
        return None
    told: Mapping[str, Any] = row.told
    found = tuple(Discrepancy(*each) for each in told["discrepancies"])
    return Stock(row.taken_at, told["counts"], told["by_state"], found)
