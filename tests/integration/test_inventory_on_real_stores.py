"""Digests and listings on real engines: what has a digest is found, and every version is listed once."""

from uuid import uuid4

import boto3
import pytest

from rtcc.aws import listing, table
from rtcc.aws.clients import client
from rtcc.aws.table import transact
from rtcc.foundation import clock
from rtcc.release import digests
from rtcc.release import store as releases
from rtcc.release.digests import DigestRow
from rtcc.release.store import ReleaseRow
from rtcc.vault import store
from rtcc.vault.model import Item, State
from rtcc.vault.rows import ItemRow

SHEET, MOVIE, PACKAGE = "5" * 64, "6" * 64, "7" * 64
ROWS = (ItemRow, ReleaseRow, DigestRow)


def item(number, sha256):
    """A sealed item with that digest."""
    facts = dict.fromkeys(
        ("incident_id", "incident_number", "canvass_id", "request_id", "name", "declared", "flaw"), "x"
    )
    facts |= {"submission_id": f"sub_{number}", "bucket": "vault", "key": "k", "version_id": "v", "sha256": sha256}
    now = clock.now()
    return Item(id=f"evi_{number:026d}", bytes=9, state=State.SEALED, locked_until=now, received_at=now, **facts)


def _known(account, monkeypatch, service):
    told = {
        f"AWS_ENDPOINT_URL_{service}": account.endpoint,
        "AWS_ACCESS_KEY_ID": account.access_key_id,
        "AWS_SECRET_ACCESS_KEY": account.secret_access_key,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it keeps the keys of the engine that it met first


def _forget_connections():
    table._connection.cache_clear()
    for row in ROWS:
        row._connection = None


@pytest.fixture(params=["bare_cloud", "real_tables"], ids=["ministack", "DynamoDB Local"])
def tables(request, monkeypatch):
    """Tables of this test's own on a real engine."""
    _known(request.getfixturevalue(request.param), monkeypatch, "DYNAMODB")
    monkeypatch.setenv("TABLE_VAULT", f"vault-{uuid4().hex}")
    monkeypatch.setenv("TABLE_RELEASE", f"release-{uuid4().hex}")
    _forget_connections()
    for row in (ItemRow, ReleaseRow):
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    yield
    _forget_connections()


@pytest.fixture(params=["bare_cloud", "real_store"], ids=["ministack", "seaweedfs"])
def bucket(request, monkeypatch):
    """A versioned bucket of this test's own."""
    _known(request.getfixturevalue(request.param), monkeypatch, "S3")
    client.cache_clear()
    name = f"listed-{uuid4().hex}"
    client("s3").create_bucket(Bucket=name)
    client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    yield name
    client.cache_clear()


def test_a_digest_finds_the_items_that_have_it_and_those_of_whose_preview_it_is(tables):
    one, same, other = (item(number, "a" * 64 if number < 3 else "b" * 64) for number in (1, 2, 3))
    for each in (one, same, other):
        transact(store.adding(each))
    transact(store.previewing(other.id, {"state": "ready"}, sheet=SHEET, movie=""))
    transact(store.previewing(one.id, {"state": "ready"}, sheet="", movie=MOVIE))

    assert set(store.of_digest("a" * 64)) == {one.id, same.id}
    assert (store.of_digest(SHEET), store.of_digest(MOVIE)) == ([other.id], [one.id])
    assert store.of_digest("c" * 64) == []
    assert store.ending_of(one.id).released_at is None


def test_a_package_s_digest_is_no_release_of_any_list(tables):
    DigestRow(f"package#{PACKAGE}", release_id="rel_1").save()

    assert digests.release_of(PACKAGE) == "rel_1"
    assert digests.release_of(SHEET) == ""
    assert releases.newest() == []


@pytest.mark.parametrize("most", [1, 7, 25])
def test_every_version_and_every_delete_marker_is_listed_once_however_long_a_page_is(bucket, most):
    for number in range(9):
        for version in range(1 + number % 3):
            client("s3").put_object(Bucket=bucket, Key=f"evidence/{number}", Body=b"x" * version)
    client("s3").delete_object(Bucket=bucket, Key="evidence/4")
    whole = {(one.key, one.version_id, one.is_marker) for one in listing.versions(bucket)}

    found, behind, pages = [], None, 0
    while pages == 0 or behind:
        page, behind = listing.page(bucket, behind, most=most)
        found += [(one.key, one.version_id, one.is_marker) for one in page]
        pages += 1

    assert len(whole) == 19
    assert sorted(found) == sorted(whole)
