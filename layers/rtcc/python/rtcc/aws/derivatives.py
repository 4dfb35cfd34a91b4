"""The gate to S3 for derivatives: written by the probe, read back by exact version, shown for minutes."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import cast

from botocore.exceptions import ClientError

from rtcc.aws.blobs import OPAQUE, Stored, code_of, stored
from rtcc.aws.clients import client

_TAKEN = {"PreconditionFailed", "ConditionalRequestConflict"}


def put_same(bucket: str, key: str, path: Path, *, sha256: str, of: str) -> Stored:
    """Write a file under a key that names its SHA-256 (hex), which S3 checks on receipt; the exact version.

    It is marked as made `of` other bytes. What an earlier try left there is the same, and stays.
    """
    try:
        return _put(bucket, key, path, sha256=sha256, of=of)
    except ClientError as refused:
        if code_of(refused) in _TAKEN:
            return stored(bucket, key)
        raise


def _put(bucket: str, key: str, path: Path, *, sha256: str, of: str) -> Stored:
    with path.open("rb") as body:
        answer = client("s3").put_object(
            Bucket=bucket,
            Key=key,
            Body=body,
            ContentType=OPAQUE,
            ContentDisposition="attachment",
            Metadata={"derivative-of-sha256": of},
            ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
            IfNoneMatch="*",
        )
    return Stored(bucket, key, cast(str, answer["VersionId"]), path.stat().st_size)


def put_once(bucket: str, key: str, body: bytes) -> bool:
    """Write a small object unless its key is taken; whether it was written."""
    try:
        client("s3").put_object(Bucket=bucket, Key=key, Body=body, ContentType=OPAQUE, IfNoneMatch="*")
    except ClientError as refused:
        if code_of(refused) in _TAKEN:
            return False
        raise
    return True


def start_of(what: Stored, most: int) -> bytes:
    """The first bytes of one exact version, `most` at most."""
    answer = client("s3").get_object(Bucket=what.bucket, Key=what.key, VersionId=what.version_id)
    return cast(bytes, answer["Body"].read(most))


def look_url(what: Stored, *, kind: str, name: str, seconds: int) -> str:
    """A URL for one exact version, as the kind that we made it and as an attachment."""
    url: str = client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": what.bucket,
            "Key": what.key,
            "VersionId": what.version_id,
            "ResponseContentDisposition": f'attachment; filename="{name}"',
            "ResponseContentType": kind,
        },
        ExpiresIn=seconds,
    )
    return url
