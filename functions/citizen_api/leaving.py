"""Leaving in one click, and everything that we hold about somebody, for them to keep (P7.5, AC-3(14))."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from functions.citizen_api import farewell
from functions.citizen_api.mine import LeaveForm, Mine, mine
from rtcc.access.model import Action
from rtcc.canvass import held, leaving
from rtcc.canvass.model import Request, Submission
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Instant, Reply
from rtcc.http.visit import Visit

door = Door("citizen", "leaving")


class Left(Reply):
    """That they left; what is deleted, what is kept, in their own language."""

    left_at: Instant
    deleted: list[str]
    kept: list[str]
    evidence: int


class SentFile(Reply):
    """A file that they sent."""

    name: str
    bytes: int
    state: str
    sha256: str
    begun_at: Instant
    received_at: Instant | None = None


class AskedOfMe(Reply):
    """What they were asked, once."""

    id: str
    near: str
    from_: Annotated[Instant, Field(serialization_alias="from")]
    to: Instant
    purpose: str
    state: str
    asked_at: Instant
    files: list[SentFile]


class LineReply(Reply):
    """A line of the record: when, what, and how it ended."""

    at: Instant
    event: str
    outcome: str


class Everything(Reply):
    """All that is held about them. The salt proves that the record's commitments are of what stands here."""

    registration: Mine
    email_confirmed_at: Instant | None
    phone_confirmed_at: Instant | None
    salt: str
    requests: list[AskedOfMe]


class Download(Reply):
    """The same with the record, as it was at that moment."""

    held: Everything
    custody: list[LineReply]
    made_at: Instant


@door.route(
    "POST",
    "/my/leave",
    action=Action.LEAVE_REGISTRY,
    sign_in=SignIn.MEMBER,
    record=Record.ACT,
    body=LeaveForm,
    reply=Left,
)
def leave(visit: Visit, *, body: LeaveForm) -> Left:  # noqa: ARG001 that it is sure is all that it says
    """Leave. No reason is asked, and nothing is held against anybody (P4.4)."""
    one = visit.member
    said = leaving.leave(visit.actor, one)
    deleted, kept = farewell.DELETED[one.language], farewell.kept(one.language, said.evidence)
    return Left(left_at=said.left_at, deleted=list(deleted), kept=kept, evidence=said.evidence)


@door.route(
    "GET",
    "/my/download",
    action=Action.DOWNLOAD_REGISTRATION,
    sign_in=SignIn.MEMBER,
    record=Record.READ,
    reply=Download,
)
def download(visit: Visit) -> Download:
    """What do you hold about me? This."""
    found = held.held(visit.member)
    one = found.registrant
    everything = Everything(
        registration=mine(one),
        email_confirmed_at=one.email_confirmed_at,
        phone_confirmed_at=one.phone_confirmed_at,
        salt=one.salt,
        requests=[_asked(request, files) for request, files in found.requests],
    )
    lines = [LineReply(at=line.at, event=line.event, outcome=line.outcome.value) for line in found.lines]
    return Download(held=everything, custody=lines, made_at=clock.now())


def _asked(request: Request, files: tuple[Submission, ...]) -> AskedOfMe:
    return AskedOfMe(
        id=request.id,
        near=request.block,
        from_=request.from_at,
        to=request.to_at,
        purpose=request.purpose.value,
        state=request.state.value,
        asked_at=request.invited_at,
        files=[
            SentFile(
                name=file.name,
                bytes=file.bytes,
                state=file.state.value,
                sha256=file.declared,
                begun_at=file.begun_at,
                received_at=file.received_at,
            )
            for file in files
        ],
    )
