"""The gate to S3 Object Lock: copy under lock, then read back what the store really keeps (P3.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from rtcc.aws.blobs import OPAQUE, Lock, Stored
from rtcc.aws.clients import client

# S3 copies up to 5 GB in one request. A store that says nothing before it is done takes longer over that than anybody
# waits for an answer (clients.py): more than this is copied in pieces, several at a time.
AT_ONCE_BYTES = 512 * 2**20
PIECE_BYTES = 128 * 2**20  # a piece of a longer copy: done within seconds, and 20 GB are 150 of them
_PIECES_AT_ONCE = 8

# Each store has its own word for a lock or hold that was never put.
_UNSET = {
    "NoSuchObjectLockConfiguration",
    "NoSuchObjectLegalHold",
    "ObjectLockConfigurationNotFoundError",
    "InvalidRequest",
}


def copy_locked(source: Stored, *, bucket: str, key: str, until: datetime) -> Stored:
    """Copy one exact version under COMPLIANCE lock and legal hold, both in the request itself.

    What is too long for one request is copied in pieces: the lock is then in the request that begins the upload.
    Raises PreconditionFailed when the key is taken. Ask `proven` what was kept.
    """
    name = {"Bucket": bucket, "Key": key}
    lock = {
        "ChecksumAlgorithm": "SHA256",
        "ContentType": OPAQUE,
        "ContentDisposition": "attachment",
        "ObjectLockMode": "COMPLIANCE",
        "ObjectLockRetainUntilDate": until,
        "ObjectLockLegalHoldStatus": "ON",
    }
    copy = _in_pieces if source.bytes > AT_ONCE_BYTES else _at_once
    return Stored(bucket, key, copy(source, name, lock), source.bytes)


def _at_once(source: Stored, name: Mapping[str, str], lock: Mapping[str, Any]) -> str:
    answer = client("s3").copy_object(
        **name,
        **lock,
        CopySource=_exactly(source),
        MetadataDirective="REPLACE",
        TaggingDirective="REPLACE",
        IfNoneMatch="*",
    )
    return str(answer["VersionId"])


def _in_pieces(source: Stored, name: Mapping[str, str], lock: Mapping[str, Any]) -> str:
    """S3 moves the bytes; none of them comes through here. What fails is aborted whole."""
    s3 = client("s3")
    upload = {**name, "UploadId": s3.create_multipart_upload(**name, **lock)["UploadId"]}

    def piece(number: int, span: str) -> dict[str, Any]:
        answer = s3.upload_part_copy(
            **upload, PartNumber=number, CopySource=_exactly(source), CopySourceRange=f"bytes={span}"
        )["CopyPartResult"]
        told = {key: answer[key] for key in ("ETag", "ChecksumSHA256") if key in answer}
        return {"PartNumber": number, **told}

    try:
        with ThreadPoolExecutor(_PIECES_AT_ONCE) as lanes:
            parts = list(lanes.map(piece, *zip(*enumerate(_spans(source.bytes), start=1), strict=True)))
        answer = s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
    except Exception:
        s3.abort_multipart_upload(**upload)
        raise
    return str(answer["VersionId"])


def _spans(size: int) -> Iterator[str]:
    """The first and last byte of each piece."""
    for start in range(0, size, PIECE_BYTES):
        yield f"{start}-{min(start + PIECE_BYTES, size) - 1}"


def _exactly(source: Stored) -> dict[str, str]:
    return {"Bucket": source.bucket, "Key": source.key, "VersionId": source.version_id}


def proven(what: Stored, *, until: datetime, hold: bool = True) -> bool:
    """Whether S3 itself says that this version is under COMPLIANCE until then and, if wanted, on hold.

    Reads back; puts what is missing; reads again. False means: not sealed, tell nobody that it is. Nothing is ever
    taken away here: a longer lock stays as long, and a hold that nobody wants stays on.
    """
    lock = read(what)
    if _is_locked(lock, until) and (lock.hold or not hold):
        return True
    if not _is_locked(lock, until):
        retention = {"Mode": "COMPLIANCE", "RetainUntilDate": until}
        client("s3").put_object_retention(**_exactly(what), Retention=retention)
    if hold and not lock.hold:
        hold_on(what)
    lock = read(what)
    return _is_locked(lock, until) and (lock.hold or not hold)


def hold_on(what: Stored) -> bool:
    """Put one exact version on hold; whether S3 says so when it is read back."""
    return _set_hold(what, "ON")


def hold_off(what: Stored) -> bool:
    """Take the hold off; whether S3 says so when it is read back. One role alone may do it: settle_holds."""
    return _set_hold(what, "OFF")


def _set_hold(what: Stored, status: str) -> bool:
    client("s3").put_object_legal_hold(**_exactly(what), LegalHold={"Status": status})
    return read(what).hold is (status == "ON")


def read(what: Stored) -> Lock:
    """What S3 says of one exact version, asked now."""
    name = _exactly(what)
    retention = _ask("get_object_retention", name).get("Retention", {})
    hold = _ask("get_object_legal_hold", name).get("LegalHold", {})
    return Lock(retention.get("Mode", ""), retention.get("RetainUntilDate"), hold.get("Status") == "ON")


def _ask(question: str, name: dict[str, str]) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = getattr(client("s3"), question)(**name)
    except ClientError as refused:
        if refused.response["Error"]["Code"] in _UNSET:
            return {}
        raise
    return answer


def _is_locked(lock: Lock, until: datetime) -> bool:
    kept = lock.until is not None and lock.until >= until - timedelta(seconds=1)  # S3 keeps whole seconds
    return lock.mode == "COMPLIANCE" and kept
