"""Where signed statements rest: under their request, with the words as they were shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import Plain, Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Put, Row
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict


@dataclass(frozen=True, slots=True)
class Signed:
    """One statement as it was signed. `files` are those that it speaks of: id, name, sha256, custody_number."""

    request_id: str
    kind: str
    version: str
    language: str
    text: str
    sha256: str
    name: str
    title: str
    files: tuple[Mapping[str, Any], ...]
    at: datetime


class SignedRow(Row):
    """One signed statement."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_CANVASS")

    entity = Signed
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    request_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    version = UnicodeAttribute()
    language = UnicodeAttribute()
    text = UnicodeAttribute()
    sha256 = UnicodeAttribute()
    name = UnicodeAttribute()
    title = UnicodeAttribute()
    files = Plain()
    at = Time()


def of_request(request_id: str) -> list[Signed]:
    """What was signed for a request, oldest first."""
    rows = SignedRow.query(f"request#{request_id}", SignedRow.sk.startswith("statement#"), consistent_read=True)
    return [cast(Signed, row.to_entity()) for row in rows]


def adding(one: Signed) -> Put:
    """Write a signed statement; none is ever written over."""
    row = SignedRow.of(one, pk=f"request#{one.request_id}", sk=f"statement#{clock.spell(one.at)}")
    again = Conflict("This statement was signed at the same moment.", slug="already-signed")
    return Put(row, SignedRow.pk.does_not_exist(), again)
