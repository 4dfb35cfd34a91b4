"""Where it rests that two items have the same bytes: noted, and never a reason to keep one for both (abuse 20)."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from rtcc.aws.columns import Time
from rtcc.aws.settings import Late
from rtcc.aws.table import Row, Update
from rtcc.vault.model import Item

_NAMED = 5  # that the same file came a hundred times needs no hundred names


class SameRow(Row):
    """One item under the digest of its bytes."""

    class Meta:
        """Where the rows are."""

        table_name = Late("TABLE_CANVASS")

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    received_at = Time()


def facts(item: Item) -> dict[str, str]:
    """The items that came before with the same bytes, of whatever call; nothing when there are none."""
    before = [row.sk for row in SameRow.query(f"bytes#{item.sha256}", limit=_NAMED) if row.sk != item.id]
    return {"same_bytes_as": ",".join(before)} if before else {}


def noting(item: Item) -> Update:
    """Write the item under its digest."""
    row = SameRow(pk=f"bytes#{item.sha256}", sk=item.id)
    return Update(row, [SameRow.received_at.set(item.received_at)])
