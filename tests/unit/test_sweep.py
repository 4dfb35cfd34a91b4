"""The sweep: what is stored and what is written down are compared both ways, told once, and set right if possible."""

import json
from dataclasses import replace

import pytest

from functions.admit_upload import handler as admit_upload
from functions.probe_media import handler as probe_media
from functions.sweep_stores import handler as sweep_stores
from rtcc.aws import listing, queue
from rtcc.aws.blobs import Lock, Stored
from rtcc.aws.listing import Listed, OpenUpload
from rtcc.aws.table import transact
from rtcc.canvass import store as canvasses
from rtcc.canvass import submissions
from rtcc.custody import service as custody
from rtcc.foundation import clock
from rtcc.preview import making, telling
from rtcc.preview.model import TOLD, Preview, State
from rtcc.sweep.model import MINUTES, Amiss
from rtcc.vault import service as vault
from tests.unit.fakes import Died
from tests.unit.test_vault import admitted, received

QUEUES = {"QUEUE_ADMIT_UPLOAD": "uploads", "QUEUE_ADMIT_CLIP": "clips", "QUEUE_ADMIT_PREVIEW": "previews"}
QUEUES |= {"QUEUE_PROBE_MEDIA": "probes"}


class Shelf:
    """What the stores list, and what the sweep asked for."""

    def __init__(self, city):
        self.city, self.open, self.markers, self.gone, self.asked = city, [], [], set(), []
        self.since = clock.now()

    def versions(self, bucket):
        for (held, key), versions in self.city.store.versions.items():
            for version, body in versions:
                if held == bucket and version not in self.gone:
                    yield Listed(key, version, len(body), self.since)
        yield from (Listed(key, "m1", 0, self.since, True) for held, key in self.markers if held == bucket)


@pytest.fixture
def shelf(city, monkeypatch):
    one = Shelf(city)
    monkeypatch.setattr(listing, "versions", one.versions)
    monkeypatch.setattr(listing, "open_uploads", lambda _bucket: iter(one.open))
    monkeypatch.setattr(queue, "hand_over", lambda url, words: one.asked.append((url, words)))
    for name, value in QUEUES.items():
        monkeypatch.setenv(name, value)
    return one


@pytest.fixture
def item(city, shelf, later):
    """Sealed evidence that was looked at, an hour ago."""
    one = admitted(city, received(city))
    transact(vault.previewing(one.id, telling.spell(Preview(State.NONE, why="it is empty"))))
    later(hours=1)
    return one


def swept():
    """What one sweep found."""
    return sweep_stores.handle({}, None)


def told(subject):
    """The lines that sweeps left of one thing: what was found, and how it ended."""
    lines = [line for line in custody.lines(subject) if line.event == "stores.sweep"]
    return [(line.facts["found"], line.facts["cured"], line.outcome.value) for line in lines]


def test_where_nothing_is_amiss_nothing_is_found_and_nothing_written(city, item):
    before = city.contents()

    assert swept() == {}
    assert city.contents() == before


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


def test_abuse_025_another_version_under_an_item_s_key_is_told_of_and_the_item_stays_what_it_is(city, shelf, item):
    city.store.keep("vault", item.key, b"something else")

    assert swept() == {"stray": 1}
    assert vault.item(item.id) == item
    assert b"".join(city.store.read(vault.stored(item))) != b"something else"


def test_an_item_whose_version_is_gone_is_told_of(shelf, item):
    shelf.gone = {item.version_id}

    assert swept() == {"missing": 1}
    assert told(item.id) == [("missing", False, "done")]


@pytest.mark.parametrize("left", [Lock("", None, True), Lock("GOVERNANCE", None, True), None])
def test_a_lock_or_hold_that_is_missing_is_put_again(city, item, left):
    what = vault.stored(item)
    city.store.locks[what] = left or replace(city.store.locks[what], hold=False)

    def again(one, *, until):
        city.store.locks[one] = Lock("COMPLIANCE", until, True)
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.locks.proven", again)
        assert swept() == {"unlocked": 1}

    assert vault.lock_of(item) == Lock("COMPLIANCE", item.locked_until, True)
    assert told(item.id) == [("unlocked", True, "done")]
    assert swept() == {}


def test_a_lock_that_the_store_does_not_take_again_is_a_failure_and_keeps_nothing_else_unseen(city, shelf, item):
    city.store.locks[vault.stored(item)] = Lock("", None, False)
    city.store.keep("vault", "evidence/evi_1", b"whose?")

    with pytest.raises(RuntimeError, match="does not confirm"):
        swept()

    assert told(item.id) == [("unlocked", True, "failed")]
    assert [line.facts["found"] for line in city.lines() if line.event == "stores.sweep"].count("unspoken") == 1


def test_a_lock_that_ran_out_when_it_should_is_nothing_amiss_while_the_hold_is_on(city, item, later):
    what = vault.stored(item)
    city.store.locks[what] = Lock("", None, True)
    later(days=15)

    found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert not any(found)


def test_every_item_s_lock_is_asked_for_once_a_day(city, item, later):
    later(days=1)
    city.store.locks[vault.stored(item)] = Lock("COMPLIANCE", item.locked_until, False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rtcc.aws.locks.proven", lambda *_, **__: True)
        found = [swept() for _ in range(96) if later(minutes=15) is None]

    assert sum(one.get("unlocked", 0) for one in found) == 1


def test_sealed_evidence_that_nobody_looked_at_is_looked_at_again(city, shelf, later, monkeypatch):
    item = admitted(city, received(city))
    assert swept() == {}
    later(hours=1)
    seen = []
    monkeypatch.setattr(making, "make", lambda one: seen.append(one) or Preview(State.NONE))

    assert swept() == {"unprobed": 1}

    ((url, words),) = shelf.asked
    assert url == "probes"
    record = {"messageId": "m", "body": words, "eventSource": "aws:sqs"}
    assert probe_media.handle({"Records": [record]}, None) == {"batchItemFailures": []}
    assert seen == [item]


def test_what_a_probe_left_and_nobody_wrote_down_is_brought_again(city, shelf, later):
    item = admitted(city, received(city))
    kept = city.store.keep("preview", making.key_of(item.id, TOLD), b"{}")
    later(hours=1)

    assert swept() == {"unprobed": 1}
    ((url, words),) = shelf.asked
    assert url == "previews"
    told = json.loads(words)["detail"]
    assert Stored(told["bucket"]["name"], told["object"]["key"], told["object"]["version-id"], 2) == kept


def test_what_is_in_quarantine_is_not_probed(city, shelf, later):
    admitted(city, received(city), verdict="THREATS_FOUND")
    later(hours=1)

    assert swept() == {}


def test_each_kind_of_finding_has_a_metric_that_says_how_many(city, shelf, later, capsys):
    city.store.keep("vault", "evidence/evi_1", b"whose?")
    later(hours=1)

    swept()

    emitted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [one[Amiss.UNSPOKEN.metric] for one in emitted] == [[1.0]]
    assert Amiss.UNSPOKEN.metric == "FoundUnspoken"
