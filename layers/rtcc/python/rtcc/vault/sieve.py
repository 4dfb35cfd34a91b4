"""Which items a list shows: by where they stand, by what holds them, by how long their schedule keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rtcc.foundation import clock
from rtcc.vault import service
from rtcc.vault.model import Item

_MOST_PAGES = 20  # of the table that one request looks through; the list then goes on from there


class Kept(StrEnum):
    """Where an item's schedule stands."""

    RUNNING = "running"
    OVER = "over"
    NONE = "none"  # no schedule lets it go


@dataclass(frozen=True, slots=True)
class Sieve:
    """What is asked for; empty is everything. `standing` is Item.standing."""

    standing: str = ""
    held: bool | None = None
    kept: Kept | None = None

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not self.standing and self.held is None and self.kept is None

    def passes(self, one: Item, now: datetime) -> bool:
        """Whether the list shows the item."""
        if self.standing and one.standing != self.standing:
            return False
        if self.held is not None and bool(one.holds) != self.held:
            return False
        return self.kept is None or self.kept is _kept(one, now)


def page(sieve: Sieve, after: str = "") -> tuple[list[Item], str]:
    """A page of the items that pass, and the id to go on after. It may be short, or empty, before the list's end."""
    now, found = clock.now(), list[Item]()
    for _ in range(1 if sieve.is_open else _MOST_PAGES):
        items, after = service.page(after)
        found += [one for one in items if sieve.passes(one, now)]
        if not after or len(found) >= service.PAGE:
            break
    return found, after


def _kept(one: Item, now: datetime) -> Kept:
    if one.keep_until is None:
        return Kept.NONE
    return Kept.OVER if one.keep_until <= now else Kept.RUNNING
