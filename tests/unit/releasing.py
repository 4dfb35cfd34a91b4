"""A center over real gates (S3 and KMS in memory), and the short ways to a release in any state."""

import hashlib
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from moto.s3.models import s3_backends

from rtcc.access.model import Action, Actor, Role, system
from rtcc.aws.blobs import stored
from rtcc.aws.clients import client
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.foundation import canonical, clock, ids
from rtcc.release import delivery, service, shares
from rtcc.release.drafting import Terms
from rtcc.release.signing import Signature
from rtcc.release.store import ReleaseRow
from rtcc.vault import service as vault
from rtcc.vault.model import Item, State

DETECTIVE = Actor("usr_detective", Role.DETECTIVE, badge="21", ori="LA0", how="cognito+totp")
SUPERVISOR = Actor("usr_supervisor", Role.SUPERVISOR, badge="5", ori="LA0", how="cognito+totp")
RECIPIENT = Actor("usr_recipient", Role.RECIPIENT, badge="4411", ori="TX1", how="cognito+totp")
PACKER = system("deliver_release")
BODIES = (b"what the camera over the door saw", b"", b"\x00\xff" * 3_000)
FILMS = tuple(b"\0\0\0\x14ftypisom\0\0\2\0mp41" + bytes([n]) * 3_000 for n in (1, 2))  # as an MP4 begins
BUCKETS = ("inbox", "vault", "log", "release", "preview")


@dataclass
class Center:
    """The center of one test."""

    tables: Any
    handed_over: list[str] = field(default_factory=list)  # what was left in queues

    def empty(self):
        for table in self.tables.tables.values():
            table.items.clear()
        log = s3_backends["123456789012"]["aws"].buckets.get("log")  # else the head of another test's log is found
        if log is not None:
            log.keys.clear()

    def item(self, body=BODIES[0], *, name="street.mp4", flaw="", clip=False):
        """Evidence, as an upload or a clip leaves it. (The store in memory takes no copy under lock: a plain one.)"""
        source = ids.new("ord" if clip else "sub")
        key, digest = f"evidence/{vault.id_for(source)}", hashlib.sha256(body).hexdigest()
        client("s3").put_object(Bucket="vault", Key=key, Body=body)
        kept, at = stored("vault", key), clock.now()
        one = Item(
            id=vault.id_for(source),
            incident_id="inc_1",
            incident_number="26-1",
            canvass_id="" if clip else "can_1",
            request_id="" if clip else "req_1",
            submission_id="" if clip else source,
            clip_id=source if clip else "",
            camera_id="cam_1" if clip else "",
            name=name,
            bytes=kept.bytes,
            sha256=digest,
            declared=digest,
            state=State.QUARANTINED if flaw else State.SEALED,
            flaw=flaw,
            bucket=kept.bucket,
            key=kept.key,
            version_id=kept.version_id,
            locked_until=clock.after(at, days=14),
            received_at=at,
        )
        action = Action.ADMIT_CLIP if clip else Action.ADMIT_UPLOAD
        facts = {"sha256": one.sha256, "declared": one.declared, "bytes": one.bytes, "state": one.state.value}
        transact(vault.adding(one), custody.line(system("admit"), action, one.id, reason="26-1", facts=facts))
        return one

    def asked(self, *items, actor=DETECTIVE, **more):
        told = {"key": ids.new("key"), "ori": "TX1", "recipient": "4411", "case": "26-000123", "reason": "burglary"}
        told |= more
        terms = Terms(**{name: told[name] for name in told if name != "key"})
        return service.ask(actor, key=told["key"], item_ids=[one.id for one in items or [self.item()]], terms=terms)[0]

    def approved(self, *items, **more):
        return service.approve(SUPERVISOR, self.asked(*items, **more).id)

    def packed(self, *items, **more):
        one = self.approved(*items, **more)
        return delivery.pack(PACKER, one.id)

    def transferred(self, *items):
        one = self.packed(*items)
        shares.download(RECIPIENT, one.id)
        return shares.receipt(RECIPIENT, one.id, signature(one))

    def fetch(self, package):
        """The bytes of a package, from the exact version."""
        where = {"Bucket": package.bucket, "Key": package.key, "VersionId": package.version_id}
        return client("s3").get_object(**where)["Body"].read()

    def outcomes(self, subject):
        return [(line.event, line.outcome.value) for line in custody.lines(subject)]


def signature(one, *, name="Recipient 1", **more):
    """What the recipient signs, by default for just what was sent."""
    told = {"sha256": one.package.sha256, "bytes": one.package.bytes, "agent": "a browser"} | more
    return Signature(name, **told)


def plain_report(account, *, at):
    """The facts of the custody report, not set in type."""
    return b"%PDF-1.7\n" + canonical.spell(account) + clock.spell(at).encode()


def plain_drafts(account, *, at):
    """Likewise the certificates that every package has."""
    return {f"report/certificate-902-{rule}.pdf": plain_report(account, at=at) for rule in (13, 14)}


def opened(zipped):
    """The files of a package by their path in its folder, in their order."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def records(*rows, event="MODIFY"):
    """What the stream hands over for these rows."""
    return {
        "Records": [
            {
                "eventID": str(n),
                "eventName": event,
                "eventSource": "aws:dynamodb",
                "dynamodb": {"NewImage": row.serialize(), "SequenceNumber": str(n)},
            }
            for n, row in enumerate(rows)
        ]
    }


def row_of(one):
    return ReleaseRow.get(one.id)
