"""What boxes say of clips: what was cut, before it is sent, or why there is none (P3.3: SHA-256 at the source)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.clips import store
from rtcc.clips.model import OVER, Claim, Order, State, read_report, words
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import NotFound, Refused
from rtcc.vault import service as vault


def hear(actor: Actor, thing: str, facts: Mapping[str, Any]) -> Order:
    """Take a `clip` event of that box. Saying it twice changes nothing and writes no second line.

    Raises Invalid for what cannot be read, NotFound for an order of another box or camera, Refused for a second claim
    that differs from the first, Conflict when the order changed at that moment (the event comes again).
    """
    report = read_report(facts)
    one = _of_box(thing, report.order)
    if one.camera_id != report.camera:
        raise NotFound("This box has no such order.")
    if report.claim is not None:
        return _take(actor, one, report.claim)
    if report.state == "sent" or one.state in OVER:
        return one
    return _give_up(actor, one, State(report.state), report.why)


def hear_refusal(actor: Actor, thing: str, facts: Mapping[str, Any]) -> Order | None:
    """Take a `refused` event: an order that it names gets no clip. None when it names none. Raises NotFound.

    Of an order that the box has cut, only whoever cut it may say that nothing comes: a command that came once more and
    was refused undoes no claim.
    """
    order_id = facts.get("order")
    if not order_id:
        return None
    one = _of_box(thing, str(order_id))
    return one if one.state is not State.ORDERED else _give_up(actor, one, State.REFUSED, words(facts.get("why", "")))


def _take(actor: Actor, one: Order, claim: Claim) -> Order:
    """Store the claim: what arrives in the inbox is held against it."""
    if one.sha256:
        if one.sha256 != claim.sha256:
            raise Refused("This box gave another digest for this clip before.", slug="digest-differs")
        return one
    if one.state in OVER:
        raise Refused("This order is over.", slug="over")
    after = replace(
        one,
        state=State.CUT,
        sha256=claim.sha256,
        bytes=claim.bytes,
        clip_from_at=claim.from_at,
        clip_to_at=claim.to_at,
        first_frame_at=claim.first_frame_at,
        last_frame_at=claim.last_frame_at,
        frames=claim.frames,
        offset_ms=claim.offset_ms,
        chain=claim.chain,
        gaps=claim.gaps,
        codec=claim.codec,
        pre_roll_ms=claim.pre_roll_ms,
        box_ahead_ms=claim.box_ahead_ms,
        within_ms=claim.within_ms,
        manifest_sha256=claim.manifest_sha256,
        told_at=clock.now(),
    )
    facts = {"order": one.id, "camera": one.camera_id, "case": one.case} | told(after)
    subjects = (one.id, vault.id_for(one.id))
    transact(store.changing(one, after), *(_line(actor, subject, one, facts) for subject in subjects))
    return after


def _give_up(actor: Actor, one: Order, state: State, why: str) -> Order:
    after = replace(one, state=state, why=why or "the box gave no reason")
    facts: dict[str, Fact] = {"order": one.id, "state": state.value, "why": after.why}
    outcome = Outcome.REFUSED if state is State.REFUSED else Outcome.FAILED
    transact(store.changing(one, after), _line(actor, one.id, one, facts, outcome))
    return after


def told(one: Order) -> dict[str, Fact]:
    """The box's claim as facts of a line."""
    spelled = {
        "first_frame_at": one.first_frame_at,
        "last_frame_at": one.last_frame_at,
        "clip_from": one.clip_from_at,
        "clip_to": one.clip_to_at,
    }
    facts: dict[str, Fact] = {name: clock.spell(at) for name, at in spelled.items() if at is not None}
    facts |= {"declared": one.sha256, "declared_bytes": one.bytes, "frames": one.frames, "offset_ms": one.offset_ms}
    facts |= {"chain_first": one.chain[0], "chain_last": one.chain[1]}
    if one.manifest_sha256:
        facts |= {"manifest": one.manifest_sha256, "codec": one.codec, "pre_roll_ms": one.pre_roll_ms}
    if one.box_ahead_ms is not None and one.within_ms is not None:
        facts |= {"box_ahead_ms": one.box_ahead_ms, "within_ms": one.within_ms}
    return facts | {"gaps": ", ".join(f"{start}/{end}" for start, end in one.gaps)}


def _line(
    actor: Actor, subject: str, one: Order, facts: dict[str, Fact], outcome: Outcome = Outcome.DONE
) -> custody.Draft:
    return custody.line(actor, Action.CUT_CLIP, subject, reason=one.incident_number, outcome=outcome, facts=facts)


def _of_box(thing: str, order_id: str) -> Order:
    one = store.find(order_id)
    if one is None or one.thing != thing:
        raise NotFound("This box has no such order.")
    return one
