"""What became of an item, as far as its sender may know: whether it is used, when it goes. Never who or where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rtcc.vault import store


@dataclass(frozen=True, slots=True)
class Fate:
    """`is_used`: somebody outside has a copy of it. `deleted_on`: the day (UTC) on which its bytes go, or went."""

    is_used: bool = False
    deleted_on: date | None = None


def of(item_id: str) -> Fate:
    """The fate of an item; of one that is not there yet, nothing."""
    row = store.ending_of(item_id)
    if row is None:
        return Fate()
    gone = row.disposed_at
    if row.expunged_at is not None and gone is None:
        gone = max(row.expunged_at, row.locked_until)  # unreadable at once; the bytes go when the running lock ends
    return Fate(row.released_at is not None, gone.date() if gone else None)
