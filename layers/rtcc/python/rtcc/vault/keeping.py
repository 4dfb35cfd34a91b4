"""Writes that keep an item or say how it is kept: its holds, its lock, its fixity. Each asks for what was judged."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition

from rtcc.aws.table import Update
from rtcc.foundation.errors import Conflict
from rtcc.vault.model import Fixity, Hold, Item, State
from rtcc.vault.rows import ItemRow

CHANGED = "holds-changed"
DUE = "yes"  # the stream wakes settle_holds for rows that say so


def holding(before: Item, holds: tuple[Hold, ...]) -> Update:
    """Put another set of holds in place of the one that was judged; the store is due to follow."""
    actions = [ItemRow.holds.set(holds), ItemRow.hold_due.set(DUE)]
    error = Conflict("Somebody changed the holds of this item a moment ago. Please look again.", slug=CHANGED)
    return Update(ItemRow(before.id), actions, same_holds(before) & is_here(), error)


def settled(before: Item) -> Update:
    """The store follows this very set: nothing is due any more."""
    return Update(ItemRow(before.id), [ItemRow.hold_due.remove()], same_holds(before) & (ItemRow.hold_due == DUE))


def prolonging(before: Item, until: datetime) -> Update:
    """Say how long the store locks it now, unless somebody else said so first, or the item ended."""
    same = ItemRow.locked_until == before.locked_until
    return Update(ItemRow(before.id), [ItemRow.locked_until.set(until)], same & is_here())


def checking(before: Item, fixity: Fixity, *, flaw: str = "") -> Update:
    """Say what reading it again showed; a flaw puts it in quarantine, beside any flaw that it had."""
    actions = [ItemRow.fixity.set(fixity)]
    if flaw and flaw not in before.flaw:
        flaws = "; ".join(part for part in (before.flaw, flaw) if part)
        actions += [ItemRow.state.set(State.QUARANTINED), ItemRow.flaw.set(flaws)]
    return Update(ItemRow(before.id), actions, ItemRow.state == before.state)


def same_holds(before: Item) -> Condition:
    """That the set of holds is the one that was seen; a row from before there were sets has none."""
    same: Condition = (ItemRow.holds == before.holds) | ItemRow.holds.does_not_exist()
    return same


def is_here() -> Condition:
    """That the item did not end meanwhile."""
    return ItemRow.state.is_in(State.SEALED, State.QUARANTINED)
