"""Ending evidence on stores that keep locks themselves: nothing goes under lock or hold, then exactly one version."""

import hashlib
import os
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from rtcc.access.model import system
from rtcc.aws import erasing, table
from rtcc.aws.clients import client
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.foundation import clock, ids
from rtcc.foundation.errors import Conflict, Gone
from rtcc.release.store import ReleaseRow
from rtcc.retention import disposals, endings, expunging, retiring
from rtcc.retention.ending import State
from rtcc.retention.store import DisposalRow, PointerRow, ScheduleRow
from rtcc.vault import ratchet, settling
from rtcc.vault import service as vault
from rtcc.vault.model import Item, admission_hold
from rtcc.vault.model import State as Standing
from rtcc.vault.rows import ItemRow
from tests.unit.conftest import ENVIRONMENT
from tests.unit.retaining import RETIRING, SECOND, THE_SAME, asked, ordered

BODY = b"what the camera over the door saw" * 1000
ROWS = (LineRow, ItemRow, DisposalRow, ReleaseRow)
LOCKED = timedelta(seconds=3)  # nobody can shorten a lock, so a test's is short
WITHIN_S = 60


def forget():
    client.cache_clear()
    table._connection.cache_clear()
    for row in (*ROWS, PointerRow, ScheduleRow):
        row._connection = None


@pytest.fixture(
    scope="module", params=[("real_store", "real_tables"), ("bare_cloud", "bare_cloud")], ids=["seaweedfs", "ministack"]
)
def engines(request):
    """What names the engines and this module's tables in them; one engine keeps all, or each of two keeps its own."""
    objects, rows = (request.getfixturevalue(name) for name in request.param)
    told = ENVIRONMENT | {
        "AWS_ENDPOINT_URL_S3": objects.endpoint,
        "AWS_ENDPOINT_URL_DYNAMODB": rows.endpoint,
        "AWS_ACCESS_KEY_ID": objects.access_key_id,
        "AWS_SECRET_ACCESS_KEY": objects.secret_access_key,
        "AWS_DEFAULT_REGION": "us-east-1",
        "DISPOSAL_COOLING_HOURS": "0",
    }
    told |= {f"TABLE_{name.upper()}": f"{name}-{uuid4().hex}" for name in ("custody", "vault", "retention", "release")}
    with pytest.MonkeyPatch.context() as arranged:
        spoken(arranged, told)
        for row in ROWS:
            row.create_table(billing_mode="PAY_PER_REQUEST")
    return told


def spoken(monkeypatch, told):
    """Let the gates speak to these engines."""
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)  # it remembers the other engine's key
    forget()


@pytest.fixture
def s3(engines, monkeypatch):
    """A vault with a lock, and the other buckets, of this test's own."""
    buckets = {name: f"{name}-{uuid4().hex}" for name in ("vault", "inbox", "preview", "release")}
    spoken(monkeypatch, engines | {f"BUCKET_{name.upper()}": bucket for name, bucket in buckets.items()})
    one = client("s3")
    for name, bucket in buckets.items():
        one.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=name == "vault")
        if name != "vault":
            one.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    yield one
    forget()


@pytest.fixture
def item(s3, monkeypatch):
    """Evidence whose time ended long ago: under a lock of some seconds, on hold in the store, held by nobody."""
    return evidence(s3)


def evidence(s3, *, held=False):

    source, until = ids.new("sub"), (datetime.now(UTC) + LOCKED).replace(microsecond=0)
    item_id, bucket = vault.id_for(source), os.environ["BUCKET_VAULT"]
    lock = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": until, "ObjectLockLegalHoldStatus": "ON"}
    version = s3.put_object(Bucket=bucket, Key=f"evidence/{item_id}", Body=BODY, **lock)["VersionId"]
    digest = hashlib.sha256(BODY).hexdigest()
    one = Item(
        id=item_id,
        incident_id="inc_1",
        incident_number="26-1",
        canvass_id="can_1",
        request_id="req_1",
        submission_id=source,
        name="street.mp4",
        bytes=len(BODY),
        sha256=digest,
        declared=digest,
        state=Standing.SEALED,
        flaw="",
        bucket=bucket,
        key=f"evidence/{item_id}",
        version_id=version,
        locked_until=until,
        received_at=clock.after(clock.now(), days=-1_200),
        kind="misdemeanor",
        holds=(admission_hold(item_id, case="26-1", at=clock.now()),) if held else (),
    )
    ItemRow.of(one).save()
    for name, key in (("INBOX", f"inbox/req_1/{source}"), ("PREVIEW", f"previews/{item_id}/sheet.jpg")):
        s3.put_object(Bucket=os.environ[f"BUCKET_{name}"], Key=key, Body=BODY)
    return one


