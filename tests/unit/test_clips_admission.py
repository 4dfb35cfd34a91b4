"""Admission of a clip: what arrived is held against the box's own digest, or kept and not shown."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError

from functions.admit_clip import handler as admit_clip
from rtcc.access.model import system
from rtcc.aws import queue
from rtcc.clips import admission
from rtcc.clips import service as clips
from rtcc.clips.model import State
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.foundation.errors import Conflict, NotFound
from rtcc.vault import service as vault
from rtcc.vault.model import State as Item
from rtcc.vault.scan import Scanned
from tests.unit.city import THING
from tests.unit.fakes import Died
from tests.unit.watching import BODY, SHA, cut, ordered, shared

SELF = system("admit_clip")
CLEAN = "NO_THREATS_FOUND"


@pytest.fixture
def order(city):
    return ordered(city, shared(city))[0]


def arrives(city, order, body=BODY, verdict=CLEAN):
    """The object is in the inbox and was scanned."""
    kept = city.store.keep("inbox", order.object_key, body)
    city.store.verdicts["inbox", order.object_key, kept.version_id] = verdict
    return Scanned("inbox", order.object_key, kept.version_id, verdict)


def test_a_clip_with_the_box_s_digest_becomes_evidence(city, order):
    cut(order)

    item = admission.admit(SELF, arrives(city, order))

    assert (item.state, item.sha256, item.declared, item.flaw) == (Item.SEALED, SHA, SHA, "")
    assert (item.id, item.clip_id, item.camera_id) == (vault.id_for(order.id), order.id, order.camera_id)
    assert vault.item(item.id) == item
    assert clips.of_incident(order.incident_id)[0].state is State.ADMITTED
    assert city.outcomes(item.id) == [("clip.cut", "done"), ("clip.admit", "done")]
    facts = custody.last(item.id).facts
    assert (facts["declared"], facts["sha256"], facts["frames"], facts["gaps"]) == (SHA, SHA, 150, "")
    assert (facts["chain_first"], facts["case"], facts["ordered_by"]) == ("a" * 64, "26-000123", "7")
    assert facts["first_frame_at"] == clock.spell(order.from_at + timedelta(milliseconds=40))


def test_other_bytes_than_the_box_hashed_are_kept_and_never_shown(city, order):
    cut(order)

    item = admission.admit(SELF, arrives(city, order, body=b"something else"))

    assert item.state is Item.QUARANTINED
    assert "digest differs" in item.flaw
    assert clips.of_incident(order.incident_id)[0].state is State.QUARANTINED


@pytest.mark.parametrize("verdict", ["THREATS_FOUND", "UNSUPPORTED", "FAILED"])
def test_what_was_not_found_clean_is_quarantined(city, order, verdict):
    cut(order)

    assert admission.admit(SELF, arrives(city, order, verdict=verdict)).state is Item.QUARANTINED


@pytest.mark.parametrize(("end", "shift"), [("first_frame_at", -1), ("last_frame_at", 11)])
def test_frames_that_nobody_ordered_are_not_shown(city, order, end, shift):
    cut(order, **{end: clock.spell(order.from_at + timedelta(seconds=shift))})

    assert admission.admit(SELF, arrives(city, order)).flaw == "it reaches beyond what was ordered"


@pytest.mark.parametrize(("pre_roll_ms", "flaw"), [(480, "it holds what lies before what was ordered"), (0, "")])
def test_a_strict_clip_that_holds_what_lies_before_it_is_not_shown(city, pre_roll_ms, flaw):
    order = ordered(city, shared(city), strict=True)[0]
    cut(order, strict=True, pre_roll_ms=pre_roll_ms)

    assert admission.admit(SELF, arrives(city, order)).flaw == flaw
    assert dict(city.line.sent[-1].body)["strict"] is True


def test_the_same_scan_twice_admits_once(city, order):
    cut(order)
    scanned = arrives(city, order)
    admission.admit(SELF, scanned)
    before, kept = city.contents(), dict(city.store.versions)

    assert admission.admit(SELF, scanned) is None
    assert (city.contents(), city.store.versions) == (before, kept)


def test_who_dies_after_the_copy_makes_no_second_one(city, order, monkeypatch):
    cut(order)
    scanned = arrives(city, order)
    with monkeypatch.context() as killed:
        killed.setattr(admission, "transact", lambda *_: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            admission.admit(SELF, scanned)

    item = admission.admit(SELF, scanned)

    assert len(city.store.versions["vault", item.key]) == 1


def test_a_verdict_that_does_not_stand_on_the_version_is_not_believed(city, order):
    cut(order)
    scanned = arrives(city, order, verdict="THREATS_FOUND")

    with pytest.raises(Conflict, match="verdict"):
        admission.admit(SELF, replace(scanned, verdict=CLEAN))


@pytest.mark.parametrize(
    "key", ["", "clips", "clips/{thing}/x.mp4", "clips/rtcc-box-2/{id}.mp4", "inbox/{thing}/{id}.mp4", "{id}"]
)
def test_an_object_that_no_order_speaks_of_is_not_admitted(city, order, key):
    cut(order)
    scanned = arrives(city, order)

    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned, key=key.format(thing=THING, id=order.id)))
    with pytest.raises(NotFound):
        admission.admit(SELF, replace(scanned, bucket="elsewhere"))


def event(scanned):
    """What GuardDuty says of an object, as the queue carries it."""
    what = {"bucketName": scanned.bucket, "objectKey": scanned.key, "versionId": scanned.version_id}
    body = json.dumps({"detail": {"s3ObjectDetails": what, "scanResultDetails": {"scanResultStatus": scanned.verdict}}})
    record = {"messageId": "m1", "receiptHandle": "r1", "body": body, "attributes": {"ApproximateReceiveCount": "2"}}
    return {"Records": [record | {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:0:scans"}]}


def test_bytes_that_came_before_the_box_s_word_come_back_soon(city, order, monkeypatch):
    scanned, later = arrives(city, order), []
    monkeypatch.setattr(queue, "come_back_soon", lambda arn, receipt, *, tries: later.append((receipt, tries)))

    with pytest.raises(BatchProcessingError):
        admit_clip.handle(event(scanned), None)
    assert (later, city.contents()["vault"]) == ([("r1", 2)], [])
    assert not [key for bucket, key in city.store.versions if bucket == "vault"]
    cut(order)

    assert admit_clip.handle(event(scanned), None) == {"batchItemFailures": []}
    assert vault.item(vault.id_for(order.id)).state is Item.SEALED
