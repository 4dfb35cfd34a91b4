"""Writes that say how long an item is kept, and that it ended. Each asks for what was judged."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.table import Update
from rtcc.foundation.errors import Conflict
from rtcc.vault.keeping import DUE, is_here, same_holds
from rtcc.vault.model import Item, State
from rtcc.vault.rows import ItemRow


def classifying(before: Item, *, kind: str, keep_until: datetime | None, by: str, at: datetime) -> Update:
    """Say of which kind of case an item is, and until when its schedule keeps it (None: no schedule lets it go)."""
    actions = [
        ItemRow.kind.set(kind),
        ItemRow.classified_at.set(at),
        ItemRow.classified_by.set(by),
        _until(keep_until),
    ]
    return Update(ItemRow(before.id), actions, _same_kind(before) & is_here())


def scheduling(before: Item, keep_until: datetime | None) -> Update:
    """Another schedule came into force: until when it keeps the item."""
    return Update(ItemRow(before.id), [_until(keep_until)], _same_kind(before) & is_here())


def claiming(before: Item, disposal_id: str) -> Update:
    """Two people agreed to dispose of it: the ratchet leaves its lock to run out. Nothing that is held is claimed."""
    free = (ItemRow.disposal_id == "") | ItemRow.disposal_id.does_not_exist()
    error = Conflict("Somebody held this item, or agreed to its end, a moment ago. Please look again.", slug="kept")
    return Update(ItemRow(before.id), [ItemRow.disposal_id.set(disposal_id)], is_here() & free & _unheld(), error)


def unclaiming(before: Item, disposal_id: str) -> Update:
    """It stays after all: the ratchet takes care of its lock again."""
    ours = ItemRow.disposal_id == disposal_id
    return Update(ItemRow(before.id), [ItemRow.disposal_id.set("")], is_here() & ours)


def parting(before: Item, disposal_id: str) -> Update:
    """Its bytes go now: from here nobody is shown it and nobody can hold it. A hold that came first keeps it."""
    ours = ItemRow.disposal_id == disposal_id
    return Update(ItemRow(before.id), [ItemRow.state.set(State.DISPOSED)], is_here() & ours & _unheld())


def disposing(before: Item, *, at: datetime) -> Update:
    """Its bytes are gone, as the store itself says. Said once; what was expunged stays called so."""
    ended = ItemRow.state.is_in(State.DISPOSED, State.EXPUNGED)
    once = ItemRow.disposed_at.does_not_exist() & (ItemRow.disposal_id == before.disposal_id)
    return Update(ItemRow(before.id), [ItemRow.disposed_at.set(at)], ended & once)


def expunging(before: Item, *, disposal_id: str, at: datetime) -> Update:
    """A court's order: nobody is shown it from now on, and nothing holds it any more."""
    actions = [
        ItemRow.state.set(State.EXPUNGED),
        ItemRow.expunged_at.set(at),
        ItemRow.disposal_id.set(disposal_id),
        ItemRow.holds.set(()),
        ItemRow.hold_due.set(DUE),
    ]
    return Update(ItemRow(before.id), actions, same_holds(before) & is_here())


def _unheld() -> Condition:
    """That nobody holds it; a row from before there were sets of holds has none and counts as held."""
    unheld: Condition = ItemRow.holds == ()
    return unheld


def _same_kind(before: Item) -> Condition:
    same: Condition = (ItemRow.kind == before.kind) | ItemRow.kind.does_not_exist()
    return same


def _until(keep_until: datetime | None) -> Action:
    return ItemRow.keep_until.set(keep_until) if keep_until else ItemRow.keep_until.remove()
