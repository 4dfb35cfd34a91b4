"""The ratchet: locks are short, and prolonged while anybody holds an item or its schedule runs (P3.3).

COMPLIANCE can be shortened by nobody, so nothing is locked for long at once; what nobody wants kept any more is let go
by not being prolonged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rtcc.access.model import Action, Actor
from rtcc.aws import locks, settings
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.vault import keeping, service, store
from rtcc.vault.model import Item

DAYS = 14  # of a lock, first or prolonged; a city may set LOCK_DAYS


@dataclass(slots=True)
class Prolonged:
    """How many locks were prolonged; what the store did not confirm, as words for the log; what time did not reach."""

    done: int = 0
    failed: list[str] = field(default_factory=list)
    left: int = 0


def prolong_all(actor: Actor, *, by: datetime) -> Prolonged:
    """Prolong what is kept and has less than half of its lock left, the shortest first, until that time.

    What is left then has the other half of its lock for another turn.
    """
    told = Prolonged()
    due = sorted(_due(), key=lambda one: one.locked_until)
    for number, one in enumerate(due):
        if clock.now() >= by:
            told.left = len(due) - number
            break
        try:
            told.done += prolong(actor, one.id)
        except Exception as trouble:  # noqa: BLE001 one that fails must not cost the others their locks
            told.failed.append(f"{one.id}: {type(trouble).__name__}: {trouble}")
    return told


def prolong(actor: Actor, item_id: str) -> bool:
    """Prolong one lock if it is due; whether it was.

    The store first, and read back; then row and line in one act: the record never claims more than the store said.
    Raises RuntimeError, after a line, when the store does not confirm.
    """
    one = service.known(item_id)
    if not is_due(one):
        return False
    until = _until()
    line = custody.line(
        actor, Action.PROLONG_LOCK, one.id, reason=one.incident_number, facts=(facts := _facts(one, until))
    )
    if not _is_confirmed(one, until):
        transact(
            custody.line(
                actor, Action.PROLONG_LOCK, one.id, reason=one.incident_number, outcome=Outcome.FAILED, facts=facts
            )
        )
        raise RuntimeError("the store does not confirm the longer lock")
    try:
        transact(keeping.prolonging(one, until), line)
    except Conflict:
        return False  # somebody said so first, or it ended: the longer lock is the store's, and does no harm
    return True


def is_due(one: Item) -> bool:
    """Whether it is kept and less than half of a lock is left. What is being disposed of is kept by a hold alone."""
    is_half = one.locked_until - clock.now() < timedelta(days=days()) / 2
    return one.is_here and is_half and (bool(one.holds) or (not one.disposal_id and runs(one)))


def runs(one: Item) -> bool:
    """Whether its schedule keeps it: as long as nobody said of which kind it is, it does."""
    return one.keep_until is None or one.keep_until > clock.now()


def days() -> int:
    """How long a lock is, in days; never more than the cap, for nobody can take it back."""
    return settings.lock_days("LOCK_DAYS", DAYS)


def _due() -> Iterator[Item]:
    return (row.item for row in store.every() if is_due(row.item))


def _until() -> datetime:
    return clock.after(clock.now(), days=days()).replace(microsecond=0)


def _is_confirmed(one: Item, until: datetime) -> bool:
    """Whether the store says so itself. The hold is another's to put."""
    return locks.proven(service.stored(one), until=until, hold=False)


def _facts(one: Item, until: datetime) -> dict[str, Fact]:
    return {"until": clock.spell(until), "before": clock.spell(one.locked_until), "version": one.version_id}
