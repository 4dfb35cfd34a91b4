"""Holds: one person puts one, two people take it off, and nobody takes off what they asked to take off (P3.3, P3.4)."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import canonical, clock, ids
from rtcc.foundation.errors import Conflict, NotFound, Refused
from rtcc.vault import keeping, service
from rtcc.vault.model import Hold, Item, Lift

MOST_HOLDS = 40  # on one item; a row has room for them
_TRIES = 5


def put(actor: Actor, item_id: str, *, key: str, reason: str, authority: str, case: str) -> tuple[Hold, bool]:
    """Hold an item, also one that an agency has; returns the hold and whether it is new. The same key holds once.

    Who holds at the same moment as another loses nothing: the hold is put beside the other. Raises NotFound, Gone for
    what ended, Conflict when that very hold was lifted since or when there are too many.
    """
    hold_id = ids.derived("hld", actor.id, item_id, key)
    new = Hold(hold_id, reason, authority, case, actor.badge, actor.id, clock.now())
    for _ in range(_TRIES):
        one = service.item(item_id)
        known = next((hold for hold in one.holds if hold.id == hold_id), None)
        if known is not None:
            return known, False
        _must_be_free(one, hold_id)
        facts = _facts(new) | {"authority": authority, "holds": len(one.holds) + 1}
        line = custody.line(actor, Action.HOLD_EVIDENCE, item_id, reason=case, facts=facts)
        try:
            transact(keeping.holding(one, (*one.holds, new)), line)
        except Conflict as refused:
            if refused.slug != keeping.CHANGED:
                raise
            continue
        return new, True
    raise Conflict("The holds of this item change all the time. Please try again.", slug=keeping.CHANGED)


def ask_lift(actor: Actor, item_id: str, hold_id: str, *, why: str) -> Hold:
    """Ask that a hold be lifted. Saying it twice asks once; it stays until another person agrees.

    Raises NotFound for what never held this item, Conflict for a hold that was lifted or that somebody else wants
    lifted already.
    """
    one = service.item(item_id)
    hold = _find(one, hold_id)
    if hold.lift is not None:
        if hold.lift.asked_by_id == actor.id:
            return hold
        raise Conflict("Somebody asked already to lift this hold. It waits for a second person.", slug="already-asked")
    after = replace(hold, lift=Lift(actor.badge, actor.id, clock.now(), why))
    line = custody.line(actor, Action.ASK_LIFT, item_id, reason=hold.case, facts=_facts(hold))
    transact(keeping.holding(one, _with(one, after)), line)
    return after


def lift(actor: Actor, item_id: str, hold_id: str) -> Item:
    """Take a hold off that another person asked to lift; the item as it is then. Saying it twice lifts once.

    Raises Refused for one's own request, by id or by badge; Conflict when nobody asked. The table takes the new set
    only in place of the very set that was judged here (abuse 30): another request is another set.
    """
    one = service.item(item_id)
    try:
        hold = _find(one, hold_id)
    except Conflict:
        if _lifted_by(item_id, hold_id) == actor.id:
            return one
        raise
    if hold.lift is None:
        raise Conflict("Nobody asked to lift this hold.", slug="not-asked")
    if actor.id == hold.lift.asked_by_id or actor.badge == hold.lift.asked_by:
        raise Refused("You asked to lift this hold yourself. Another person must agree.", slug="own-request")
    left = tuple(other for other in one.holds if other.id != hold_id)
    facts = _facts(hold) | {"asked_by": hold.lift.asked_by, "holds": len(left)}
    transact(keeping.holding(one, left), custody.line(actor, Action.LIFT_HOLD, item_id, reason=hold.case, facts=facts))
    return replace(one, holds=left)


def refuse_lift(actor: Actor, item_id: str, hold_id: str, *, why: str) -> Hold:
    """Say no to lifting a hold, and why: it stays as it was. Who asked may take it back this way, too."""
    one = service.item(item_id)
    hold = _find(one, hold_id)
    if hold.lift is None:
        raise Conflict("Nobody asked to lift this hold.", slug="not-asked")
    after = replace(hold, lift=None)
    facts = _facts(hold) | {"asked_by": hold.lift.asked_by, "why": why}
    transact(
        keeping.holding(one, _with(one, after)),
        custody.line(actor, Action.REFUSE_LIFT, item_id, reason=hold.case, facts=facts),
    )
    return after


def _must_be_free(one: Item, hold_id: str) -> None:
    """An id of a hold is never used again: a request that comes again after the hold was lifted puts nothing."""
    if _lifted_by(one.id, hold_id):
        raise _lifted()
    if len(one.holds) >= MOST_HOLDS:
        raise Conflict(f"An item carries {MOST_HOLDS} holds at most. Please lift what is over.", slug="too-many-holds")


def _find(one: Item, hold_id: str) -> Hold:
    for hold in one.holds:
        if hold.id == hold_id:
            return hold
    if _lifted_by(one.id, hold_id):
        raise _lifted()
    raise NotFound("There is no such hold on this item.")


def _lifted_by(item_id: str, hold_id: str) -> str:
    """Who lifted a hold, as the record has it; empty when nobody did."""
    lifted = Action.LIFT_HOLD.value, Outcome.DONE
    for line in custody.lines(item_id):
        if (line.event, line.outcome) == lifted and line.facts.get("hold") == hold_id:
            return line.actor
    return ""


def _lifted() -> Conflict:
    return Conflict("This hold was lifted already.", slug="already-lifted")


def _with(one: Item, after: Hold) -> tuple[Hold, ...]:
    return tuple(after if hold.id == after.id else hold for hold in one.holds)


def _facts(hold: Hold) -> dict[str, Fact]:
    """Which hold, and what was said when it was put: the words stay with the item, their digest in the record."""
    told = {"reason": hold.reason, "authority": hold.authority, "case": hold.case}
    return {"hold": hold.id, "said": canonical.digest(told)}
