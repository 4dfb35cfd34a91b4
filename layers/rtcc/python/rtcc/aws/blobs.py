"""The gate to S3 objects: one pass through an exact version, writes under lock, short URLs out."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import cast

from botocore.exceptions import ClientError, IncompleteReadError

from rtcc.aws.clients import client

_READ_BYTES = 8 * 2**20
_SIP_BYTES = 2**18  # of a line at a time
OPAQUE = "application/octet-stream"  # nothing from outside is ever served as what it claims to be (abuse 10)

_ABSENT = {"404", "NoSuchKey", "NoSuchVersion", "NotFound"}


@dataclass(frozen=True, slots=True)
class Lock:
    """What S3 says of one version: its mode (`COMPLIANCE`), until when, and whether a legal hold is on."""

    mode: str
    until: datetime | None
    hold: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """One exact version of one object."""

    bucket: str
    key: str
    version_id: str
    bytes: int


def stored(bucket: str, key: str, *, version_id: str | None = None) -> Stored:
    """What S3 holds under that key (the newest version unless one is named)."""
    more = {"VersionId": version_id} if version_id else {}
    head = client("s3").head_object(Bucket=bucket, Key=key, **more)
    return Stored(bucket, key, head["VersionId"], head["ContentLength"])


def digest(what: Stored) -> str:
    """The flat SHA-256 of one exact version, hex, in one pass that never holds more than a few ranges of 8 MB.

    The next ranges are on their way while one is hashed, and a line that breaks costs one of them.
    """
    flat = hashlib.sha256()
    for piece in ahead(what):
        flat.update(piece)
    return flat.hexdigest()


def ahead(what: Stored, *, lanes: int = 3) -> Iterator[bytes | memoryview]:
    """The bytes of one exact version in order, read a few ranges ahead. A piece is good until the next is asked for.

    Each lane reads into one room, again and again: rooms that come and go leave holes in memory, and 2 GB would take
    twice what 200 MB take. A store may answer a range with the whole (RFC 9110, section 14.2): then the whole is taken
    as it comes.
    """
    if what.bytes <= _READ_BYTES:
        yield from read(what)
        return
    starts = iter(range(0, what.bytes, _READ_BYTES))
    with ThreadPoolExecutor(lanes) as pool:
        rooms = [memoryview(bytearray(_READ_BYTES)) for _ in range(lanes)]
        waiting = deque(
            (room, pool.submit(_range, what, start, room)) for room, start in zip(rooms, starts, strict=False)
        )
        while waiting:
            room, coming = waiting.popleft()
            size = coming.result()
            if size is None:
                yield from read(what)
                return
            yield room[:size]
            waiting.extend((room, pool.submit(_range, what, start, room)) for start in islice(starts, 1))


def _range(what: Stored, start: int, room: memoryview) -> int | None:
    """Read one range into a room; how many bytes it has. None from a store that gives the whole instead."""
    size = min(_READ_BYTES, what.bytes - start)
    answer = client("s3").get_object(
        Bucket=what.bucket, Key=what.key, VersionId=what.version_id, Range=f"bytes={start}-{start + size - 1}"
    )
    if answer["ContentLength"] > size:
        return None
    body, at = answer["Body"], 0
    while at < size:
        got = body.readinto(room[at : min(at + _SIP_BYTES, size)])
        if not got:
            raise IncompleteReadError(actual_bytes=at, expected_bytes=size)
        at += got
    return size


def read(what: Stored) -> Iterator[bytes]:
    """The bytes of one exact version, piece by piece."""
    body = client("s3").get_object(Bucket=what.bucket, Key=what.key, VersionId=what.version_id)["Body"]
    yield from body.iter_chunks(_READ_BYTES)


def tags(what: Stored) -> dict[str, str]:
    """The tags of one exact version."""
    answer = client("s3").get_object_tagging(Bucket=what.bucket, Key=what.key, VersionId=what.version_id)
    return {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}


def download_url(what: Stored, *, name: str, seconds: int) -> str:
    """A URL for one exact version, as an attachment and nothing else (abuse 10, 24)."""
    url: str = client("s3").generate_presigned_url(
        "get_object",
        Params={
            "Bucket": what.bucket,
            "Key": what.key,
            "VersionId": what.version_id,
            "ResponseContentDisposition": f'attachment; filename="{name}"',
            "ResponseContentType": OPAQUE,
        },
        ExpiresIn=seconds,
    )
    return url


def code_of(refused: Exception) -> str:
    """S3's own name of an error, or the empty string when it is not S3's."""
    return refused.response["Error"]["Code"] if isinstance(refused, ClientError) else ""


def is_absent(refused: Exception) -> bool:
    """Whether S3 said that there is no such object or version."""
    return code_of(refused) in _ABSENT


def fetch(bucket: str, key: str) -> bytes | None:
    """The newest version of a small object, whole; None when there is none."""
    s3 = client("s3")
    try:
        return cast(bytes, s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    except s3.exceptions.NoSuchKey:
        return None


def fetch_piece(bucket: str, key: str, *, start: int, length: int) -> bytes | None:
    """Some bytes of a small object; a negative start counts from its end. None when there is no such object."""
    s3 = client("s3")
    where = f"bytes={start}-{start + length - 1}" if start >= 0 else f"bytes={start}"
    try:
        answer = s3.get_object(Bucket=bucket, Key=key, Range=where)
    except s3.exceptions.NoSuchKey:
        return None
    body = cast(bytes, answer["Body"].read())
    # A store may answer with the whole (RFC 9110, section 14.2).
    return body if len(body) <= length else body[start:][:length]


def put_locked(bucket: str, key: str, body: bytes, *, until: datetime, once: bool = True) -> str:
    """Write one object that cannot be changed or deleted before `until`; returns its version id.

    With `once`, raises S3's PreconditionFailed when the key is taken: what is sealed is written once.
    """
    more = {"IfNoneMatch": "*"} if once else {}
    answer = client("s3").put_object(
        Bucket=bucket,
        Key=key,
        Body=body,
        ContentType=OPAQUE,
        ChecksumAlgorithm="SHA256",
        ObjectLockMode="COMPLIANCE",
        ObjectLockRetainUntilDate=until,
        **more,
    )
    return cast(str, answer["VersionId"])


def written_at(bucket: str, key: str) -> datetime | None:
    """When the newest version of an object was written; None when there is none."""
    try:
        return cast(datetime, client("s3").head_object(Bucket=bucket, Key=key)["LastModified"])
    except ClientError as refused:
        if is_absent(refused):
            return None
        raise


def held(bucket: str, key: str) -> Stored | None:
    """What S3 holds under that key, or None."""
    try:
        return stored(bucket, key)
    except ClientError as refused:
        if is_absent(refused):
            return None
        raise
