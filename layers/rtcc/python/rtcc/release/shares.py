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
from rtcc.foundation.errors import Conflict, Gone, NotFound
from rtcc.release import agencies, store
from rtcc.release.model import Package, Release, State
from rtcc.vault import service as vault

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

    Raises Gone once the share has expired.
    """
    one = share(actor, release_id)
    package = _package(one)
    if one.is_expired():
        raise Gone("This package can no longer be fetched. Please ask the center to release it again.", slug="expired")
    facts: dict[str, Fact] = {"version": package.version_id, "sha256": package.sha256, "bytes": package.bytes}
    facts["bytes_out"] = package.bytes
    custody.note(actor, Action.DOWNLOAD_SHARE, one.id, reason=one.case, facts=facts)
    what = Stored(package.bucket, package.key, package.version_id, package.bytes)
    url = blobs.download_url(what, name=f"{one.id}.zip", seconds=_URL_SECONDS)
    return url, clock.after(clock.now(), seconds=_URL_SECONDS), package


def receipt(actor: Actor, release_id: str, *, sha256: str, size: int) -> Release:
    """Take the recipient's receipt: their digest of what arrived. Equal, custody of every item passes to them at once.

    The same receipt twice is one receipt. Raises Conflict `digest-differs` (custody stays), `not-downloaded` for a
    receipt of what nobody fetched.
    """
    one = share(actor, release_id)
    package = _package(one)
    if (sha256, size) != (package.sha256, package.bytes):
        raise Conflict(
            f"What arrived ({size} bytes, {sha256}) is not what was sent ({package.bytes} bytes, {package.sha256}). "
            "Custody stays with the center. Please download it again.",
            slug="digest-differs",
        )
    if one.state is State.TRANSFERRED:
        return one
    if not any(_is_download(line.event, line.outcome) for line in custody.lines(one.id)):
        raise Conflict("This package was not downloaded yet.", slug="not-downloaded")
    return _transfer(actor, one, package)


def _transfer(actor: Actor, one: Release, package: Package) -> Release:
    """The release, each item, and a line on every chain: all of it or nothing."""
    at = clock.now()
    after = replace(one, state=State.TRANSFERRED, receipted_at=at)
    facts: dict[str, Fact] = {
        "release": one.id,
        "ori": one.ori,
        "recipient": one.recipient,
        "sha256": package.sha256,
        "bytes": package.bytes,
        "bytes_out": package.bytes,
    }
    items = [vault.releasing(piece.id, to=one.ori, at=at) for piece in one.items]
    subjects = [one.id, *(piece.id for piece in one.items)]
    lines = [custody.line(actor, Action.RECEIPT_SHARE, subject, reason=one.case, facts=facts) for subject in subjects]
    try:
        transact(store.receipting(after), *items, *lines)
    except Conflict:
        now = share(actor, one.id)
        if now.state is not State.TRANSFERRED:
            raise
        return now  # the same receipt came twice at the same moment
    return after


def _is_theirs(one: Release, actor: Actor) -> bool:
    named = bool(actor.ori and actor.badge) and (one.ori, one.recipient) == (actor.ori, actor.badge)
    return named and one.is_shared and agencies.may_receive(one.ori)


def _is_download(event: str, outcome: Outcome) -> bool:
    return event == Action.DOWNLOAD_SHARE.value and outcome is Outcome.DONE


def _package(one: Release) -> Package:
    if one.package is None:
        raise NotFound("There is no such package.")
    return one.package
