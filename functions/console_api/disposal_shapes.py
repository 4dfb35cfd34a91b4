"""What the console sends and reads about the end of evidence."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from functions.console_api.schedules import Case
from rtcc.http.forms import Body, Instant, Key, Reply, Text
from rtcc.retention.ending import MOST_ITEMS, Disposal, State
from rtcc.retention.keeping import kind_of
from rtcc.vault.model import Item

Items = Annotated[
    list[Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]], Field(min_length=1, max_length=MOST_ITEMS)
]


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


def due_reply(one: Item) -> Due:
    """One item that is due."""
    names = ("id", "name", "incident_number", "bytes", "keep_until")
    return Due(kind=kind_of(one), **{name: getattr(one, name) for name in names})


def disposal_reply(one: Disposal) -> DisposalReply:
    """One of them, as the list shows it."""
    return DisposalReply(**_told(one))


def whole_reply(one: Disposal) -> WholeDisposal:
    """One of them, with its certificate."""
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
