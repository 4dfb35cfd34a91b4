"""Admission: from what a registrant sent to evidence in the vault, once, with proof (P3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from rtcc.access.model import Action, Actor
from rtcc.aws.table import transact
from rtcc.canvass import account, likeness, store
from rtcc.canvass.model import Request, Submission, SubmissionState
from rtcc.canvass.submissions import number
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.vault import scan
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Origin, State
from rtcc.vault.scan import Scanned


def admit(actor: Actor, scanned: Scanned) -> Item | None:
    """Seal a scanned submission as evidence and write it down. None when that was done before.

    Raises NotFound for an object that no submission speaks of, Conflict while its sender has not finished.
    """
    scan.must_be_of_inbox(scanned)
    one, request = _behind(scanned.key)
    if vault.is_known(number(one)):
        return None
    if one.state is not SubmissionState.RECEIVED or one.received_at is None:
        raise Conflict("The sender has not said yet that this file is complete.")
    source = scan.must_stand(scanned)
    origin = Origin(
        request.incident_id, request.incident_number, request.canvass_id, request.id, one.id, account=one.account
    )
    flaw = scanned.flaw or ("" if source.bytes else "the file is empty")
    item = vault.seal(source, origin, name=one.name, declared=one.declared, flaw=flaw, received_at=one.received_at)
    state = SubmissionState.SEALED if item.state is State.SEALED else SubmissionState.QUARANTINED
    facts = _facts(item, scanned) | likeness.facts(item)
    line = custody.line(actor, Action.ADMIT_UPLOAD, item.id, reason=item.incident_number, facts=facts)
    transact(vault.adding(item), store.admitting(one, state), likeness.noting(item), line)
    return item


def spoken_of(key: str) -> str:
    """The number of the call that an inbox key was sent for. Raises NotFound."""
    return _behind(key)[1].incident_number


def submission_of(key: str) -> Submission:
    """The submission that an inbox key belongs to. Raises NotFound."""
    return _behind(key)[0]


def waiting() -> Iterator[Submission]:
    """Every submission whose sender has a receipt, and which is no evidence yet."""
    return store.received()


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
        "bytes_in": item.bytes,
        "sha256": item.sha256,
        "declared": item.declared,
        "scan": scanned.verdict,
        "state": item.state.value,
        "flaw": item.flaw,
        "locked_until": clock.spell(item.locked_until),
        "hold": True,
        **account.facts(item.account),
    }
