"""The inbox against the record: what arrived must be on its way to the vault (abuse 26 to 28)."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from functools import partial
from typing import Any

from rtcc.aws import listing, queue, settings, uploads
from rtcc.aws.blobs import Stored
from rtcc.aws.listing import Listed, OpenUpload
from rtcc.canvass import admission as submitted
from rtcc.canvass.model import Submission, SubmissionState
from rtcc.clips import admission as cut
from rtcc.foundation.errors import NotFound
from rtcc.foundation.ids import derived
from rtcc.sweep.model import Amiss, Finding
from rtcc.sweep.turns import is_settled
from rtcc.vault import scan
from rtcc.vault import service as vault

_QUEUES = {"inbox": "QUEUE_ADMIT_UPLOAD", "clips": "QUEUE_ADMIT_CLIP"}


def look(items: Container[str]) -> Iterator[Finding]:
    """What is amiss in the inbox; `items` are the ids of what was admitted."""
    bucket = settings.need("BUCKET_INBOX")
    held: set[str] = set()
    for one in listing.versions(bucket):
        held.add(one.key)
        if one.is_marker:
            yield Finding(Amiss.MARKED, subject_of(bucket, one.key), f"{one.key} {one.version_id}")
        elif is_settled(one.written_at) and _item_of(one.key) not in items:
            yield _not_admitted(bucket, one)
    for waits in listing.open_uploads(bucket):
        held.add(waits.key)
        yield from _not_joined(bucket, waits)
    for receipt in submitted.waiting():
        if receipt.object_key not in held and receipt.received_at and is_settled(receipt.received_at):
            yield Finding(Amiss.VANISHED, _item_of(receipt.object_key), receipt.object_key)


def subject_of(bucket: str, key: str) -> str:
    """Whose chain tells of an object: the item's that it is or was to be, else one of its own."""
    names = key.split("/")
    return _item_of(key) if names[0] in _QUEUES and len(names) == 3 else derived("obj", bucket, key)


def _item_of(key: str) -> str:
    """The id of the item that an object of the inbox becomes: known from its key alone."""
    return vault.id_for(key.rpartition("/")[2].removesuffix(".mp4"))


def _not_admitted(bucket: str, one: Listed) -> Finding:
    subject, about = subject_of(bucket, one.key), f"{one.key} {one.version_id}"
    kind = one.key.partition("/")[0]
    try:
        reason = submitted.spoken_of(one.key) if kind == "inbox" else cut.spoken_of(one.key)
    except NotFound:
        return Finding(Amiss.UNSPOKEN, subject, about)
    verdict = scan.verdict_on(Stored(bucket, one.key, one.version_id, one.bytes))
    if not verdict:
        return Finding(Amiss.UNSCANNED, subject, about, reason)
    said = _result(bucket, one, verdict)
    return Finding(Amiss.UNADMITTED, subject, about, reason, partial(_again, _QUEUES[kind], said))


def _again(name: str, said: dict[str, Any]) -> None:
    """What the bus would have brought. Admission believes the tag on the version, not this."""
    queue.hand_over(settings.need(name), json.dumps({"detail": said}))


def _result(bucket: str, one: Listed, verdict: str) -> dict[str, Any]:
    what = {"bucketName": bucket, "objectKey": one.key, "versionId": one.version_id}
    return {"s3ObjectDetails": what, "scanResultDetails": {"scanResultStatus": verdict, "threats": None}}


def _not_joined(bucket: str, waits: OpenUpload) -> Iterator[Finding]:
    """An upload that is open although its sender said that is all: the function that joins it died in between."""
    try:
        one = submitted.submission_of(waits.key)
    except NotFound:
        if is_settled(waits.begun_at):
            yield Finding(Amiss.UNSPOKEN, subject_of(bucket, waits.key), f"{waits.key} {waits.upload_id}")
        return
    if _is_finished(one) and one.upload_id == waits.upload_id:
        join = partial(uploads.finish_upload, bucket, one.object_key, upload_id=one.upload_id)
        yield Finding(Amiss.UNJOINED, _item_of(waits.key), waits.key, cure=join)


def _is_finished(one: Submission) -> bool:
    return one.state is SubmissionState.RECEIVED and one.received_at is not None and is_settled(one.received_at)
