"""What is tried with uploads, by the numbers of docs/abuse.md."""

import hashlib

import pytest

from rtcc.canvass import store, submissions
from rtcc.canvass.model import SubmissionState
from rtcc.custody import service as custody
from rtcc.foundation.errors import Conflict, Invalid, Unavailable
from rtcc.vault import service as vault
from rtcc.vault.model import State
from tests.unit.sending import BODY, PART, SHA, again, begun, sent
from tests.unit.test_vault import admitted

EMPTY = hashlib.sha256(b"").hexdigest()
FILE = {"key": "key-00001", "name": "street.mp4", "bytes": PART + 3}


def received(city, holder, key="key-00001"):
    return submissions.finish(holder, sent(city, begun(holder, key=key)).id, sha256=SHA)


def test_abuse_002_a_finished_file_is_one_item_however_often_it_is_finished(city):
    holder, token = city.asked()
    receipt = received(city, holder)
    admitted(city, receipt)

    for _ in range(3):
        assert submissions.finish(again(token), receipt.id, sha256=SHA).declared == SHA

    assert admitted(city, receipt) is None
    assert [one.id for one in vault.of_incident(holder.request.incident_id)] == [submissions.number(receipt)]


def test_abuse_008_two_tabs_at_the_same_moment_begin_one_file(city, holder, monkeypatch):
    first = begun(holder)
    looked = iter([None])  # the second tab looked before the first one wrote
    real = store.submission
    monkeypatch.setattr(store, "submission", lambda *ids: next(looked, ...) and real(*ids))

    same, new = submissions.begin(holder, key="key-00001", name="street.mp4", size=PART + 3)

    assert (same, new) == (first, False)
    assert len(store.submissions(holder.request.id)) == 1


def test_abuse_018_an_empty_file_is_received_kept_and_never_called_verified(city, holder):
    one = begun(holder, size=0)
    receipt = submissions.finish(holder, one.id, sha256=EMPTY)

    item = admitted(city, receipt)

    assert (item.state, item.flaw, item.bytes) == (State.QUARANTINED, "the file is empty", 0)
    assert custody.last(item.id).facts["flaw"] == "the file is empty"


def test_abuse_018_a_file_that_grew_while_it_was_sent_is_flagged(city, holder):
    one = sent(city, begun(holder))
    receipt = submissions.finish(holder, one.id, sha256=hashlib.sha256(BODY + b"more").hexdigest())

    item = admitted(city, receipt)

    assert (item.state, item.sha256) == (State.QUARANTINED, SHA)
    assert "digest differs" in item.flaw


def test_abuse_020_the_same_bytes_for_two_calls_are_two_items_and_it_is_noted(city):
    (mine, _), (other, _) = city.asked(), city.asked(2)

    first, second = (admitted(city, received(city, holder)) for holder in (mine, other))

    assert first.sha256 == second.sha256
    assert (first.id != second.id, first.version_id != second.version_id) == (True, True)
    assert "same_bytes_as" not in custody.last(first.id).facts
    assert custody.last(second.id).facts["same_bytes_as"] == first.id


def test_abuse_022_what_was_begun_counts_whether_it_was_finished_or_not(holder, monkeypatch):
    monkeypatch.setattr(submissions, "MOST_BYTES_IN_ALL", 100)
    begun(holder, size=60)

    with pytest.raises(Conflict) as refused:
        begun(holder, key="key-00002", size=41)

    assert refused.value.slug == "too-many-bytes"
    assert begun(holder, key="key-00002", size=40).bytes == 40


def test_abuse_023_a_file_has_as_many_addresses_as_it_has_parts(city, holder):
    with pytest.raises(Invalid, match="20 GB"):
        begun(holder, size=20_000_000_001)
    one = begun(holder)

    with pytest.raises(Invalid):
        submissions.sign(holder, one.id, [submissions.Part(one.parts + 1, 3, SHA)])


def test_abuse_029_while_the_store_s_key_is_off_nothing_is_marked(city, at, monkeypatch):
    _, token = city.asked()
    before = city.contents()

    def refuse(*_, **__):
        raise Unavailable("The store takes nothing right now.", slug="store-closed")

    monkeypatch.setattr("rtcc.aws.uploads.begin_upload", refuse)
    answer = at("citizen:POST:/request/files", body=FILE, token=token)

    assert (answer.status, answer.body["type"]) == (503, "urn:rtcc:problem:store-closed")
    assert city.contents() == before


def test_abuse_029_a_file_that_could_not_be_joined_is_joined_when_the_key_is_back(city, holder, monkeypatch):
    one = sent(city, begun(holder))

    def refuse(*_, **__):
        raise Unavailable("The store takes nothing right now.", slug="store-closed")

    with monkeypatch.context() as off:
        off.setattr("rtcc.aws.uploads.finish_upload", refuse)
        with pytest.raises(Unavailable):
            submissions.finish(holder, one.id, sha256=SHA)
    assert vault.is_known(submissions.number(one)) is False

    receipt = submissions.finish(holder, one.id, sha256=SHA)

    assert receipt.state is SubmissionState.RECEIVED
    assert city.store.newest("inbox", one.object_key)[1] == BODY
