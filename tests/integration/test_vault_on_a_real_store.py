"""The vault's promises on a real S3 server, tried with a key that has every right there is (P3.3)."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError

from rtcc.aws import blobs, locks
from rtcc.foundation.errors import Unavailable
from rtcc.vault import service as vault
from rtcc.vault.model import Item, Origin, State
from tests.conformance.arrange import http, refused

CLIP = b"what the camera saw" * 1000
DIGEST = hashlib.sha256(CLIP).hexdigest()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def s3(real_s3):
    return real_s3.client("s3")


@pytest.fixture
def upload(s3, real_inbox):
    version = s3.put_object(Bucket=real_inbox, Key="in/clip", Body=CLIP)["VersionId"]
    return blobs.stored(real_inbox, "in/clip", version_id=version)


@pytest.fixture
def item(upload, real_vault):
    return seal(upload)


def seal(upload, *, submission="sub_1", declared=DIGEST, flaw="") -> Item:
    origin = Origin("inc_1", "26-1", "cvs_1", "req_1", submission)
    return vault.seal(upload, origin, name="clip.mp4", declared=declared, flaw=flaw, received_at=NOW)


def named(item):
    return {"Bucket": item.bucket, "Key": item.key, "VersionId": item.version_id}


def kept(item):
    """What the store says of the lock, with the whole days that remain."""
    lock = vault.lock_of(item)
    return {"mode": lock.mode, "hold": lock.hold, "days": (lock.until - datetime.now(UTC)).days}


def test_a_sealed_item_is_locked_and_held_as_the_store_itself_says(item):
    assert item.state is State.SEALED
    assert kept(item) == {"mode": "COMPLIANCE", "hold": True, "days": 13}


def test_a_sealed_item_has_the_digest_of_the_bytes_that_were_sent(item, s3):
    assert item.sha256 == DIGEST
    assert s3.get_object(**named(item))["Body"].read() == CLIP


@pytest.mark.parametrize("bypass", [False, True])
def test_no_right_deletes_the_version_of_an_item(item, s3, bypass):
    with refused("AccessDenied"):
        s3.delete_object(**named(item), BypassGovernanceRetention=bypass)

    assert blobs.digest(blobs.stored(item.bucket, item.key, version_id=item.version_id)) == DIGEST


def test_no_right_deletes_the_version_of_an_item_even_after_its_hold_was_lifted(item, s3):
    s3.put_object_legal_hold(**named(item), LegalHold={"Status": "OFF"})

    with refused("AccessDenied"):
        s3.delete_object(**named(item), BypassGovernanceRetention=True)


@pytest.mark.parametrize("mode", ["COMPLIANCE", "GOVERNANCE"])
def test_no_right_shortens_the_retention_of_an_item(item, s3, mode):
    sooner = item.locked_until - timedelta(days=1)

    with refused("AccessDenied", "InvalidRequest"):
        s3.put_object_retention(
            **named(item), Retention={"Mode": mode, "RetainUntilDate": sooner}, BypassGovernanceRetention=True
        )

    assert kept(item) == {"mode": "COMPLIANCE", "hold": True, "days": 13}


def test_no_right_suspends_versioning_of_the_vault(s3, real_vault):
    with refused("InvalidBucketState"):
        s3.put_bucket_versioning(Bucket=real_vault, VersioningConfiguration={"Status": "Suspended"})


def test_no_right_takes_the_lock_from_the_vault(s3, real_vault):
    with refused("InvalidRequest", "InvalidBucketState", "MalformedXML", "AccessDenied"):
        s3.put_object_lock_configuration(Bucket=real_vault, ObjectLockConfiguration={"ObjectLockEnabled": "Disabled"})


def test_no_right_deletes_the_vault_with_an_item_in_it(item, s3):
    with refused("BucketNotEmpty"):
        s3.delete_bucket(Bucket=item.bucket)


def test_a_delete_marker_leaves_the_version_where_it_is(item, s3):
    s3.delete_object(Bucket=item.bucket, Key=item.key)

    assert s3.get_object(**named(item))["Body"].read() == CLIP


@pytest.fixture
def long(s3, real_inbox, monkeypatch):
    """An upload that is longer than what the store copies in one request, as far as admission knows."""
    monkeypatch.setattr(locks, "AT_ONCE_BYTES", 6 * 2**20)
    monkeypatch.setattr(locks, "PIECE_BYTES", 5 * 2**20)
    body = bytes(range(256)) * (12 * 2**20 // 256) + b"and a bit"
    version = s3.put_object(Bucket=real_inbox, Key="in/long", Body=body)["VersionId"]
    return blobs.stored(real_inbox, "in/long", version_id=version), hashlib.sha256(body).hexdigest()


def test_what_is_too_long_for_one_copy_is_sealed_in_pieces_with_the_same_lock_and_digest(long, real_vault, s3):
    upload, digest = long

    item = seal(upload, declared=digest)

    assert (item.state, item.sha256, item.bytes) == (State.SEALED, digest, 12 * 2**20 + 9)
    assert kept(item) == {"mode": "COMPLIANCE", "hold": True, "days": 13}
    assert len(s3.list_object_versions(Bucket=item.bucket, Prefix=item.key)["Versions"]) == 1
    with refused("AccessDenied"):
        s3.delete_object(**named(item), BypassGovernanceRetention=True)


def test_a_copy_in_pieces_begins_under_lock_and_does_not_wait_for_it(long, real_vault):
    upload, _ = long
    until = (datetime.now(UTC) + timedelta(days=3)).replace(microsecond=0)

    version = locks.copy_locked(upload, bucket=real_vault, key="evidence/long", until=until)

    assert locks.read(version) == blobs.Lock("COMPLIANCE", until, True)


def test_a_copy_in_pieces_that_fails_leaves_nothing_behind(long, real_vault, s3):
    upload, _ = long
    gone = blobs.Stored(upload.bucket, "in/never", upload.version_id, upload.bytes)

    with pytest.raises(ClientError):
        locks.copy_locked(gone, bucket=real_vault, key="evidence/long", until=NOW + timedelta(days=30))

    assert blobs.held(real_vault, "evidence/long") is None
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=real_vault)


def test_sealing_the_same_upload_twice_makes_one_version(item, upload, s3):
    again = seal(upload)

    assert again.version_id == item.version_id
    assert len(s3.list_object_versions(Bucket=item.bucket, Prefix=item.key)["Versions"]) == 1


def test_an_upload_whose_digest_is_not_the_declared_one_is_kept_locked_and_in_quarantine(upload, real_vault):
    item = seal(upload, declared=hashlib.sha256(b"something else").hexdigest())

    assert item.state is State.QUARANTINED
    assert kept(item) == {"mode": "COMPLIANCE", "hold": True, "days": 13}


def test_a_short_default_of_the_vault_does_not_make_the_lock_of_an_item_shorter(upload, s3, real_vault):
    rule = {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}}
    s3.put_object_lock_configuration(
        Bucket=real_vault, ObjectLockConfiguration={"ObjectLockEnabled": "Enabled", "Rule": rule}
    )

    assert kept(seal(upload))["days"] == 13


def test_nothing_is_called_sealed_when_the_store_does_not_confirm_the_lock(upload, real_vault, monkeypatch):
    monkeypatch.setattr(locks, "read", lambda what: blobs.Lock("", None, False))

    with pytest.raises(Unavailable, match="not sealed"):
        seal(upload)


def test_a_link_gives_one_version_as_an_attachment_of_no_kind(item):
    what = blobs.stored(item.bucket, item.key, version_id=item.version_id)

    answer = http("GET", blobs.download_url(what, name="evi_1.bin", seconds=60))

    assert answer.body == CLIP
    assert answer.headers["Content-Disposition"] == 'attachment; filename="evi_1.bin"'
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_what_the_log_seals_is_written_once(s3, real_vault):
    until = datetime.now(UTC) + timedelta(days=1)
    blobs.put_locked(real_vault, "checkpoint/1", b"head", until=until)

    with refused("PreconditionFailed"):
        blobs.put_locked(real_vault, "checkpoint/1", b"other head", until=until)
