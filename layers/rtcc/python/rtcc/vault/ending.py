"""Writes that say how long an item is kept, and that it ended. Each asks for what was judged."""

from __future__ import annotations

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from rtcc.aws.table import Update
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


def disposing(before: Item, *, disposal_id: str, at: datetime) -> Update:
    """Its bytes are gone: what was expunged stays called so. Nothing that anybody holds is disposed of."""
    actions = [ItemRow.disposed_at.set(at), ItemRow.disposal_id.set(disposal_id)]
    if before.state is not State.EXPUNGED:
        actions.append(ItemRow.state.set(State.DISPOSED))
    return Update(ItemRow(before.id), actions, (ItemRow.state == before.state) & (ItemRow.holds == ()))


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


def _same_kind(before: Item) -> Condition:
    same: Condition = (ItemRow.kind == before.kind) | ItemRow.kind.does_not_exist()
    return same


def _until(keep_until: datetime | None) -> Action:
    return ItemRow.keep_until.set(keep_until) if keep_until else ItemRow.keep_until.remove()
