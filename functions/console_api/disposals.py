"""The end of evidence on the console: what is due, who asks, who agrees, and the certificate that stays (P3.4)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from functions.console_api.schedules import Case, Nothing, Why
from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Reply, Text
from rtcc.http.visit import Visit
from rtcc.retention import disposals, expunging
from rtcc.retention.ending import MOST_ITEMS, Disposal, State
from rtcc.retention.keeping import kind_of

door = Door("console", "disposals")

Items = Annotated[
    list[Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]], Field(min_length=1, max_length=MOST_ITEMS)
]
_SHOWN = 200


class NewDisposal(Body):
    """What shall end, and why. `is_early`: before its schedule does. The same key asks once."""

    key: Key
    item_ids: Items
    why: Text
    is_early: bool = False


class NewExpunging(Body):
    """What a court ordered gone: the order's number, and which court. The same key asks once."""

    key: Key
    item_ids: Items
    order_number: Case
    court: Text
    why: Text


class Due(Reply):
    """One item that nothing keeps any more."""

    id: str
    name: str
    incident_number: str
    bytes: int
    kind: str
    keep_until: Instant | None = None


class PieceReply(Reply):
    """One item as it was when its end was asked for."""

    id: str
    name: str
    incident_number: str
    kind: str
    bytes: int
    sha256: str


class Certificate(Reply):
    """The paper that stays, and its digest, which stands in the record."""

    text: str
    sha256: str


class DisposalReply(Reply):
    """One disposal or expunging (`kind`). Whoever asked, approved, denied or stopped it is named by badge.

    `refusal` is why it was denied or stopped; `left` says, by item, what remains of it and why.
    """

    id: str
    kind: str
    state: str
    item_ids: list[str]
    digests: list[str]
    items: list[PieceReply]
    why: str
    is_early: bool
    order_number: str | None = None
    court: str | None = None
    asked_by: str
    asked_at: Instant
    approved_by: str | None = None
    approved_at: Instant | None = None
    denied_by: str | None = None
    denied_at: Instant | None = None
    stopped_by: str | None = None
    refusal: str | None = None
    cooling_until: Instant | None = None
    schedule_version: int | None = None
    done_at: Instant | None = None
    left: dict[str, str]


class WholeDisposal(DisposalReply):
    """One of them, with its certificate once it is done."""

    certificate: Certificate | None = None


class Disposals(Reply):
    """What is due (the first 200, and how many), the newest of both kinds, and the time at the center."""

    due: list[Due]
    due_count: int
    disposals: list[DisposalReply]
    most_items: int
    now: Instant


@door.route(
    "GET", "/disposals", action=Action.LIST_DISPOSALS, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Disposals
)
def newest(_visit: Visit) -> Disposals:
    """What is due, and what was asked for."""
    due = disposals.due()
    names = ("id", "name", "incident_number", "bytes", "keep_until")
    return Disposals(
        due=[Due(kind=kind_of(one), **{name: getattr(one, name) for name in names}) for one in due[:_SHOWN]],
        due_count=len(due),
        disposals=[DisposalReply(**_told(one)) for one in disposals.disposals()],
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
    return _whole(disposals.disposal(disposal_id))


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
    return _whole(one), 201 if new else 200


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
    return _whole(disposals.approve(visit.actor, disposal_id))


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
    return _whole(disposals.stop(visit.actor, disposal_id, why=body.why))


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
    return _whole(one), 201 if new else 200


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
    return _whole(expunging.approve(visit.actor, disposal_id))


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
    return _whole(expunging.deny(visit.actor, disposal_id, why=body.why))


def _whole(one: Disposal) -> WholeDisposal:
    paper = Certificate(text=one.certificate, sha256=one.certificate_sha256) if one.certificate else None
    return WholeDisposal(**_told(one), certificate=paper)


def _told(one: Disposal) -> dict[str, Any]:
    asked = {name: getattr(one, name) for name in ("id", "why", "is_early", "asked_by", "asked_at")}
    perhaps = (
        *("order_number", "court", "stopped_by", "refusal"),
        *("cooling_until", "schedule_version", "done_at"),
    )
    verb = "denied" if one.state is State.DENIED else "approved"
    decided = {f"{verb}_by": one.decided_by, f"{verb}_at": one.decided_at} if one.decided_at else {}
    names = ("id", "name", "incident_number", "kind", "bytes", "sha256")
    what = {
        "kind": one.what.value,
        "state": one.state.value,
        "item_ids": [piece.id for piece in one.pieces],
        "digests": [piece.sha256 for piece in one.pieces],
        "items": [PieceReply(**{name: getattr(piece, name) for name in names}) for piece in one.pieces],
        "left": dict(one.left),
    }
    return asked | {name: getattr(one, name) or None for name in perhaps} | decided | what
