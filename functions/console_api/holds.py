"""Holds on the console: one person puts one, another than who asks lifts it (P3.4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.console_api.kept import HoldReply, hold_reply
from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Key, Reply, Text
from rtcc.http.visit import Visit
from rtcc.vault import holds

door = Door("console", "holds")


class NewHold(Body):
    """Why an item must not go, on whose authority, for which case. The same `key` holds once."""

    key: Key
    reason: Text
    authority: Text
    case: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]


class WhyLift(Body):
    """Why a hold should go, or should stay."""

    why: Text


class AgreeLift(Body):
    """An empty body."""


class Holds(Reply):
    """What holds an item now; when nothing does, the store is told so within a minute."""

    holds: list[HoldReply]


@door.route(
    "POST",
    "/evidence/{item_id}/holds",
    action=Action.HOLD_EVIDENCE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewHold,
    reply=HoldReply,
)
def put(visit: Visit, item_id: str, *, body: NewHold) -> tuple[HoldReply, int]:
    """Hold an item."""
    visit.reason = body.case
    one, new = holds.put(visit.actor, item_id, **body.model_dump())
    return hold_reply(one), 201 if new else 200


@door.route(
    "POST",
    "/evidence/{item_id}/holds/{hold_id}/lifting",
    action=Action.ASK_LIFT,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=WhyLift,
    reply=HoldReply,
)
def ask_lift(visit: Visit, item_id: str, hold_id: str, *, body: WhyLift) -> HoldReply:
    """Ask that a hold be lifted."""
    return hold_reply(holds.ask_lift(visit.actor, item_id, hold_id, why=body.why))


@door.route(
    "POST",
    "/evidence/{item_id}/holds/{hold_id}/lifting/approval",
    action=Action.LIFT_HOLD,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=AgreeLift,
    reply=Holds,
)
def lift(visit: Visit, item_id: str, hold_id: str, *, body: AgreeLift) -> Holds:  # noqa: ARG001 declared and checked
    """Lift a hold that somebody else asked to lift."""
    after = holds.lift(visit.actor, item_id, hold_id)
    return Holds(holds=[hold_reply(one) for one in after.holds])


@door.route(
    "POST",
    "/evidence/{item_id}/holds/{hold_id}/lifting/refusal",
    action=Action.REFUSE_LIFT,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=WhyLift,
    reply=HoldReply,
)
def refuse_lift(visit: Visit, item_id: str, hold_id: str, *, body: WhyLift) -> HoldReply:
    """Leave a hold where it is, and say why."""
    return hold_reply(holds.refuse_lift(visit.actor, item_id, hold_id, why=body.why))
