"""A court's order: the moment a second person approves it, nobody is shown the item; its bytes go when they can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.retention import disposals, endings, service
from rtcc.retention.ending import Disposal, State, What
from rtcc.vault import ending
from rtcc.vault import service as vault
from rtcc.vault.model import Item


def ask(
    actor: Actor, *, key: str, item_ids: Sequence[str], order_number: str, court: str, why: str
) -> tuple[Disposal, bool]:
    """Ask that items be expunged, by the number of the order and the court's name. The same key asks once.

    Holds and schedules do not stand against an order. Raises NotFound, Gone for what ended, Invalid for too many.
    """
    disposal_id = ids.derived("dsp", actor.id, key)
    known = endings.find(disposal_id)
    if known is not None:
        return known, False
    items = [vault.item(item_id) for item_id in disposals.each_once(item_ids)]
    _must_be_sealed(items)
    one = Disposal(
        id=disposal_id,
        what=What.EXPUNGING,
        state=State.ASKED,
        pieces=disposals.pieces(items),
        why=why,
        order_number=order_number,
        court=court,
        asked_by_id=actor.id,
        asked_by=actor.badge,
        asked_at=clock.now(),
    )
    lines = [_line(actor, Action.ASK_EXPUNGING, one, item) for item in items]
    told = disposals.facts(one)
    line = custody.line(actor, Action.ASK_EXPUNGING, one.id, reason=order_number, facts=told)
    transact(endings.asking(one), line, *lines)
    return one, True


def approve(actor: Actor, disposal_id: str) -> Disposal:
    """Agree: in one transaction each item becomes unreadable and its holds leave it. Saying it twice approves once.

    Raises Refused for one's own request, by a look and by the table's own condition; Conflict when it does not wait
    any more, or when somebody changed a hold at the same moment (saying it again then works).
    """
    one = _expunging(disposal_id)
    if one.decided_by_id == actor.id and one.state in (State.COOLING, State.DONE):
        return one
    disposals.must_wait(one, actor)
    now = clock.now()
    version = service.in_force().version
    after = replace(disposals.decided(one, actor, State.COOLING, now), cooling_until=now, schedule_version=version)
    items = [vault.known(piece.id) for piece in one.pieces]
    here = [item for item in items if item.is_here]
    acts = [ending.expunging(item, disposal_id=one.id, at=now) for item in here]
    lines = [_line(actor, Action.APPROVE_EXPUNGING, after, item) for item in here]
    told = disposals.facts(after)
    line = custody.line(actor, Action.APPROVE_EXPUNGING, one.id, reason=one.order_number, facts=told)
    try:
        transact(endings.approving(after), line, *acts, *lines)
    except Conflict:
        disposals.must_wait(_expunging(disposal_id), actor)
        raise
    return after


def deny(actor: Actor, disposal_id: str, *, why: str) -> Disposal:
    """Say no, and why. Final."""
    one = _expunging(disposal_id)
    if one.state is not State.ASKED:
        raise disposals.decided_already(one)
    after = replace(disposals.decided(one, actor, State.DENIED, clock.now()), refusal=why)
    told = disposals.facts(after)
    transact(
        endings.denying(after), custody.line(actor, Action.DENY_EXPUNGING, one.id, reason=one.order_number, facts=told)
    )
    return after


def _expunging(disposal_id: str) -> Disposal:
    one = disposals.disposal(disposal_id)
    if one.what is not What.EXPUNGING:
        raise NotFound("There is no such expunging.")
    return one


def _must_be_sealed(items: Sequence[Item]) -> None:
    for item in items:
        if not item.is_here:
            raise Conflict(f"{item.name} ({item.id}) is not sealed yet.", slug="not-sealed")


def _line(actor: Actor, action: Action, one: Disposal, item: Item) -> custody.Draft:
    facts: dict[str, Fact] = {
        "expunging": one.id,
        "order": one.order_number,
        "court": one.court,
        "holds": len(item.holds),
        "sha256": item.sha256,
        "bytes": item.bytes,
    }
    return custody.line(actor, action, item.id, reason=one.order_number, facts=facts)
