"""Asking for the end of evidence whose time is over, and deciding on it: two people, and hours to think (P3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import settings
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Field, Invalid, NotFound, Refused
from rtcc.retention import endings, keeping, service
from rtcc.retention.ending import MOST_ITEMS, Disposal, Piece, State, What
from rtcc.retention.model import Schedule
from rtcc.vault import ending
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_COOLING_HOURS = 72


def disposal(disposal_id: str) -> Disposal:
    """One disposal or expunging. Raises NotFound."""
    found = endings.find(disposal_id)
    if found is None:
        raise NotFound("There is no such disposal.")
    return found


def disposals() -> list[Disposal]:
    """The newest, newest first."""
    return endings.newest()


def due() -> list[Item]:
    """Items that nothing keeps any more and nobody has asked to dispose of, the longest due first."""
    schedule, now = service.in_force(), clock.now()
    found = [row.item for row in vault.every() if keeping.is_due(row.item, schedule, at=now)]
    free = [item for item in found if not item.disposal_id]
    return sorted(free, key=lambda item: (item.keep_until or item.received_at, item.id))


def ask(actor: Actor, *, key: str, item_ids: Sequence[str], why: str, is_early: bool) -> tuple[Disposal, bool]:
    """Ask that items be disposed of; returns the disposal and whether it is new. The same key asks once.

    Raises NotFound, Gone for what ended, Invalid for too many, Conflict (`kept`) when a hold or the schedule keeps
    one of them; an early disposal need not wait for the schedule, only for whoever lifts the holds.
    """
    disposal_id = ids.derived("dsp", actor.id, key)
    known = endings.find(disposal_id)
    if known is not None:
        return known, False
    items = [vault.item(item_id) for item_id in each_once(item_ids)]
    must_be_free(items, service.in_force(), is_early=is_early)
    one = Disposal(
        id=disposal_id,
        what=What.DISPOSAL,
        state=State.ASKED,
        pieces=pieces(items),
        why=why,
        is_early=is_early,
        asked_by_id=actor.id,
        asked_by=actor.badge,
        asked_at=clock.now(),
    )
    lines = [_line(actor, Action.ASK_DISPOSAL, one, item) for item in items]
    transact(endings.asking(one), custody.line(actor, Action.ASK_DISPOSAL, one.id, facts=facts(one)), *lines)
    return one, True


def approve(actor: Actor, disposal_id: str) -> Disposal:
    """Agree to what another person asked for: after the cooling-off it is done. Saying it twice approves once.

    Raises Refused for one's own request, by a look and by the table's own condition; Conflict when it does not wait
    any more, or when something keeps one of its items now. Each item is claimed in the same transaction.
    """
    one = disposal(disposal_id)
    _must_be(one, What.DISPOSAL)
    if one.decided_by_id == actor.id and one.state in (State.COOLING, State.DONE):
        return one
    must_wait(one, actor)
    schedule, now = service.in_force(), clock.now()
    items = [vault.item(piece.id) for piece in one.pieces]
    must_be_free(items, schedule, is_early=one.is_early)
    hours = settings.number("DISPOSAL_COOLING_HOURS", _COOLING_HOURS)
    after = replace(
        decided(one, actor, State.COOLING, now),
        cooling_until=clock.after(now, hours=hours),
        schedule_version=schedule.version,
    )
    lines = [_line(actor, Action.APPROVE_DISPOSAL, after, item) for item in items]
    claims = [ending.claiming(item, one.id) for item in items]
    line = custody.line(actor, Action.APPROVE_DISPOSAL, one.id, facts=facts(after))
    try:
        transact(endings.approving(after), line, *claims, *lines)
    except Conflict:
        must_wait(disposal(disposal_id), actor)
        raise
    return after


def stop(actor: Actor, disposal_id: str, *, why: str) -> Disposal:
    """Stop a disposal that was asked for or cools off: one person is enough, for it only keeps. Final."""
    one = disposal(disposal_id)
    _must_be(one, What.DISPOSAL)
    if one.state not in (State.ASKED, State.COOLING):
        raise decided_already(one)
    after = replace(one, state=State.STOPPED, stopped_by=actor.badge, refusal=why)
    items = [vault.known(piece.id) for piece in one.pieces]
    if any(not item.is_here and item.disposal_id == one.id for item in items):
        raise Conflict("It is being carried out already: bytes are gone, or going.", slug="under-way")
    ours = [item for item in items if item.disposal_id == one.id]
    lines = [_line(actor, Action.STOP_DISPOSAL, after, item) for item in items]
    line = custody.line(actor, Action.STOP_DISPOSAL, one.id, facts=facts(after))
    transact(endings.stopping(one, after), line, *(ending.unclaiming(item, one.id) for item in ours), *lines)
    return after


def must_wait(one: Disposal, actor: Actor) -> None:
    """Raises Refused to whoever asked, by id or badge: roles may overlap; Conflict when it was decided before."""
    if actor.id == one.asked_by_id or actor.badge == one.asked_by:
        raise Refused("You asked for this yourself. Another person must approve it.", slug="own-request")
    if one.state is not State.ASKED:
        raise decided_already(one)


def must_be_free(items: Sequence[Item], schedule: Schedule, *, is_early: bool) -> None:
    """Raises Conflict for the first item that something keeps, or that another disposal has."""
    now = clock.now()
    for item in items:
        why = keeping.why_kept(item, schedule, at=now, is_early=is_early)
        if not why and item.disposal_id:
            why = f"Its disposal was agreed to already: {item.disposal_id}."
        if why:
            raise Conflict(f"{item.name} ({item.id}) is kept. {why}", slug="kept")


def each_once(item_ids: Sequence[str]) -> Sequence[str]:
    """The ids. Raises Invalid for none, too many, or one twice."""
    if not 1 <= len(set(item_ids)) == len(item_ids) <= MOST_ITEMS:
        sentence = f"Please name 1 to {MOST_ITEMS} items, each once."
        raise Invalid(sentence, fields=(Field("item_ids", sentence),))
    return item_ids


def pieces(items: Sequence[Item]) -> tuple[Piece, ...]:
    """The items as they are now."""
    return tuple(
        Piece(one.id, one.name, one.incident_number, keeping.kind_of(one), one.bytes, one.sha256, one.version_id)
        for one in items
    )


def decided(one: Disposal, actor: Actor, state: State, at: datetime) -> Disposal:
    """It, as that actor decided."""
    return replace(one, state=state, decided_by_id=actor.id, decided_by=actor.badge, decided_at=at)


def decided_already(one: Disposal) -> Conflict:
    """Why nobody decides on it any more."""
    return Conflict(f"This does not wait for a decision any more: it is {one.state.value}.", slug="not-waiting")


def facts(one: Disposal) -> dict[str, Fact]:
    """What every line of it says, so that whoever approves is seen to approve just this."""
    told: dict[str, Fact] = {
        "what": one.what.value,
        "items": ",".join(piece.id for piece in one.pieces),
        "sha256": ",".join(piece.sha256 for piece in one.pieces),
        "early": one.is_early,
    }
    if one.order_number:
        told |= {"order": one.order_number, "court": one.court}
    if one.cooling_until:
        told |= {"cooling_until": clock.spell(one.cooling_until), "schedule": one.schedule_version}
    return told


def _must_be(one: Disposal, what: What) -> None:
    if one.what is not what:
        raise NotFound(f"There is no such {what.value}.")


def _line(actor: Actor, action: Action, one: Disposal, item: Item) -> custody.Draft:
    told: dict[str, Fact] = {"disposal": one.id, "early": one.is_early, "sha256": item.sha256, "bytes": item.bytes}
    return custody.line(actor, action, item.id, reason=item.incident_number, facts=told)
