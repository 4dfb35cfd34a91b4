"""Holds, locks and fixity where engines judge for themselves: seaweedfs keeps the bytes, DynamoDB Local the rows."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from rtcc.access.model import Actor, Role, system
from rtcc.aws import blobs, locks, table
from rtcc.aws.clients import client
from rtcc.aws.table import transact
from rtcc.custody import service as custody
from rtcc.custody.store import LineRow
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, Refused
from rtcc.vault import fixity, holds, keeping, log_locks, ratchet, settling, store
from rtcc.vault import service as vault
from rtcc.vault.model import Found, Origin, State
from rtcc.vault.rows import ItemRow
from tests.conformance.arrange import refused
from tests.conformance.locks import bucket_with_lock
from tests.engines.account import Account

CLIP = b"what the camera saw" * 1000
DETECTIVE = Actor("usr_d", Role.DETECTIVE, badge="D-1")
SUPERVISOR = Actor("usr_s", Role.SUPERVISOR, badge="S-1")
OTHER = Actor("usr_o", Role.SUPERVISOR, badge="S-2")
SELF = system("settle_holds")
DAY = timedelta(days=1)


def _forget():
    table._connection.cache_clear()
    for row in (ItemRow, LineRow):
        row._connection = None


@pytest.fixture
def tables(real_s3, real_tables: Account, monkeypatch):
    """The vault's rows and the record, on tables of this test's own."""
    client("s3")  # made while the store's key is the one in force: the tables' is another
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", real_tables.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", real_tables.secret_access_key)
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", real_tables.endpoint)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for room in ("VAULT", "CUSTODY"):
        monkeypatch.setenv(f"TABLE_{room}", f"{room.lower()}-{uuid4().hex}")
    _forget()
    for row in (ItemRow, LineRow):
        row.create_table(billing_mode="PAY_PER_REQUEST", wait=True)
    yield
    _forget()


@pytest.fixture
def s3(real_s3):
    return real_s3.client("s3")


@pytest.fixture
def item(tables, s3, real_vault, real_inbox):
    """Evidence, sealed and written down."""
    version = s3.put_object(Bucket=real_inbox, Key="in/clip", Body=CLIP)["VersionId"]
    source = blobs.stored(real_inbox, "in/clip", version_id=version)
    origin = Origin("inc_1", "26-1", "cvs_1", "req_1", "sub_1")
    told = {"name": "clip.mp4", "declared": hashlib.sha256(CLIP).hexdigest(), "flaw": "", "received_at": clock.now()}
    one = vault.seal(source, origin, **told)
    transact(vault.adding(one))
    return one


def named(item):
    return {"Bucket": item.bucket, "Key": item.key, "VersionId": item.version_id}


def events(item):
    return [(line.event, line.outcome.value) for line in custody.lines(item.id)]


def let_go(item, by=DETECTIVE, agreed=SUPERVISOR):
    """Take every hold off, as two people do."""
    for hold in vault.item(item.id).holds:
        holds.ask_lift(by, item.id, hold.id, why="the case is closed")
        holds.lift(agreed, item.id, hold.id)
    return vault.item(item.id)


def test_the_store_s_hold_follows_the_set_off_and_on_again(item, s3):
    let_go(item)
    assert s3.get_object_legal_hold(**named(item))["LegalHold"]["Status"] == "ON"

    settling.settle(SELF, item.id)
    assert s3.get_object_legal_hold(**named(item))["LegalHold"]["Status"] == "OFF"
    with refused("AccessDenied"):
        s3.delete_object(**named(item), BypassGovernanceRetention=True)

    holds.put(DETECTIVE, item.id, key="key-00001", reason="an appeal", authority="District Attorney", case="26-7")
    assert settling.settle_all(SELF) == (1, [])
    assert s3.get_object_legal_hold(**named(item))["LegalHold"]["Status"] == "ON"
    assert events(item)[-2:] == [("evidence.hold", "done"), ("hold.settle", "done")]


def test_a_lock_is_prolonged_read_back_and_cannot_be_shortened_by_anybody(item, s3, monkeypatch):
    monkeypatch.setenv("LOCK_DAYS", "30")  # of which fourteen days are less than half

    assert ratchet.prolong_all(SELF, by=clock.now() + DAY).done == 1

    until = s3.get_object_retention(**named(item))["Retention"]["RetainUntilDate"]
    after = vault.item(item.id)
    assert until == after.locked_until
    assert (until - datetime.now(UTC)).days == 29
    sooner = {"Mode": "COMPLIANCE", "RetainUntilDate": item.locked_until}
    with refused("AccessDenied", "InvalidRequest"):
        s3.put_object_retention(**named(item), Retention=sooner, BypassGovernanceRetention=True)
    assert s3.get_object_retention(**named(item))["Retention"]["RetainUntilDate"] == until
    assert events(item)[-1] == ("lock.prolong", "done")


def test_a_longer_lock_is_left_and_a_missing_hold_is_put_beside_it(item, s3):
    longer = (datetime.now(UTC) + 20 * DAY).replace(microsecond=0)
    s3.put_object_retention(**named(item), Retention={"Mode": "COMPLIANCE", "RetainUntilDate": longer})
    s3.put_object_legal_hold(**named(item), LegalHold={"Status": "OFF"})

    assert vault.prolong(item)

    assert locks.read(vault.stored(item)) == blobs.Lock("COMPLIANCE", longer, True)


def test_the_ratchet_leaves_the_hold_to_whoever_settles_it(item, s3, monkeypatch):
    let_go(item)
    settling.settle(SELF, item.id)
    monkeypatch.setenv("LOCK_DAYS", "30")

    assert ratchet.prolong_all(SELF, by=clock.now() + DAY).done == 1  # no schedule lets it go yet

    assert s3.get_object_legal_hold(**named(item))["LegalHold"]["Status"] == "OFF"


def test_abuse_030_the_table_itself_lets_nobody_lift_alone(item):
    (hold,) = item.holds
    holds.ask_lift(SUPERVISOR, item.id, hold.id, why="closed")
    with pytest.raises(Refused):
        holds.lift(SUPERVISOR, item.id, hold.id)

    seen = vault.item(item.id)
    holds.refuse_lift(SUPERVISOR, item.id, hold.id, why="not yet")
    holds.ask_lift(OTHER, item.id, hold.id, why="closed")
    with pytest.raises(Conflict):
        transact(keeping.holding(seen, ()))  # as another supervisor would write who looked a moment too early

    assert len(vault.item(item.id).holds) == 1
    assert holds.lift(SUPERVISOR, item.id, hold.id).holds == ()


def test_two_who_hold_at_once_both_hold(item):
    told = {"reason": "trial", "authority": "District Attorney", "case": "26-7"}
    first = vault.item(item.id)
    holds.put(DETECTIVE, item.id, key="key-00001", **told)
    with pytest.raises(Conflict):
        transact(keeping.holding(first, first.holds))

    holds.put(SUPERVISOR, item.id, key="key-00001", **told)

    assert len(vault.item(item.id).holds) == 3


def test_a_row_from_before_there_were_holds_is_held_and_can_be_let_go(item, s3):
    row = ItemRow.get(item.id)
    row.update(actions=[ItemRow.holds.remove(), ItemRow.kind.remove()])
    assert [hold.reason for hold in vault.item(item.id).holds] == ["admission"]

    assert let_go(item).holds == ()
    settling.settle(SELF, item.id)
    assert s3.get_object_legal_hold(**named(item))["LegalHold"]["Status"] == "OFF"
    assert not store.is_hold_due(item.id)


def test_what_is_kept_is_read_again_and_a_version_that_is_gone_is_told_of(item, monkeypatch):
    monkeypatch.setenv("FIXITY_DAYS", "0")
    assert fixity.check_all(SELF, by=clock.now() + DAY).held == 1
    kept = vault.item(item.id)
    assert (kept.fixity.result, kept.fixity.sha256, kept.state) == (Found.HOLDS, item.sha256, State.SEALED)

    row = ItemRow.get(item.id)
    row.update(actions=[ItemRow.version_id.set("0" * 32)])
    assert fixity.check_all(SELF, by=clock.now() + DAY).differs == [item.id]
    assert vault.item(item.id).fixity.result is Found.UNREADABLE
    assert events(item)[-2:] == [("fixity.check", "done"), ("fixity.check", "failed")]


def test_bytes_that_are_not_those_of_the_record_put_the_item_in_quarantine(item):
    ItemRow.get(item.id).update(actions=[ItemRow.sha256.set("0" * 64)])

    fixity.check(SELF, vault.item(item.id))

    assert vault.item(item.id).state is State.QUARANTINED


def test_the_record_s_own_objects_are_prolonged_each_version_of_the_head_too(tables, s3, monkeypatch):
    log = bucket_with_lock(s3, f"log-{uuid4().hex}")
    monkeypatch.setenv("BUCKET_LOG", log)
    until = (clock.now() + 2 * DAY).replace(microsecond=0)
    for key, once in (("batch/000000000000", True), ("checkpoint", False), ("checkpoint", False)):
        blobs.put_locked(log, key, uuid4().bytes, until=until, once=once)
    monkeypatch.setenv("LOG_LOCK_DAYS", "1")
    written = clock.now
    monkeypatch.setattr(clock, "now", lambda: written() + 36 * timedelta(hours=1))  # both are more than half over

    done = 0
    for turn in range(4):
        monkeypatch.setattr(clock, "now", lambda turn=turn: written() + timedelta(hours=40 + 6 * turn / 4))
        done += log_locks.prolong_all(SELF, by=clock.now() + DAY).done

    assert done == 3
    kept = [
        s3.get_object_retention(Bucket=log, Key=one["Key"], VersionId=one["VersionId"])["Retention"]["RetainUntilDate"]
        for one in s3.list_object_versions(Bucket=log)["Versions"]
    ]
    assert len(kept) == 3
    assert all(one > until for one in kept)
