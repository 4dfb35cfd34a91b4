"""What tests of retiring look at: old evidence with copies beside it, what the stores hold, what the record says."""

from moto.s3.models import s3_backends

from functions.retire_evidence import handler as retire_evidence
from rtcc.aws import erasing, locks
from rtcc.aws.blobs import Lock
from rtcc.aws.clients import client
from rtcc.custody import service as custody
from tests.unit.retaining import aged

OLD = 1_200  # days: longer than a misdemeanor's schedule keeps


def put(bucket, key):
    client("s3").put_object(Bucket=bucket, Key=key, Body=b"a copy")


def bared(center, monkeypatch):
    """Buckets with nothing of another test in them. (The store in memory fails when it is asked for a lock.)"""
    monkeypatch.setattr(locks, "read", lambda _: Lock("", None, False))
    for bucket in ("vault", "inbox", "preview", "release"):  # one by one through the gate would take half a minute
        s3_backends["123456789012"]["aws"].buckets[bucket].keys.clear()
    return center


def old(center):
    """Evidence that nothing keeps any more, with what lies beside it."""
    one = aged(center.item(), days=OLD)
    put("preview", f"previews/{one.id}/sheet.jpg")
    put("inbox", f"inbox/{one.request_id}/{one.submission_id}")
    return one


def held(bucket):
    """Every key of which the bucket has some version or marker."""
    return {one.key for one in erasing.versions(bucket, "")}


def locked(monkeypatch, lock):
    """What the store says of every lock."""
    monkeypatch.setattr(erasing, "lock_of", lambda _: lock)


def events(subject):
    return [(line.event, line.outcome.value, line.facts.get("step")) for line in custody.lines(subject)]


def run():
    return retire_evidence.handle({}, None)
