"""The ratchet of the record itself: batches, tiles, maps and every head there ever was stay locked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice

from rtcc.access.model import Action, Actor
from rtcc.aws import listing, locks, settings
from rtcc.aws.blobs import Stored
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.vault.ratchet import Prolonged

HOURS = 6  # from one run to the next
SUBJECT = "log"  # the chain that says how many locks a run prolonged
_DAYS = 30  # of a lock of the log's objects, as when they were written
_LANES = 16
_AT_ONCE = 1000


def prolong_all(actor: Actor, *, by: datetime) -> Prolonged:
    """Look at the objects whose turn it is and prolong those with less than half of their lock left.

    Each is looked at often enough to be prolonged long before its lock runs out; what was written lately is not even
    asked for. One line tells of a run that changed anything.
    """
    told, due = Prolonged(), _due()
    with ThreadPoolExecutor(_LANES) as pool:
        while those := list(islice(due, _AT_ONCE)):
            if clock.now() >= by:
                told.left += len(those) + sum(1 for _ in due)
                break
            for trouble in pool.map(_prolong, those):
                told.done += trouble == ""
                told.failed += [trouble] if trouble else []
    if told.done:
        custody.note(actor, Action.PROLONG_LOCK, SUBJECT, facts={"prolonged": told.done, "failed": len(told.failed)})
    return told


def _due() -> Iterator[Stored]:
    bucket, now = settings.need("BUCKET_LOG"), clock.now()
    turns = max(1, _days() * 24 // HOURS // 6)  # three looks in the second half of every lock
    turn = int(now.timestamp()) // (HOURS * 3600) % turns
    for one in listing.versions(bucket):
        is_young = now - one.written_at < timedelta(days=_days()) / 2
        if not one.is_marker and not is_young and zlib.crc32(f"{one.key} {one.version_id}".encode()) % turns == turn:
            yield Stored(bucket, one.key, one.version_id, one.bytes)


def _prolong(what: Stored) -> str | None:
    """Empty when the lock was prolonged, None when there was no need, else what went wrong."""
    try:
        until = clock.after(clock.now(), days=_days()).replace(microsecond=0)
        lock = locks.read(what)
        if lock.until is not None and lock.until - clock.now() >= timedelta(days=_days()) / 2:
            return None
        return "" if locks.proven(what, until=until, hold=False) else f"{what.key}: the store does not confirm the lock"
    except Exception as trouble:  # noqa: BLE001 one that fails must not cost the others their locks
        return f"{what.key}: {type(trouble).__name__}: {trouble}"


def _days() -> int:
    return settings.lock_days("LOG_LOCK_DAYS", _DAYS)
