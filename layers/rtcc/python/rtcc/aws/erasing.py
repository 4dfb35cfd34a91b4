"""The gate by which bytes end: one exact version at a time, and only what the store itself then says is gone."""

from __future__ import annotations

from collections.abc import Iterator

from botocore.exceptions import ClientError

from rtcc.aws import locks
from rtcc.aws.blobs import Lock, Stored, code_of
from rtcc.aws.clients import client

_ABSENT = {"404", "NoSuchKey", "NoSuchVersion", "NotFound"}
_REFUSED = {"AccessDenied", "InvalidRequest", "ObjectLocked"}  # each store has its own word for "it is locked"


def lock_of(what: Stored) -> Lock | None:
    """What the store says of the lock of one exact version, asked now; None when it has no such version."""
    if not is_there(what):
        return None
    try:
        return locks.read(what)
    except ClientError as refused:
        if code_of(refused) in _ABSENT:
            return None
        raise


def is_there(what: Stored) -> bool:
    """Whether the store has that exact version: by its list, for whoever deletes need not be able to read."""
    named = (what.key, what.version_id)
    return any((one.key, one.version_id) == named for one in versions(what.bucket, what.key))


def erase(what: Stored) -> bool:
    """Delete one exact version for good, and read back; whether it is gone. A lock or a hold keeps it: then False.

    Never without naming the version: that would only lay a marker over it. Doing it twice does no harm.
    """
    if not what.version_id:
        raise ValueError("nothing is deleted without the name of its version")
    try:
        client("s3").delete_object(Bucket=what.bucket, Key=what.key, VersionId=what.version_id)
    except ClientError as refused:
        if code_of(refused) not in _REFUSED | _ABSENT:
            raise
    return not is_there(what)


def versions(bucket: str, prefix: str) -> Iterator[Stored]:
    """Every version and every delete marker whose key begins so."""
    for page in client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
        for one in [*page.get("Versions", []), *page.get("DeleteMarkers", [])]:
            yield Stored(bucket, one["Key"], one["VersionId"], one.get("Size", 0))


def erase_all(bucket: str, prefix: str) -> int:
    """Delete every version under a prefix, and read back; how many are left."""
    if not prefix:
        raise ValueError("nothing is deleted without a name: an empty one is that of everything")
    for one in list(versions(bucket, prefix)):
        client("s3").delete_object(Bucket=bucket, Key=one.key, VersionId=one.version_id)
    return sum(1 for _ in versions(bucket, prefix))
