"""Sealing evidence and showing what seals it: copy under lock, read back, and only then say so (P3.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs, locks, settings
from rtcc.aws.blobs import Lock, Stored
from rtcc.aws.table import Put, Update
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Gone, NotFound, Unavailable
from rtcc.vault import store
from rtcc.vault.model import Item, Kept, Origin, State, admission_hold

_LOCK_DAYS = 14  # the first lock; the ratchet prolongs what triage keeps. Compliance can never be shortened
_URL_SECONDS = 300
PAGE = 50


def id_for(source_id: str) -> str:
    """The id of the item that a submission or a clip's order becomes: the same source never becomes two."""
    number = int.from_bytes(hashlib.sha256(source_id.encode()).digest()[:16], "big") >> 3
    return "evi_" + ids.spell(number, length=26)


def seal(source: Stored, origin: Origin, *, name: str, declared: str, flaw: str, received_at: datetime) -> Item:
    """Bring one exact version of the inbox into the vault, and prove that the store holds it.

    The bytes are digested as they lie in the vault, after the copy. A digest that differs from the declared one, or a
    flaw given by the caller (a scan's finding), makes the item quarantined: kept, locked, never shown. Raises
    Unavailable when the store does not say that the version is locked: then it is not sealed and nobody is told so.
    """
    item_id = id_for(origin.source_id)
    until = clock.after(clock.now(), days=settings.lock_days("LOCK_DAYS", _LOCK_DAYS)).replace(microsecond=0)
    kept = _copy(source, f"evidence/{item_id}", until)
    if not locks.proven(kept, until=until):
        raise Unavailable("The store does not confirm the lock. The item is not sealed.", slug="not-sealed")
    digest = blobs.digest(kept)
    if digest != declared:
        flaw = flaw or "the digest differs from the one that its sender computed"
    return Item(
        id=item_id,
        incident_id=origin.incident_id,
        incident_number=origin.incident_number,
        canvass_id=origin.canvass_id,
        request_id=origin.request_id,
        submission_id=origin.submission_id,
        clip_id=origin.clip_id,
        camera_id=origin.camera_id,
        account=origin.account,
        name=name,
        bytes=kept.bytes,
        sha256=digest,
        declared=declared,
        state=State.QUARANTINED if flaw else State.SEALED,
        flaw=flaw,
        bucket=kept.bucket,
        key=kept.key,
        version_id=kept.version_id,
        locked_until=until,
        received_at=received_at,
        holds=(admission_hold(item_id, case=origin.incident_number, at=clock.now()),),
    )


def adding(item: Item) -> Put:
    """The item as a write that joins the act of admission."""
    return store.adding(item)


def known(item_id: str) -> Item:
    """One item, also one that ended: its row and its lines stay. Raises NotFound."""
    found = store.find(item_id)
    if found is None:
        raise NotFound("There is no such evidence item.")
    return found


def item(item_id: str) -> Item:
    """One item that is there. Raises NotFound, or Gone for one that was expunged or disposed of."""
    one = known(item_id)
    _must_be_here(one)
    return one


def released(item_id: str) -> Item:
    """One item that may leave the house. Raises NotFound, Gone, or Conflict for one in quarantine."""
    one = item(item_id)
    _must_be_sealed(one)
    return one


def preview_of(item_id: str) -> Mapping[str, Any] | None:
    """What the probe found, as the preview's room spells it; None while it is not known."""
    return store.preview_of(item_id)


def previewing(item_id: str, told: Mapping[str, Any], *, sheet: str = "", movie: str = "") -> Update:
    """The probe's findings as a write that joins their line; what was found once is not written again.

    `sheet` and `movie` are the digests (hex) of the derivatives, as far as there are any.
    """
    return store.previewing(item_id, told, sheet=sheet, movie=movie)


def of_digest(sha256: str) -> list[Item]:
    """The items whose bytes, or a derivative of whose bytes, have that digest (hex)."""
    return [known(item_id) for item_id in store.of_digest(sha256)]


def prolong(one: Item) -> bool:
    """Have the store lock the item as long as its row says, and hold it if anybody does; whether it confirms both.

    A ratchet: COMPLIANCE lets nobody shorten a lock, and a lock that is longer already is left as it is. One that ran
    out when it should is not made anew here.
    """
    if one.locked_until <= clock.now():
        return not one.holds or locks.hold_on(stored(one))
    return locks.proven(stored(one), until=one.locked_until, hold=bool(one.holds))


def releasing(item_id: str, *, to: str, at: datetime) -> Update:
    """That custody passed to an agency (its ORI), as a write that joins the receipt."""
    return store.releasing(item_id, to=to, at=at)


def is_known(item_id: str) -> bool:
    """Whether the item exists."""
    return store.find(item_id) is not None


def of_incident(incident_id: str) -> list[Item]:
    """The items of one call, oldest first."""
    return store.of_incident(incident_id)


def page(after: str = "") -> tuple[list[Item], str]:
    """A page of all items, and the id to go on after."""
    return store.page(PAGE, after)


def every() -> Iterator[Kept]:
    """Every item, as its row lies in the table."""
    return store.every()


def lock_of(one: Item) -> Lock:
    """What the store says of the item's lock, asked now."""
    return locks.read(stored(one))


def download(actor: Actor, item_id: str, *, reason: str) -> tuple[str, datetime]:
    """A URL for the exact version, five minutes long, written down before it is given (abuse 24)."""
    one = released(item_id)
    facts: dict[str, Fact] = {"version": one.version_id, "bytes_out": one.bytes}
    custody.note(actor, Action.DOWNLOAD_EVIDENCE, one.id, reason=reason, facts=facts)
    url = blobs.download_url(stored(one), name=f"{one.id}.bin", seconds=_URL_SECONDS)
    return url, clock.after(clock.now(), seconds=_URL_SECONDS)


def stored(one: Item) -> Stored:
    """The exact version that the item is."""
    return Stored(one.bucket, one.key, one.version_id, one.bytes)


def _copy(source: Stored, key: str, until: datetime) -> Stored:
    """The copy in the vault; a copy that an earlier try made of the same bytes is taken up, not made again."""
    bucket = settings.need("BUCKET_VAULT")
    return blobs.held(bucket, key) or locks.copy_locked(source, bucket=bucket, key=key, until=until)


def _must_be_here(one: Item) -> None:
    """What ended is said plainly: that there was an item, and why nobody sees it any more."""
    ended = one.expunged_at or one.disposed_at
    on = f" on {ended:%Y-%m-%d}" if ended else ""
    if one.state is State.EXPUNGED:
        raise Gone(f"This item was expunged{on} by order of a court. Nobody is shown it any more.", slug="expunged")
    if one.state is State.DISPOSED:
        paper = f" The certificate is {one.disposal_id}." if one.disposal_id else ""
        raise Gone(f"This item was disposed of{on}: its time had ended and two people agreed.{paper}", slug="disposed")


def _must_be_sealed(one: Item) -> None:
    if one.state is not State.SEALED:
        raise Conflict(f"{one.name} is in quarantine: {one.flaw}.", slug="quarantined")
