"""The vault against the record: every item has its version, lock and hold, and nothing lies there beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from rtcc.aws import listing, settings
from rtcc.aws.listing import Listed
from rtcc.foundation import clock
from rtcc.foundation.ids import derived
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_its_turn, is_settled
from rtcc.vault import service as vault
from rtcc.vault.model import Item


def look(items: Mapping[str, Item]) -> Iterator[Finding]:
    """What is amiss in the vault; `items` is everything that the record says it holds, by id."""
    bucket = settings.need("BUCKET_VAULT")
    held: dict[str, Listed] = {}
    for one in listing.versions(bucket):
        item = items.get(one.key.removeprefix("evidence/"))
        subject = item.id if item else derived("obj", bucket, one.key)
        about, reason = f"{one.key} {one.version_id}", item.incident_number if item else ""
        if one.is_marker:
            yield Finding(Amiss.MARKED, subject, about, reason)
        elif item is None:
            if is_settled(one.written_at):
                yield Finding(Amiss.UNSPOKEN, subject, about)
        elif (one.version_id, one.bytes) != (item.version_id, item.bytes):
            yield Finding(Amiss.STRAY, subject, about, reason)
        else:
            held[item.id] = one
    for item in items.values():
        yield from _missing(item, item.id in held)


def _missing(item: Item, is_held: bool) -> Iterator[Finding]:
    """What is amiss with the item's own version. Of what ended its version may be gone, and once said so must be."""
    about = f"{item.key} {item.version_id}"
    if item.has_ended:
        if is_held and item.disposed_at is not None:
            yield Finding(Amiss.STRAY, item.id, about, item.incident_number)
    elif not is_held:
        yield Finding(Amiss.MISSING, item.id, about, item.incident_number)
    elif is_its_turn(item.id, item.received_at) and not _is_locked(item):
        yield Finding(Amiss.UNLOCKED, item.id, about, item.incident_number, partial(_lock_again, item))


def _is_locked(item: Item) -> bool:
    """Whether the store says what the row says: locked as long, and on hold while anybody holds the item.

    A lock may have run out when it should. A hold that nobody has any more is taken off by settle_holds alone.
    """
    lock = vault.lock_of(item)
    is_held = lock.hold or not item.holds
    if item.locked_until <= clock.now():
        return is_held
    kept = lock.until is not None and lock.until >= item.locked_until - timedelta(seconds=1)
    return is_held and lock.mode == "COMPLIANCE" and kept


def _lock_again(item: Item) -> None:
    if not vault.prolong(item):
        raise RuntimeError("the store does not confirm the lock")