def versions(item):
    """The versions and markers under the item's key."""
    return [one.version_id for one in erasing.versions(item.bucket, item.key)]


def hold_off(s3, item, *, looking_s):
    """Take the hold off, and prolong the lock for some times as long as it takes to look whether it holds."""
    named = {"Bucket": item.bucket, "Key": item.key, "VersionId": item.version_id}
    until = (datetime.now(UTC) + timedelta(seconds=4 + 4 * looking_s)).replace(microsecond=0)
    s3.put_object_retention(**named, Retention={"Mode": "COMPLIANCE", "RetainUntilDate": until})
    s3.put_object_legal_hold(**named, LegalHold={"Status": "OFF"})
    return until


def retired(one):
    """Run the retiring code again and again, as its clock does, until it is done."""
    end = time.monotonic() + WITHIN_S
    while time.monotonic() < end:
        if (after := retiring.retire(RETIRING, one.id)) is not None:
            return after
        time.sleep(1)  # each run asks both engines a dozen things
    raise AssertionError(f"not done: {dict(endings.find(one.id).left)}")


def test_abuse_031_under_hold_and_lock_even_the_retiring_code_deletes_nothing_and_after_them_exactly_that_version(
    s3, item
):
    one, began = disposals.approve(SECOND, asked(item).id), time.monotonic()

    assert retiring.retire(RETIRING, one.id) is None
    assert "hold is still on" in endings.find(one.id).left[item.id]
    assert erasing.erase(vault.stored(item)) is False  # and the store itself says no
    until = hold_off(s3, item, looking_s=time.monotonic() - began)
    assert retiring.retire(RETIRING, one.id) is None
    assert "locks it until" in endings.find(one.id).left[item.id]
    assert erasing.erase(vault.stored(item)) is False
    assert versions(item) == [item.version_id]
    other = s3.put_object(Bucket=item.bucket, Key=item.key, Body=b"not the item's")["VersionId"]

    after = retired(one)

    assert (after.state, dict(after.left)) == (State.DONE, {})
    assert versions(item) == [other]  # exactly: no other version, and no marker over it
    with pytest.raises(ClientError):
        s3.head_object(Bucket=item.bucket, Key=item.key, VersionId=item.version_id)
    assert datetime.now(UTC) >= until
    with pytest.raises(Gone):
        vault.item(item.id)
    line = custody.last(item.id)
    assert (line.event, line.facts["step"], line.facts["sha256"], line.facts["approved_by"]) == (
        *("evidence.retire", "gone"),
        *(item.sha256, "6"),
    )
    assert item.sha256 in endings.find(one.id).certificate
    for bucket, prefix in (("INBOX", "inbox/"), ("PREVIEW", "previews/")):
        assert not list(erasing.versions(os.environ[f"BUCKET_{bucket}"], prefix))


def test_an_order_of_a_court_makes_it_unreadable_at_once_lifts_the_hold_and_ends_it_when_the_lock_does(s3):

    item = evidence(s3, held=True)
    one = expunging.approve(SECOND, ordered(item).id)

    with pytest.raises(Gone):
        vault.item(item.id)
    assert retiring.retire(RETIRING, one.id) is None
    assert not list(erasing.versions(os.environ["BUCKET_PREVIEW"], "previews/"))
    assert settling.settle(system("settle_holds"), item.id)
    assert vault.lock_of(vault.known(item.id)).hold is False
    assert ratchet.prolong(system("prolong_locks"), item.id) is False
    assert versions(item) == [item.version_id]

    after = retired(one)

    assert (after.state, versions(item)) == (State.DONE, [])
    assert (vault.known(item.id).state, vault.known(item.id).sha256) == (Standing.EXPUNGED, item.sha256)
    assert "26-CR-118" in after.certificate


def test_abuse_042_the_engine_s_own_condition_refuses_one_person_s_two_votes(s3, item, monkeypatch):
    one, order = asked(item), ordered(item)
    monkeypatch.setattr(disposals, "must_wait", lambda *_: None)

    for who in THE_SAME:
        with pytest.raises(Conflict):
            disposals.approve(who, one.id)
        with pytest.raises(Conflict):
            expunging.approve(who, order.id)

    assert (endings.find(one.id).state, endings.find(order.id).state) == (State.ASKED, State.ASKED)
    assert vault.item(item.id) == item
