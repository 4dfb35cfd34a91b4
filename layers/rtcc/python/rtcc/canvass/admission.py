"""Admission: from what a registrant sent to evidence in the vault, once, with proof (P3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from rtcc.access.model import Action, Actor
from rtcc.aws import blobs, settings
from rtcc.aws.blobs import Stored
from rtcc.aws.table import transact
from rtcc.canvass import store
from rtcc.canvass.model import Request, Submission, SubmissionState
from rtcc.canvass.submissions import number
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Origin, State

_CLEAN = "NO_THREATS_FOUND"
_TAG = "GuardDutyMalwareScanStatus"  # only the scanner may write it: the bucket's policy says so


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the malware scan says of one exact version in the inbox. `verdict` is the scanner's own word."""

    bucket: str
    key: str
    version_id: str
    verdict: str
    threats: tuple[str, ...] = ()

    @property
    def flaw(self) -> str:
        """Why it may not be shown; empty when nothing was found. What could not be scanned is not clean (SI-3)."""
        if self.verdict == _CLEAN:
            return ""
        found = ", ".join(self.threats)
        return f"the malware scan found {found}" if found else f"the malware scan ended as {self.verdict}"


def admit(actor: Actor, scanned: Scanned) -> Item | None:
    """Seal a scanned submission as evidence and write it down. None when that was done before.

    Raises NotFound for an object that no submission speaks of, Conflict while its sender has not finished.
    """
    if scanned.bucket != settings.need("BUCKET_INBOX"):
        raise NotFound("No submission speaks of this object.")
    one, request = _behind(scanned.key)
    if vault.is_known(number(one)):
        return None
    if one.state is not SubmissionState.RECEIVED or one.received_at is None:
        raise Conflict("The sender has not said yet that this file is complete.")
    if blobs.tags(Stored(scanned.bucket, scanned.key, scanned.version_id, 0)).get(_TAG) != scanned.verdict:
        raise Conflict("The scan's verdict does not stand on the version itself.")
    source = blobs.stored(scanned.bucket, scanned.key, version_id=scanned.version_id)
    origin = Origin(request.incident_id, request.incident_number, request.canvass_id, request.id, one.id)
    item = vault.seal(
        source, origin, name=one.name, declared=one.declared, flaw=scanned.flaw, received_at=one.received_at
    )
    state = SubmissionState.SEALED if item.state is State.SEALED else SubmissionState.QUARANTINED
    line = custody.line(actor, Action.ADMIT_UPLOAD, item.id, reason=item.incident_number, facts=_facts(item, scanned))
    transact(vault.adding(item), store.admitting(one, state), line)
    return item


def _behind(key: str) -> tuple[Submission, Request]:
    """The submission and request that an inbox key `inbox/<request>/<submission>` belongs to."""
    unknown = NotFound("No submission speaks of this object.")
    names = key.split("/")
    if len(names) != 3 or not all(names):
        raise unknown
    _, request_id, submission_id = names
    one, request = store.submission(request_id, submission_id), store.request(request_id)
    if one is None or request is None or one.object_key != key:
        raise unknown
    return one, request


def _facts(item: Item, scanned: Scanned) -> dict[str, str | int | bool]:
    return {
        "submission": item.submission_id,
        "inbox_version": scanned.version_id,
        "bucket": item.bucket,
        "key": item.key,
        "version": item.version_id,
        "bytes": item.bytes,
        "sha256": item.sha256,
        "declared": item.declared,
        "scan": scanned.verdict,
        "state": item.state.value,
        "flaw": item.flaw,
        "locked_until": clock.spell(item.locked_until),
        "hold": True,
    }
