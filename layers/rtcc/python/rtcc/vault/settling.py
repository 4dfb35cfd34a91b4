"""The store follows the holds: on hold while anybody holds the item, off when nobody does, read back either way."""

from __future__ import annotations

from rtcc.access.model import Action, Actor
from rtcc.aws import locks
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation.errors import Conflict, Unavailable
from rtcc.vault import keeping, service, store
from rtcc.vault.model import Item

_TRIES = 5


def settle(actor: Actor, item_id: str) -> bool:
    """Bring the store's hold in line with the row; whether there was anything to do.

    Who changes the set meanwhile makes it due again: then row and hold are read anew and it is done again, here and
    now. Raises Unavailable, after a line, when the store does not follow.
    """
    for _ in range(_TRIES):
        one, is_due = service.known(item_id), store.is_hold_due(item_id)
        is_gone = one.disposed_at is not None
        moved = not is_gone and _follow(actor, one)
        if not is_due and not moved:
            return False
        try:
            transact(*([keeping.settled(one)] if is_due else []), *([] if is_gone else [_line(actor, one)]))
        except Conflict:
            continue
        return True
    raise Conflict("The holds of this item change all the time.")


def settle_all(actor: Actor) -> tuple[int, list[str]]:
    """What a stream did not bring: whatever is still due, and holds of the store that nobody has any more.

    Returns how many were settled, and what failed as words for the log.
    """
    done, failed = 0, []
    for row in store.every():
        is_left = not row.item.holds and row.item.disposed_at is None
        if not row.is_hold_due and not is_left:
            continue
        try:
            done += settle(actor, row.item.id)
        except Exception as trouble:  # noqa: BLE001 one that fails must not keep the rest as they are
            failed.append(f"{row.item.id}: {type(trouble).__name__}: {trouble}")
    return done, failed


def _follow(actor: Actor, one: Item) -> bool:
    """Put the store's hold on or off as the set wants it, and read it back; whether it had to be moved."""
    wanted = bool(one.holds)
    if service.lock_of(one).hold is wanted:
        return False
    put = locks.hold_on if wanted else locks.hold_off
    if not put(service.stored(one)):
        transact(_line(actor, one, Outcome.FAILED))
        raise Unavailable("The store does not follow the holds of this item.", slug="not-settled")
    return True


def _line(actor: Actor, one: Item, outcome: Outcome = Outcome.DONE) -> custody.Draft:
    facts: dict[str, Fact] = {"hold": bool(one.holds), "holds": len(one.holds), "version": one.version_id}
    return custody.line(actor, Action.SETTLE_HOLD, one.id, reason=one.incident_number, outcome=outcome, facts=facts)
