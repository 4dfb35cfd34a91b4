"""Writing a package as a stream, on a real S3 server and on the engine of the local city."""

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import boto3
import pytest

from rtcc.aws import blobs, packages
from rtcc.aws.clients import client
from rtcc.release.bag import Bag

BODY = bytes(range(256)) * 50_000  # 12.8 MB: three parts
PART = 5 * 2**20  # the least that a store takes


@pytest.fixture(params=["real_store", "bare_cloud"])
def bucket(request, monkeypatch):
    """A versioned bucket of this test's own."""
    account = request.getfixturevalue(request.param)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", account.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", account.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", account.secret_access_key)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it remembers the other engine's key
    monkeypatch.setattr(packages, "PART_BYTES", PART)
    client.cache_clear()
    name = f"release-{uuid4().hex}"
    client("s3").create_bucket(Bucket=name)
    client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    yield name
    client.cache_clear()


def write(bucket, body=BODY):
    with packages.Parcel(bucket, "releases/a.zip", name="a.zip") as parcel:
        bag = Bag(parcel, "rel_a", at=datetime(2026, 11, 22, tzinfo=UTC))
        bag.stream("data/a.mp4", (body[n : n + 70_000] for n in range(0, len(body), 70_000)), size=len(body))
        bag.close()
        return parcel.close(), parcel.bytes, parcel.sha256


def test_what_was_streamed_in_parts_comes_back_whole_under_its_digest(bucket):
    kept, size, sha256 = write(bucket)

    whole = b"".join(packages.pieces(kept))
    assert (kept.bytes, len(whole), hashlib.sha256(whole).hexdigest()) == (size, size, sha256)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.read("rel_a/data/a.mp4") == BODY


def test_each_package_is_an_exact_version_of_its_own(bucket):
    first, _, sha256 = write(bucket)
    second, *_ = write(bucket, b"another")

    assert first.version_id != second.version_id
    assert blobs.digest(first) == sha256


def test_who_fails_on_the_way_leaves_nothing(bucket):
    def pieces():
        yield BODY
        raise ConnectionError

    with pytest.raises(ConnectionError), packages.Parcel(bucket, "releases/b.zip", name="b.zip") as parcel:
        any(not parcel.write(piece) for piece in pieces())

    assert blobs.held(bucket, "releases/b.zip") is None
    assert not client("s3").list_multipart_uploads(Bucket=bucket).get("Uploads")


def test_a_browser_is_told_to_save_it_and_not_to_open_it(bucket):
    kept, *_ = write(bucket, b"small")

    head = client("s3").head_object(Bucket=bucket, Key=kept.key, VersionId=kept.version_id)
    assert (head["ContentDisposition"], head["ContentType"]) == ('attachment; filename="a.zip"', blobs.OPAQUE)
