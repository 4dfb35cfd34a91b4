"""The end of an answer: a receipt that is the same however often one asks, or a no that costs nothing."""

import pytest

from rtcc.aws.uploads import Part
from rtcc.canvass import answers, store, submissions
from rtcc.canvass.model import RequestState, SubmissionState
from rtcc.foundation.errors import Conflict
from tests.unit.fakes import Died
from tests.unit.sending import BODY, PART, SHA, again, begun, counts, sent


def test_a_file_is_not_finished_while_parts_are_missing(city, holder):
    one = begun(holder)
    city.store.put_part(one.upload_id, 2, BODY[PART:])

    with pytest.raises(Conflict, match=r"\[1\]"):
        submissions.finish(holder, one.id, sha256=SHA)

    assert submissions.submission(holder, one.id).state is SubmissionState.UPLOADING


def test_a_receipt_is_the_same_however_often_one_asks(city):
    holder, token = city.asked()
    one = sent(city, begun(holder))
    receipt = submissions.finish(holder, one.id, sha256=SHA)
    before = city.contents()

    assert submissions.finish(again(token), one.id, sha256=SHA) == receipt
    assert (receipt.state, receipt.declared, submissions.number(receipt)[:4]) == (SubmissionState.RECEIVED, SHA, "evi_")
    assert city.contents() == before
    assert counts(holder) == (1, 1, 0)


def test_another_digest_afterward_is_refused(city, holder):
    one = sent(city, begun(holder))
    submissions.finish(holder, one.id, sha256=SHA)

    with pytest.raises(Conflict):
        submissions.finish(holder, one.id, sha256="0" * 64)

    assert submissions.submission(holder, one.id).declared == SHA


def test_who_dies_before_joining_the_parts_joins_them_by_asking_again(city, holder, monkeypatch):
    one = sent(city, begun(holder))
    with monkeypatch.context() as killed:
        killed.setattr("rtcc.aws.uploads.finish_upload", lambda *_, **__: (_ for _ in ()).throw(Died))
        with pytest.raises(Died):
            submissions.finish(holder, one.id, sha256=SHA)

    submissions.finish(holder, one.id, sha256=SHA)

    assert city.store.newest("inbox", one.object_key)[1] == BODY


def test_a_second_file_counts_no_second_answer(city):
    holder, token = city.asked()
    for n in range(2):
        holder = again(token)
        submissions.finish(holder, sent(city, begun(holder, key=f"key-{n:05d}")).id, sha256=SHA)

    assert counts(holder) == (1, 1, 0)


def test_nothing_more_is_signed_for_a_finished_file(city, holder):
    one = sent(city, begun(holder))
    submissions.finish(holder, one.id, sha256=SHA)

    with pytest.raises(Conflict):
        submissions.sign(holder, one.id, [Part(1, PART, "a" * 64)])


def test_no_leaves_a_count_and_no_name_on_the_canvass(city, holder):
    assert answers.answer(holder, RequestState.DECLINED).state is RequestState.DECLINED

    assert counts(holder) == (1, 0, 1)
    one = store.canvass(holder.request.incident_id, holder.request.canvass_id)
    assert holder.request.registrant_id not in str(one)
    assert city.outcomes(holder.request.id)[-1] == ("request.decline", "done")


def test_no_twice_is_no_once(city):
    holder, token = city.asked()
    answers.answer(holder, RequestState.DECLINED)
    before = city.contents()

    assert answers.answer(again(token), RequestState.DECLINED).state is RequestState.DECLINED
    assert city.contents() == before


def test_no_and_a_file_at_the_same_moment_are_not_both_counted(city, holder):
    answers.answer(holder, RequestState.DECLINED)
    stale = holder

    one = sent(city, begun(stale))
    with pytest.raises(Conflict):
        submissions.finish(stale, one.id, sha256=SHA)

    assert counts(holder) == (1, 0, 1)


def test_who_said_no_sends_nothing_more(city):
    holder, token = city.asked()
    one = begun(holder)
    answers.answer(holder, RequestState.DECLINED)

    for act in (
        lambda: begun(again(token), key="key-00002"),
        lambda: submissions.sign(again(token), one.id, [Part(1, PART, "a" * 64)]),
        lambda: submissions.finish(again(token), one.id, sha256=SHA),
    ):
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.slug == "declined"


def test_who_sent_something_cannot_say_no_anymore(city):
    holder, token = city.asked()
    submissions.finish(holder, sent(city, begun(holder)).id, sha256=SHA)

    with pytest.raises(Conflict) as refused:
        answers.answer(again(token), RequestState.DECLINED)

    assert refused.value.slug == "already-answered"
