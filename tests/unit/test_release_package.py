"""Packing: one ZIP, one bag, the bytes untouched; made once, and not at all when anything differs."""

import base64
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from functions.deliver_release import handler as deliver_release
from rtcc.aws import packages
from rtcc.aws.clients import client
from rtcc.custody import log
from rtcc.custody import service as custody
from rtcc.custody.model import entry
from rtcc.foundation import canonical
from rtcc.release import delivery, package, store
from rtcc.release.model import State
from rtcc.release.store import ReleaseRow
from rtcc.vault.store import ItemRow
from tests.unit.releasing import BODIES, PACKER, opened


def records(*rows, event="MODIFY"):
    """What the stream hands over for these rows."""
    return {
        "Records": [
            {
                "eventID": str(n),
                "eventName": event,
                "eventSource": "aws:dynamodb",
                "dynamodb": {"NewImage": row.serialize(), "SequenceNumber": str(n)},
            }
            for n, row in enumerate(rows)
        ]
    }


def row_of(one):
    return ReleaseRow.get(one.id)


def test_a_package_is_one_stored_zip_with_one_bag_in_it(center):
    items = [center.item(BODIES[2], name="a b.mp4"), center.item(name="door.mkv", clip=True)]

    one = center.packed(*items)

    zipped = center.fetch(one.package)
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {name.split("/")[0] for name in archive.namelist()} == {one.id}
    assert set(opened(zipped)) == {
        f"data/{items[0].id}/a_b.mp4",
        f"data/{items[1].id}/door.mkv",
        "data/custody.json",
        *("bagit.txt", "bag-info.txt", "README.txt", "key.der.b64", "manifest-sha256.txt", "tagmanifest-sha256.txt"),
        *("release.json", "release.json.sig"),
    }
    assert opened(zipped)[f"data/{items[0].id}/a_b.mp4"] == BODIES[2]
    assert (one.package.bytes, one.package.sha256) == (len(zipped), hashlib.sha256(zipped).hexdigest())


def test_the_bag_is_one_of_rfc_8493(center):
    one = center.packed(center.item(), center.item(BODIES[2]))

    files = opened(center.fetch(one.package))

    def listed(name):
        return dict(reversed(line.split("  ")) for line in files[name].decode().splitlines())

    def digests(names):
        return {name: hashlib.sha256(files[name]).hexdigest() for name in names}

    payload = {name for name in files if name.startswith("data/")}
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert listed("manifest-sha256.txt") == digests(payload)
    assert listed("tagmanifest-sha256.txt") == digests(set(files) - payload - {"tagmanifest-sha256.txt"})
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    assert info["Payload-Oxum"] == f"{sum(len(files[name]) for name in payload)}.3"
    assert (info["External-Identifier"], info["Source-Organization"]) == (one.id, "Rivermark Police Department (LA0)")


def test_the_list_is_signed_by_the_seal_key_under_a_name_of_its_own(center):
    one = center.packed()

    files = opened(center.fetch(one.package))

    told = json.loads(files["release.json"])
    assert canonical.spell(told) == files["release.json"]
    assert {file["path"] for file in told["files"]} == set(files) - {
        "release.json",
        "release.json.sig",
        "tagmanifest-sha256.txt",
    }
    assert told["to"] == {"agency": "Bexley County Sheriff", "ori": "TX1", "recipient": "4411"}
    der = base64.b64decode(files["key.der.b64"])
    assert told["key"]["fingerprint"] == hashlib.sha256(der).hexdigest() == package.fingerprint(der)
    signed = f"open-rtcc release v1\n{hashlib.sha256(files['release.json']).hexdigest()}\n".encode()
    key = serialization.load_der_public_key(der)
    key.verify(base64.b64decode(files["release.json.sig"]), signed, ec.ECDSA(hashes.SHA256()))


def test_custody_json_holds_every_line_the_refused_ones_too(center):
    item = center.item(clip=True)
    custody.refuse(PACKER, delivery.Action.DOWNLOAD_EVIDENCE, item.id, why="no reason given")
    one = center.packed(item)

    record = json.loads(opened(center.fetch(one.package))["data/custody.json"])

    assert [line["event"] for line in record["release"]["chain"]] == ["release.ask", "release.approve"]
    (told,) = record["items"]
    assert [line["outcome"] for line in told["chain"]] == ["done", "refused", "done"]
    assert (told["sha256"], told["declared"]["sha256"]) == (item.sha256, item.declared)
    assert told["declared"]["by"].startswith("the core box")
    assert told["source"] == {"kind": "clip", "clip_id": item.clip_id}
    assert told["storage"]["version_id"] == item.version_id


def test_the_newest_head_of_the_log_goes_along(center):
    item = center.item()
    log.seal([entry(line) for line in custody.lines(item.id)])

    told = json.loads(opened(center.fetch(center.packed(item).package))["release.json"])

    assert told["log"]["checkpoint"].startswith("rtcc.example.gov/custody\n")
    assert told["log"]["checkpoint"].encode() == log.note()


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


@pytest.mark.parametrize("state", [state for state in State if state is not State.APPROVED])
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
