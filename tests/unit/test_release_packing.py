"""Packing: done once, in parts, and not at all when anything differs; then it says why."""

from dataclasses import replace

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.deliver_release import handler as deliver_release
from rtcc.aws import packages
from rtcc.aws.clients import client
from rtcc.custody import service as custody
from rtcc.release import delivery, package, store
from rtcc.release.model import State
from rtcc.vault.store import ItemRow
from tests.unit.releasing import PACKER, opened, records, row_of


def test_packing_is_written_on_every_chain_with_the_package_s_digest(center):
    item = center.item()

    one = center.packed(item)

    assert one.state is State.PACKED
    for subject in (one.id, item.id):
        line = custody.last(subject)
        assert (line.event, line.facts["sha256"], line.actor) == (
            "release.pack",
            one.package.sha256,
            "function:deliver_release",
        )


def test_a_package_is_made_once_however_often_the_stream_says_so(center):
    one = center.approved()
    row = row_of(one)

    for _ in range(2):
        assert deliver_release.handle(records(row), None) == {"batchItemFailures": []}

    assert center.outcomes(one.id).count(("release.pack", "done")) == 1
    versions = client("s3").list_object_versions(Bucket="release", Prefix=f"releases/{one.id}")["Versions"]
    assert len(versions) == 1


def test_of_two_packers_at_once_one_is_believed(center, monkeypatch):
    one, real = center.approved(), package.write
    monkeypatch.setattr(
        package,
        "write",
        lambda *a: (monkeypatch.setattr(package, "write", real), delivery.pack(PACKER, one.id), real(*a))[2],
    )

    assert delivery.pack(PACKER, one.id) is None

    assert center.outcomes(one.id).count(("release.pack", "done")) == 1
    assert center.fetch(store.find(one.id).package)


@pytest.mark.parametrize("state", [state for state in State if state not in store.WAKING])
def test_a_row_in_any_other_state_wakes_nobody(center, state, monkeypatch):
    row = row_of(center.approved())
    row.state = state
    monkeypatch.setattr(delivery, "pack", lambda *_: pytest.fail("it was packed"))

    assert deliver_release.handle(records(row), None) == {"batchItemFailures": []}


def test_an_image_that_is_older_than_the_row_packs_nothing(center):
    one = center.approved()
    row = row_of(one)
    delivery.pack(PACKER, one.id)

    assert delivery.pack(PACKER, row.id) is None


def broken(center, item, monkeypatch, how):
    """Make an item of an approved release one that may not leave."""
    if how == "quarantined since":
        ItemRow(item.id).update(actions=[ItemRow.state.set(type(item.state).QUARANTINED), ItemRow.flaw.set("EICAR")])
    elif how == "other bytes in the vault":
        kept = client("s3").put_object(Bucket="vault", Key=item.key, Body=b"x" * item.bytes)
        ItemRow(item.id).update(actions=[ItemRow.version_id.set(kept["VersionId"])])
    elif how == "another digest than was approved":
        ItemRow(item.id).update(actions=[ItemRow.sha256.set("0" * 64)])
    else:
        monkeypatch.setenv("AGENCIES", "[]")


@pytest.mark.parametrize(
    "how",
    [
        "quarantined since",
        "other bytes in the vault",
        "another digest than was approved",
        "the agency taken off the list",
    ],
)
def test_what_may_not_leave_fails_for_good_and_says_why(center, how, monkeypatch):
    item = center.item()
    one = center.approved(item)
    broken(center, item, monkeypatch, how)

    after = delivery.pack(PACKER, one.id)

    assert after.state is State.FAILED
    assert after.why
    assert center.outcomes(one.id)[-1] == ("release.pack", "failed")
    assert custody.last(one.id).facts["why"] == after.why
    assert "Versions" not in client("s3").list_object_versions(Bucket="release", Prefix=f"releases/{one.id}")
    assert "Uploads" not in client("s3").list_multipart_uploads(Bucket="release")
    assert delivery.pack(PACKER, one.id) is None


def test_a_store_that_does_not_answer_lets_the_record_come_again(center, monkeypatch):
    one = center.approved()
    row = row_of(one)
    with monkeypatch.context() as down:
        down.setattr(packages, "pieces", lambda _: (_ for _ in ()).throw(ConnectionError("no answer")))
        with pytest.raises(BatchProcessingError):
            deliver_release.handle(records(row), None)
    assert store.find(one.id).state is State.APPROVED
    assert "Uploads" not in client("s3").list_multipart_uploads(Bucket="release")

    deliver_release.handle(records(row), None)

    assert store.find(one.id).state is State.PACKED


def test_a_large_item_goes_through_in_parts_and_never_as_a_whole(center, monkeypatch):
    size = 5 * 2**20  # the least that the store takes as a part
    monkeypatch.setattr(packages, "PART_BYTES", size)
    body = bytes(range(256)) * (3 * 2**20 // 256 * 4) + b"the end"
    held = []
    real = packages.Parcel.write

    def write(self, data):
        held.append(len(data) + len(self._waiting))
        return real(self, data)

    monkeypatch.setattr(packages.Parcel, "write", write)

    one = center.packed(item := center.item(body))

    assert max(held) <= 2 * size
    assert opened(center.fetch(one.package))[f"data/{item.id}/street.mp4"] == body
    head = client("s3").head_object(Bucket="release", Key=one.package.key)
    assert head["ContentDisposition"] == f'attachment; filename="{one.id}.zip"'
    assert head["ETag"].strip('"').endswith("-3")


def test_an_error_on_the_way_leaves_no_half_package(center, monkeypatch):
    one = center.approved()
    monkeypatch.setattr(package.seals, "sign", lambda _: (_ for _ in ()).throw(ConnectionError))

    with pytest.raises(ConnectionError):
        delivery.pack(PACKER, one.id)

    assert "Uploads" not in client("s3").list_multipart_uploads(Bucket="release")


def test_names_that_are_the_same_do_not_meet(center):
    items = [center.item(b"one", name="../a.mp4"), center.item(b"two", name="../a.mp4")]

    files = opened(center.fetch(center.packed(*items).package))

    assert [files[f"data/{item.id}/a.mp4"] for item in items] == [b"one", b"two"]


def test_a_release_that_nobody_knows_is_not_packed(center):
    with pytest.raises(delivery.service.NotFound):
        delivery.pack(PACKER, replace(center.asked(), id="rel_" + "0" * 26).id)
