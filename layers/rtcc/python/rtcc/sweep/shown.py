"""Shares to look at against what is shown in them: each item has its marked copy, or somebody is asked for it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import partial

from rtcc.foundation import clock
from rtcc.release import marking, store
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_its_turn
from rtcc.vault.model import Item, State

_LATE = timedelta(hours=3)  # until then copies may still be made, one after the other
_FAR_BACK = timedelta(days=90)


def look(items: Mapping[str, Item]) -> Iterator[Finding]:
    """Items of open shares that nobody can look at, though nothing says why; `items` are all of the vault, by id."""
    now = clock.now()
    for one in store.to_look_at(now - _FAR_BACK):
        since = one.renewed_at or one.packed_at or one.asked_at
        if now - since < _LATE:
            continue
        for item in (items[piece.id] for piece in one.items if piece.id in items):
            is_due = item.state is State.SEALED and is_its_turn(one.id + item.id, since)
            if is_due and marking.is_missing(one, item.id):
                again = partial(marking.order_again, one, item)
                yield Finding(Amiss.UNSHOWN, item.id, one.id, one.case, again)
