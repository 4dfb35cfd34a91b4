"""The sweep: what is stored and what is written down are compared both ways, told once, and set right if possible."""

import pytest

from functions.admit_upload import handler as admit_upload
from rtcc.aws.listing import OpenUpload
from rtcc.aws.table import transact
from rtcc.canvass import store as canvasses
from rtcc.canvass import submissions
from rtcc.foundation import clock
from rtcc.preview import telling
from rtcc.preview.model import Preview, State
from rtcc.sweep.model import MINUTES
from rtcc.vault import service as vault
from tests.unit.fakes import Died
from tests.unit.sweeping import stocked, swept, told
from tests.unit.test_vault import admitted, received


@pytest.fixture
def shelf(city, monkeypatch):
    return stocked(city, monkeypatch)


@pytest.fixture
def item(city, shelf, later):
    """Sealed evidence that was looked at, an hour ago."""
    one = admitted(city, received(city))
    transact(vault.previewing(one.id, telling.spell(Preview(State.NONE, why="it is empty"))))
    later(hours=1)
    return one


def test_where_nothing_is_amiss_nothing_is_found_and_nothing_written(city, item):
    before = city.contents(without=("inventory",))

    assert swept() == {}
    assert city.contents(without=("inventory",)) == before


def test_abuse_027_a_file_whose_event_was_lost_is_admitted_once_however_often_it_is_asked(city, shelf, later):
    one = received(city)
    assert swept() == {}
    later(hours=1)

    assert [swept(), swept()] == [{"unadmitted": 1}] * 2

    assert [url for url, _ in shelf.asked] == ["uploads", "uploads"]
    for _, words in shelf.asked:
        record = {"messageId": "m", "body": words, "eventSource": "aws:sqs"}
        assert admit_upload.handle({"Records": [record]}, None) == {"batchItemFailures": []}
    item = vault.item(submissions.number(one))
    assert len(city.store.versions["vault", item.key]) == 1
    assert told(item.id) == [("unadmitted", True, "done")]
    assert "unadmitted" not in swept()


def test_abuse_027_parts_that_nobody_joined_are_joined(city, shelf, later, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr(submissions, "_join", lambda _one: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            received(city)
    (one,) = canvasses.received()
    shelf.open = [OpenUpload(one.object_key, one.upload_id, clock.now())]
    later(hours=1)

    assert swept() == {"unjoined": 1}

    assert city.store.joined == [one.object_key]
    assert told(submissions.number(one)) == [("unjoined", True, "done")]


def test_an_upload_that_is_still_sent_is_left_alone(city, shelf, later):
    holder, _ = city.asked()
    one, _ = submissions.begin(holder, key="key-00001", name="street.mp4", size=5)
    shelf.open = [OpenUpload(one.object_key, one.upload_id, clock.now())]
    later(hours=1)

    assert swept() == {}


def test_a_file_without_a_scan_s_verdict_is_told_of_and_not_admitted(city, shelf, later):
    one = received(city)
    version, _ = city.store.newest("inbox", one.object_key)
    city.store.verdicts["inbox", one.object_key, version] = ""
    later(hours=1)

    assert swept() == {"unscanned": 1}
    assert shelf.asked == []


def test_a_receipt_for_a_file_of_which_nothing_is_left_is_told_of(city, shelf, later):
    one = received(city)
    city.store.versions.clear()
    later(hours=1)

    assert swept() == {"vanished": 1}
    assert told(submissions.number(one)) == [("vanished", False, "done")]


@pytest.mark.parametrize(
    ("bucket", "key"),
    [("inbox", "inbox/req_1/sub_1"), ("inbox", "clips/box/ord_1.mp4"), ("inbox", "x"), ("vault", "evidence/evi_1")],
)
def test_an_object_that_nothing_speaks_of_is_told_of_once(city, shelf, later, bucket, key):
    city.store.keep(bucket, key, b"whose?")
    assert swept() == {}
    later(hours=1)

    assert [swept(), swept()] == [{"unspoken": 1}] * 2
    assert len([line for line in city.lines() if line.event == "stores.sweep"]) == 1


@pytest.mark.parametrize("bucket", ["inbox", "vault"])
def test_abuse_031_a_delete_marker_is_told_of_by_the_next_sweep(city, shelf, item, bucket):
    shelf.markers = [(bucket, item.key if bucket == "vault" else f"inbox/{item.request_id}/{item.submission_id}")]

    assert swept() == {"marked": 1}
    assert told(item.id) == [("marked", False, "done")]
    assert MINUTES <= 15
