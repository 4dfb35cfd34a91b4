"""Packages for one recipient: what waits, a short way to the bytes, and the receipt that moves custody (P3.4)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Body, Instant, Reply, Sha256
from rtcc.http.visit import Visit
from rtcc.release import shares
from rtcc.release.model import Release

door = Door("agency", "shares")


class ShareReply(Reply):
    """One package, before it is opened."""

    id: str
    case: str
    reason: str
    state: str
    packed_at: Instant | None
    expires_at: Instant | None
    bytes: int
    sha256: str
    receipted_at: Instant | None


class CountedShare(ShareReply):
    """A package in a list: how many items it holds."""

    items: int


class PieceReply(Reply):
    """One item inside."""

    id: str
    name: str
    bytes: int
    sha256: str


class WholeShare(ShareReply):
    """A package with what is in it."""

    items: list[PieceReply]


class Shares(Reply):
    """All packages for this person, newest first."""

    shares: list[CountedShare]


class Nothing(Body):
    """An empty body."""


class Download(Reply):
    """A URL for five minutes, and what must arrive."""

    url: str
    expires_at: Instant
    bytes: int
    sha256: str
    name: str


class Arrived(Body):
    """What the recipient's own machine counted and digested."""

    sha256: Sha256
    bytes: Annotated[int, Field(ge=0, le=10**15)]


class Receipt(Reply):
    """Custody is theirs."""

    state: str
    receipted_at: Instant | None


@door.route("GET", "/shares", action=Action.LIST_SHARES, sign_in=SignIn.AGENCY, record=Record.WATCH, reply=Shares)
def mine(visit: Visit) -> Shares:
    """The packages for whoever is signed in."""
    found = shares.shares(visit.actor)
    return Shares(shares=[CountedShare(**_told(one), items=len(one.items)) for one in found])


@door.route(
    "GET", "/shares/{share_id}", action=Action.READ_SHARE, sign_in=SignIn.AGENCY, record=Record.READ, reply=WholeShare
)
def read(visit: Visit, share_id: str) -> WholeShare:
    """One package, with what is in it."""
    one = shares.share(visit.actor, share_id)
    visit.reason = one.case
    pieces = [PieceReply(id=p.id, name=p.name, bytes=p.bytes, sha256=p.sha256) for p in one.items]
    return WholeShare(**_told(one), items=pieces)


@door.route(
    "POST",
    "/shares/{share_id}/download",
    action=Action.DOWNLOAD_SHARE,
    sign_in=SignIn.AGENCY,
    record=Record.ACT,
    body=Nothing,
    reply=Download,
)
def download(visit: Visit, share_id: str, *, body: Nothing) -> Download:  # noqa: ARG001 declared and checked
    """A short way to the exact version, written down first."""
    url, expires_at, package = shares.download(visit.actor, share_id)
    name = f"{share_id}.zip"
    return Download(url=url, expires_at=expires_at, bytes=package.bytes, sha256=package.sha256, name=name)


@door.route(
    "POST",
    "/shares/{share_id}/receipt",
    action=Action.RECEIPT_SHARE,
    sign_in=SignIn.AGENCY,
    record=Record.ACT,
    body=Arrived,
    reply=Receipt,
)
def receipt(visit: Visit, share_id: str, *, body: Arrived) -> Receipt:
    """What arrived is what was sent: custody passes."""
    one = shares.receipt(visit.actor, share_id, sha256=body.sha256, size=body.bytes)
    return Receipt(state=one.state.value, receipted_at=one.receipted_at)


def _told(one: Release) -> dict[str, Any]:
    package = one.package
    return {
        "id": one.id,
        "case": one.case,
        "reason": one.reason,
        "state": one.state.value,
        "packed_at": one.packed_at,
        "expires_at": one.expires_at,
        "bytes": package.bytes if package else 0,
        "sha256": package.sha256 if package else "",
        "receipted_at": one.receipted_at,
    }
