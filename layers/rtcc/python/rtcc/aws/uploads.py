"""The gate to S3 uploads in parts: each part's length and SHA-256 are signed into its URL, and S3 checks both."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import cast

from botocore.exceptions import ClientError

from rtcc.aws.blobs import OPAQUE, Stored, held, stored
from rtcc.aws.clients import client
from rtcc.foundation.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an upload that S3 holds: number from 1, size in bytes, SHA-256 in hex."""

    number: int
    bytes: int
    sha256: str


def begin_upload(bucket: str, key: str) -> str:
    """Open an upload in parts whose SHA-256 S3 will check; returns the upload's id.

    Raises Unavailable while the store's key is off or throttled (abuse 29): then nothing may be called begun.
    """
    try:
        answer = client("s3").create_multipart_upload(
            Bucket=bucket, Key=key, ChecksumAlgorithm="SHA256", ContentType=OPAQUE
        )
    except ClientError as refused:
        raise _closed(refused) from refused
    return cast(str, answer["UploadId"])


def part_url(bucket: str, key: str, *, upload_id: str, part: Part, seconds: int) -> tuple[str, dict[str, str]]:
    """A URL that takes exactly this part: its length and SHA-256 are signed into it (abuse 21).

    Returns the URL and the headers that the sender must set.
    """
    checksum = _base64(part.sha256)
    url = client("s3").generate_presigned_url(
        "upload_part",
        Params={
            "Bucket": bucket,
            "Key": key,
            "UploadId": upload_id,
            "PartNumber": part.number,
            "ContentLength": part.bytes,
            "ChecksumSHA256": checksum,
        },
        ExpiresIn=seconds,
    )
    return cast(str, url), {"x-amz-checksum-sha256": checksum}


def parts_of(bucket: str, key: str, *, upload_id: str) -> list[Part] | None:
    """The parts that S3 holds by now, in order; None when the upload is no longer open: it lives for a day."""
    try:
        return _parts(bucket, key, upload_id)
    except ClientError as refused:
        if refused.response["Error"]["Code"] == "NoSuchUpload":
            return None
        raise


def _parts(bucket: str, key: str, upload_id: str) -> list[Part]:
    pages = client("s3").get_paginator("list_parts").paginate(Bucket=bucket, Key=key, UploadId=upload_id)
    return [
        Part(p["PartNumber"], p["Size"], base64.b64decode(p["ChecksumSHA256"]).hex())
        for page in pages
        for p in page.get("Parts", [])
    ]


def finish_upload(bucket: str, key: str, *, upload_id: str) -> Stored:
    """Join the parts that S3 holds into the object. Doing it twice gives the first answer (abuse 28).

    S3 compares the checksum of every part once more. After any refusal, one inside a 200 too, a look at the object
    decides whether it was joined. Raises Unavailable while the store's key is off (abuse 29), else what S3 said.
    """
    try:
        _join(bucket, key, upload_id)
    except ClientError as refused:
        kept = _joined(bucket, key)
        if kept is None:
            raise _closed(refused) from refused
        return kept
    return stored(bucket, key)


def _joined(bucket: str, key: str) -> Stored | None:
    """The object, if there is one. To whoever may not list a bucket, S3 says "forbidden" of what is not there."""
    try:
        return held(bucket, key)
    except ClientError as refused:
        if refused.response["Error"]["Code"] != "403":
            raise
        return None


def _join(bucket: str, key: str, upload_id: str) -> None:
    s3, name = client("s3"), {"Bucket": bucket, "Key": key}
    upload = {**name, "UploadId": upload_id}
    pages = s3.get_paginator("list_parts").paginate(**upload)
    parts = [
        {k: p[k] for k in ("PartNumber", "ETag", "ChecksumSHA256")} for page in pages for p in page.get("Parts", [])
    ]
    if parts:
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts}, IfNoneMatch="*")
        return
    # An upload without a part is an empty file, and S3 joins no nothing.
    s3.put_object(**name, Body=b"", ContentType=OPAQUE, ChecksumAlgorithm="SHA256", IfNoneMatch="*")
    s3.abort_multipart_upload(**upload)


def _closed(refused: ClientError) -> Exception:
    """What to raise: the store's key is off or busy, or whatever else S3 said."""
    if refused.response["Error"]["Code"].startswith("KMS."):
        return Unavailable("The store takes nothing right now. Please try again in a while.", slug="store-closed")
    return refused


def abort_upload(bucket: str, key: str, *, upload_id: str) -> None:
    """Have S3 forget the parts of an upload that nobody finishes. One that is finished or gone is left as it is."""
    try:
        client("s3").abort_multipart_upload(Bucket=bucket, Key=key, UploadId=upload_id)
    except ClientError as refused:
        if refused.response["Error"]["Code"] != "NoSuchUpload":
            raise


def _base64(hex_digest: str) -> str:
    return base64.b64encode(bytes.fromhex(hex_digest)).decode()
