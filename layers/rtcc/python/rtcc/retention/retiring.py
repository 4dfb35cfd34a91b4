"""Carrying out what two people agreed to: look again, delete exactly, read back, and only then say that it is gone.

Every step can be cut short anywhere and done again: what was done is seen from the item, and said once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import erasing
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict
from rtcc.retention import certificate, copies, disposals, endings, keeping, service
from rtcc.retention.ending import Disposal, Piece, State, What
from rtcc.vault import ending
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_AGAIN_MINUTES = 60


@dataclass(frozen=True, slots=True)
class _Left:
    """What remains of an item; `until` says when to look again (None: it stays, for good)."""

    words: str
    until: datetime | None = None


def due() -> list[str]:
    """The disposals and expungings with something left to do now."""
    return list(endings.due(clock.now()))


def retire(actor: Actor, disposal_id: str) -> Disposal | None:
    """Go on with one, as far as one can now. None when there is nothing to do: it cools off, waits, or is over."""
    one, now = disposals.disposal(disposal_id), clock.now()
    if one.state is not State.COOLING or one.cooling_until is None or one.cooling_until > now:
        return None
    left = {piece.id: found for piece in one.pieces if (found := _end(actor, one, piece, now)) is not None}
    words = {item_id: each.words for item_id, each in left.items()}
    again = [each.until for each in left.values() if each.until is not None]
    if again:
        if words != one.left:
            with suppress(Conflict):  # somebody stopped it at this moment
                transact(endings.waiting(replace(one, left=words), min(again)))
        return None
    return _close(actor, one, words)


def _close(actor: Actor, one: Disposal, left: Mapping[str, str]) -> Disposal | None:
    """Write the certificate; None when somebody wrote it at the same moment."""
    gone = [piece for piece in one.pieces if piece.id not in left]
    after = replace(one, state=State.DONE if gone else State.FAILED, left=left, done_at=clock.now())
    paper = certificate.text(after) if gone else ""
    digest = hashlib.sha256(paper.encode()).hexdigest() if paper else ""
    after = replace(after, certificate=paper, certificate_sha256=digest)
    facts = disposals.facts(after) | {"gone": len(gone), "left": len(left), "certificate": digest}
    outcome = Outcome.DONE if gone else Outcome.FAILED
    line = custody.line(actor, Action.RETIRE_EVIDENCE, one.id, reason=one.reason, outcome=outcome, facts=facts)
    try:
        transact(endings.ending(after), line)
    except Conflict:
        return None
    return after


def _end(actor: Actor, one: Disposal, piece: Piece, now: datetime) -> _Left | None:
    """End one item; None when it is gone, else what remains."""
    item = vault.known(piece.id)
    if item.disposal_id != one.id:
        return _Left("It was kept, or ended by another decision.")
    if item.disposed_at is not None:
        return None
    if item.is_here and (why := keeping.why_kept(item, service.in_force(), at=now, is_early=one.is_early)):
        return _keep(actor, one, item, why)
    if one.what is What.EXPUNGING and copies.erase_beside(item) + copies.erase_packages(item):
        return _Left("Copies of it could not be deleted yet.", _later(now))
    waits = _locked(item, now)
    if waits is not None:
        return waits
    if item.is_here:
        try:
            transact(ending.parting(item, one.id), _line(actor, one, item, {"step": "parted"}))
        except Conflict:  # somebody held it, or stopped this, a moment ago: the next run sees which
            return _Left("It was changed at this moment; we look again.", _later(now))
    if copies.erase_beside(item) or not copies.erase_evidence(item):
        return _Left("The store did not delete it; we ask again.", _later(now))
    _certify(actor, one, item)
    return None


def _keep(actor: Actor, one: Disposal, item: Item, why: str) -> _Left:
    """Something keeps it now: it stays, its claim is taken back, and the line says why."""
    facts: dict[str, Fact] = {"disposal": one.id, "why": why}
    line = custody.line(
        actor, Action.RETIRE_EVIDENCE, item.id, reason=item.incident_number, outcome=Outcome.REFUSED, facts=facts
    )
    with suppress(Conflict):
        transact(ending.unclaiming(item, one.id), line)
    return _Left(why)


def _locked(item: Item, now: datetime) -> _Left | None:
    """What the store itself still keeps; it is asked, for the row could be wrong."""
    lock = erasing.lock_of(vault.stored(item))
    if lock is None:
        return None
    if lock.hold:
        return _Left("The store's own hold is still on; it is taken off next.", _later(now))
    if lock.until is not None and lock.until > now:
        return _Left(f"The store locks it until {clock.spell(lock.until)}.", clock.after(lock.until, seconds=1))
    return None


def _certify(actor: Actor, one: Disposal, item: Item) -> None:
    """Say that it is gone, with who asked, who agreed, and by which rule; once, however often this runs."""
    assert one.decided_at is not None
    facts: dict[str, Fact] = {
        "step": "gone",
        "asked_by": one.asked_by,
        "asked_at": clock.spell(one.asked_at),
        "approved_by": one.decided_by,
        "approved_at": clock.spell(one.decided_at),
        "schedule": one.schedule_version,
        "early": one.is_early,
        "kind": item.kind,
        "version": item.version_id,
    }
    with suppress(Conflict):
        transact(ending.disposing(item, at=clock.now()), _line(actor, one, item, facts))


def _line(actor: Actor, one: Disposal, item: Item, more: Mapping[str, Fact]) -> custody.Draft:
    facts: dict[str, Fact] = {"disposal": one.id, "what": one.what.value, "sha256": item.sha256, "bytes": item.bytes}
    reason = one.order_number or item.incident_number
    return custody.line(actor, Action.RETIRE_EVIDENCE, item.id, reason=reason, facts=facts | dict(more))


def _later(now: datetime) -> datetime:
    return clock.after(now, minutes=_AGAIN_MINUTES)
