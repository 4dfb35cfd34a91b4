"""The gate to S3 Object Lock: copy under lock, then read back what the store really keeps (P3.3)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

from rtcc.aws.blobs import OPAQUE, Lock, Stored
from rtcc.aws.clients import client

# Each store has its own word for a lock or hold that was never put.
_UNSET = {
    "NoSuchObjectLockConfiguration",
    "NoSuchObjectLegalHold",
    "ObjectLockConfigurationNotFoundError",
    "InvalidRequest",
}


def copy_locked(source: Stored, *, bucket: str, key: str, until: datetime) -> Stored:
    """Copy one exact version under COMPLIANCE lock and legal hold, both in the request itself.

    S3 copies up to 5 GB in one request; larger uploads are refused at the door. Ask `proven` what was kept.
    """
    answer = client("s3").copy_object(
        Bucket=bucket,
        Key=key,
        CopySource={"Bucket": source.bucket, "Key": source.key, "VersionId": source.version_id},
        ChecksumAlgorithm="SHA256",
        ContentType=OPAQUE,
        ContentDisposition="attachment",
        MetadataDirective="REPLACE",
        TaggingDirective="REPLACE",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=until,
        ObjectLockLegalHoldStatus="ON",
        IfNoneMatch="*",
    )
    return Stored(bucket, key, answer["VersionId"], source.bytes)


def proven(what: Stored, *, until: datetime) -> bool:
    """Whether S3 itself says that this version is under COMPLIANCE until then and on hold.

    Reads back; puts what is missing; reads again. False means: not sealed, tell nobody that it is.
    """
    if _holds(read(what), until):
        return True
    name = {"Bucket": what.bucket, "Key": what.key, "VersionId": what.version_id}
    s3 = client("s3")
    s3.put_object_retention(**name, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until})
    s3.put_object_legal_hold(**name, LegalHold={"Status": "ON"})
    return _holds(read(what), until)


def read(what: Stored) -> Lock:
    """What S3 says of one exact version, asked now."""
    name = {"Bucket": what.bucket, "Key": what.key, "VersionId": what.version_id}
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


def _holds(lock: Lock, until: datetime) -> bool:
    kept = lock.until is not None and lock.until >= until - timedelta(seconds=1)  # S3 keeps whole seconds
    return lock.mode == "COMPLIANCE" and kept and lock.hold
