"""The gate to what a bucket says that it holds: every version of everything, and uploads that nobody joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rtcc.aws.clients import client


@dataclass(frozen=True, slots=True)
class Listed:
    """One version under a key. A delete marker has no bytes: it makes what lies under it look gone."""

    key: str
    version_id: str
    bytes: int
    written_at: datetime
    is_marker: bool = False


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """One upload in parts that nobody has joined."""

    key: str
    upload_id: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a listing goes on: behind this version of this key."""

    key: str
    version_id: str


def versions(bucket: str) -> Iterator[Listed]:
    """Every version and every delete marker, a thousand a request."""
    for page in client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket):
        for one in page.get("Versions", []):
            yield Listed(one["Key"], one["VersionId"], one["Size"], one["LastModified"])
        for one in page.get("DeleteMarkers", []):
            yield Listed(one["Key"], one["VersionId"], 0, one["LastModified"], is_marker=True)


def page(bucket: str, behind: Place | None, *, most: int) -> tuple[list[Listed], Place | None]:
    """Some versions and delete markers in the order of their keys, and where to go on; None at the end."""
    where = {"KeyMarker": behind.key, "VersionIdMarker": behind.version_id} if behind else {}
    answer = client("s3").list_object_versions(Bucket=bucket, MaxKeys=most, **where)
    found = [
        Listed(one["Key"], one["VersionId"], one.get("Size", 0), one["LastModified"], is_marker=kind == "DeleteMarkers")
        for kind in ("Versions", "DeleteMarkers")
        for one in answer.get(kind, [])
    ]
    more = Place(answer["NextKeyMarker"], answer["NextVersionIdMarker"]) if answer.get("IsTruncated") else None
    return sorted(found, key=lambda one: one.key), more


def first_after(bucket: str, prefix: str, *, after: str) -> Listed | None:
    """The newest version under the first key behind that one; None when there is no further key of the prefix."""
    answer = client("s3").list_objects_v2(Bucket=bucket, Prefix=prefix, StartAfter=after, MaxKeys=1)
    for one in answer.get("Contents", []):
        return Listed(one["Key"], "", one["Size"], one["LastModified"])
    return None


def open_uploads(bucket: str) -> Iterator[OpenUpload]:
    """Every upload in parts that is still open."""
    for page in client("s3").get_paginator("list_multipart_uploads").paginate(Bucket=bucket):
        for one in page.get("Uploads", []):
            yield OpenUpload(one["Key"], one["UploadId"], one["Initiated"])
