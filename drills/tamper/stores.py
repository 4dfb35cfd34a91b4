"""Versions, locks, holds and rows: what the rights of the whole store and of the tables allow, and what they do not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from drills.tamper.model import FIXITY, STORE, SWEEP, Tampering
from drills.tamper.place import Place
from drills.tamper.vault import BODIES
from rtcc.aws.clients import client
from rtcc.foundation import clock
from rtcc.vault.model import Item
from rtcc.vault.store import ItemRow

VAULT, ROWS = "vault bucket", "vault table"
FORGED = b"what the camera never saw"


def another_version(place: Place, item: Item | None = None, body: bytes = FORGED) -> str:
    """Other bytes under an item's key, locked and held as evidence is."""
    item, until = item or place.item, clock.after(clock.now(), days=13)
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until, "ObjectLockLegalHoldStatus": "ON"}
    return str(client("s3").put_object(Bucket=item.bucket, Key=item.key, Body=body, **lock)["VersionId"])


def overwritten(place: Place) -> None:
    """Other bytes on top of an item's."""
    client("s3").put_object(Bucket=place.item.bucket, Key=place.item.key, Body=FORGED)


def swapped(place: Place) -> None:
    """The row of one item is led to a version with the bytes of another."""
    body = client("s3").get_object(**place.version(place.vault.items[1]))["Body"].read()
    _repoint(place, version_id=another_version(place, body=body), bytes=len(body))


def repointed(place: Place) -> None:
    """The same with forged bytes, and a row that fits them in digest and size."""
    digest = hashlib.sha256(FORGED).hexdigest()
    _repoint(place, version_id=another_version(place), bytes=len(FORGED), sha256=digest, declared=digest)


def cleared(place: Place) -> None:
    """The row of an item in quarantine is made one of a sealed item."""
    _repoint(place, place.vault.items[3], state="sealed", flaw="")


def unheld(place: Place) -> None:
    """A row without holds: the product itself would then tell the store to let go."""
    ItemRow(place.item.id).update(actions=[ItemRow.holds.set(())])


def ended(place: Place) -> None:
    """A row that says that a court had the item expunged: nobody would show it, or prolong its lock."""
    _repoint(place, state="expunged")


def rotten(place: Place) -> None:
    """One bit of an item's bytes, beneath all that the store promises; put right again when the place is tidied."""
    for path in Path(os.environ["DRILL_STORE"]).rglob("*.dat"):
        at = -1
        while (at := path.read_bytes().find(BODIES[1], at + 1)) >= 0:
            place.turn(path, at)


def redigested(place: Place) -> None:
    """A row with another digest for the same version."""
    digest = hashlib.sha256(FORGED).hexdigest()
    _repoint(place, sha256=digest, declared=digest)


def marked(place: Place) -> None:
    """Deleted, as whoever names no version deletes."""
    client("s3").delete_object(Bucket=place.item.bucket, Key=place.item.key)


def planted(place: Place) -> None:
    """An object that no row speaks of."""
    client("s3").put_object(Bucket=place.item.bucket, Key="evidence/evi_planted", Body=FORGED)


def let_go(place: Place) -> None:
    """The hold, taken off by somebody whom the bucket's policy would deny it."""
    client("s3").put_object_legal_hold(**place.version(place.item), LegalHold={"Status": "OFF"})


def _asked(call: str, **more: Any) -> Callable[[Place], None]:
    """Ask the store for something about an item's exact version."""
    return lambda place: getattr(client("s3"), call)(**place.version(place.item), **more)


def _shorter(mode: str) -> Callable[[Place], None]:
    def do(place: Place) -> None:
        until = place.item.locked_until - timedelta(days=1)
        kept = {"Mode": mode, "RetainUntilDate": until}
        client("s3").put_object_retention(**place.version(place.item), Retention=kept, BypassGovernanceRetention=True)

    return do


def deleted_without_hold(place: Place) -> None:
    """First the hold, then the version."""
    let_go(place)
    _asked("delete_object", BypassGovernanceRetention=True)(place)


def _of_bucket(call: str, **more: Any) -> Callable[[Place], None]:
    return lambda _place: getattr(client("s3"), call)(Bucket=os.environ["BUCKET_VAULT"], **more)


def _repoint(place: Place, item: Item | None = None, **values: str | int) -> None:
    item = item or place.item
    told = {name: {"N": str(v)} if isinstance(v, int) else {"S": v} for name, v in values.items()}
    place.row("TABLE_VAULT", place.image("TABLE_VAULT", item.id) | told)


REFUSED: tuple[Tampering[Place], ...] = tuple(
    Tampering(what, VAULT, do, (STORE,), says)
    for what, do, says in (
        ("A version is deleted", _asked("delete_object"), "AccessDenied"),
        ("It is deleted by the right to bypass", _asked("delete_object", BypassGovernanceRetention=True), "Denied"),
        ("Its hold is taken off, and it is deleted", deleted_without_hold, "AccessDenied"),
        ("Its retention is shortened", _shorter("COMPLIANCE"), ""),
        ("Its retention is made one that may be bypassed", _shorter("GOVERNANCE"), ""),
        (
            "Versioning is suspended",
            _of_bucket("put_bucket_versioning", VersioningConfiguration={"Status": "Suspended"}),
            "InvalidBucketState",
        ),
        (
            "Object Lock is taken from the bucket",
            _of_bucket("put_object_lock_configuration", ObjectLockConfiguration={"ObjectLockEnabled": "Disabled"}),
            "",
        ),
        ("The bucket is deleted", _of_bucket("delete_bucket"), "BucketNotEmpty"),
    )
)
TAMPERINGS: tuple[Tampering[Place], ...] = (
    Tampering("Other bytes lie on top of an item's", VAULT, overwritten, (SWEEP,), "is stray"),
    Tampering("A delete marker lies over an item", VAULT, marked, (SWEEP,), "is marked"),
    Tampering("An object lies there that nothing speaks of", VAULT, planted, (SWEEP,), "is unspoken"),
    Tampering("The hold of an item is taken off", VAULT, let_go, (SWEEP,), "is unlocked"),
    Tampering("A bit is turned on the store's own disk", "disk", rotten, (FIXITY,), ""),
    *REFUSED,
    Tampering("An item's row leads to the bytes of another item", ROWS, swapped, (SWEEP,), "is stray"),
    Tampering("An item's row leads to forged bytes, and fits them", ROWS, repointed, (SWEEP,), "is stray"),
    Tampering("An item's row loses its holds", ROWS, unheld, (SWEEP,), "lacks a hold that nobody lifted"),
    Tampering("An item's row says that it was expunged", ROWS, ended, (SWEEP,), "and no line does"),
    Tampering("An item's row gives another digest", ROWS, redigested, (SWEEP, FIXITY), "digest"),
    Tampering("An item's row lets it out of quarantine", ROWS, cleared, (SWEEP,), "is rewritten"),
    Tampering(
        "An item's row is deleted",
        ROWS,
        lambda place: place.drop("TABLE_VAULT", place.item.id),
        (SWEEP,),
        "is unspoken",
    ),
)
