"""Packing what two people agreed to release: made once, or said plainly why not."""

from __future__ import annotations

from dataclasses import replace

from rtcc.access.model import Action, Actor
from rtcc.aws.table import Put, Update, transact
from rtcc.custody import service as custody
from rtcc.custody.model import Fact, Outcome
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Gone, NotFound, Refused
from rtcc.release import agencies, digests, marking, package, service, store
from rtcc.release.model import SHARE_DAYS, Method, Package, Release, State
from rtcc.vault import service as vault
from rtcc.vault.model import Item


def pack(actor: Actor, release_id: str) -> Release | None:
    """Make the package of an approved release, or of a renewed one anew; what is only to be viewed is marked instead.

    None when there is nothing to do: it was packed, or failed, before. A release whose items can no longer leave
    (quarantined since, other bytes in the vault, agency off the list) fails for good, and says why. What may pass,
    such as a store that does not answer, is raised and comes again.
    """
    one = service.release(release_id)
    if one.state not in store.WAKING:
        return None
    try:
        agencies.agency(one.ori)
        items = [_unchanged(one, vault.released(piece.id), piece.sha256) for piece in one.items]
        made = package.write(one, items) if one.method is Method.DOWNLOAD else None
        if made is None:
            marking.order(one, items)
    except (Conflict, Gone, NotFound, Refused) as refused:
        return _fail(actor, one, refused.detail)
    except package.Differs as differs:
        return _fail(actor, one, f"{differs}.")
    at = clock.now()
    after = replace(one, state=one.settled, package=made, packed_at=at, expires_at=clock.after(at, days=SHARE_DAYS))
    facts = _facts(one, made, sum(item.bytes for item in items))
    subjects = [one.id, *(piece.id for piece in one.items)]
    lines = [custody.line(actor, Action.PACK_RELEASE, subject, reason=one.case, facts=facts) for subject in subjects]
    names = [digests.naming(after)] if made else []
    return after if _commit(store.packing(after), *names, *lines) else None


def _facts(one: Release, made: Package | None, bytes_in: int) -> dict[str, Fact]:
    if made is None:
        return {"release": one.id, "method": one.method.value}
    told: dict[str, Fact] = {"release": one.id, "version": made.version_id, "sha256": made.sha256, "bytes": made.bytes}
    return told | {"bytes_in": bytes_in, "bytes_out": made.bytes}


def _unchanged(one: Release, item: Item, sha256: str) -> Item:
    if item.sha256 != sha256:
        raise package.Differs(f"{item.id} does not have the digest that release {one.id} was approved for")
    return item


def _fail(actor: Actor, one: Release, why: str) -> Release | None:
    after = replace(one, state=State.FAILED, why=why)
    if one.state is State.RENEWED:  # it was handed over once; only its time is over now
        after = replace(one, state=one.settled, why=why, expires_at=clock.now())
    line = custody.line(actor, Action.PACK_RELEASE, one.id, reason=one.case, outcome=Outcome.FAILED, facts={"why": why})
    return after if _commit(store.failing(after), line) else None


def _commit(*writes: Put | Update | custody.Draft) -> bool:
    """Whether it was us who ended the packing: the same stream record may be handled twice at a time."""
    try:
        transact(*writes)
    except Conflict:
        return False
    return True
