"""A verdict on an item, as a write: what it may say, and that it only ever keeps longer (P3.3)."""

from __future__ import annotations

from datetime import datetime

from rtcc.aws.table import Update
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Field, Invalid
from rtcc.vault import service, store
from rtcc.vault.model import Item, Verdict


def writing(before: Item, verdict: Verdict, *, of: str, by: str, note: str, until: datetime) -> Update:
    """The verdict as a write that joins its line. `of` is the item that a duplicate is of, `by` the judge's badge.

    `until` prolongs what the row says of the lock; an earlier date leaves it as it is. Raises Conflict for what an
    agency has, NotFound or Invalid for a duplicate of nothing, of itself, or of another call's item.
    """
    if before.released_to:
        raise Conflict("An agency has custody of this item now.", slug="released")
    _must_name_another(before, verdict, of)
    until = max(until, before.locked_until)
    return store.judging(before, verdict, of=of, at=clock.now(), by=by, note=note, until=until)


def _must_name_another(before: Item, verdict: Verdict, of: str) -> None:
    if (verdict is Verdict.DUPLICATE) != bool(of):
        raise _not("A duplicate names the item that it is of, and nothing else names one.")
    if of == before.id:
        raise _not("No item is a duplicate of itself.")
    if of and service.item(of).incident_id != before.incident_id:
        raise _not("An item of another call is not its duplicate: each call keeps its own.")


def _not(sentence: str) -> Invalid:
    return Invalid(sentence, fields=(Field("of", sentence),))
