"""A small vault, made by the product's own services: two calls, four items, looks, a sealed log, two releases."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import uuid4

from drills import engines
from rtcc.access.model import Action, Actor, Role, system
from rtcc.aws import blobs, seals
from rtcc.aws.clients import client
from rtcc.aws.table import Row, transact
from rtcc.canvass.rows import CanvassRow
from rtcc.custody import log, sealing, witnesses
from rtcc.custody import service as custody
from rtcc.custody.model import Fact
from rtcc.custody.store import LineRow
from rtcc.custody.witnesses import Said
from rtcc.foundation import clock, ids
from rtcc.foundation.geo import Point
from rtcc.incidents import service as incidents
from rtcc.incidents.model import Call, Incident
from rtcc.incidents.store import IncidentRow
from rtcc.release import delivery, shares
from rtcc.release import service as releases
from rtcc.release.drafting import Terms
from rtcc.release.model import Release
from rtcc.release.store import ReleaseRow
from rtcc.vault import service as vaults
from rtcc.vault.model import Item, Origin
from rtcc.vault.store import ItemRow

ROWS: dict[str, type[Row]] = {
    "TABLE_CUSTODY": LineRow,
    "TABLE_INCIDENTS": IncidentRow,
    "TABLE_VAULT": ItemRow,
    "TABLE_RELEASE": ReleaseRow,
    "TABLE_CANVASS": CanvassRow,
}
LOCKED, LOOSE = ("BUCKET_VAULT", "BUCKET_LOG"), ("BUCKET_INBOX", "BUCKET_RELEASE", "BUCKET_PREVIEW")
_HEAD = b"\0\0\0\x14ftypisom\0\0\2\0mp41"  # as an MP4 begins: the two that are released get a sidecar each
BODIES = (
    _HEAD + b"what the camera over the door saw",
    _HEAD + b"\x00\xff" * 3_000,
    b"a car at 22:14",
    b"the same car at 22:15",
)
_LOOKS = 75  # at each item: a log that is longer than one tile
_CAD = Actor("usr_cad", Role.DISPATCHER, how="iam")
_ANALYST = Actor("usr_analyst", Role.ANALYST, badge="7", ori="LA0000001", how="cognito+totp")
DETECTIVE = Actor("usr_detective", Role.DETECTIVE, badge="21", ori="LA0000001", how="cognito+totp")
SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="5", ori="LA0000001", how="cognito+totp")
RECIPIENT = Actor("usr_recipient", Role.RECIPIENT, badge="4411", ori="TX0000001", how="cognito+totp")


@dataclass(slots=True)
class Vault:
    """What was built: items in their order, the two releases and their packages as they were handed out."""

    items: list[Item]
    release: Release
    other: Release
    zipped: bytes
    other_zipped: bytes
    fingerprint: str
    heads: list[bytes] = field(default_factory=list)  # every signed head that the log ever had


def prepare() -> None:
    """Empty tables and buckets, as the templates make them, named to the gates."""
    s3 = client("s3")
    engines.forget(*ROWS.values())
    for name, row in ROWS.items():
        os.environ[name] = f"{name.removeprefix('TABLE_').lower()}-{uuid4().hex[:12]}"
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    for name in LOCKED + LOOSE:
        bucket = os.environ[name] = f"{name.removeprefix('BUCKET_').lower()}-{uuid4().hex[:12]}"
        s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=name in LOCKED)
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})


def build() -> Vault:
    """Everything, in the order of a case: calls, evidence, looks, sealing in between, two releases."""
    heads: list[bytes] = []
    calls = [_call("26-0001", "410 Alder Street"), _call("26-0002", "22 Quay Road")]
    items = [_item(calls[n // 2], body, f"camera {n + 1}.mp4") for n, body in enumerate(BODIES[:3])]
    items.append(_item(calls[1], BODIES[3], "camera 4.mp4", flaw="the malware scan found EICAR"))
    seal(heads)
    for _ in range(_LOOKS):
        for item in items:
            custody.note(_ANALYST, Action.READ_EVIDENCE, item.id, reason=item.incident_number)
    seal(heads)
    one = _released(heads, items[:2], case="26-000123")
    other = _released(heads, items[2:3], case="26-000124")
    for share in (one, other):
        shares.download(RECIPIENT, share.id)
    seal(heads)
    zipped, other_zipped = _fetched(one), _fetched(other)
    fingerprint = hashlib.sha256(seals.public_key()).hexdigest()
    return Vault(items, one, other, zipped, other_zipped, fingerprint, heads)


def seal(heads: list[bytes]) -> None:
    """Seal what is not sealed yet, as the table's stream would bring it, and have it witnessed."""
    sealing.seal(sorted((row.to_entity() for row in LineRow.scan(consistent_read=True)), key=lambda line: line.at))
    for answer in witnesses.ask(witnesses.configured()):
        if answer.said is not Said.SIGNED:
            raise RuntimeError(f"the witness did not sign: {answer.why}")
    heads.append(log.note() or b"")


def _call(number: str, address: str) -> Incident:
    told = Call(number, 1, "robbery", address, Point(32.5, -93.7), clock.now() - timedelta(hours=3))
    return incidents.take_call(_CAD, told)[0]


def _item(call: Incident, body: bytes, name: str, *, flaw: str = "") -> Item:
    """Evidence, by the very steps of admission."""
    source, bucket = ids.new("sub"), os.environ["BUCKET_INBOX"]
    key = f"inbox/{ids.new('cvs')}/{source}"
    client("s3").put_object(Bucket=bucket, Key=key, Body=body)
    declared = hashlib.sha256(body).hexdigest()
    origin = Origin(call.id, call.number, "cvs_drill", "req_drill", source)
    item = vaults.seal(
        blobs.stored(bucket, key), origin, name=name, declared=declared, flaw=flaw, received_at=clock.now()
    )
    facts: dict[str, Fact] = {
        "sha256": item.sha256,
        "declared": declared,
        "bytes": item.bytes,
        "state": item.state.value,
    }
    line = custody.line(system("admit_upload"), Action.ADMIT_UPLOAD, item.id, reason=call.number, facts=facts)
    transact(vaults.adding(item), line)
    transact(vaults.previewing(item.id, {"kind": "none"}), custody.line(_ANALYST, Action.READ_EVIDENCE, item.id))
    return item


def _released(heads: list[bytes], items: list[Item], *, case: str) -> Release:
    """Asked for, approved by another person, packed."""
    terms = Terms(RECIPIENT.ori, RECIPIENT.badge, case, "burglary")
    asked, _ = releases.ask(DETECTIVE, key=ids.new("key"), item_ids=[item.id for item in items], terms=terms)
    releases.approve(SUPERVISOR, asked.id)
    seal(heads)
    packed = delivery.pack(system("deliver_release"), asked.id)
    if packed is None or packed.package is None:
        raise RuntimeError("the release was not packed")
    return packed


def _fetched(one: Release) -> bytes:
    assert one.package
    what = blobs.Stored(one.package.bucket, one.package.key, one.package.version_id, one.package.bytes)
    return b"".join(blobs.read(what))
