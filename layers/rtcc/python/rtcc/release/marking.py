"""What a share shows that is only to be looked at: a copy made for it, with its recipient in every picture (P11.2).

It is ordered when the share begins, made by the confined decoder, and taken into the record (`marked`). Nothing else of
an item is ever shown under such a share.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from rtcc.aws import blobs, queue, settings
from rtcc.aws.blobs import Stored
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.preview.marking import Order, name_of, place
from rtcc.preview.model import MARKED, Derivative
from rtcc.preview.model import State as Standing
from rtcc.release import marks
from rtcc.release.marks import Mark
from rtcc.release.model import PACKAGE_DAYS, Release, State
from rtcc.vault.model import Item


def order(one: Release, items: Sequence[Item]) -> None:
    """Ask that each item be marked for this share. Asked twice on a day, it is one copy."""
    for item in items:
        queue.hand_over(settings.need("QUEUE_MARK_MEDIA"), order_for(one, item, _day(one)).spell())


def order_again(one: Release, item: Item) -> None:
    """Have done what was lost on its way, or what its bucket dropped: written down if it is made, else made today."""
    bucket, today = settings.need("BUCKET_PREVIEW"), clock.spell(clock.now())[:10]
    days = {clock.spell(at)[:10] for at in (one.decided_at, one.renewed_at) if at} | {today}
    known = marks.find(one.id, item.id)
    for day in sorted(days, reverse=True):
        left = blobs.held(bucket, place(item.id, one.id, day, MARKED))
        if left is not None and (known is None or known.day < day):
            what = {"bucket": {"name": bucket}, "object": {"key": left.key, "version-id": left.version_id}}
            queue.hand_over(settings.need("QUEUE_ADMIT_PREVIEW"), json.dumps({"detail": what}))
            return
    queue.hand_over(settings.need("QUEUE_MARK_MEDIA"), order_for(one, item, today).spell())


def order_for(one: Release, item: Item, day: str) -> Order:
    """What is asked for: which bytes, and the words that name who looks, for whom, under which share, since when."""
    words = f"{one.recipient} · {one.ori} · {day}\n{one.id}"
    return Order(item.id, one.id, day, item.name, item.bytes, item.sha256, item.version_id, words)


def is_missing(one: Release, item_id: str) -> bool:
    """Whether nothing was made to be looked at, or its bucket dropped it."""
    mark = marks.find(one.id, item_id)
    return mark is None or not is_kept(mark)


def shown(one: Release, item: Item) -> tuple[Stored, Derivative, str]:
    """The marked copy of an item: where it lies, what it is, and what it leaves out, in words.

    Raises Conflict `preparing` while it is not made, `no-preview` when it cannot be made, and says why.
    """
    mark = marks.find(one.id, item.id)
    if mark is None or not is_kept(mark):
        raise Conflict(
            "The copy that bears your badge is being prepared. That takes some minutes; look again then.",
            slug="preparing",
        )
    if mark.found.state is not Standing.READY:
        raise Conflict(f"There is nothing to look at: {mark.found.why}.", slug="no-preview")
    made = mark.found.derivatives[0]
    where = place(item.id, one.id, mark.day, name_of(made))
    return Stored(settings.need("BUCKET_PREVIEW"), where, made.version_id, made.bytes), made, mark.found.why


def is_kept(mark: Mark) -> bool:
    """Whether the bucket still has it: a day early, for what is begun in the last minute is to be seen to its end."""
    return clock.now() < clock.after(mark.made_at, days=PACKAGE_DAYS - 1)


def _day(one: Release) -> str:
    """The day on which somebody decided that it is shown: however often it is asked for, that day stays."""
    at = one.renewed_at if one.state is State.RENEWED else one.decided_at
    return clock.spell(cast(datetime, at))[:10]
