"""The first head of the log that was sealed after a moment: nobody knew it before, and everybody can name it after."""

from __future__ import annotations

from datetime import datetime

from rtcc.aws import blobs, listing, settings
from rtcc.aws.listing import Listed
from rtcc.custody import log
from rtcc.custody.checkpoint import Head

_BATCHES = "batch/"


def after(moment: datetime) -> Head | None:
    """The head that the first batch written at or after the moment led to; None while there is none.

    The store says when a batch was written. They lie in the order of their sizes, which is that of time: some twenty
    questions find it, however long the log is. Raises ValueError for a log that does not hold.
    """
    newest = log.head()
    if newest is None:
        return None
    low, high = 0, newest.size
    while low < high:
        middle = (low + high) // 2
        found = _from(middle)
        if found is None or found.written_at >= moment:
            high = middle
        else:
            low = _begin(found) + 1
    first = _from(low)
    if first is None:
        return None
    size = _begin(first) + _entries(first.key)
    return Head(newest.origin, size, log.root(size)) if size <= newest.size else None  # else it is being sealed


def _from(size: int) -> Listed | None:
    """The first batch that begins at that size, or above it."""
    before = log.batch_path(size - 1) if size else _BATCHES
    return listing.first_after(settings.need("BUCKET_LOG"), _BATCHES, after=before)


def _begin(batch: Listed) -> int:
    return int(batch.key.removeprefix(_BATCHES))


def _entries(key: str) -> int:
    return len(blobs.fetch(settings.need("BUCKET_LOG"), key) or b"") // log.ENTRY_BYTES
