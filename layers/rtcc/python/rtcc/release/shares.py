"""What a recipient does: find what is theirs, fetch it, and give the receipt that ends our custody (P3.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs
from rtcc.aws.blobs import Stored
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound, Refused
from rtcc.release import agencies, store
from rtcc.release.model import Method, Package, Release, State
from rtcc.release.parties import Audience
from rtcc.release.signing import Signature
from rtcc.vault import service as vault
from rtcc.vault.model import Item

_URL_SECONDS = 300


def shares(actor: Actor) -> list[Release]:
    """The packages for this person at this agency, newest first."""
    return [one for one in store.for_agency(actor.ori) if _is_theirs(one, actor)] if actor.ori else []


def share(actor: Actor, release_id: str) -> Release:
    """One package. Raises NotFound for another agency's, and for another recipient's of the same agency."""
    one = store.find(release_id)
    if one is None or not _is_theirs(one, actor):
        raise NotFound("There is no such package.")
    return one


def download(actor: Actor, release_id: str) -> tuple[str, datetime, Package]:
    """A URL for the exact version, five minutes long, written down before it is given (abuse 24, 40).

    Raises Gone once the share has expired, Refused for one that is for viewing only, Conflict while it is made anew or
    when an item of it may no longer leave.
    """
    one = share(actor, release_id)
    must_be_open(one)
    package = _package(one)
    for piece in one.items:
        vault.released(piece.id)
    facts: dict[str, Fact] = {"version": package.version_id, "sha256": package.sha256, "bytes": package.bytes}
    facts["bytes_out"] = package.bytes
    custody.note(actor, Action.DOWNLOAD_SHARE, one.id, reason=one.case, facts=facts)
    what = Stored(package.bucket, package.key, package.version_id, package.bytes)
    url = blobs.download_url(what, name=f"{one.id}.zip", seconds=_URL_SECONDS)
    return url, clock.after(clock.now(), seconds=_URL_SECONDS), package


def must_be_open(one: Release) -> None:
    """Raises Gone for a share whose time is over: more can be asked for."""
    if one.is_expired():
        raise Gone("The time of this package is over. You can ask the center for more time.", slug="expired")


def receipt(actor: Actor, release_id: str, signed: Signature) -> Release:
    """Take the recipient's receipt: their digest of what arrived. Equal, custody of every item passes to them at once.

    To the defense it never passes, nor to a second agency: they have copies. The same receipt twice is one receipt.
    Raises Conflict `digest-differs` (custody stays), `not-downloaded` for a receipt of what nobody fetched.
    """
    one = share(actor, release_id)
    package = _package(one)
    if (signed.sha256, signed.bytes) != (package.sha256, package.bytes):
        raise Conflict(
            f"What arrived ({signed.bytes} bytes, {signed.sha256}) is not what was sent ({package.bytes} bytes, "
            f"{package.sha256}). Custody stays with the center. Please download it again.",
            slug="digest-differs",
        )
    if one.receipted_at is not None:
        return one
    if not any(_is_download(line.event, line.outcome) for line in custody.lines(one.id)):
        raise Conflict("This package was not downloaded yet.", slug="not-downloaded")
    return _transfer(actor, one, signed)


def _transfer(actor: Actor, one: Release, signed: Signature) -> Release:
    """The release, each item, and a line on every chain: all of it or nothing."""
    at = clock.now()
    ours = [piece.id for piece in one.items if _passes(one, vault.item(piece.id))]
    after = replace(one, receipted_at=at, receipt=signed.receipt(one, at=at), is_copy=not ours)
    after = replace(after, state=after.settled)
    items = [vault.releasing(item_id, to=one.ori, at=at) for item_id in ours]
    lines = [_receipted(actor, after, one.id, passes=bool(ours))]
    lines += [_receipted(actor, after, piece.id, passes=piece.id in ours) for piece in one.items]
    try:
        transact(store.receipting(after), *items, *lines)
    except Conflict:
        now = share(actor, one.id)
        if now.receipted_at is None:
            raise
        return now  # the same receipt came twice at the same moment
    return after


def _receipted(actor: Actor, after: Release, subject: str, *, passes: bool) -> custody.Draft:
    """The line of one chain; the name that signed stays out of it, its receipt's digest stands for it."""
    package, signed = _package(after), after.receipt
    facts: dict[str, Fact] = {
        "release": after.id,
        "ori": after.ori,
        "recipient": after.recipient,
        "sha256": package.sha256,
        "bytes": package.bytes,
        "bytes_out": package.bytes,
        "custody": "passes" if passes else "stays",
        "receipt": signed.digest if signed else "",
    }
    return custody.line(actor, Action.RECEIPT_SHARE, subject, reason=after.case, facts=facts)


def _passes(one: Release, item: Item) -> bool:
    """Whether custody of the item is ours to give, and theirs to have."""
    return one.audience is Audience.AGENCY and item.released_to in {"", one.ori}


def _is_theirs(one: Release, actor: Actor) -> bool:
    named = bool(actor.ori and actor.badge) and (one.ori, one.recipient) == (actor.ori, actor.badge)
    return named and one.is_shared and agencies.may_receive(one.ori)


def _is_download(event: str, outcome: Outcome) -> bool:
    return event == Action.DOWNLOAD_SHARE.value and outcome is Outcome.DONE


def _package(one: Release) -> Package:
    if one.method is Method.VIEW:
        raise Refused("This release is for viewing only: no file of it leaves the center.", slug="view-only")
    if one.state is State.RENEWED:
        raise Conflict("The package is being made anew. It is ready in a few minutes.", slug="packing")
    if one.package is None:
        raise NotFound("There is no such package.")
    return one.package
