"""The gate to S3 uploads in parts: each part's length and SHA-256 are signed into its URL, and S3 checks both."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import cast

from botocore.exceptions import ClientError

from rtcc.aws.blobs import OPAQUE, Stored, stored
from rtcc.aws.clients import client


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an upload that S3 holds: number from 1, size in bytes, SHA-256 in hex."""

    number: int
    bytes: int
    sha256: str


def begin_upload(bucket: str, key: str) -> str:
    """Open an upload in parts whose SHA-256 S3 will check; returns the upload's id."""
    answer = client("s3").create_multipart_upload(
        Bucket=bucket, Key=key, ChecksumAlgorithm="SHA256", ContentType=OPAQUE
    )
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
    """Join the parts that S3 holds into the object. Doing it twice gives the first answer (abuse 28)."""
    s3 = client("s3")
    try:
        pages = s3.get_paginator("list_parts").paginate(Bucket=bucket, Key=key, UploadId=upload_id)
        parts = [
            {k: p[k] for k in ("PartNumber", "ETag", "ChecksumSHA256")} for page in pages for p in page.get("Parts", [])
        ]
        s3.complete_multipart_upload(
            Bucket=bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": parts}, IfNoneMatch="*"
        )
    except ClientError as refused:
        if refused.response["Error"]["Code"] not in {"NoSuchUpload", "PreconditionFailed"}:
            raise
    return stored(bucket, key)


def _base64(hex_digest: str) -> str:
    return base64.b64encode(bytes.fromhex(hex_digest)).decode()
