"""The end of evidence on the console: what is due, who asks, who agrees, and the certificate that stays (P3.4)."""

from __future__ import annotations

from functions.console_api.disposal_shapes import (
    Disposals,
    NewDisposal,
    NewExpunging,
    WholeDisposal,
    disposal_reply,
    due_reply,
    whole_reply,
)
from functions.console_api.schedules import Nothing, Why
from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.visit import Visit
from rtcc.retention import disposals, expunging
from rtcc.retention.ending import MOST_ITEMS

door = Door("console", "disposals")

_SHOWN = 200


@door.route(
    "GET", "/disposals", action=Action.LIST_DISPOSALS, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Disposals
)
def newest(_visit: Visit) -> Disposals:
    """What is due, and what was asked for."""
    due = disposals.due()
    return Disposals(
        due=[due_reply(one) for one in due[:_SHOWN]],
        due_count=len(due),
        disposals=[disposal_reply(one) for one in disposals.disposals()],
        most_items=MOST_ITEMS,
        now=clock.now(),
    )


@door.route(
    "GET",
    "/disposals/{disposal_id}",
    action=Action.READ_DISPOSAL,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=WholeDisposal,
)
def read(_visit: Visit, disposal_id: str) -> WholeDisposal:
    """One of them, with its certificate."""
    return whole_reply(disposals.disposal(disposal_id))


@door.route(
    "POST",
    "/disposals",
    action=Action.ASK_DISPOSAL,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewDisposal,
    reply=WholeDisposal,
)
def ask(visit: Visit, *, body: NewDisposal) -> tuple[WholeDisposal, int]:
    """Ask that items be disposed of."""
    one, new = disposals.ask(visit.actor, **body.model_dump())
    return whole_reply(one), 201 if new else 200


@door.route(
    "POST",
    "/disposals/{disposal_id}/approval",
    action=Action.APPROVE_DISPOSAL,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=WholeDisposal,
)
def approve(visit: Visit, disposal_id: str, *, body: Nothing) -> WholeDisposal:  # noqa: ARG001 declared and checked
    """Agree to what somebody else asked for."""
    return whole_reply(disposals.approve(visit.actor, disposal_id))


@door.route(
    "POST",
    "/disposals/{disposal_id}/stop",
    action=Action.STOP_DISPOSAL,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=WholeDisposal,
)
def stop(visit: Visit, disposal_id: str, *, body: Why) -> WholeDisposal:
    """Stop it, and say why."""
    return whole_reply(disposals.stop(visit.actor, disposal_id, why=body.why))


@door.route(
    "POST",
    "/expungings",
    action=Action.ASK_EXPUNGING,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewExpunging,
    reply=WholeDisposal,
)
def ask_expunging(visit: Visit, *, body: NewExpunging) -> tuple[WholeDisposal, int]:
    """Ask that items be expunged by order of a court."""
    visit.reason = body.order_number
    one, new = expunging.ask(visit.actor, **body.model_dump())
    return whole_reply(one), 201 if new else 200


@door.route(
    "POST",
    "/expungings/{disposal_id}/approval",
    action=Action.APPROVE_EXPUNGING,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=WholeDisposal,
)
def approve_expunging(visit: Visit, disposal_id: str, *, body: Nothing) -> WholeDisposal:  # noqa: ARG001 declared
    """Agree: from that moment nobody is shown the items."""
    return whole_reply(expunging.approve(visit.actor, disposal_id))


@door.route(
    "POST",
    "/expungings/{disposal_id}/denial",
    action=Action.DENY_EXPUNGING,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=WholeDisposal,
)
def deny_expunging(visit: Visit, disposal_id: str, *, body: Why) -> WholeDisposal:
    """Say no, and why."""
    return whole_reply(expunging.deny(visit.actor, disposal_id, why=body.why))
