"""A locked bucket and a locked object, made alike on every engine that is asked about them."""

from datetime import UTC, datetime, timedelta
from typing import Any

IN_A_WEEK = datetime.now(UTC).replace(microsecond=0) + timedelta(days=7)
A_DAY_SOONER = IN_A_WEEK - timedelta(days=1)
LOCK = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": IN_A_WEEK, "ObjectLockLegalHoldStatus": "ON"}


def bucket_with_lock(s3: Any, name: str) -> str:
    """An empty bucket in which a version can be locked."""
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    return name


def version_under_lock(s3: Any, bucket: str, key: str, *, hold: bool = False) -> dict[str, str]:
    """One version under COMPLIANCE for a week; returns what names it exactly."""
    lock = LOCK | {"ObjectLockLegalHoldStatus": "ON" if hold else "OFF"}
    version = s3.put_object(Bucket=bucket, Key=key, Body=b"evidence", **lock)["VersionId"]
    return {"Bucket": bucket, "Key": key, "VersionId": version}


def until(s3: Any, named: dict[str, str]) -> datetime:
    """Until when the version is kept."""
    return s3.get_object_retention(**named)["Retention"]["RetainUntilDate"]
