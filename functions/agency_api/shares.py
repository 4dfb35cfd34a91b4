"""Packages for one recipient: what waits, a short way to the bytes, and the receipt that moves custody (P3.4)."""

from __future__ import annotations

from functions.agency_api.share_shapes import (
    Arrived,
    CountedShare,
    Download,
    Nothing,
    PieceReply,
    Receipt,
    ShareReply,
    Shares,
    WholeShare,
    Why,
    told,
)
from rtcc.access.model import Action
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.visit import Visit
from rtcc.release import renewal, shares
from rtcc.release.readme import LIMITS
from rtcc.release.signing import Signature

door = Door("agency", "shares")


@door.route("GET", "/shares", action=Action.LIST_SHARES, sign_in=SignIn.AGENCY, record=Record.WATCH, reply=Shares)
def mine(visit: Visit) -> Shares:
    """The packages for whoever is signed in."""
    found = shares.shares(visit.actor)
    return Shares(shares=[CountedShare(**told(one), items=len(one.items)) for one in found])


@door.route(
    "GET", "/shares/{share_id}", action=Action.READ_SHARE, sign_in=SignIn.AGENCY, record=Record.READ, reply=WholeShare
)
def read(visit: Visit, share_id: str) -> WholeShare:
    """One package, with what is in it."""
    one = shares.share(visit.actor, share_id)
    visit.reason = one.case
    pieces = [PieceReply(id=p.id, name=p.name, bytes=p.bytes, sha256=p.sha256) for p in one.items]
    return WholeShare(**told(one), items=pieces, limits=LIMITS, agreed_limits=one.limits or None)


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
    signed = Signature(body.name, body.sha256, body.bytes, agent=visit.agent)
    one = shares.receipt(visit.actor, share_id, signed)
    return Receipt(
        state=one.state.value, receipted_at=one.receipted_at, words=one.receipt.words if one.receipt else None
    )


@door.route(
    "POST",
    "/shares/{share_id}/renewal",
    action=Action.ASK_RENEWAL,
    sign_in=SignIn.AGENCY,
    record=Record.ACT,
    body=Why,
    reply=ShareReply,
)
def ask_renewal(visit: Visit, share_id: str, *, body: Why) -> ShareReply:
    """Ask for more time: the center sees it, and answers."""
    return ShareReply(**told(renewal.ask_for(visit.actor, share_id, why=body.why)))
