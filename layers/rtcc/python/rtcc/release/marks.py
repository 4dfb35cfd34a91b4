"""Where it rests what is shown of each item of a share: one row an item, in the releases' own table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.preview import telling
from rtcc.preview.marking import MADE
from rtcc.preview.model import Preview


@dataclass(frozen=True, slots=True)
class Mark:
    """The marked copy of one item for one share, and when it was made; or why there is none. `day` is 2026-11-23."""

    release_id: str
    item_id: str
    day: str
    made_at: datetime
    found: Preview


class MarkRow(Row):
    """It has no state and no agency, so that no list of releases shows it."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_RELEASE")

    id = UnicodeAttribute(hash_key=True)
    day = UnicodeAttribute()
    made_at = Time()
    told = Plain()


def find(release_id: str, item_id: str) -> Mark | None:
    """What is shown of that item in that share, read strongly; None while nothing was made."""
    try:
        row = MarkRow.get(_key(release_id, item_id), consistent_read=True)
    except MarkRow.DoesNotExist:
        return None
    told: dict[str, Any] = dict(row.told)
    return Mark(release_id, item_id, row.day, row.made_at, telling.read(told, names=MADE))


def marking(one: Mark) -> Put:
    """Write it, unless the same day's or a later one is there."""
    row = MarkRow(_key(one.release_id, one.item_id), day=one.day, made_at=one.made_at, told=telling.spell(one.found))
    return Put(row, MarkRow.id.does_not_exist() | (MarkRow.day < one.day))


def _key(release_id: str, item_id: str) -> str:
    return f"mark#{release_id}#{item_id}"
