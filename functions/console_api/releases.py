"""Releases on the console: a detective asks, a supervisor who is somebody else decides (P3.4)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rtcc.access.model import Action
from rtcc.foundation import clock
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Key, Reply, Text
from rtcc.http.visit import Visit
from rtcc.release import agencies, service
from rtcc.release.model import MOST_ITEMS, Release, State

door = Door("console", "releases")


class NewRelease(Body):
    """What is asked for. `key` is the console's own: the same key asks once. `recipient` is a badge."""

    key: Key
    item_ids: Annotated[list[Annotated[str, Field(pattern=r"^evi_[0-9a-z]{26}$")]], Field(min_length=1)]
    ori: Annotated[str, Field(pattern=r"^[0-9A-Z]{3,9}$")]
    recipient: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,20}$")]
    case: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z ./-]{0,39}$")]
    reason: Text


class Why(Body):
    """Why not."""

    why: Text


class Nothing(Body):
    """An empty body."""


class PieceReply(Reply):
    """One item of a release."""

    id: str
    name: str
    bytes: int
    sha256: str


class ReleaseReply(Reply):
    """One release. Whoever decided is named by badge; `bytes` and `sha256` are those of the package."""

    id: str
    state: str
    items: list[PieceReply]
    ori: str
    agency: str
    recipient: str
    case: str
    reason: str
    asked_at: Instant
    asked_by: str
    approved_at: Instant | None = None
    approved_by: str | None = None
    denied_at: Instant | None = None
    denied_by: str | None = None
    why: str | None = None
    packed_at: Instant | None = None
    expires_at: Instant | None = None
    receipted_at: Instant | None = None
    bytes: int | None = None
    sha256: str | None = None


class AgencyReply(Reply):
    """Who may receive evidence."""

    ori: str
    name: str


class Releases(Reply):
    """Releases, newest first; who may receive; the most items that one carries; the time at the center."""

    releases: list[ReleaseReply]
    agencies: list[AgencyReply]
    most_items: int
    now: Instant


@door.route(
    "POST",
    "/releases",
    action=Action.ASK_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=NewRelease,
    reply=ReleaseReply,
)
def ask(visit: Visit, *, body: NewRelease) -> tuple[ReleaseReply, int]:
    """Ask for a release."""
    visit.reason = body.case
    one, new = service.ask(visit.actor, **body.model_dump())
    return _reply(one), 201 if new else 200


@door.route("GET", "/releases", action=Action.LIST_RELEASES, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Releases)
def newest(_visit: Visit) -> Releases:
    """The newest releases, and who may receive evidence."""
    return Releases(
        releases=[_reply(one) for one in service.releases()],
        agencies=[AgencyReply(ori=one.ori, name=one.name) for one in agencies.agencies()],
        most_items=MOST_ITEMS,
        now=clock.now(),
    )


@door.route(
    "GET",
    "/releases/{release_id}",
    action=Action.READ_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.READ,
    reply=ReleaseReply,
)
def read(visit: Visit, release_id: str) -> ReleaseReply:
    """One release."""
    one = service.release(release_id)
    visit.reason = one.case
    return _reply(one)


@door.route(
    "POST",
    "/releases/{release_id}/approval",
    action=Action.APPROVE_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Nothing,
    reply=ReleaseReply,
)
def approve(visit: Visit, release_id: str, *, body: Nothing) -> ReleaseReply:  # noqa: ARG001 declared and checked
    """Approve what somebody else asked for."""
    return _reply(service.approve(visit.actor, release_id))


@door.route(
    "POST",
    "/releases/{release_id}/denial",
    action=Action.DENY_RELEASE,
    sign_in=SignIn.STAFF,
    record=Record.ACT,
    body=Why,
    reply=ReleaseReply,
)
def deny(visit: Visit, release_id: str, *, body: Why) -> ReleaseReply:
    """Say no, and why."""
    return _reply(service.deny(visit.actor, release_id, why=body.why))


def _reply(one: Release) -> ReleaseReply:
    verb = "denied" if one.state is State.DENIED else "approved"
    decided: dict[str, Any] = {f"{verb}_at": one.decided_at, f"{verb}_by": one.decided_by} if one.decided_at else {}
    told = ("id", "ori", "agency", "recipient", "case", "reason", "asked_at", "asked_by")
    times = ("packed_at", "expires_at", "receipted_at")
    return ReleaseReply(
        **{name: getattr(one, name) for name in (*told, *times)},
        **decided,
        state=one.state.value,
        items=[PieceReply(id=p.id, name=p.name, bytes=p.bytes, sha256=p.sha256) for p in one.items],
        why=one.why or None,
        bytes=one.package.bytes if one.package else None,
        sha256=one.package.sha256 if one.package else None,
    )
